"""Which rows of the appendices a unit tells of in which report: how a duty without a date is chased."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from calendars.periods import Period
from config.registry.assignments import Assignment, AssignmentKind, Count
from config.registry.objects import Cycle, Obligation, Unit, within
from config.registry.registry import Registry


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
    # A successor that answers for a period before its time tells of what was led in it.
    last = max(of.last, registry.of_unit(whose.code).deadline(duty, of).last_day)
    return tuple(
        row
        for row in registry.told_in.get(duty.code, ())
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
