"""`dondoc absent`: a contact of a unit is away for some days, or there again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import options
from desk.command import argument, command, option
from desk.errors import WrongUsage
from desk.home import make_home
from desk.office import Desk
from desk.output import answer, line
from language import Message

if TYPE_CHECKING:
    from datetime import date, datetime


@command(help="help.absent")
@options.unit
@argument("contact", "metavar.contact")
@argument("first", "metavar.date", type=options.DAY, required=False)
@argument("last", "metavar.date", type=options.DAY, required=False)
@option("--back", is_flag=True, help="help.absent.back")
@options.by
@options.as_of
@options.writing
@options.as_json
def absent(
    unit: str,
    contact: str,
    first: date | None,
    last: date | None,
    *,
    back: bool,
    **common: object,
) -> None:
    """Whoever is named gets no mail on these days: the deputy does."""
    if back == (first is not None):
        raise WrongUsage("cli.absent.days-or-back")
    _record(unit, contact, None if first is None else (first, last or first), **common)  # type: ignore[arg-type]


def _record(
    unit: str,
    contact: str,
    days: tuple[date, date] | None,
    *,
    actor: str | None,
    as_of: datetime | date | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    from engine.answers.contacts import set_absent

    desk = Desk(as_of)
    code = desk.unit(unit)
    if not dry_run:
        make_home(desk.settings.home)
    with desk.acting(actor, dry_run=dry_run) as act:
        who = set_absent(act, code, contact, days)
    if as_json:
        answer(
            {
                "unit": who.unit,
                "name": who.name,
                "absent_from": who.absent_from,
                "absent_until": who.absent_until,
                "deputy": who.deputy or None,
                "dry_run": dry_run,
            }
        )
        return
    fields = {"name": who.name, "unit": who.unit, "first": who.absent_from, "last": who.absent_until}
    if days is None:
        said = Message("contact.is-back", **fields)
    elif who.deputy:
        said = Message("contact.is-away", deputy=who.deputy, **fields)
    else:
        said = Message("contact.is-away-alone", **fields)
    line(Message("cli.person.would", what=said) if dry_run else said)
