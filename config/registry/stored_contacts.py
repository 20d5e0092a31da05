"""A contact of a unit, as the file of contacts has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ContactRole(StrEnum):
    """What a contact is there for. REPORTS gets the unit's mail, HEAD the head's; OTHER is only known."""

    REPORTS = "reports"
    HEAD = "head"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person of a unit: where mail reaches it, and who reads it on the days on which it is away."""

    unit: str
    name: str
    mail: str
    role: ContactRole = ContactRole.REPORTS
    telephone: str = ""
    deputy: str = ""
    """The name of another contact of the unit."""
    absent_from: date | None = None
    absent_until: date | None = None
    """The last day on which it is away."""
    line: int = 0
    """Where it stands in the file; the first line is 1."""

    def away(self, day: date) -> bool:
        """Whether it is absent on that day."""
        return (
            self.absent_from is not None
            and self.absent_until is not None
            and self.absent_from <= day <= self.absent_until
        )
