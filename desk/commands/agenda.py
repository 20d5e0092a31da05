"""`dondoc agenda`: what falls due between two days. Reads the registry only, never the database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from desk import options
from desk.deadlines import few, heads, remark, worded
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import answer, day, line, several, table

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@click.option("--from", "start", type=options.DAY, help="First day (default: the day of --as-of, or today).")
@click.option("--to", "end", type=options.DAY, help="Last day (default: 30 days after the first).")
@click.option("--unit", "units", help="Only what these units owe, by code: TST,PC.")
@click.option("--obligation", "duties", help="Only these obligations, by code.")
@options.reading
def agenda(
    start: date | None,
    end: date | None,
    units: str | None,
    duties: str | None,
    as_of: datetime | date | None,
    as_json: bool,
) -> None:
    """List what falls due between two days.

    \b
    Example:
      dondoc agenda --from 2026-09-01 --to 2026-12-31 --unit TST
    """
    desk = Desk(as_of)
    registry = desk.registry
    first = start or desk.today
    last = end or first + timedelta(days=30)
    if last < first:
        raise WrongUsage(f"--to {last} lies before --from {first}.")
    wanted = [registry.unit(code).code for code in options.split(units) or ()]
    chosen = [registry.obligation(code) for code in options.split(duties) or registry.obligations]
    items = []
    for duty in chosen:
        for period in registry.periods(duty, first, last):
            deadline = registry.deadline(duty, period)
            owing = [unit.code for unit in registry.owing(duty, deadline.last_day)]
            owing = [code for code in owing if not wanted or code in wanted]
            if owing:
                items.append((deadline, duty, owing))
    items.sort(key=lambda item: (item[0].last_day, item[1].code, item[0].period))
    if as_json:
        entries = [{**heads(duty, each), "title": duty.title, "units": owing} for each, duty, owing in items]
        answer({"from": first, "to": last, "items": entries})
        return
    table(
        ("last day", "obligation", "period", "due", "units", "title", "note"),
        [
            (
                day(each.last_day),
                duty.code,
                each.period.code,
                worded(each),
                few(owing),
                duty.title,
                remark(each),
            )
            for each, duty, owing in items
        ],
    )
    line(f"{several(len(items), 'deadline')} from {day(first)} to {day(last)}.")
