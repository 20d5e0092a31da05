"""The tables. Constraints and indexes are named after what they protect or serve.

Instants are aware UTC; dates are days of the office. Set-based queries use the Core tables at the end of the
file, single things are handled as objects. No `from __future__ import annotations` here: SQLModel reads them.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, MetaData, Table, UniqueConstraint
from sqlmodel import Field, SQLModel

from calendars.ladders import Role
from calendars.rules import Boundary
from models.states import ASKED_ALONE, Began, MessageState, ReplyState, TaskState
from models.types import BigId, EnumText, ExactDecimal, JsonDocument, UtcDateTime, some_rows

NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Base(SQLModel):
    """Ours alone, so that no other library's tables get into our migrations."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


def _number() -> Any:
    return Field(default=None, primary_key=True, sa_type=BigId)


def _instant(*, nullable: bool = False) -> Any:
    return Field(default=None, nullable=True, sa_type=UtcDateTime) if nullable else Field(sa_type=UtcDateTime)


def _document() -> Any:
    return Field(default_factory=dict, sa_type=JsonDocument, nullable=False)


class Task(Base, table=True):
    """What one unit owes for one period of one obligation."""

    __tablename__ = "task"
    __table_args__ = (
        # Also serves every search by obligation, or by obligation and period.
        UniqueConstraint("obligation", "period", "unit"),
        # The scan of a round: open tasks whose instant has come, in order.
        Index(None, "state", "next_action_at"),
        Index(None, "holder", "state"),
        # Year reports and boards by deadline.
        Index(None, "last_day"),
        # A unit's own tasks, together with those that it holds.
        some_rows("ix_task_unit_given_away", "unit", "unit <> holder"),
        # What was sent after an instant: open when one looks back to it.
        some_rows("ix_task_submitted_at", "submitted_at", "submitted_at IS NOT NULL"),
    )

    id: int | None = _number()
    obligation: str
    period: str
    unit: str
    """Who owed it when it was opened; never changes."""
    holder: str
    """Who must act now: the unit, or its successor."""
    owner: str
    state: TaskState = Field(default=TaskState.OPEN, sa_type=EnumText(TaskState))
    nominal: date
    """The date as the source words it; `boundary` says whether that day itself is still in time."""
    boundary: Boundary = Field(sa_type=EnumText(Boundary))
    last_day: date
    working_deadline: date
    late_from: datetime = _instant()
    """00:00 in the office of the day after `last_day`."""
    original_last_day: date
    """`last_day` as first opened; an extension moves the other, never this."""
    deadline_no: int = 0
    """Grows with each extension and return: each deadline has its own ladder of notices."""
    began: Began = Field(default=Began.OPENED, sa_type=EnumText(Began))
    """How the deadline that runs now came to be, and `began_at` when."""
    began_at: datetime = _instant()
    opened_at: datetime = _instant()
    next_action_at: datetime | None = _instant(nullable=True)
    """When a round must look again; none when the task has ended or its ladder has."""
    submitted_at: datetime | None = _instant(nullable=True)
    document_no: str | None = None
    figure: Decimal | None = Field(default=None, nullable=True, sa_type=ExactDecimal)
    """What an indicator's report says; its unit and target stand in the registry."""
    version: int = 1
    """Grows with every `queries.change`, which is refused on an older one."""


class Event(Base, table=True):
    """What happened, by whom, from where and why. The database refuses to edit or delete one."""

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "task_id", "kind"),
        Index(None, "at"),
        some_rows("ix_event_asked", "kind", ASKED_ALONE),
    )

    id: int | None = _number()
    task_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="task.id")
    at: datetime = _instant()
    kind: str
    actor: str
    origin: str
    """cli, flow, engine, web or mail."""
    reason: str = ""
    data: dict[str, Any] = _document()


class Message(Base, table=True):
    """A mail of the outbox: what one recipient gets in one round. Its text is composed when it is sent."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("recipient", "round_key", "kind"),
        UniqueConstraint("message_id_header"),
        Index(None, "state", "next_attempt_at"),
        Index(None, "state", "claimed_until"),
        Index(None, "merged_into"),
    )

    id: int | None = _number()
    round_key: str
    """The office's date of the round (`2026-09-14`), `rerun-...`, a summary's `2026-W39` or `2026`."""
    kind: str
    recipient: str
    address: str | None = None
    message_id_header: str
    """The same at every attempt, so that a mail sent twice after a crash is recognised as one."""
    state: MessageState = Field(default=MessageState.PENDING, sa_type=EnumText(MessageState))
    not_before: datetime = _instant()
    next_attempt_at: datetime = _instant()
    attempts: int = 0
    """Counted before sending: a message that kills its sender is seen to have been tried."""
    claimed_by: str | None = None
    claimed_until: datetime | None = _instant(nullable=True)
    queued_at: datetime = _instant()
    sent_at: datetime | None = _instant(nullable=True)
    last_error: str | None = None
    subject: str | None = None
    merged_into: int | None = Field(default=None, sa_type=BigInteger)
    """The later message that says what this one would have said: that one carries its notices now."""
    answers: dict[str, str] | None = Field(default=None, nullable=True, sa_type=JsonDocument)
    """What the mail server said at the last attempt, by address; none of what went into a file."""
    way: str | None = None
    """The channel of the recipient's by which it leaves; none is mail."""
    held_by: int | None = Field(default=None, sa_type=BigInteger)
    """The silence that must end before it leaves."""
    kept_by: str | None = None
    """Who holds it until somebody releases it."""


