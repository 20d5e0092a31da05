"""Each row of the five documents is told to each unit that leads it while there is time for it.

From the registry alone: a row is told by the first of its own tasks or of its document's reports that opens
for the unit. What waits for an event is asked for in the owner's digest and is not looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from calendars.periods import Period
from config.registry import Registry, reporting
from config.registry.assignments import Assignment, AssignmentKind

SOON = timedelta(days=90)
Opening = tuple[date, str, Period]


@pytest.mark.slow
@pytest.mark.sampled(3)
@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025, 2026])
def test_no_row_in_force_is_told_late_or_to_nobody(shipped: Registry, year: int) -> None:
    first, last = date(year, 1, 1), date(year, 12, 31)
    openings = dict(_openings(shipped, first, last))
    late = []
    for ref, row in shipped.assignments.items():
        if row.kind is AssignmentKind.EVENT or not row.runs(first, last):
            continue
        start = max(first, row.from_ or first)
        for unit in reporting.leads_of(shipped, row, start):
            told = min(_told(shipped, row, unit.code, openings), default=date.max)
            if told > max(start, min(last, start + SOON)) or (start == first and told > date(year, 3, 31)):
                late.append(f"{ref} {unit.code}: {told}")
    assert late == []


def _openings(registry: Registry, first: date, last: date) -> Iterator[tuple[str, list[Opening]]]:
    """Every duty's periods that are open on some day of the year, by the day of the year they are told of."""
    for code, duty in registry.obligations.items():
        if duty.cycle == "event":
            continue
        until = min(last.replace(year=last.year + 5), registry.calendar.last)
        periods = registry.periods(code, first, until)
        found = [(registry.opens(code, period), code, period) for period in periods]
        yield code, [(max(day, first), code, period) for day, code, period in found if day <= last]


def _told(
    registry: Registry, row: Assignment, unit: str, openings: dict[str, list[Opening]]
) -> Iterator[date]:
    own = row.obligations if row.kind in (AssignmentKind.DATED, AssignmentKind.SAME) else ()
    for code in {*own, *row.told_in}:
        for day, _, period in openings.get(code, ()):
            if unit not in {each.code for each in registry.owing(code, day)}:
                continue
            if code in own or row in reporting.told(registry, code, unit, period):
                yield day
                break
