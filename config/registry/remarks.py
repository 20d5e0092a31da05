"""What is allowed in a registry but worth a look: an unverified calendar, assumptions, guessed names."""

from __future__ import annotations

from collections.abc import Iterator

from config.registry import assumed
from config.registry.assignments import AssignmentKind
from config.registry.registry import Registry
from language import Message


def remarks(registry: Registry) -> Iterator[Message]:
    """One message for each, as `dondoc check` tells them."""
    if registry.office.note:
        yield Message("remark.office", note=registry.office.note)
    until = registry.calendar.verified_until
    if until is None:
        yield Message("remark.calendar-unverified")
    elif until < registry.calendar.last:
        yield Message("remark.calendar-until", day=until)
    for document in registry.documents.values():
        if document.renewal == "yearly":
            yield Message("remark.carries-on", document=document.number, year=str(document.horizon))
    for obligation in registry.obligations.values():
        if obligation.assumption:
            yield Message("remark.assumption", what=obligation.code, assumption=obligation.assumption)
        if (rule := assumed.by_rule(registry, obligation)) is not None:
            yield Message("remark.prompt", what=obligation.code, assumption=rule)
    for row in registry.assignments.values():
        if row.assumption and row.kind is not AssignmentKind.DATED and row.kind is not AssignmentKind.EVENT:
            yield Message("remark.assumption", what=row.ref, assumption=row.assumption)
    for unit in registry.units.values():
        if unit.unexplained:
            yield Message("remark.unexplained", unit=unit.code, name=unit.name)
        if unit.to is not None and unit.successor is None:
            yield Message("remark.no-successor", unit=unit.code, day=unit.to)
        if unit.email is None:
            yield Message("remark.no-address", unit=unit.code)
