"""`dondoc duties`: the obligations with their codes, for whoever looks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import options
from desk.command import argument, command, option
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import Coded, answer, line, table
from language import Either, Message

if TYPE_CHECKING:
    from datetime import date, datetime

    from config.registry import Obligation

HEADS = ("head.obligation", "head.title", "head.how-often", "head.owner", "head.document")


@command(help="help.duties")
@argument("text", "metavar.words", required=False)
@option("--unit", metavar="metavar.unit", help="help.duties.unit")
@option("--all", "also_ended", is_flag=True, help="help.duties.all")
@options.reading
def duties(
    text: str | None, unit: str | None, also_ended: bool, as_of: datetime | date | None, as_json: bool
) -> None:
    """One line per obligation, in the registry's order."""
    from config.registry.objects import within
    from config.typed_names import titles_have

    desk = Desk(as_of)
    registry, today = desk.registry, desk.today
    code = desk.unit(unit) if unit else None
    found = [
        duty
        for duty in registry.obligations.values()
        if (also_ended or within(today, duty.from_, duty.to))
        and (text is None or titles_have(duty, text))
        and (code is None or code in {each.code for each in registry.owing(duty, today)})
    ]
    if text is not None and not found:
        raise WrongUsage("cli.duties.none", text=text)
    if as_json:
        answer({"as_of": desk.now, "duties": [_entry(each) for each in found]})
        return
    table(HEADS, [_row(desk, each) for each in found])
    line(Message("cli.duties.count", n=len(found)))


def _row(desk: Desk, duty: Obligation) -> tuple[object, ...]:
    owner = desk.registry.units.get(duty.owner)
    named = Coded(duty.owner, Either(owner.name, owner.name_en or "")) if owner else duty.owner
    return (
        duty.code,
        Either(duty.title, duty.title_en),
        Message(f"cycle.{duty.cycle.value}"),
        named,
        duty.document.number,
    )


def _entry(duty: Obligation) -> dict[str, Any]:
    return {
        "obligation": duty.code,
        "title": duty.title,
        "title_en": duty.title_en,
        "cycle": duty.cycle.value,
        "owner": duty.owner,
        "document": duty.document.number,
        "from": duty.from_,
        "to": duty.to,
    }
