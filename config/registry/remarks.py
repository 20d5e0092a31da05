"""What is allowed in a registry but worth a look: an unverified calendar, assumptions, guessed names."""

from __future__ import annotations

from collections.abc import Iterator

from config.registry.assignments import AssignmentKind
from config.registry.registry import Registry


def remarks(registry: Registry) -> Iterator[str]:
    """One sentence for each, as `dondoc check` tells them."""
    until = registry.calendar.verified_until
    if until is None:
        yield "calendar: no day of it is verified; every deadline carries 'calendar not confirmed'"
    elif until < registry.calendar.last:
        yield f"calendar: verified until {until}; deadlines after it carry 'calendar not confirmed'"
    for document in registry.documents.values():
        if document.renewal == "yearly":
            yield f"{document.number}: written for {document.horizon}; carries on until its owner ends it"
    for obligation in registry.obligations.values():
        if obligation.assumption:
            yield f"{obligation.code}: assumption: {obligation.assumption}"
    for row in registry.assignments.values():
        if row.assumption and row.kind is not AssignmentKind.DATED and row.kind is not AssignmentKind.EVENT:
            yield f"{row.ref}: assumption: {row.assumption}"
    for unit in registry.units.values():
        if unit.unexplained:
            yield f"{unit.code}: no document says what it stands for; read as {unit.name}"
        if unit.to is not None and unit.successor is None:
            yield f"{unit.code}: ends on {unit.to} without a successor; what it owes then stays with it"
        if unit.email is None:
            yield f"{unit.code}: no mail address; its mail goes to the owner of each duty"
