"""The rows of a document that a report tells of: plain values, as a mail, a form and a trace show them.

A unit's report names every row in force that the unit leads: those with a day and how they stand, those that
wait for an event, those without a day, and what of this has changed since its last report.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class RowState(StrEnum):
    """How a row stands today, the most pressing first."""

    LATE = "late"  # its last day has gone by without an answer
    RUNNING = "running"  # its task is open
    AHEAD = "ahead"  # its day is known, its task not open yet
    WAITING = "waiting"  # for an event that nobody has reported
    STANDING = "standing"  # it has no day: this report is where it is told
    DONE = "done"  # answered
    OVER = "over"  # it was waived or withdrawn


class Change(StrEnum):
    """What has happened to a row since the unit's last report of the same kind."""

    NONE = ""
    LATE = "late"
    NEW = "new"  # it came into force, or became the unit's
    OPENED = "opened"  # its task opened
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One row as the report of one unit and period tells it. Days are the office's.

    `no`, `title`, `product` and `worded` are the document's; `worded` is its time, '' when it gives none, or
    none for the day that is asked for.
    `section` is the heading under which it stands there, `appendix` the table; both '' where there is none.
    """

    no: str
    title: str
    state: RowState
    changed: Change = Change.NONE
    appendix: str = ""
    section: str = ""
    title_en: str = ""
    product: str = ""
    product_en: str = ""
    figure: str = ""
    """The unit in which an indicator is measured, `%`; empty when the row is none."""
    target: Decimal | None = None
    """The figure's target of this year."""
    worded: str = ""
    deliver_to: str = ""
    """To whom the document has it sent, where that is not the report's own addressee."""
    assumption: str = ""
    """What the document leaves open about it and the office decided."""
    asked: date | None = None
    """The day asked for; None without a day."""
    last_day: date | None = None
    """The day from whose end on it is late."""
    answered: date | None = None
    ref: str = ""
    """The reference of its own task, `kh490-2.1/2022/PC`; empty while it has none."""
    percent: int | None = None
    note: str = ""
    """How far its open task is, as was last said: a percentage, a sentence, or both."""
    row: str = ""
    """What names it in the registry: `490/KH-BHXH pl1 2.1`."""

    @property
    def pressing(self) -> bool:
        """It comes first: it is late, or new since the last report."""
        return self.state is RowState.LATE or self.changed in (Change.NEW, Change.OPENED)

    @property
    def finished(self) -> bool:
        """Nothing more is to be done for it."""
        return self.state in (RowState.DONE, RowState.OVER)

    @property
    def heading(self) -> str:
        """Under what it is told: its section, or the name of its table."""
        return self.section or self.appendix


def grouped(rows: Iterable[ReportRow]) -> tuple[tuple[str, tuple[ReportRow, ...]], ...]:
    """Rows by section in the document's order, each section once, however its rows are spread."""
    found: dict[str, list[ReportRow]] = {}
    for row in rows:
        found.setdefault(row.heading, []).append(row)
    return tuple((heading, tuple(each)) for heading, each in found.items())


def counted(rows: Sequence[ReportRow]) -> tuple[tuple[str, int], ...]:
    """How many rows are late, new, running and so on, each row counted once; nothing that is 0.

    The names are those of `count.row-*`: late, new, running, ahead, waiting, done, over. What has no day is
    running.
    """
    found: dict[str, int] = dict.fromkeys(("late", "new", "running", "ahead", "waiting", "done", "over"), 0)
    for row in rows:
        found[_counted_as(row)] += 1
    return tuple((name, n) for name, n in found.items() if n)


def _counted_as(row: ReportRow) -> str:
    if row.state is RowState.LATE:
        return "late"
    if row.pressing and not row.finished:
        return "new"
    return "running" if row.state is RowState.STANDING else row.state.value
