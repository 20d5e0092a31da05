"""Which rows of the appendices a unit tells of in which report: how a duty without a date is chased."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import date, timedelta

from calendars.periods import Period
from config.registry.assignments import Assignment, AssignmentKind, Count
from config.registry.errors import RegistryError
from config.registry.figures import Figure
from config.registry.objects import Cycle, Obligation, Unit, within
from config.registry.registry import Registry

_A_YEAR = re.compile(r"\b20\d\d\b")
_ONE_TIME = (Cycle.ONCE, Cycle.RANGE, Cycle.EVENT)
_LOOKED_AHEAD = timedelta(days=400)
"""How far beyond a report's period the next day of a row is looked for."""


def leads_of(registry: Registry, assignment: Assignment, day: date) -> tuple[Unit, ...]:
    """The units that lead the row on that day, in the registry's order: a successor leads what the unit
    before it led, and a group means those of its units that exist.
    """
    rows = registry.meant_by(assignment.leads)
    return tuple(registry.units[code] for code, from_, to in rows if within(day, from_, to))


def told(
    registry: Registry, obligation: str | Obligation, unit: str | Unit, period: str | Period
) -> tuple[Assignment, ...]:
    """Every row in force that the unit leads and that this period's report tells of, with a date of its own
    or without, in the document's order.
    """
    duty = registry.obligation(obligation)
    whose = unit if isinstance(unit, Unit) else registry.unit(unit)
    of = duty.period(period)
    if duty.code not in registry.told_in:
        return ()
    # A successor that answers for a period before its time tells of what was led in it.
    last = max(of.last, registry.of_unit(whose.code).deadline(duty, of).last_day)
    return tuple(
        row
        for row in registry.told_in[duty.code]
        if row.runs(of.first, of.last) and _leads(registry, row, whose, of.first, last)
    )


def reported(
    registry: Registry, obligation: str | Obligation, unit: str | Unit, period: str | Period
) -> tuple[Assignment, ...]:
    """Those of them without a date of their own: nothing but the report asks for them."""
    rows = told(registry, obligation, unit, period)
    return tuple(row for row in rows if row.kind is AssignmentKind.CYCLE)


def own_duties(registry: Registry, row: Assignment) -> tuple[Obligation, ...]:
    """The duties that ask for the row itself: the one that it founded, or those that say the same; none of
    one that is only told in reports.
    """
    found = [registry.obligations[code] for code in row.obligations if code in registry.obligations]
    if row.kind is AssignmentKind.CYCLE:
        found = [duty for duty in found if duty.assignment == row.ref]
    return tuple(found)


def figure_of(registry: Registry, row: Assignment, year: int) -> Figure | None:
    """The one figure that a row is measured by in that year; None where it has none, or several: then what is
    to come of it tells their targets. What a report that tells the row asks for is not the row's.
    """
    figures = [duty.figure for duty in own_duties(registry, row) if duty.figure]
    found = [figure for figure in figures if figure.target(year) is not None] or figures
    return found[0] if len(found) == 1 else None


def words_of(registry: Registry, row: Assignment, period: Period) -> str:
    """The document's words for the row's time, as a report of that period quotes them: the row's own. Where
    they name other years than the period's and the row's duty goes on, those of the duty for the next of its
    periods, '' when there are none.
    """
    own = row.worded or ""
    years = _A_YEAR.findall(own)
    if not years or str(period.closing_year) in years:
        return own
    end = min(period.last + _LOOKED_AHEAD, registry.calendar.last)
    for duty in own_duties(registry, row):
        if duty.cycle in _ONE_TIME or duty.code in row.milestones or duty.document != row.document:
            continue
        with contextlib.suppress(RegistryError):
            for each in registry.periods(duty, period.first, end):
                if each.last >= period.first:
                    return duty.words(each)
    return own


def unasked(registry: Registry) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Rows without a date that a leading unit is never asked about, with those units: a registry's hole."""
    for ref, row in registry.assignments.items():
        codes = [code for code in row.obligations if code in registry.obligations]
        if row.kind is not AssignmentKind.CYCLE or not codes:
            continue
        start, end = row.from_ or date.min, row.to or date.max
        asked = {
            unit
            for code in codes
            for unit, from_, to in registry.roster(code)
            if (from_ or date.min) < end and start < (to or date.max)
        }
        missing = tuple(unit for unit in _ever_leading(registry, row, start, end) if unit not in asked)
        if missing:
            yield ref, missing


def counts(registry: Registry) -> tuple[Count, ...]:
    """How the rows of each appendix are chased, in the order of the files."""
    found = []
    for ref, appendix in registry.appendices.items():
        rows = [row for row in registry.assignments.values() if row.appendix.ref == ref]
        kinds = [chased(registry, row) for row in rows]
        found.append(
            Count(
                document=appendix.document.number,
                appendix=appendix.code,
                stated=appendix.rows,
                rows=len(rows),
                dated=kinds.count(AssignmentKind.DATED),
                event=kinds.count(AssignmentKind.EVENT),
                cycle=kinds.count(AssignmentKind.CYCLE),
            )
        )
    return tuple(found)


def chased(registry: Registry, row: Assignment) -> AssignmentKind:
    """How a row is chased: dated, event or cycle; one that other obligations say already, as they are."""
    if row.kind is not AssignmentKind.SAME:
        return row.kind
    cycles = {registry.obligations[code].cycle for code in row.obligations if code in registry.obligations}
    if cycles == {Cycle.EVENT}:
        return AssignmentKind.EVENT
    return AssignmentKind.CYCLE if cycles == {Cycle.CONTINUOUS} else AssignmentKind.DATED


def _leads(registry: Registry, row: Assignment, unit: Unit, first: date, last: date) -> bool:
    """Whether it leads the row on any of these days."""
    rows = (each for each in registry.meant_by(row.leads) if each[0] == unit.code)
    return any((from_ or date.min) <= last and first < (to or date.max) for _, from_, to in rows)


def _ever_leading(registry: Registry, row: Assignment, start: date, end: date) -> Iterator[str]:
    for code, from_, to in registry.meant_by(row.leads):
        if (from_ or date.min) < end and start < (to or date.max):
            yield code
