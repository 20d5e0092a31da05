"""`dondoc units`: the units with their codes, for whoever looks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import options
from desk.command import argument, command, option
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import answer, line, table
from language import Either, Message

if TYPE_CHECKING:
    from datetime import date, datetime

    from config.registry import Unit

HEADS = ("head.unit", "head.name-of-unit", "head.successor", "head.address", "head.duties")


@command(help="help.units")
@argument("text", "metavar.words", required=False)
@option("--all", "also_ended", is_flag=True, help="help.units.all")
@options.reading
def units(text: str | None, also_ended: bool, as_of: datetime | date | None, as_json: bool) -> None:
    """One line per unit, in the registry's order."""
    from config.typed_names import names_have

    desk = Desk(as_of)
    registry, today = desk.registry, desk.today
    found = [
        each
        for each in registry.units.values()
        if (also_ended or each.alive(today)) and (text is None or names_have(each, text))
    ]
    if text is not None and not found:
        raise WrongUsage("cli.units.none", text=text)
    owed = _owed(desk)
    if as_json:
        answer({"as_of": desk.now, "units": [_entry(each, owed) for each in found]})
        return
    table(
        HEADS,
        [
            (
                each.code,
                Either(each.name, each.name_en or ""),
                each.successor,
                each.email,
                owed.get(each.code, 0),
            )
            for each in found
        ],
    )
    line(Message("cli.units.count", n=len(found)))


def _owed(desk: Desk) -> dict[str, int]:
    """How many duties in force each unit owes, by its code."""
    from config.registry.objects import within

    registry, today = desk.registry, desk.today
    owed: dict[str, int] = {}
    for duty in registry.obligations.values():
        if within(today, duty.from_, duty.to):
            for unit in registry.owing(duty, today):
                owed[unit.code] = owed.get(unit.code, 0) + 1
    return owed


def _entry(unit: Unit, owed: dict[str, int]) -> dict[str, Any]:
    return {
        "unit": unit.code,
        "name": unit.name,
        "name_en": unit.name_en,
        "aliases": unit.aliases,
        "kind": unit.kind,
        "email": unit.email,
        "from": unit.from_,
        "to": unit.to,
        "successor": unit.successor,
        "duties": owed.get(unit.code, 0),
    }
