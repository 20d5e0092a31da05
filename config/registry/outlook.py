"""What the registry asks for in the time to come: which periods fall due, and of how many units."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from calendars.deadlines import Deadline
from calendars.periods import Period
from config.registry.objects import Obligation
from config.registry.registry import Registry


@dataclass(frozen=True, slots=True)
class Falling:
    """One period of one obligation that falls due; `units` owe it, by the roster of the day it opens."""

    obligation: Obligation
    period: Period
    deadline: Deadline
    units: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """One obligation over some months: periods and tasks that fall due in each."""

    obligation: Obligation
    periods: tuple[int, ...]
    tasks: tuple[int, ...]


def falling(registry: Registry, start: date, end: date) -> Iterator[Falling]:
    """Everything whose last day lies in [start, end], by obligation, then by last day; where the units'
    working calendars differ, apart for the units of each.

    Cut where the working calendar ends; events, whose days nobody knows, are not among it.
    """
    first, last = max(start, registry.calendar.first), min(end, registry.calendar.last)
    for duty in registry.obligations.values():
        for view in registry.views():
            for period in view.periods(duty, first, last):
                units = len(view.owing_for(duty, period))
                if units or not view.partial:
                    yield Falling(duty, period, view.deadline(duty, period), units)


def twelve_months(day: date) -> tuple[date, ...]:
    """The first days of twelve months, beginning with that of `day`."""
    return tuple(
        date(day.year + (day.month - 1 + n) // 12, (day.month - 1 + n) % 12 + 1, 1) for n in range(12)
    )


def year_ahead(registry: Registry, day: date) -> tuple[Outlook, ...]:
    """The twelve months that begin with that of `day`, obligation by obligation; empty ones are left out."""
    firsts = twelve_months(day)
    end = firsts[-1].replace(day=months.monthrange(firsts[-1].year, firsts[-1].month)[1])
    place = {(each.year, each.month): n for n, each in enumerate(firsts)}
    found: dict[str, tuple[Obligation, list[int], list[int]]] = {}
    for each in falling(registry, firsts[0], end):
        duty = each.obligation
        _, periods, tasks = found.setdefault(duty.code, (duty, [0] * 12, [0] * 12))
        n = place[each.deadline.last_day.year, each.deadline.last_day.month]
        periods[n] += 1
        tasks[n] += each.units
    return tuple(Outlook(duty, tuple(periods), tuple(tasks)) for duty, periods, tasks in found.values())
