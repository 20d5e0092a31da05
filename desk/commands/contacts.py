"""`dondoc contacts`: who reads for the units; or brings them in from a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desk import options
from desk.command import argument, command, option
from desk.errors import WrongUsage
from desk.home import make_home
from desk.office import Desk
from desk.output import Coded, answer, in_json, line, table
from desk.typed import Place
from language import Either, Message

if TYPE_CHECKING:
    from datetime import date, datetime

    from config.registry.contacts import Contact
    from engine.answers.contacts import ContactDone

HEADS = (
    *("head.unit", "head.name", "head.role", "head.address"),
    *("head.telephone", "head.deputy", "head.absent", "head.reads-today"),
)


@command(help="help.contacts")
@argument("unit", "metavar.unit", required=False)
@option("--file", type=Place(), help="help.contacts.file")
@option("--apply", is_flag=True, help="help.contacts.apply")
@option("--apply-good", is_flag=True, help="help.contacts.apply-good")
@options.by
@options.writing
@options.reading
@click.pass_context
def contacts(
    ctx: click.Context,
    /,
    unit: str | None,
    file: Path | None,
    *,
    apply: bool,
    apply_good: bool,
    dry_run: bool,
    actor: str | None,
    as_of: datetime | date | None,
    as_json: bool,
) -> None:
    """One line per contact, in the registry's order; or what a file says, shown first."""
    desk = Desk(as_of)
    if file is None:
        if apply or apply_good:
            raise WrongUsage("cli.many.apply-without-file")
        _list(desk, unit, as_json=as_json)
        return
    if unit is not None:
        raise WrongUsage("cli.contacts.file-alone")
    if dry_run and (apply or apply_good):
        raise WrongUsage("cli.many.dry-run-or-apply")
    keeps = apply or apply_good
    done = _bring_in(desk, file, keeps=keeps, only_good=apply_good, actor=actor)
    refused = sum(each.why is not None for each in done)
    kept = keeps and (apply_good or not refused)
    if as_json:
        answer({"applied": kept, "refused": refused, "rows": [_done(each) for each in done]})
    else:
        _tell(done, refused, keeps=keeps, kept=kept)
    if refused:
        ctx.exit(1)


def _list(desk: Desk, unit: str | None, *, as_json: bool) -> None:
    registry = desk.registry
    asked = [desk.unit(unit)] if unit is not None else list(registry.units)
    people = [each for code in asked for each in registry.contacts.get(code, ())]
    refused = _refused(desk) if people else {}
    if as_json:
        found = [
            {**_entry(each), "reads": _reader(desk, each), "refuses_since": refused.get(each.mail)}
            for each in people
        ]
        answer({"as_of": desk.now, "contacts": found})
        return
    if people:
        table(
            HEADS,
            [_row(desk, each, refused.get(each.mail)) for each in people],
            {at: "red" for at, each in enumerate(people) if each.mail in refused},
        )
    line(Message("cli.contacts.count", n=len(people)))


def _refused(desk: Desk) -> dict[str, date]:
    """The addresses that have refused mail and taken none since, with the office's day of the first time."""
    if not desk.has_database:
        return {}
    from models import queries

    with desk.looking() as s:
        found = queries.refused_mailboxes(s)
    return {each: why.since.astimezone(desk.registry.office.zone).date() for each, why in found.items()}


def _reader(desk: Desk, each: Contact) -> str | None:
    """Who gets what the contact is to get today; '' for one that gets nothing, None where nobody does."""
    from config.registry.contacts import ContactRole, stand_in

    if each.role is ContactRole.OTHER:
        return ""
    reader = stand_in(each, desk.registry.contacts[each.unit], desk.today)
    return reader.name if reader else None


def _row(desk: Desk, each: Contact, refuses: date | None) -> tuple[object, ...]:
    unit = desk.registry.units[each.unit]
    reader = _reader(desk, each)
    away = each.absent_from and Message("cli.contacts.days", first=each.absent_from, last=each.absent_until)
    return (
        Coded(unit.code, Either(unit.name, unit.name_en or "")),
        each.name,
        Message(f"contact.is-{each.role.value}"),
        Message("contact.refuses", mail=each.mail, day=refuses) if refuses else each.mail,
        each.telephone,
        each.deputy,
        away or "",
        Message("contact.nobody") if reader is None else reader,
    )


def _bring_in(
    desk: Desk, file: Path, *, keeps: bool, only_good: bool, actor: str | None
) -> list[ContactDone]:
    from config.intake.files import open_file
    from engine.answers.contact_lines import contact_lines
    from engine.answers.contacts import bring_in

    assert desk.registry.office  # a broken registry is told before anything else
    lines = contact_lines(open_file.read(file))
    if keeps:
        make_home(desk.settings.home)
    with desk.acting(actor, dry_run=not keeps) as act:
        return bring_in(act, lines, only_good=only_good)


def _tell(done: list[ContactDone], refused: int, *, keeps: bool, kept: bool) -> None:
    rows = []
    for each in done:
        unit = each.contact.unit if each.contact else each.line.unit
        mail = each.contact.mail if each.contact else each.line.mail
        kind = "refused" if each.why else "known" if each.known else "new"
        rows.append((str(each.line.row), unit, each.line.name, mail, Message(f"contact.{kind}"), each.why))
    if rows:
        heads = ("head.row", "head.unit", "head.name", "head.address", "head.outcome", "head.why")
        table(heads, rows, {at: "red" for at, each in enumerate(done) if each.why})
    if kept:
        line(Message("cli.contacts.written", n=len(done) - refused))
    elif keeps:
        line(Message("cli.many.nothing-recorded", n=refused))
    else:
        line(Message("cli.many.preview-refused" if refused else "cli.many.preview"))


def _done(each: ContactDone) -> dict[str, Any]:
    said = _entry(each.contact) if each.contact else {"unit": each.line.unit, "name": each.line.name}
    return {"row": each.line.row, **said, "known": each.known, "why": in_json(each.why)}


def _entry(each: Contact) -> dict[str, Any]:
    return {
        "unit": each.unit,
        "name": each.name,
        "role": each.role.value,
        "mail": each.mail,
        "telephone": each.telephone or None,
        "deputy": each.deputy or None,
        "absent_from": each.absent_from,
        "absent_until": each.absent_until,
    }
