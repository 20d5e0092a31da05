"""`dondoc agenda`: what falls due between two days. Reads the registry only, never the database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from desk import options
from desk.command import command, option
from desk.deadlines import few, heads, remark, titled, worded
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import answer, line, table
from language import Message

if TYPE_CHECKING:
    from datetime import datetime

HEADS = (
    "head.last-day",
    "head.obligation",
    "head.period",
    "head.due",
    "head.units",
    "head.title",
    "head.note",
)


@command(help="help.agenda")
@option("--from", "start", type=options.DAY, help="help.agenda.from")
@option("--to", "end", type=options.DAY, help="help.agenda.to")
@option("--unit", "units", metavar="metavar.codes", help="help.agenda.unit")
@option("--obligation", "duties", metavar="metavar.codes", help="help.agenda.obligation")
@options.reading
def agenda(
    start: date | None,
    end: date | None,
    units: str | None,
    duties: str | None,
    as_of: datetime | date | None,
    as_json: bool,
) -> None:
    """Every period whose last day lies between the two, in order."""
    desk = Desk(as_of)
    registry = desk.registry
    first = start or desk.today
    last = end or first + timedelta(days=30)
    if last < first:
        raise WrongUsage("usage.backward", option="--to", day=last, start=first)
    wanted = desk.units(units) or []
    chosen = [desk.duty(typed) for typed in options.split(duties) or registry.obligations]
    items = []
    for duty in chosen:
        for view in registry.views():  # the units of each working calendar
            for period in view.periods(duty, first, last):
                owing = [unit.code for unit in view.owing_for(duty, period)]
                owing = [code for code in owing if not wanted or code in wanted]
                if owing:
                    items.append((view.deadline(duty, period), duty, owing))
    items.sort(key=lambda item: (item[0].last_day, item[1].code, item[0].period))
    if as_json:
        entries = [{**heads(duty, each), "title": duty.title, "units": owing} for each, duty, owing in items]
        answer({"from": first, "to": last, "items": entries})
        return
    table(
        HEADS,
        [
            (
                each.last_day,
                duty.code,
                each.period.code,
                worded(each),
                few(owing),
                titled(duty),
                remark(each),
            )
            for each, duty, owing in items
        ],
    )
    line(Message("cli.agenda.count", n=len(items), first=first, last=last))
