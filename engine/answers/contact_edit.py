"""One contact of a unit written, changed or taken out by hand: by the unit on its own page, or by whoever
administers. What is recorded says who and which fields, and none of what stood in them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date

from sqlalchemy.orm import Session

from config.addresses import usable
from config.loading.contacts import TELEPHONE
from config.registry.contacts import Contact, ContactRole, of_unit
from engine.answers.contacts import LONGEST, write
from engine.errors import AnswerError
from engine.tasks.acts import Act
from engine.texts import line_in
from language import Message
from models import queries
from models.tables import Event

ADDED, CHANGED, REMOVED = "contact-added", "contact-changed", "contact-removed"
KINDS = frozenset({ADDED, CHANGED, REMOVED, "contact-absent", "contact-back", "contacts-brought-in"})
"""The kinds of events about contacts; data: `contacts`, 'name (unit)' of each."""
_LATELY = 12


@dataclass(frozen=True, slots=True)
class Typed:
    """A contact as somebody typed it; '' and None for what was left empty."""

    name: str
    role: str = ""
    mail: str = ""
    telephone: str = ""
    deputy: str = ""
    absent_from: date | None = None
    absent_until: date | None = None


def keep(act: Act, unit: str, typed: Typed, *, before: str = "", own: bool = False) -> Contact:
    """Writes the contact of that unit: a new one, or in the place of the one called `before`. What is empty
    is empty. AnswerError for what cannot be.

    `own`: by the unit's own page, whose link may have gone astray: an address that it writes anew must lie in
    the domain of the unit's mailbox, or whoever has the link would get every later one.
    """
    people = of_unit(act.registry, unit)
    old = _named(people, unit, before) if before else None
    name = line_in(typed.name, LONGEST, Message("contact.the-name"))
    if not name:
        raise AnswerError("contact.lacks-name")
    others = [each for each in people if each is not old]
    if any(each.name.casefold() == name.casefold() for each in others):
        raise AnswerError("contact.there-already", name=name, unit=unit)
    contact = _checked(unit, replace(typed, name=name), others)
    if own and (old is None or contact.mail.casefold() != old.mail.casefold()):
        _check_domain(act, contact)
    gone = [old.name] if old is not None and old.name.casefold() != name.casefold() else []
    # Whom the renamed one stands in for keeps it.
    led = [replace(each, deputy=name) for each in others if gone and _is(each.deputy, gone[0])]
    kind = ADDED if old is None else CHANGED
    write(act, [contact, *led], kind, gone=[(unit, each) for each in gone], changed=_changed(old, contact))
    return contact


def remove(act: Act, unit: str, name: str) -> Contact:
    """Takes the contact out; nobody's deputy any more. AnswerError where there is none of that name."""
    people = of_unit(act.registry, unit)
    old = _named(people, unit, name)
    led = [replace(each, deputy="") for each in people if each is not old and _is(each.deputy, old.name)]
    write(act, led, REMOVED, gone=[(unit, old.name)])
    return old


def lately(s: Session, unit: str) -> list[Event]:
    """Who changed contacts of the unit, the newest first."""
    mark = f" ({unit})"
    found = [
        each
        for each in queries.happenings(s, KINDS)
        if any(str(name).endswith(mark) for name in each.data.get("contacts", ()))
    ]
    return found[: -_LATELY - 1 : -1]


def _checked(unit: str, typed: Typed, others: Collection[Contact]) -> Contact:
    if not usable(typed.mail):
        raise AnswerError("contact.no-mail", found=typed.mail[:80])
    if typed.telephone and not TELEPHONE.fullmatch(typed.telephone):
        raise AnswerError("contact.no-telephone", found=typed.telephone[:40])
    first, last = typed.absent_from, typed.absent_until
    if (first is None) != (last is None):
        raise AnswerError("contact.half-absent")
    if first is not None and last is not None and last < first:
        raise AnswerError("contact.days-backwards", first=first, last=last)
    if typed.deputy and not any(_is(each.name, typed.deputy) for each in others):
        raise AnswerError("contact.no-deputy", deputy=typed.deputy[:80], unit=unit)
    if typed.role not in list(ContactRole):
        raise AnswerError("contact.no-role", found=typed.role[:40])
    return Contact(
        unit=unit,
        name=typed.name,
        mail=typed.mail,
        role=ContactRole(typed.role),
        telephone=typed.telephone,
        deputy=typed.deputy,
        absent_from=first,
        absent_until=last,
    )


def _check_domain(act: Act, contact: Contact) -> None:
    domain = (act.registry.unit(contact.unit).email or "").rpartition("@")[2].casefold()
    if contact.mail.rpartition("@")[2].casefold() != domain or not domain:
        raise AnswerError("contact.other-domain", mail=contact.mail[:80], domain=domain or "–")


def _named(people: Collection[Contact], unit: str, name: str) -> Contact:
    for each in people:
        if _is(each.name, name):
            return each
    known = tuple(each.name for each in people) or (Message("contact.none-yet"),)
    raise AnswerError("contact.unknown", name=name[:80], unit=unit, known=known)


def _is(one: str, other: str) -> bool:
    return bool(one) and one.strip().casefold() == other.strip().casefold()


def _changed(old: Contact | None, new: Contact) -> list[str]:
    if old is None:
        return []
    names = (each.name for each in fields(Contact))
    return [each for each in names if each != "line" and getattr(old, each) != getattr(new, each)]
