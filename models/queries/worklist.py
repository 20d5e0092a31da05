"""What is owed as a list of work: how much, and a page of it at a time. How a task stands is derived as the
boards do it (`boards.standing`), here at the present instant: only then is all that is owed in one state."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, TextClause, and_, case, exists, func, or_, select, text
from sqlalchemy.orm import Session

from models.queries.events import EventRow
from models.queries.undoing import UNDONE, stands
from models.states import ASKED, ASKED_ALONE, MessageState, ReplyState, TaskState
from models.tables import Message, Reply, Task
from models.tables import event as e
from models.tables import message as m
from models.tables import reply as r
from models.tables import task as t

Duty = tuple[str | None, str | None]
"""An obligation and a period of it; None is any."""
EVERY: Duty = (None, None)
_OPEN = select(t.c.id).where(t.c.state == TaskState.OPEN)


def owed_counts(s: Session, now: datetime, *, until: date, duty: Duty = EVERY) -> tuple[int, int]:
    """How many tasks are overdue, and how many are open with a last day up to `until`; of one duty or all."""
    row = s.execute(
        select(
            func.coalesce(func.sum(case((_chosen(now, None), 1), else_=0)), 0),
            func.coalesce(func.sum(case((_chosen(now, until), 1), else_=0)), 0),
        ).where(t.c.state == TaskState.OPEN, *_of(duty))
    ).one()
    return int(row[0]), int(row[1])


def owed_page(
    s: Session, now: datetime, *, until: date | None, limit: int, offset: int, duty: Duty = EVERY
) -> list[Task]:
    """A page of the overdue tasks (`until` None), or of the open ones with a last day up to `until`, of one
    `duty` or all; by last day, duty, period and unit. Looked up first and then put in order: a database that
    has counted its rows would walk through all years in the order that is wanted."""
    query = (
        select(Task)
        .where(t.c.id.in_(_OPEN), _chosen(now, until), *_of(duty))
        .order_by(t.c.last_day, t.c.obligation, t.c.period, t.c.unit)
        .limit(limit)
        .offset(offset)
    )
    return list(s.scalars(query))


def overdue_by_duty(s: Session, now: datetime) -> list[tuple[str, str, int]]:
    """(obligation, period, tasks) of what is overdue, the most first; looked up as in `owed_page`."""
    n = func.count()
    query = (
        select(t.c.obligation, t.c.period, n)
        .where(t.c.id.in_(_OPEN), _chosen(now, None))
        .group_by(t.c.obligation, t.c.period)
        .order_by(n.desc(), t.c.obligation, t.c.period)
    )
    return [(row[0], row[1], row[2]) for row in s.execute(query)]


def dead_page(s: Session, *, limit: int, offset: int) -> list[Message]:
    """A page of the messages that were given up, newest first."""
    query = select(Message).where(m.c.state == MessageState.DEAD).order_by(m.c.id.desc())
    return list(s.scalars(query.limit(limit).offset(offset)))


def dead_count(s: Session) -> int:
    """How many messages were given up."""
    return s.scalar(select(func.count()).select_from(m).where(m.c.state == MessageState.DEAD)) or 0


class Asking(NamedTuple):
    """The kinds of events that settle what units ask (`states.ASKED`), and of one of the kinds of asking
    (`given`) the event that settles it by giving the task away (`away`)."""

    settling: Collection[str]
    given: str
    away: str


def asked_page(s: Session, of: Asking, *, limit: int, offset: int) -> list[EventRow]:
    """A page of what units ask about open tasks and nobody has settled, the oldest first."""
    query = select(*(e.c[name] for name in EventRow._fields)).where(*_waits(of)).order_by(e.c.at, e.c.id)
    return [EventRow._make(row) for row in s.execute(query.limit(limit).offset(offset))]


def asked_count(s: Session, of: Asking) -> int:
    """How many of those there are."""
    return s.scalar(select(func.count()).select_from(e).where(*_waits(of))) or 0


def _waits(of: Asking) -> tuple[ColumnElement[bool] | TextClause, ...]:
    """Of events: the newest of those that ask or settle of its open task, and one that asks."""
    later, away = e.alias("later"), e.alias("away")
    either = sorted({*ASKED, *of.settling})
    back = e.alias("taken_back")
    # What was taken back settles nothing.
    counts = ~exists().where(
        back.c.task_id == later.c.task_id,
        back.c.kind == UNDONE,
        back.c.data["event"].as_integer() == later.c.id,
    )
    return (
        text(f"event.{ASKED_ALONE}"),  # as its index says it, which therefore serves
        stands(),
        exists().where(t.c.id == e.c.task_id, t.c.state == TaskState.OPEN),
        ~exists().where(
            later.c.task_id == e.c.task_id, later.c.id > e.c.id, later.c.kind.in_(either), counts
        ),
        (e.c.kind != of.given)
        | ~exists().where(away.c.task_id == e.c.task_id, away.c.id > e.c.id, away.c.kind == of.away),
    )


def waiting_replies(s: Session, *, limit: int, offset: int) -> list[Reply]:
    """A page of the replies that wait for somebody, the oldest first."""
    query = select(Reply).where(r.c.state == ReplyState.WAITING).order_by(r.c.id)
    return list(s.scalars(query.limit(limit).offset(offset)))


def reply_waiting(s: Session) -> int:
    """How many of those there are."""
    return s.scalar(select(func.count()).select_from(r).where(r.c.state == ReplyState.WAITING)) or 0


_STAYS = (m.c.state == MessageState.PENDING, m.c.held_by.is_not(None) | m.c.kept_by.is_not(None))


def kept_page(s: Session, *, limit: int, offset: int) -> list[Message]:
    """A page of the messages that wait for a silence to end or for a person to release them, oldest first."""
    query = select(Message).where(*_STAYS).order_by(m.c.id)
    return list(s.scalars(query.limit(limit).offset(offset)))


def kept_count(s: Session) -> int:
    """How many of those there are."""
    return s.scalar(select(func.count()).select_from(m).where(*_STAYS)) or 0


def pending_page(s: Session, *, limit: int, offset: int) -> list[Message]:
    """A page of the messages that wait to be sent, the newest first."""
    query = select(Message).where(m.c.state == MessageState.PENDING).order_by(m.c.id.desc())
    return list(s.scalars(query.limit(limit).offset(offset)))


def _of(duty: Duty) -> tuple[ColumnElement[bool], ...]:
    named = zip((t.c.obligation, t.c.period), duty, strict=True)
    return tuple(column == code for column, code in named if code is not None)


def _chosen(now: datetime, until: date | None) -> ColumnElement[bool]:
    """Of open tasks what `boards.standing` calls overdue, or open: in fewer words, since each of them is
    asked."""
    unsent = or_(t.c.submitted_at.is_(None), t.c.submitted_at > now)
    if until is None:
        return and_(unsent, t.c.late_from <= now)
    return and_(unsent, t.c.late_from > now, t.c.last_day <= until)
