"""How the tasks of some periods stand, in four figures."""

from __future__ import annotations

from dataclasses import dataclass

from language import Message


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

    def message(self) -> Message:
        """'84/86 đã nộp, 2 chậm'."""
        how = "tally.sent-late" if self.late else "tally.sent"
        return Message(how, sent=self.sent, expected=self.expected, late=self.late)
