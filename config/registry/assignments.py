"""What a document hands out, row by row: who leads, who helps, what comes of it, and when.

An appendix of a plan is a table of assignments; what the running text lays on somebody is one as well.
Rows with a date of their own, and rows that wait for an event, found an obligation and so open tasks. A row
without a date opens none: it is reported on in its document's own reports, whose reminders list it for
every unit that leads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from config.registry.objects import Document, within


class AssignmentKind(StrEnum):
    """How a row is chased."""

    DATED = "dated"  # by an obligation of its own, on days that the calendar says
    EVENT = "event"  # by an obligation of its own, once somebody says that the event has happened
    SAME = "same"  # it is what other obligations of the registry say already
    CYCLE = "cycle"  # no date: in the reports of its document


@dataclass(frozen=True, slots=True, kw_only=True)
class Appendix:
    """One table of a document. `rows` is how many the document has; None for duties of the running text."""

    document: Document
    code: str
    title: str
    rows: int | None = None

    @property
    def ref(self) -> str:
        """What names it in the registry: `490/KH-BHXH pl1`."""
        return f"{self.document.number} {self.code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One row. `leads` and `helpers` are units and groups; the `_text`s say what none of these stands for."""

    appendix: Appendix
    no: str
    """Its number as printed, or its place in the row where the document prints none."""
    cite: str
    title: str
    kind: AssignmentKind
    leads: tuple[str, ...]
    section: str | None = None
    leads_text: str | None = None
    helpers: tuple[str, ...] = ()
    helpers_text: str | None = None
    product: str | None = None
    title_en: str = ""
    product_en: str = ""
    deliver_to: str | None = None
    """A recipient outside the office."""
    worded: str | None = None
    """The time as the document words it; None when it gives none."""
    obligations: tuple[str, ...] = ()
    """dated, event: its own; same: those that it is; cycle: the reports in which it is told."""
    milestones: tuple[str, ...] = ()
    """Those of them that the row founds beside its own: what its text names besides its time."""
    told_in: tuple[str, ...] = ()
    """The reports of its document in which it is told, however it is chased."""
    assumption: str | None = None
    """What the document leaves open and this registry decided."""
    listed: bool = False
    """What its text names besides founds nothing, and the assumption says why."""
    from_: date | None = None
    to: date | None = None
    """[from_, to): the days on which the row is in force; periods that overlap them report on it."""

    @property
    def ref(self) -> str:
        """What names it in the registry: `490/KH-BHXH pl1 1.1`."""
        return f"{self.appendix.ref} {self.no}"

    @property
    def document(self) -> Document:
        """Where it is written."""
        return self.appendix.document

    def runs(self, first: date, last: date) -> bool:
        """Whether it is in force on any day of [first, last]."""
        return (self.to is None or first < self.to) and (self.from_ is None or last >= self.from_)

    def alive(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return within(day, self.from_, self.to)


@dataclass(frozen=True, slots=True)
class Count:
    """How the rows of an appendix are chased. `stated` is the document's own number of rows."""

    document: str
    appendix: str
    stated: int | None
    rows: int
    dated: int
    event: int
    cycle: int

    @property
    def agrees(self) -> bool:
        """Whether no row is missing and every row is chased in one way."""
        return self.stated in (None, self.rows) and self.rows == self.dated + self.event + self.cycle
