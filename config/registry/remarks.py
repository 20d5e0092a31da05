"""What is allowed in a registry but worth a look: an unverified calendar, assumptions, guessed names."""

from __future__ import annotations

from collections.abc import Iterator

from config.registry import assumed
from config.registry.assignments import AssignmentKind
from config.registry.registry import Registry
from config.registry.unfounded import unfounded
from config.registry.ways import unknown_ways
from language import Either, Message


def remarks(registry: Registry) -> Iterator[Message]:
    """One message for each, as `dondoc check` tells them."""
    if registry.office.note:
        yield Message("remark.office", note=registry.office.note)
    until = registry.verified_until
    if until is None:
        yield Message("remark.calendar-unverified")
    elif until < registry.calendar.last:
        yield Message("remark.calendar-until", day=until)
    for document in registry.documents.values():
        if document.renewal == "yearly":
            yield Message("remark.carries-on", document=document.number, year=str(document.horizon))
    told: set[tuple[str, str]] = set()
    for obligation in registry.obligations.values():
        # The milestones of a row rest on what the row assumes: once for all of them.
        said = obligation.assignment or obligation.code, obligation.assumption or ""
        if obligation.assumption and said not in told:
            told.add(said)
            yield Message("remark.assumption", what=obligation.code, assumption=obligation.assumption)
        if (rule := assumed.by_rule(registry, obligation)) is not None:
            yield Message("remark.prompt", what=obligation.code, assumption=rule)
    for duty in registry.off:
        yield Message("remark.off", what=duty.code, title=Either(duty.title, duty.title_en))
    for row in registry.assignments.values():
        founds = row.kind in (AssignmentKind.DATED, AssignmentKind.EVENT)
        if row.assumption and (not founds or row.listed):
            yield Message("remark.assumption", what=row.ref, assumption=row.assumption)
    for row, named in unfounded(registry):
        yield Message("remark.unfounded", row=row.ref, named=named)
    yield from unknown_ways(registry)
    for unit in registry.units.values():
        if unit.unexplained:
            yield Message("remark.unexplained", unit=unit.code, name=unit.name)
        if unit.to is not None and unit.successor is None:
            yield Message("remark.no-successor", unit=unit.code, day=unit.to)
        if unit.email is None and unit.code not in registry.contacts:
            yield Message("remark.no-address", unit=unit.code)
