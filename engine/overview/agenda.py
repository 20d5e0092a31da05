"""What is coming, as the calendar says it: nothing is looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from calendars.errors import WhenError
from calendars.ladders import Rung
from config.registry import Obligation, Registry, RegistryError
from engine.errors import fault_of


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that the calendar says will happen: one step of one period. `at` is UTC."""

    day: date
    at: datetime
    obligation: str
    period: str
    step: Rung
    """Not always one that the ladder has written: see `calendars.ladders.steps`."""
    last_day: date

    @property
    def rung(self) -> str:
        """What the ledger calls the step."""
        return self.step.name


def agenda(
    registry: Registry, start: date, end: date, *, obligation: str | None = None, go_live: date | None = None
) -> list[Coming]:
    """Every rung of every period in [start, end], by instant, as the calendar says it: nothing is looked
    up.
    """
    codes: Iterable[str] = (
        registry.obligations if obligation is None else [registry.obligation(obligation).code]
    )
    found: list[Coming] = []
    for code in codes:
        try:
            for view in registry.views():
                found += _coming(view, view.obligation(code), start, end, go_live or date.min)
        except Exception as error:  # the audit names a duty that cannot be computed
            fault_of(error)
    # What several calendars say alike happens once.
    found = list(dict.fromkeys(found))
    return sorted(found, key=lambda each: (each.at, each.last_day, each.obligation, each.period))


def _coming(registry: Registry, duty: Obligation, start: date, end: date, go_live: date) -> Iterator[Coming]:
    calendar, ladder = registry.calendar, registry.ladder(duty)
    late = max((rung.workdays for rung in ladder.rungs), default=0)
    low = max(_shifted(registry, start, -late - 25), go_live, calendar.first)
    high = min(registry.latest_due(duty, end), calendar.last)
    for period in registry.periods(duty, low, high):
        if registry.partial and not registry.owing_for(duty, period):
            continue
        due = registry.deadline(duty, period)
        try:
            steps = registry.steps(duty, period)
        except RegistryError:
            continue  # it opens before the working calendar begins
        for step in steps:
            if start <= step.day <= end:
                yield Coming(step.day, step.at, duty.code, period.code, step.rung, due.last_day)


def _shifted(registry: Registry, day: date, workdays: int) -> date:
    """So many working days away, or the calendar's own end."""
    calendar = registry.calendar
    try:
        return calendar.shift(min(max(day, calendar.first), calendar.last), workdays)
    except WhenError:
        return calendar.first if workdays < 0 else calendar.last
