"""What should not be: each query answers the rows that need somebody's eye, and is empty when all is well."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from models.queries import finding, noticing, outbox
from models.states import MessageState, TaskState
from models.tables import message as m
from models.tables import notice as n
from models.tables import task as t

# Every round asks all of these, and mostly finds nothing: the statements are built once.
_FORGOTTEN = (
    select(*finding.COLUMNS).where(t.c.state == TaskState.OPEN, t.c.next_action_at.is_(None)).order_by(t.c.id)
)
_LADDER = (
    t.c.obligation, t.c.period, t.c.nominal, t.c.boundary, t.c.last_day, t.c.working_deadline, t.c.began,
    t.c.began_at,
)  # fmt: skip
_FORGOTTEN_KINDS = (
    select(func.min(t.c.id))
    .where(t.c.state == TaskState.OPEN, t.c.next_action_at.is_(None))
    .group_by(*_LADDER)
)
_FORGOTTEN_KINDS_BY_UNIT = _FORGOTTEN_KINDS.group_by(t.c.unit)
_OPEN_KEY = (t.c.obligation, t.c.period, t.c.last_day)
_LAST_DAY = select(func.max(t.c.last_day))
_OPEN_UNTIL = (
    select(*_OPEN_KEY, func.count())
    .where(t.c.state == TaskState.OPEN, t.c.last_day >= bindparam("since"))
    .group_by(*_OPEN_KEY)
    .order_by(t.c.last_day, *_OPEN_KEY)
)
_PASSED_OVER = select(func.count()).where(
    t.c.state == TaskState.OPEN, t.c.next_action_at < bindparam("since")
)
_STUCK = (
    select(*outbox.COLUMNS)
    .where(m.c.state.in_([MessageState.PENDING, MessageState.SENDING]), m.c.not_before < bindparam("since"))
    .where(m.c.held_by.is_(None), m.c.kept_by.is_(None))
    .where(or_(m.c.claimed_until.is_(None), m.c.claimed_until <= bindparam("since")))
    .order_by(m.c.not_before, m.c.id)
)
_FAILING = (
    select(*outbox.COLUMNS)
    .where(m.c.state == MessageState.PENDING, m.c.attempts > 0, m.c.last_error.is_not(None))
    .where(m.c.way.is_(None))
    .order_by(m.c.not_before, m.c.id)
)
_LAST_SENT = select(func.max(m.c.sent_at)).where(m.c.state == MessageState.SENT, m.c.way.is_(None))
_DEAD = select(*outbox.COLUMNS).where(m.c.state == MessageState.DEAD).order_by(m.c.id)
_UNHEARD = (
    select(*noticing.COLUMNS)
    .where(n.c.message_id.is_(None), n.c.collapsed.is_(False), n.c.raised_at < bindparam("since"))
    .order_by(n.c.id)
)


def without_next_action(s: Session, *, limit: int | None = None) -> list[finding.TaskRow]:
    """Open tasks that no round will look at again; right only when their ladder has ended."""
    query = _FORGOTTEN if limit is None else _FORGOTTEN.limit(limit)
    return [finding.TaskRow._make(row) for row in s.execute(query)]


def kinds_without_next_action(s: Session, *, by_unit: bool) -> list[finding.TaskRow]:
    """One of each kind of these, whose ladders stand alike; `by_unit`: only those of one unit do, since units
    have working calendars of their own."""
    kinds = s.scalars(_FORGOTTEN_KINDS_BY_UNIT if by_unit else _FORGOTTEN_KINDS).all()
    return list(finding.tasks_by_id(s, kinds).values()) if kinds else []


def open_until(s: Session, since: date) -> list[tuple[str, str, date, int]]:
    """What is open and due on `since` or later: (obligation, period, last day, how many tasks)."""
    # One step in an index; mostly that day is too early, and no task is looked at.
    if (last := s.scalar(_LAST_DAY)) is None or last < since:
        return []
    found = s.execute(_OPEN_UNTIL, {"since": since})
    return [(obligation, period, last, n) for obligation, period, last, n in found]


def passed_over(s: Session, since: datetime) -> int:
    """How many open tasks have waited for a round since before `since`: rounds are not running, or not
    reaching."""
    return s.scalar(_PASSED_OVER, {"since": since}) or 0


def stuck_messages(s: Session, since: datetime) -> list[outbox.MessageRow]:
    """Messages that were to leave before `since` and have not, however often they were tried; also those in
    the hands of a sender that died."""
    return [outbox.MessageRow._make(row) for row in s.execute(_STUCK, {"since": since})]


def failing_messages(s: Session) -> list[outbox.MessageRow]:
    """Mails that were tried and wait for another try, when nothing at all has been sent since the first of
    them was to leave: then it is not their own fault. Oldest first."""
    found = [outbox.MessageRow._make(row) for row in s.execute(_FAILING)]
    if not found:
        return []
    last = s.scalar(_LAST_SENT)
    return [] if last is not None and last >= found[0].not_before else found


def dead_messages(s: Session) -> list[outbox.MessageRow]:
    """The dead-letter list, oldest first."""
    return [outbox.MessageRow._make(row) for row in s.execute(_DEAD)]


def unheard_notices(s: Session, since: datetime) -> list[noticing.NoticeRow]:
    """Notices raised before `since` that no message carries."""
    return [noticing.NoticeRow._make(row) for row in s.execute(_UNHEARD, {"since": since})]
