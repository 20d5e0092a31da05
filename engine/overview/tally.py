"""How the tasks of some periods stand, in a few figures."""

from __future__ import annotations

from dataclasses import dataclass

from language import Message


@dataclass(frozen=True, slots=True)
class Tally:
    """How some periods stand. `expected` is what is owed by the roster, less what was waived or withdrawn;
    `late` counts both the overdue and those that were sent too late; `opened` all tasks that there are, and
    `unopened` who owes and has none yet.
    """

    expected: int = 0
    sent: int = 0
    late: int = 0
    ended: int = 0
    opened: int = 0
    unopened: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.expected + other.expected,
            self.sent + other.sent,
            self.late + other.late,
            self.ended + other.ended,
            self.opened + other.opened,
            self.unopened + other.unopened,
        )

    def message(self) -> Message:
        """'84/86 đã nộp, 2 chậm'; '0/41 đã nộp, mở 2' where some were not asked yet."""
        how = "tally.sent-late" if self.late else "tally.sent"
        if self.unopened:
            how = "tally.sent-late-opened" if self.late else "tally.sent-opened"
        return Message(how, sent=self.sent, expected=self.expected, late=self.late, opened=self.opened)
