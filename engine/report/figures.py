"""The figures of a report: what is counted of some tasks, and what is read off the counts. Pure.

One rule, printed under every ranking: a report that has not come counts as not on time, whether its deadline
has gone by or not.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from models.states import Standing

COUNTED = ("on_time", "late", "open", "overdue", "unopened", "waived", "withdrawn", "extensions")
_PLACE = Decimal("0.1")


@dataclass(slots=True)
class Figures:
    """Counts that grow while tasks are read. Every task is in exactly one of the first seven; `days` says of
    those that came how many working days late they were (negative: early), by that number."""

    on_time: int = 0
    late: int = 0
    open: int = 0
    overdue: int = 0
    unopened: int = 0
    """Who owes it by the roster and was not asked yet."""
    waived: int = 0
    withdrawn: int = 0
    extensions: int = 0
    days: Counter[int] = field(default_factory=Counter)

    def add(
        self, standing: Standing, *, tasks: int = 1, extensions: int = 0, days: int | None = None
    ) -> None:
        """One task more, or several that stand alike."""
        name = "late" if standing is Standing.SUBMITTED_LATE else standing.value
        setattr(self, name, getattr(self, name) + tasks)
        self.extensions += extensions
        if days is not None:
            self.days[days] += 1

    def join(self, other: Figures) -> None:
        """Those of tasks of which none is counted here."""
        for name in COUNTED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.days.update(other.days)

    @property
    def expected(self) -> int:
        """What is owed by the roster, less what was waived or withdrawn."""
        return self.received + self.outstanding

    @property
    def received(self) -> int:
        return self.on_time + self.late

    @property
    def outstanding(self) -> int:
        """What has not come: still open, overdue, or not asked for yet."""
        return self.open + self.overdue + self.unopened

    @property
    def not_due(self) -> int:
        """Of what has not come, that of which the deadline lies ahead."""
        return self.open + self.unopened

    @property
    def missed(self) -> int:
        """Late, or overdue: what nobody can make good any more."""
        return self.late + self.overdue

    @property
    def rate(self) -> Decimal | None:
        """Per cent on time of all that is expected, with one place; None where nothing is."""
        return percent(self.on_time, self.expected)

    @property
    def median_days(self) -> Decimal | None:
        """The median of the working days by which what came was late (negative: early)."""
        return median(self.days)


def percent(part: int, whole: int) -> Decimal | None:
    """With one place; 100 only where nothing is missing, 0 only where nothing is there."""
    if not whole:
        return None
    found = (Decimal(100 * part) / whole).quantize(_PLACE, ROUND_HALF_UP)
    if part < whole:
        found = min(found, 100 - _PLACE)
    return max(found, _PLACE) if part else found


def median(counted: Counter[int]) -> Decimal | None:
    """The middle of numbers that are counted by their value; of an even number the mean of the two."""
    n = sum(counted.values())
    if not n:
        return None
    return (Decimal(_nth(counted, (n - 1) // 2)) + _nth(counted, n // 2)) / 2


def _nth(counted: Counter[int], place: int) -> int:
    for value in sorted(counted):
        place -= counted[value]
        if place < 0:
            return value
    raise ValueError("fewer numbers than that")
