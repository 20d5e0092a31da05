"""What should not be: each query answers the rows that need somebody's eye, and is empty when all is well."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.queries import finding, noticing, outbox
from models.states import MessageState, TaskState
from models.tables import message as m
from models.tables import notice as n
from models.tables import task as t


def without_next_action(s: Session, *, limit: int | None = None) -> list[finding.TaskRow]:
    """Open tasks that no round will look at again; right only when their ladder has ended."""
    query = (
        select(*finding.COLUMNS)
        .where(t.c.state == TaskState.OPEN, t.c.next_action_at.is_(None))
        .order_by(t.c.id)
        .limit(limit)
    )
    return [finding.TaskRow._make(row) for row in s.execute(query)]


def open_until(s: Session, since: date) -> list[tuple[str, str, date, int]]:
    """What is open and due on `since` or later: (obligation, period, last day, how many tasks)."""
    key = (t.c.obligation, t.c.period, t.c.last_day)
    query = (
        select(*key, func.count())
        .where(t.c.state == TaskState.OPEN, t.c.last_day >= since)
        .group_by(*key)
        .order_by(t.c.last_day, *key)
    )
    return [(obligation, period, last, n) for obligation, period, last, n in s.execute(query)]


def passed_over(s: Session, since: datetime) -> int:
    """How many open tasks have waited for a round since before `since`: rounds are not running, or not
    reaching."""
    query = select(func.count()).where(t.c.state == TaskState.OPEN, t.c.next_action_at < since)
    return s.scalar(query) or 0


def stuck_messages(s: Session, since: datetime) -> list[outbox.MessageRow]:
    """Messages that were to leave before `since` and have not, however often they were tried; also those in
    the hands of a sender that died."""
    unsent = m.c.state.in_([MessageState.PENDING, MessageState.SENDING])
    query = (
        select(*outbox.COLUMNS)
        .where(unsent, m.c.held_by.is_(None), m.c.kept_by.is_(None), m.c.not_before < since)
        .where(func.coalesce(m.c.claimed_until, since) <= since)
        .order_by(m.c.not_before, m.c.id)
    )
    return [outbox.MessageRow._make(row) for row in s.execute(query)]


def failing_messages(s: Session) -> list[outbox.MessageRow]:
    """Mails that were tried and wait for another try, when nothing at all has been sent since the first of
    them was to leave: then it is not their own fault. Oldest first."""
    query = (
        select(*outbox.COLUMNS)
        .where(m.c.state == MessageState.PENDING, m.c.attempts > 0, m.c.last_error.is_not(None))
        .where(m.c.way.is_(None))
        .order_by(m.c.not_before, m.c.id)
    )
    found = [outbox.MessageRow._make(row) for row in s.execute(query)]
    if not found:
        return []
    last = s.scalar(select(func.max(m.c.sent_at)).where(m.c.state == MessageState.SENT, m.c.way.is_(None)))
    return [] if last is not None and last >= found[0].not_before else found


def dead_messages(s: Session) -> list[outbox.MessageRow]:
    """The dead-letter list, oldest first."""
    query = select(*outbox.COLUMNS).where(m.c.state == MessageState.DEAD).order_by(m.c.id)
    return [outbox.MessageRow._make(row) for row in s.execute(query)]


def unheard_notices(s: Session, since: datetime) -> list[noticing.NoticeRow]:
    """Notices raised before `since` that no message carries."""
    query = (
        select(*noticing.COLUMNS)
        .where(n.c.message_id.is_(None), n.c.collapsed.is_(False), n.c.raised_at < since)
        .order_by(n.c.id)
    )
    return [noticing.NoticeRow._make(row) for row in s.execute(query)]
