"""`dondoc due`: when an obligation is due. Reads the registry only, never the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from desk import options
from desk.command import argument, command, option
from desk.deadlines import describe, few, in_charge_said, is_event, remark, source, titled, worded
from desk.office import Desk
from desk.output import answer, instant, line, lines, listed, local, padded, shown, table
from desk.speaking import spoken
from desk.typed import Whole
from desk.widths import width
from language import Message

if TYPE_CHECKING:
    from datetime import datetime

    from calendars.deadlines import Deadline
    from calendars.ladders import Rung
    from calendars.periods import Period
    from config.registry import Obligation, Registry

# How far ahead `due` looks for coming periods: a plan every five years is still found.
LOOK_AHEAD_YEARS = 6

_AT = {"open": "cli.rung.open", "deadline": "cli.rung.working-deadline", "last": "cli.rung.last-day"}
"""Where a rung stands that counts no days, by its anchor."""


@command(help="help.due")
@options.obligation
@argument("period", "metavar.period", required=False)
@option("--unit", "unit", metavar="metavar.unit", help="help.due.unit")
@option("--next", "count", type=Whole(1, 100), default=4, show_default=True, help="help.due.next")
@options.reading
def due(
    obligation: str,
    period: str | None,
    unit: str | None,
    count: int,
    as_of: datetime | date | None,
    as_json: bool,
) -> None:
    """Tell one period whole, or the coming ones in a line each."""
    desk = Desk(as_of)
    registry = desk.registry if unit is None else desk.registry.of_unit(desk.unit(unit))
    duty = registry.obligation(desk.duty(obligation).code)
    if period is not None:
        of = registry.period(duty, period)
        answer(describe(registry, duty, of)) if as_json else _tell(registry, duty, of, desk.today)
        return
    coming = list(islice(_coming(registry, duty, desk.today), count))
    if as_json:
        documents = [describe(registry, duty, each) for each in coming]
        document = {"obligation": duty.code, "as_of": instant(desk.now), "waits_for_event": is_event(duty)}
        answer({**document, "periods": documents})
        return
    line(Message("cli.due.duty", code=duty.code, title=titled(duty), source=source(duty)))
    if is_event(duty):
        line(Message("cli.due.waits", worded=duty.worded) if duty.worded else Message("cli.due.waits-event"))
        line(Message("cli.due.ask-with-day", obligation=duty.code, day=desk.today.isoformat()))
        line(Message("cli.due.report-one", obligation=duty.code))
        return
    if not coming:
        line(_why_none(duty, desk.today))
        return
    table(
        ("head.period", "head.due", "head.last-day", "head.working-deadline", "head.note"),
        [
            (each.code, worded(found), found.last_day, found.working_deadline, remark(found))
            for each in coming
            for found in [registry.deadline(duty, each)]
        ],
    )


def _tell(registry: Registry, duty: Obligation, period: Period, today: date) -> None:
    found = registry.deadline(duty, period)
    covers = registry.window(duty, period)
    zone = registry.office.zone
    line(Message("cli.due.duty", code=f"{duty.code} {period.code}", title=titled(duty), source=source(duty)))
    last_day: Message | date = found.last_day
    if (note := remark(found)) is not None:
        last_day = Message("cli.due.last-day-noted", day=found.last_day, note=note)
    late_from = local(found.late_from(zone), zone)
    facts: list[tuple[str, object]] = [
        ("cli.due.due", worded(found)),
        ("cli.due.last-day", last_day),
        ("cli.due.working-deadline", found.working_deadline),
        ("cli.due.late-from", Message("cli.due.in-zone", instant=late_from, zone=zone.key)),
    ]
    if is_event(duty):
        reported = Message("cli.due.when-reported", obligation=duty.code, period=period.code)
        facts.append(("cli.due.opens", reported))
    else:
        if covers is not None:
            facts.append(("cli.due.covers", Message("cli.due.stretch", first=covers[0], last=covers[1])))
        facts.append(("cli.due.opens", registry.opens(duty, period)))
    facts.append(("cli.due.owner", in_charge_said(registry, duty.owner, today)))
    facts.append(("cli.due.owed-by", few([unit.code for unit in registry.owing_for(duty, period)], 12)))
    facts += [("cli.due.own-calendar", each) for each in _elsewhere(registry, duty, period, found)]
    names = [f"{spoken(Message(name))}:" for name, _ in facts]
    room = max(map(width, names))
    lines(f"  {padded(name, room)} {shown(value)}" for name, (_, value) in zip(names, facts, strict=True))
    line()
    rungs = [
        (
            local(step.at, zone),
            step.rung.name,
            _counted(step.rung),
            listed(_role(role) for role in step.rung.to),
        )
        for step in registry.steps(duty, period)
    ]
    beyond = [
        (
            Message("cli.due.beyond-calendar"),
            rung.name,
            _counted(rung),
            listed(_role(role) for role in rung.to),
        )
        for rung in registry.unplaced(duty, period)
    ]
    table(("head.at", "head.rung", "head.counted", "head.to-whom"), [*rungs, *beyond])


def _elsewhere(registry: Registry, duty: Obligation, period: Period, office: Deadline) -> Iterator[Message]:
    """The last days of units whose own working calendar makes it another one."""
    for view in registry.views():
        owing = [unit.code for unit in view.owing_for(duty, period)] if view.partial else []
        day = view.deadline(duty, period).last_day if owing else office.last_day
        if day != office.last_day:
            yield Message("cli.due.last-day-of", day=day, units=few(owing, 12))


def _counted(rung: Rung) -> Message:
    """From where a rung counts: `5 working days before`."""
    if rung.workdays:
        return Message("cli.rung.before" if rung.workdays < 0 else "cli.rung.after", n=abs(rung.workdays))
    if rung.each is not None:
        return Message("cli.rung.each", each=Message(f"kind.{rung.each}"))
    return Message(_AT[rung.anchor.value])


def _why_none(duty: Obligation, today: date) -> Message:
    """Why no period comes, and which there was."""
    if duty.pattern is not None and duty.cycle != "every_n_years":
        return Message("cli.due.one-period", obligation=duty.code, period=duty.pattern.code)
    if duty.to is not None and duty.to <= today:
        return Message("cli.due.ended", day=duty.to)
    return Message("cli.due.no-period")


def _role(role: str) -> Message:
    return Message(f"cli.role.{role}")


def _coming(registry: Registry, duty: Obligation, today: date) -> Iterator[Period]:
    """The periods whose last day is today or later, a year at a time, as far as the calendar reaches."""
    start = max(today, registry.calendar.first)
    while start <= registry.calendar.last and start.year <= today.year + LOOK_AHEAD_YEARS:
        yield from registry.periods(duty, start, date(start.year, 12, 31))
        start = date(start.year + 1, 1, 1)
