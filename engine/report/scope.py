"""Of what a report tells: which days, and of these which units, duty, document, period. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """`first` and `last` are days of deadlines, inclusive; a period belongs to the day on which it was due
    when it opened, so that an extension hides nobody in the next year. Codes are the registry's; `owner` is
    the recipient code of whoever is in charge. What is '' or empty restricts nothing.
    """

    first: date
    last: date
    units: tuple[str, ...] = ()
    obligation: str = ""
    document: str = ""
    period: str = ""
    owner: str = ""
    running: bool = False
    """Only periods of which something is still to come."""

    @property
    def year(self) -> int | None:
        """The calendar year that these days are, if they are one."""
        whole = self.first == date(self.first.year, 1, 1) and self.last == date(self.first.year, 12, 31)
        return self.first.year if whole else None


def of_year(year: int, **restricted: str) -> Scope:
    """A calendar year of deadlines."""
    return Scope(first=date(year, 1, 1), last=date(year, 12, 31), **restricted)  # type: ignore[arg-type]