class SentMail(Base, table=True):
    """A mail as it left through a server, packed by `engine.mail.as_sent`; its attachments are empty."""

    __tablename__ = "sent_mail"

    message_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="message.id")
    mail: str


class Notice(Base, table=True):
    """One rung of one task's ladder for one recipient, and the reason it was raised."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("task_id", "deadline_no", "rung", "recipient"),
        # A message's notices; and, with no message and not collapsed, those that wait for one.
        Index(None, "message_id", "collapsed"),
    )

    id: int | None = _number()
    task_id: int = Field(sa_type=BigInteger, foreign_key="task.id")
    deadline_no: int
    rung: str
    role: Role = Field(sa_type=EnumText(Role))
    recipient: str
    """`TST`, `TST:head` or `leadership`."""
    reason: str
    raised_at: datetime = _instant()
    collapsed: bool = False
    """Recorded but not mailed: a graver rung of the same moment was raised instead."""
    message_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="message.id")


class ToldToo(Base, table=True):
    """A notice that a further message tells by another way, beside the one that carries it."""

    __tablename__ = "told_too"

    message_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="message.id")
    notice_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="notice.id")


class Reply(Base, table=True):
    """A mail that arrived in the mailbox of replies: where it lay, what it said, what became of it."""

    __tablename__ = "reply"
    __table_args__ = (
        # No mail is read twice, whoever reads and however often he is killed.
        UniqueConstraint("mailbox", "place"),
        Index(None, "state"),
        Index(None, "message_id_header"),
        Index(None, "answer_header"),
        Index(None, "sender", "read_at"),
        Index(None, "answer_next_at"),
    )

    id: int | None = _number()
    mailbox: str
    place: str
    """In IMAP `UIDVALIDITY/UID`, in a Maildir the file's name without its flags."""
    read_at: datetime = _instant()
    state: ReplyState = Field(sa_type=EnumText(ReplyState))
    message_id_header: str | None = None
    sender: str | None = None
    """The bare address in From, in small letters; none of a mail that is no reply to ours."""
    sender_name: str = ""
    subject: str = ""
    unit: str | None = None
    """To which the mail went that is answered."""
    message_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="message.id")
    """The mail of ours that is answered."""
    text: str = ""
    """What the person wrote, shortened."""
    heard: dict[str, Any] = _document()
    """`items`: what was understood and what became of each; `why`: why it waits or is refused; `files`: what
    was kept; `answer`: what the last answer said."""
    answer_header: str | None = None
    """The Message-ID of the answer to the sender, if there is one."""
    answer_next_at: datetime | None = _instant(nullable=True)
    """When it is to be sent, or tried again; none when there is nothing to send."""
    answer_tries: int = 0
    answered_at: datetime | None = _instant(nullable=True)
    decided_at: datetime | None = _instant(nullable=True)
    decided_by: str = ""
    reason: str = ""


class Silence(Base, table=True):
    """What is told to units of one unit, duty or document (or all that are named together) and is not
    delivered for a time. Never deleted: one that was ended early says when, by whom and why."""

    __tablename__ = "silence"
    __table_args__ = (Index(None, "ends_at"),)

    id: int | None = _number()
    unit: str | None = None
    obligation: str | None = None
    document: str | None = None
    starts_at: datetime = _instant()
    ends_at: datetime = _instant()
    """00:00 in the office of the day after its last day."""
    reason: str
    set_at: datetime = _instant()
    set_by: str
    ended_at: datetime | None = _instant(nullable=True)
    ended_by: str = ""
    ended_reason: str = ""


class Ruling(Base, table=True):
    """What somebody has said about the mail of one morning to one recipient before it was made: `hold` or
    `drop`. Never deleted: the round that made the mail took it up, or somebody took it back, or it lapsed."""

    __tablename__ = "ruling"
    __table_args__ = (Index(None, "round_key"),)

    id: int | None = _number()
    recipient: str
    round_key: str
    kind: str
    reason: str
    set_at: datetime = _instant()
    set_by: str
    taken_up_at: datetime | None = _instant(nullable=True)
    ended_at: datetime | None = _instant(nullable=True)
    ended_by: str = ""


class RoundLog(Base, table=True):
    """One pass of the engine. `finished_at` is none while it runs, and stays so if it was killed."""

    __tablename__ = "round_log"
    __table_args__ = (Index(None, "as_of"),)

    id: int | None = _number()
    key: str
    as_of: datetime = _instant()
    origin: str
    scope: str = ""
    """What it was limited to; empty for a whole round."""
    started_at: datetime = _instant()
    finished_at: datetime | None = _instant(nullable=True)
    counts: dict[str, Any] = _document()


class Roster(Base, table=True):
    """Who owes what and from when to when, copied from the registry: what opening inserts from.

    `valid_from` is included, `valid_to` is the first day on which the unit no longer owes; none is unbounded.
    """

    __tablename__ = "roster"
    __table_args__ = (Index(None, "obligation", "unit"),)

    id: int | None = _number()
    obligation: str
    unit: str
    valid_from: date | None = None
    valid_to: date | None = None


class Meta(Base, table=True):
    """Single facts about this database: go-live date, the registry's fingerprint."""

    __tablename__ = "meta"

    key: str = Field(primary_key=True)
    value: str


def _core(name: str) -> Table:
    return Base.metadata.tables[name]


task = _core("task")
event = _core("event")
message = _core("message")
notice = _core("notice")
told_too = _core("told_too")
reply = _core("reply")
silence = _core("silence")
ruling = _core("ruling")
round_log = _core("round_log")
roster = _core("roster")
meta = _core("meta")
sent_mail = _core("sent_mail")
