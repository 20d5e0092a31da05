"""What a letter says, as plain values: the tasks of one recipient, grouped and in order of urgency.

Nothing here knows the database, the registry or a template. `engine.mail.digest` fills these from both,
`engine.mail.render` turns them into text and HTML, `engine.mail.message` into an `EmailMessage`. Dates are
days of the office; counts of days are working days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import groupby

from engine.forms.contents import Report
from engine.mail.duties import Duty as Duty
from engine.mail.duties import Missing as Missing
from engine.mail.duties import Note as Note
from engine.mail.duties import Party as Party
from engine.mail.duties import Unreachable as Unreachable
from engine.mail.rows import ReportRow
from engine.mail.summary import Summary
from engine.mail.watches import Behind as Behind
from engine.mail.watches import Watch as Watch
from language import Message

_FEW_DAYS = 5
"""A task that is new but due within so many working days is told as due soon, not as new."""
_LAST_DAYS_OF_A_SPAN = 10
"""What runs over a long time is told as running until so many working days are left."""


class Group(StrEnum):
    """Where a task stands in a letter, most urgent first."""

    OVERDUE = "overdue"
    TODAY = "today"
    UNDONE = "undone"
    RETURNED = "returned"
    REOPENED = "reopened"
    REASSIGNED = "reassigned"
    REFUSED = "refused"
    FORWARDED = "forwarded"
    SOON = "soon"
    MOVED = "moved"
    EXTENDED = "extended"
    NEW = "new"
    RUNNING = "running"


_RANK = {group: n for n, group in enumerate(Group)}
_NEWS = frozenset(
    {"undone", "returned", "reopened", "reassigned", "refused", "forwarded", "moved", "extended"}
)
"""What has happened to a task and is told in a section of its own, while it is not due at once."""


class Audience(StrEnum):
    """Whom a letter speaks to: the unit that acts (and follows up its own duties), its head, or the
    leadership.
    """

    UNIT = "unit"
    HEAD = "head"
    LEADERSHIP = "leadership"


@dataclass(frozen=True, slots=True)
class Item:
    """One task in the letter of the unit that owes it (or of its head).

    `asked` is the day by which it is asked for, a working day; `last_day` the one from whose end on it is
    late, which may be a later one. `workdays`: working days from today (not counted) to `asked`, or to
    `last_day` once `asked` has gone by; when late, from `last_day` to today. `alarm_on` is the day on which a
    calendar program should remind. `uid` names the task for ever.
    """

    duty: Duty
    ref: str
    uid: str
    unit: Party
    asked: date
    last_day: date
    workdays: int
    late: bool
    reason: str
    today: date
    spared: bool = False
    """`last_day` is a later working day than `asked`: days off lie between, and nobody is late on them."""
    news: str = ""
    """What has become of it since the recipient was last told: a name of `engine.tasks.telling`; or ''."""
    news_why: str | Message = ""
    sequence: int = 0
    """Grows with every change of the task: a calendar program believes the entry with the highest."""
    document_no: str = ""
    answered: date | None = None
    """When its report was sent, of a task that is answered; `document_no` is its number."""
    original_last_day: date | None = None
    rolled: bool = False
    """`asked` is not the last day as the document words it, which is a day off."""
    confirmed: bool = True
    sections: tuple[str, ...] = ()
    rows: tuple[ReportRow, ...] = ()
    """Every row in force that the unit leads and that this report tells of, in the document's order."""
    rows_listed: date | None = None
    """The day of the mail that lists all rows, when this one names only the late and the new; None: this."""
    missing: tuple[Missing, ...] = ()
    alarm_on: date | None = None
    instead_of: Party | None = None
    """The unit that owed it, when another has taken it over."""
    returned: bool = False
    why_again: str | Message = ""
    """Why the deadline was set again, or the task ended: the reason given with it."""
    form: Report | None = None
    """The report itself, to be filled in: in the mail that opens the task."""
    moved_from: date | None = None
    """The last day before a change of the plan moved it."""
    waits: Message | None = None
    """What the unit asked about it and nobody has answered."""

    @property
    def to_itself(self) -> bool:
        """Whoever acts is also who receives it, and nobody outside does: it is recorded, not sent."""
        return self.duty.owner == self.unit and not self.duty.deliver_to

    @property
    def told(self) -> str:
        """The reason as it reads today: a mail may have been held up, and 'reminder on the last day' must not
        stand beside another day.
        """
        if not self.reason.startswith(("reminder-", "due-today", "last-day")):
            return self.reason
        if self.passed and self.last_day == self.today:
            return "last-day"
        if self.due_today:
            return "due-today"
        return f"{'overdue' if self.late else 'reminder'}-{self.workdays}wd"

    @property
    def due_today(self) -> bool:
        """Today is the day asked for, or, when that has gone by, the last on which it is not late."""
        return self.today == (self.last_day if self.passed else self.asked)

    @property
    def passed(self) -> bool:
        """The day asked for has gone by, and it is not late yet: days off lie between."""
        return self.asked < self.today and not self.late

    @property
    def until(self) -> date:
        """The day that counts now: the one asked for, then the last one."""
        return self.last_day if self.late or self.passed else self.asked

    @property
    def extended(self) -> bool:
        """The present last day is not the one first set."""
        return self.original_last_day not in (None, self.last_day)

    @property
    def group(self) -> Group:
        """Where the task stands today; derived from the deadline, whatever rung raised it."""
        if self.late:
            return Group.OVERDUE
        if self.due_today:
            return Group.TODAY
        if self.news in _NEWS:
            return Group(self.news)
        if self.duty.spans and self.workdays > _LAST_DAYS_OF_A_SPAN:
            return Group.RUNNING
        if self.reason == "opened" and self.workdays > _FEW_DAYS:
            return Group.NEW
        return Group.SOON


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a document written for one year goes on in another; `times` counts how often it was asked.

    `duties` are (title, English title) of what the recipient is in charge of by it. The answer goes to
    `answer_to`, the office's own mailbox, whoever else reads the replies to the letter.
    """

    document: str
    document_date: date
    title: str
    horizon: int
    year: int
    duties: tuple[tuple[str, str], ...]
    times: int
    answer_to: Party


@dataclass(frozen=True, slots=True)
class EventAsk:
    """An event that nobody has reported yet: has it happened? `code` is the duty by which it is reported.

    `worded` is what is waited for. `duties` (code, title, English title) are the recipient's that wait for
    it, `others` those of other owners, with who these are; with `alike` one answer opens several that wait in
    the same words. `last` is when it last happened, of one that may happen again.
    """

    code: str
    worded: str
    document: str
    document_date: date
    cite: str
    duties: tuple[tuple[str, str, str], ...]
    others: tuple[tuple[str, str, str, Party], ...]
    alike: bool
    last: date | None
    answer_to: Party


@dataclass(frozen=True)
class Letter:
    """Everything one recipient is told in one round. Build it with `letter`, which puts it in order."""

    office: str
    office_en: str
    audience: Audience
    recipient: Party
    today: date
    items: tuple[Item, ...] = ()
    watches: tuple[Watch, ...] = ()
    also: tuple[Item, ...] = ()
    """What else the unit owes, of which nothing is new today: told in one line each."""
    over: tuple[Item, ...] = ()
    """What the unit was told of and need not do any more, since its answer was recorded, it was waived,
    withdrawn, or given to another: each item's `news` says which."""
    questions: tuple[Question, ...] = ()
    events: tuple[EventAsk, ...] = ()
    unreachable: tuple[Unreachable, ...] = ()
    notes: tuple[Note, ...] = ()
    rerouted_from: str = ""
    """The name of the party whose letter this is, when it goes to another for want of an address."""
    ways_failing: tuple[Message, ...] = ()
    """A line for each channel of the recipient's that could not be reached at its last message."""
    reply_to: tuple[Party, ...] = ()
    """Who reads the answers: the owners of the tasks, or the office's own mailbox. Only parties with an
    address.
    """
    replies_read: bool = False
    """What the unit writes back is read and recorded: a line in a reply is enough, whoever is in charge."""
    languages: tuple[str, ...] = ("vi",)
    native: str = "vi"
    """The language in which the registry is written."""
    link: str = ""
    """The address of the recipient's own page; '' where there is none that can be reached."""
    summary: Summary | None = None
    """A week or a year in figures: such a letter tells nothing else."""

    @property
    def empty(self) -> bool:
        """Everything was answered meanwhile: there is nothing to tell."""
        told = self.items or self.watches or self.over or self.questions or self.events
        return not (told or self.unreachable or self.notes or self.summary)

    @cached_property
    def groups(self) -> tuple[tuple[Group, tuple[Item, ...]], ...]:
        """The items by group, most urgent group first; no empty groups."""
        return tuple((group, tuple(items)) for group, items in groupby(self.items, key=lambda i: i.group))

    @cached_property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many items of each group, how many duties to follow up ('watch'), and what else there is."""
        rest = (
            *((name, len(items)) for name, items in self.endings),
            ("question", len(self.questions)),
            ("event", len(self.events)),
            ("unreachable", len(self.unreachable)),
            *((f"note-{kind}", len(lines)) for kind, lines in self.noted),
        )
        return (
            *((group.value, len(items)) for group, items in self.groups),
            ("watch", len(self.watches)),
            *(each for each in rest if each[1]),
        )

    @cached_property
    def endings(self) -> tuple[tuple[str, tuple[Item, ...]], ...]:
        """What is over, by what became of it."""
        found: dict[str, list[Item]] = {}
        for item in self.over:
            found.setdefault(item.news, []).append(item)
        return tuple((name, tuple(items)) for name, items in found.items())

    @cached_property
    def noted(self) -> tuple[tuple[str, tuple[Note, ...]], ...]:
        """The notes by their kind."""
        found: dict[str, list[Note]] = {}
        for note in self.notes:
            found.setdefault(note.kind, []).append(note)
        return tuple((kind, tuple(lines)) for kind, lines in found.items())

    @property
    def late_units(self) -> tuple[Party, ...]:
        """The late units of all duties to follow up, each once."""
        return tuple(dict.fromkeys(b.unit for watch in self.watches for b in watch.behind if b.late))

    @property
    def taken_over(self) -> tuple[Party, ...]:
        """The units in whose place the recipient does any of this, each once."""
        return tuple(dict.fromkeys(i.instead_of for i in (*self.items, *self.also) if i.instead_of))


def in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """Most urgent first: by group, then by last day (the longest overdue first), then by title and period."""
    return tuple(
        sorted(items, key=lambda i: (_RANK[i.group], i.last_day, i.duty.title, i.duty.period.code, i.ref))
    )


def watches_in_order(watches: Iterable[Watch]) -> tuple[Watch, ...]:
    """The earliest last day first; the units of each by delay, the longest first, then by name as given."""
    sorted_ = sorted(watches, key=lambda w: (w.last_day, w.duty.title, w.duty.period.code))
    return tuple(sorted_)
