"""What is owed as a list of work: how much, and a page of it at a time. How a task stands is derived as the
boards do it (`boards.standing`), here at the present instant: only then is all that is owed in one state."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from models.queries.boards import standing
from models.states import MessageState, Standing, TaskState
from models.tables import Message, Task
from models.tables import message as m
from models.tables import task as t

Duty = tuple[str | None, str | None]
"""An obligation and a period of it; None is any."""
EVERY: Duty = (None, None)


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
    `duty` or all; by last day, duty, period and unit."""
    query = (
        select(Task)
        .where(t.c.state == TaskState.OPEN, _chosen(now, until), *_of(duty))
        .order_by(t.c.last_day, t.c.obligation, t.c.period, t.c.unit)
        .limit(limit)
        .offset(offset)
    )
    return list(s.scalars(query))


def overdue_by_duty(s: Session, now: datetime) -> list[tuple[str, str, int]]:
    """(obligation, period, tasks) of what is overdue, the most first."""
    n = func.count()
    query = (
        select(t.c.obligation, t.c.period, n)
        .where(t.c.state == TaskState.OPEN, _chosen(now, None))
        .group_by(t.c.obligation, t.c.period)
        .order_by(n.desc(), t.c.obligation, t.c.period)
    )
    return [(row[0], row[1], row[2]) for row in s.execute(query)]


def dead_page(s: Session, *, limit: int, offset: int) -> list[Message]:
    """A page of the messages that were given up, newest first."""
    query = select(Message).where(m.c.state == MessageState.DEAD).order_by(m.c.id.desc())
    return list(s.scalars(query.limit(limit).offset(offset)))


def _of(duty: Duty) -> tuple[ColumnElement[bool], ...]:
    named = zip((t.c.obligation, t.c.period), duty, strict=True)
    return tuple(column == code for column, code in named if code is not None)


def _chosen(now: datetime, until: date | None) -> ColumnElement[bool]:
    stands = standing(now)
    if until is None:
        return stands == Standing.OVERDUE.value
    return (stands == Standing.OPEN.value) & (t.c.last_day <= until)
