"""The contacts of units, changed: brought in from a table, or one of them away for some days.

They stand in the office's file; what is recorded in the database is who changed it.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from calendars.written_periods import folded
from config.addresses import usable
from config.loading.contacts import FILE, TELEPHONE
from config.loading.contacts_text import changed as written_anew
from config.registry import RegistryError
from config.registry.contacts import Contact, ContactRole, of_unit
from config.settings import SHIPPED_REGISTRY
from config.typed_names import unit_code
from engine.answers.contact_lines import ContactLine
from engine.answers.many_lines import day_of
from engine.errors import AnswerError, EngineError
from engine.tasks.acts import Act
from engine.texts import line_in
from language import Message, system
from models import queries

_ROLES = {
    ContactRole.REPORTS: ("", "reports", "bao cao", "phu trach bao cao", "dau moi"),
    ContactRole.HEAD: ("head", "lanh dao", "thu truong", "phu trach don vi"),
    ContactRole.OTHER: ("other", "khac"),
}
LONGEST = 120
"""Of a name."""


@dataclass(frozen=True, slots=True)
class ContactDone:
    """A line with the contact that it makes; `why` says why it was refused. `known`: it was there before."""

    line: ContactLine
    contact: Contact | None = None
    known: bool = False
    why: Message | None = None


def bring_in(act: Act, lines: Sequence[ContactLine], *, only_good: bool = False) -> list[ContactDone]:
    """Writes the contacts of the lines when all are right, or with `only_good` those that are; what a file
    does not say of a contact that is known is taken from there. A dry run writes nothing."""
    done: list[ContactDone] = []
    made: dict[tuple[str, str], Contact] = {}
    for line in lines:
        try:
            contact, known = _contact(act, line)
            if (key := (contact.unit, contact.name.casefold())) in made:
                raise AnswerError("contact.twice", name=contact.name, unit=contact.unit)
        except (EngineError, RegistryError) as error:
            done.append(ContactDone(line, why=error.message))
            continue
        made[key] = contact
        done.append(ContactDone(line, contact, known))
    done = [_deputy_known(act, each, made) for each in done]
    good = [each.contact for each in done if each.contact is not None]
    if good and (only_good or len(good) == len(done)):
        write(act, good, "contacts-brought-in")
    return done


def set_absent(act: Act, unit: str, name: str, days: tuple[date, date] | None) -> Contact:
    """Whoever is named is away from the first to the last of these days, or with None there again.
    AnswerError for nobody of the unit, or a last day before the first."""
    if days is not None and days[1] < days[0]:
        raise AnswerError("contact.days-backwards", first=days[0], last=days[1])
    people = of_unit(act.registry, unit)
    asked = folded(name)
    found = [each for each in people if folded(each.name) == asked]
    found = found or [each for each in people if asked in folded(each.name)]
    if len(found) != 1:
        known = tuple(each.name for each in people) or (Message("contact.none-yet"),)
        raise AnswerError("contact.unknown", name=name[:80], unit=unit, known=known)
    first, last = days or (None, None)
    contact = replace(found[0], absent_from=first, absent_until=last)
    write(act, [contact], "contact-absent" if days else "contact-back")
    return contact


def write(
    act: Act,
    contacts: Sequence[Contact],
    kind: str,
    *,
    gone: Sequence[tuple[str, str]] = (),
    changed: Sequence[str] = (),
) -> None:
    """Puts them into the office's file, takes those of these units and names out, and records who did, with
    the names of the fields that `changed`; a dry run does everything but write."""
    folder = act.settings.config
    if folder.resolve() == SHIPPED_REGISTRY:
        raise AnswerError("contact.shipped", folder=str(folder))
    names = [
        *(f"{name} ({unit})" for unit, name in gone),
        *(f"{each.name} ({each.unit})" for each in contacts),
    ]
    more = {"changed": list(changed)} if changed else {}
    queries.record(act.s, act.event(kind, "", {"contacts": names, **more}))
    path = folder / FILE
    try:
        with _alone(folder):
            text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
            made = written_anew(text, contacts, tuple(act.registry.units), gone=gone)
            if not act.dry_run:
                _replace(path, made)
    except (OSError, UnicodeDecodeError) as error:
        raise AnswerError("contact.unwritable", file=str(path), why=system.why(error)) from error


def _contact(act: Act, line: ContactLine) -> tuple[Contact, bool]:
    for key in ("unit", "name"):
        if not getattr(line, key):
            raise AnswerError(f"contact.lacks-{key}")
    unit = unit_code(act.registry, line.unit, act.today)
    name = line_in(line.name, LONGEST, Message("contact.the-name"))
    before = next(
        (each for each in of_unit(act.registry, unit) if each.name.casefold() == name.casefold()), None
    )
    mail = line.mail or (before.mail if before else "")
    if not usable(mail):
        raise AnswerError("contact.no-mail", found=mail[:80])
    if line.telephone and not TELEPHONE.fullmatch(line.telephone):
        raise AnswerError("contact.no-telephone", found=line.telephone[:40])
    if bool(line.absent_from) != bool(line.absent_until):
        raise AnswerError("contact.half-absent")
    contact = before or Contact(unit=unit, name=name, mail=mail)
    contact = replace(
        contact,
        mail=mail,
        role=_role(line.role) if line.role else contact.role,
        telephone=line.telephone or contact.telephone,
        deputy=line.deputy or contact.deputy,
    )
    if line.absent_from:
        first, last = day_of(line.absent_from), day_of(line.absent_until)
        if last < first:
            raise AnswerError("contact.days-backwards", first=first, last=last)
        contact = replace(contact, absent_from=first, absent_until=last)
    return contact, before is not None


def _role(text: str) -> ContactRole:
    plain = folded(text)
    for role, words in _ROLES.items():
        if plain in words:
            return role
    raise AnswerError("contact.no-role", found=text[:40])


def _deputy_known(act: Act, each: ContactDone, made: dict[tuple[str, str], Contact]) -> ContactDone:
    contact = each.contact
    if contact is None or not contact.deputy:
        return each
    names = {one.name.casefold() for one in of_unit(act.registry, contact.unit)}
    names |= {name for unit, name in made if unit == contact.unit}
    if contact.deputy.casefold() in names - {contact.name.casefold()}:
        return each
    why = Message("contact.no-deputy", deputy=contact.deputy[:80], unit=contact.unit)
    return ContactDone(each.line, why=why)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    # Two who change the file wait for each other; the folder itself is locked, so that nothing is left in it.
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o640
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
