"""`dondoc due`: when an obligation is due. Reads the registry only, never the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

import click

from desk import options
from desk.deadlines import describe, few, is_event, remark, source, worded
from desk.office import Desk
from desk.output import answer, day, instant, line, local, table

if TYPE_CHECKING:
    from datetime import datetime

    from calendars.periods import Period
    from config.registry import Obligation, Registry

# How far ahead `due` looks for coming periods: a plan every five years is still found.
LOOK_AHEAD_YEARS = 6


@click.command()
@options.obligation
@click.argument("period", required=False)
@click.option(
    "--next",
    "count",
    type=click.IntRange(1, 100),
    default=4,
    show_default=True,
    help="How many coming periods.",
)
@options.reading
def due(
    obligation: str, period: str | None, count: int, as_of: datetime | date | None, as_json: bool
) -> None:
    """Show when an obligation is due, and its reminders.

    Without PERIOD: its next few periods.

    \b
    Example:
      dondoc due kstthc-quy 2026-Q3
      dondoc due kstthc-quy --next 8
    """
    desk = Desk(as_of)
    registry = desk.registry
    duty = registry.obligation(obligation)
    if period is not None:
        found = describe(registry, duty, duty.period(period))
        answer(found) if as_json else _tell(registry, duty, duty.period(period))
        return
    coming = list(islice(_coming(registry, duty, desk.today), count))
    if as_json:
        documents = [describe(registry, duty, each) for each in coming]
        document = {"obligation": duty.code, "as_of": instant(desk.now), "waits_for_event": is_event(duty)}
        answer({**document, "periods": documents})
        return
    line(f"{duty.code}: {duty.title} ({source(duty)})")
    if is_event(duty):
        line(f"Waits for an event: {duty.worded}.")
        line(f"Ask with its day: dondoc due {duty.code} {desk.today}")
        line(f"Report one: dondoc event {duty.code} DAY")
        return
    if not coming:
        line("No period with a date of its own in the coming years.")
        return
    table(
        ("period", "due", "last day", "working deadline", "note"),
        [
            (each.code, worded(found), day(found.last_day), day(found.working_deadline), remark(found))
            for each in coming
            for found in [registry.deadline(duty, each)]
        ],
    )


def _tell(registry: Registry, duty: Obligation, period: Period) -> None:
    found = registry.deadline(duty, period)
    data_from, data_to = registry.window(duty, period)
    zone = registry.office.zone
    line(f"{duty.code} {period.code}: {duty.title} ({source(duty)})")
    facts = [
        ("due", worded(found)),
        ("last day", day(found.last_day) + (f"  ({remark(found)})" if remark(found) else "")),
        ("working deadline", day(found.working_deadline)),
        ("late from", f"{local(found.late_from(zone), zone)} ({zone.key})"),
        ("covers", f"{data_from} to {data_to}"),
        ("opens", day(registry.opens(duty, period))),
    ]
    owed_on = found.last_day
    if is_event(duty):
        facts[-2:] = [("opens", f"when it is reported: dondoc event {duty.code} {period.code}")]
        owed_on = period.first
    facts += [
        ("owner", duty.owner),
        ("owed by", few([unit.code for unit in registry.owing(duty, owed_on)], 12)),
    ]
    for name, text in facts:
        line(f"  {name + ':':18}{text}")
    line()
    rungs = [
        (local(step.at, zone), step.rung.name, ", ".join(step.rung.to))
        for step in registry.steps(duty, period)
    ]
    table(("at", "rung", "to"), rungs)


def _coming(registry: Registry, duty: Obligation, today: date) -> Iterator[Period]:
    """The periods whose last day is today or later, a year at a time, as far as the calendar reaches."""
    start = max(today, registry.calendar.first)
    while start <= registry.calendar.last and start.year <= today.year + LOOK_AHEAD_YEARS:
        yield from registry.periods(duty, start, date(start.year, 12, 31))
        start = date(start.year + 1, 1, 1)
