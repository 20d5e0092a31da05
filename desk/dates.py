"""When things are due: `dondoc due` and `dondoc agenda`. They read the registry only, never the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from desk import options
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import answer, clean, day, instant, line, local, several, table

if TYPE_CHECKING:
    from datetime import datetime

    from calendars.deadlines import Deadline
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
        document = {"obligation": duty.code, "as_of": instant(desk.now), "waits_for_event": _is_event(duty)}
        answer({**document, "periods": documents})
        return
    line(f"{duty.code}: {duty.title} ({_source(duty)})")
    if _is_event(duty):
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
        entries = [{**_heads(duty, each), "title": duty.title, "units": owing} for each, duty, owing in items]
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
                _few(owing),
                duty.title,
                remark(each),
            )
            for each, duty, owing in items
        ],
    )
    line(f"{several(len(items), 'deadline')} from {day(first)} to {day(last)}.")


def describe(registry: Registry, duty: Obligation, period: Period) -> dict[str, Any]:
    """The answer of `dondoc due OBLIGATION PERIOD --json`; the keys are promised in docs/cli.md."""
    deadline = registry.deadline(duty, period)
    data_from, data_to = registry.window(duty, period)
    steps = registry.steps(duty, period)
    return {
        **_heads(duty, deadline),
        "late_from": deadline.late_from(registry.office.zone),
        "rolled": deadline.rolled,
        "opens": period.first if _is_event(duty) else registry.opens(duty, period),
        "data_from": data_from,
        "data_to": data_to,
        "rungs": [
            {"rung": step.rung.name, "at": step.at, "to": role} for step in steps for role in step.rung.to
        ],
        "calendar_confirmed": deadline.confirmed,
    }


def worded(deadline: Deadline) -> str:
    """`before Sat 2026-09-19` or `by Fri 2026-12-25`: the date as the document words it."""
    return f"{deadline.boundary} {day(deadline.nominal)}"


def remark(deadline: Deadline) -> str:
    """Why the last day is not where the wording puts it, and whether the calendar is certain."""
    said = [f"moved from {day(deadline.unrolled_last_day)}: {deadline.rolled}"] if deadline.rolled else []
    if deadline.overridden:
        said.append("stated exception")
    if not deadline.confirmed:
        said.append("calendar not confirmed")
    return "; ".join(said)


def _heads(duty: Obligation, deadline: Deadline) -> dict[str, Any]:
    return {
        "obligation": duty.code,
        "period": deadline.period.code,
        "nominal": deadline.nominal,
        "boundary": deadline.boundary,
        "last_day": deadline.last_day,
        "working_deadline": deadline.working_deadline,
    }


def _tell(registry: Registry, duty: Obligation, period: Period) -> None:
    found = registry.deadline(duty, period)
    data_from, data_to = registry.window(duty, period)
    zone = registry.office.zone
    line(f"{duty.code} {period.code}: {duty.title} ({_source(duty)})")
    facts = [
        ("due", worded(found)),
        ("last day", day(found.last_day) + (f"  ({remark(found)})" if remark(found) else "")),
        ("working deadline", day(found.working_deadline)),
        ("late from", f"{local(found.late_from(zone), zone)} ({zone.key})"),
        ("covers", f"{data_from} to {data_to}"),
        ("opens", day(registry.opens(duty, period))),
    ]
    owed_on = found.last_day
    if _is_event(duty):
        facts[-2:] = [("opens", f"when it is reported: dondoc event {duty.code} {period.code}")]
        owed_on = period.first
    facts += [
        ("owner", duty.owner),
        ("owed by", _few([unit.code for unit in registry.owing(duty, owed_on)], 12)),
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


def _is_event(duty: Obligation) -> bool:
    return duty.cycle == "event"


def _source(duty: Obligation) -> str:
    return f"{duty.document.number}, {duty.cite}"


def _few(codes: list[str], most: int = 4) -> str:
    return clean(
        ", ".join(codes) if len(codes) <= most else f"{', '.join(codes[: most - 1])} +{len(codes) - most + 1}"
    )
