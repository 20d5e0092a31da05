"""How the tasks of some periods stand, in four figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """How the tasks of some periods stand. `late` counts both the overdue and those that were sent too
    late.
    """

    expected: int = 0
    sent: int = 0
    late: int = 0
    ended: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.expected + other.expected,
            self.sent + other.sent,
            self.late + other.late,
            self.ended + other.ended,
        )

    def vi(self) -> str:
        """'84/86 đã nộp, 2 chậm'."""
        return f"{self.sent}/{self.expected} đã nộp" + (f", {self.late} chậm" if self.late else "")

    def en(self) -> str:
        """'84/86 sent, 2 late'."""
        return f"{self.sent}/{self.expected} sent" + (f", {self.late} late" if self.late else "")
