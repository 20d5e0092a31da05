"""What all boards share: from when and where they are looked at, and how a line of one is told. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from calendars.period_names import name_of
from calendars.periods import Period
from config.registry import Registry
from config.registry.objects import Obligation
from engine.mail.language import words_of
from engine.mail.leaving import Undigested
from engine.overview.boards import Line
from engine.overview.due import how_due
from engine.overview.names import in_charge_called
from engine.overview.pictures import Bar
from flows import names
from flows.speaking import BOARD, in_every_language, language_of, spoken
from language import Either, Message
from models.queries import OutboxCounts

_UPDATED = "board.updated"
UNBREAKABLE = "\N{NON-BREAKING HYPHEN}"
Said = Message | Either | str


@dataclass(frozen=True, slots=True)
class Seen:
    """From when and where a board is looked at, and in which words it speaks."""

    registry: Registry
    as_of: datetime
    home: str = ""
    """Where the administrators' home is, with a slash at its end; '' where there is none to link to."""

    @property
    def today(self) -> date:
        """The office's date."""
        return self.as_of.astimezone(self.zone).date()

    @property
    def zone(self) -> ZoneInfo:
        """The office's."""
        return self.registry.office.zone

    @property
    def language(self) -> str:
        """The office's first."""
        return language_of(self.registry)

    @property
    def updated(self) -> str:
        """'Cập nhật lúc 08:05 23/11/2026'."""
        return self.said(Message(_UPDATED, at=names.instant(self.as_of, self.zone)))

    @property
    def overall(self) -> str:
        """The links to the board of everything, and to the home."""
        board = names.link(self.said(Message("board.overall")), names.overall_key(self.language))
        return f"{board} · {self.worklist}" if self.home else board

    @property
    def worklist(self) -> str:
        """The link to the administrators' home."""
        return f"[{self.said(Message('board.home'))}]({self.home})"

    def more_waiting(self, n: int) -> list[str]:
        """What follows a list of which `n` lines are not shown: how many, and where they are."""
        if n <= 0:
            return []
        where = self.worklist if self.home else ""
        return [self.said(Message("board.more-waiting", n=n, where=where)).strip(), ""]

    @property
    def outbox(self) -> str:
        """The link to the outbox's board."""
        return names.link(self.said(Message("board.outbox")), names.outbox_key(self.language))

    def said(self, message: Said) -> str:
        """A message in the words of boards."""
        return spoken(self.registry, message, BOARD)

    def in_charge(self, owner: str) -> str:
        """Whoever is in charge now of what `owner` is, for a table: the code, or the leadership's name."""
        return self.cell(in_charge_called(self.registry, owner, self.today).short)

    def cell(self, message: Said) -> str:
        """The same as text that brings no markup: whatever holds a name out of the registry."""
        return names.cell(self.said(message))

    def unbroken(self, message: Said) -> str:
        """Days in a cell of a table: an ISO date is not to be broken at its hyphens."""
        return self.said(message).replace("-", UNBREAKABLE)

    def heads(self, *columns: str) -> list[str]:
        """The first two lines of a table, from the columns' names in the catalogue."""
        said = [self.said(Message(f"board.column-{column}")) for column in columns]
        return [row(*said), row(*["---"] * len(said))]


def row(*cells: str) -> str:
    """One row of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def without_stamp(text: str) -> str:
    """A board without its time stamp, whatever language it was written in."""
    stamps = in_every_language(Message(_UPDATED, at=""))
    return "\n".join(line for line in text.splitlines() if not any(stamp.strip() in line for stamp in stamps))


def titled(duty: Obligation, period: Period) -> Message:
    """A duty and its period as one phrase: 'Báo cáo kiểm soát TTHC quý III/2026'."""
    title = Either(vi=words_of("vi").bare(duty.title, period), en=duty.title_en)
    return Message("board.titled", title=title, period=name_of(period, short=True))


def bar(seen: Seen, line: Line) -> Bar:
    """A line of the overall board as a picture shows it."""
    figures = line.figures
    return Bar(
        label=f"{figures.obligation} · {figures.period}",
        note=_note(seen, line),
        on_time=figures.on_time,
        late_sent=figures.submitted_late,
        open=figures.open,
        overdue=figures.overdue,
        unopened=len(line.unopened),
        ended=figures.waived + figures.withdrawn,
    )


def _note(seen: Seen, line: Line) -> str:
    """What fits under a bar's label: the day and how far it is, or the first day and how many have it."""
    if not line.shares:
        return ""
    first = line.shares[0]
    if not line.shares[1:]:
        return seen.said(Message("board.bar-note", due=how_due(line, first)))
    return seen.said(Message("board.bar-note-some", n=first.count, day=first.day))


def outbox_counts(seen: Seen, counts: OutboxCounts, undigested: Sequence[Undigested] = ()) -> Message:
    """'3 thư đã gửi, 1 chờ gửi; 2 nơi nhận có thông báo chờ thư buổi sáng 27/11/2026'."""
    waiting = counts.waiting + counts.scheduled + counts.sending
    said = Message("board.outbox-counts", n=counts.sent, waiting=waiting)
    if counts.dead:
        said = Message("board.outbox-counts-dead", n=counts.sent, waiting=waiting, dead=counts.dead)
    if not undigested:
        return said
    day = undigested[0].at.astimezone(seen.zone).date()
    return Message("board.outbox-and-undigested", counts=said, n=len(undigested), day=day)
