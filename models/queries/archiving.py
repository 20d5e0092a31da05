"""Which tasks may leave for an archive: those that have ended, of which nothing is to be told any more."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from models.queries.finding import each_line
from models.queries.sets import among
from models.states import MessageState, TaskState
from models.tables import event as e
from models.tables import message as m
from models.tables import notice as n
from models.tables import task as t
from models.tables import told_too as too

_AT_ONCE = 5000
_UNSENT = (MessageState.PENDING, MessageState.SENDING, MessageState.DEAD)


class OldTask(NamedTuple):
    """A task of a period, and whether it has ended."""

    id: int
    obligation: str
    period: str
    ended: bool


def lines_due(s: Session, before: date) -> dict[tuple[str, str], date]:
    """The periods due before that day, by (obligation, period), and when: the first of the days that their
    tasks had when they opened, as `ReportTask.due`."""
    due = func.min(t.c.original_last_day)
    query = select(t.c.obligation, t.c.period, due).group_by(t.c.obligation, t.c.period).having(due < before)
    return {(row[0], row[1]): row[2] for row in s.execute(query)}


def lines_there(s: Session) -> set[tuple[str, str]]:
    """Every (obligation, period) of which there is a task."""
    return {(row[0], row[1]) for row in s.execute(each_line())}


def old_tasks(s: Session) -> Iterator[OldTask]:
    """Every task, by number, streamed."""
    query = select(t.c.id, t.c.obligation, t.c.period, t.c.state)
    for row in s.execute(query.order_by(t.c.id).execution_options(yield_per=_AT_ONCE)):
        yield OldTask(row[0], row[1], row[2], row[3] is not TaskState.OPEN)


def movable(s: Session, ids: Collection[int], waiting_since: datetime, *, lock: bool = False) -> list[int]:
    """Those of the tasks that have ended and of which nothing is to be told any more, by number: no mail
    about them has still to leave or was given up, and nothing raised since that instant waits for its mail.

    The newest rows of all stay, so that no number is ever given twice.
    """
    carried = and_(n.c.task_id == t.c.id, n.c.message_id == m.c.id)
    beside = and_(n.c.task_id == t.c.id, too.c.notice_id == n.c.id, too.c.message_id == m.c.id)
    waits = and_(
        n.c.task_id == t.c.id,
        n.c.message_id.is_(None),
        n.c.collapsed.is_(False),
        n.c.raised_at >= waiting_since,
    )
    query = select(t.c.id).where(
        among(s, t.c.id, ids),
        t.c.state != TaskState.OPEN,
        ~exists().where(carried, m.c.state.in_(_UNSENT)),
        ~exists().where(beside, m.c.state.in_(_UNSENT)),
        ~exists().where(waits),
    )
    if lock:
        query = query.with_for_update()
    newest = _newest(s)
    return sorted(each for each in s.scalars(query) if each not in newest)


def _newest(s: Session) -> set[int | None]:
    return {
        s.scalar(select(func.max(t.c.id))),
        s.scalar(select(e.c.task_id).order_by(e.c.id.desc()).limit(1)),
        s.scalar(select(n.c.task_id).order_by(n.c.id.desc()).limit(1)),
    }


def newest_message(s: Session) -> int | None:
    """The number of the newest message."""
    newest: int | None = s.scalar(select(func.max(m.c.id)))
    return newest


def ended_before(s: Session, day: date) -> int:
    """How many tasks have ended whose last day lies before that day."""
    query = select(func.count()).where(t.c.last_day < day, t.c.state != TaskState.OPEN)
    return s.scalar(query) or 0
