"""Finding tasks: those a person asks for, and those nobody has sent yet; `due` has those of a round."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import Session

from calendars.rules import Boundary
from models.queries.sets import among, kind, listed, one_of
from models.states import Began, TaskState
from models.tables import Task
from models.tables import task as t


class TaskRow(NamedTuple):
    """A task as a round reads it by the hundred thousand: the columns of `tables.Task`, not to be written
    to."""

    id: int
    obligation: str
    period: str
    unit: str
    holder: str
    owner: str
    state: TaskState
    nominal: date
    boundary: Boundary
    last_day: date
    working_deadline: date
    late_from: datetime
    original_last_day: date
    deadline_no: int
    began: Began
    began_at: datetime
    opened_at: datetime
    next_action_at: datetime | None
    submitted_at: datetime | None
    document_no: str | None
    figure: Decimal | None
    version: int


COLUMNS = tuple(t.c[name] for name in TaskRow._fields)


def more_tasks_than(s: Session, most: int) -> bool:
    """Whether there are more, ended ones too; nothing is counted beyond."""
    return s.execute(select(t.c.id).limit(1).offset(most)).first() is not None


def wake(s: Session, at: datetime) -> None:
    """Lets the next round look at every open task that it would have looked at later than `at`."""
    s.execute(update(t).where(t.c.state == TaskState.OPEN, t.c.next_action_at > at).values(next_action_at=at))


def tasks(  # noqa: PLR0913 - each is a column of the task
    s: Session,
    *,
    obligation: str | None = None,
    period: str | None = None,
    unit: str | None = None,
    holder: str | None = None,
    owner: str | None = None,
    state: TaskState | Collection[TaskState] | None = None,
    late_by: datetime | None = None,
    last_day_from: date | None = None,
    last_day_to: date | None = None,
    limit: int | None = None,
) -> list[Task]:
    """The tasks that match all that is given, by deadline, then obligation, period and unit.

    `late_by` keeps the open ones that are overdue at that instant; the days are inclusive.
    """
    query = select(Task).order_by(t.c.last_day, t.c.obligation, t.c.period, t.c.unit)
    for column, wanted in (
        (t.c.obligation, obligation),
        (t.c.period, period),
        (t.c.unit, unit),
        (t.c.holder, holder),
        (t.c.owner, owner),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if state is not None:
        query = query.where(t.c.state.in_([state] if isinstance(state, TaskState) else list(state)))
    if late_by is not None:
        query = query.where(t.c.state == TaskState.OPEN, t.c.late_from <= late_by)
    if last_day_from is not None:
        query = query.where(t.c.last_day >= last_day_from)
    if last_day_to is not None:
        query = query.where(t.c.last_day <= last_day_to)
    return list(s.scalars(query.limit(limit)))


def task_of(s: Session, obligation: str, period: str, unit: str) -> Task | None:
    """The one task that `unit` owes; None when it was never opened."""
    return s.scalars(
        select(Task).where(t.c.obligation == obligation, t.c.period == period, t.c.unit == unit)
    ).one_or_none()


def tasks_by_id(s: Session, ids: Collection[int]) -> dict[int, TaskRow]:
    """The tasks with these ids, by id."""
    database = kind(s)
    found = s.execute(_by_id(database), {"ids": listed(database, ids)})
    return {row.id: TaskRow._make(row) for row in found}


@cache
def _by_id(database: str) -> Select[Any]:
    return select(*COLUMNS).where(one_of(database, t.c.id, "ids"))


def missing_units(s: Session, obligation: str, period: str) -> list[str]:
    """The units (as of opening) whose task is still open: who has not sent yet, by code."""
    return list(
        s.scalars(
            select(t.c.unit)
            .where(t.c.obligation == obligation, t.c.period == period, t.c.state == TaskState.OPEN)
            .order_by(t.c.unit)
        )
    )


def open_holders(s: Session, *, of: Collection[str] | None = None) -> dict[str, int]:
    """Who must act now, with the number of his open tasks; `of` asks only about these holders."""
    database = kind(s)
    asked = {} if of is None else {"of": listed(database, of)}
    return {row[0]: row[1] for row in s.execute(_holding(database, of is not None), asked)}


@cache
def _holding(database: str, some: bool) -> Select[Any]:
    query = select(t.c.holder, func.count()).where(t.c.state == TaskState.OPEN).group_by(t.c.holder)
    return query.where(one_of(database, t.c.holder, "of")) if some else query


def open_of(s: Session, holders: Collection[str]) -> list[TaskRow]:
    """What these must act on now, by deadline."""
    database = kind(s)
    rows = s.execute(_open_of(database), {"holders": listed(database, holders)})
    return [TaskRow._make(row) for row in rows]


@cache
def _open_of(database: str) -> Select[Any]:
    held = one_of(database, t.c.holder, "holders")
    return select(*COLUMNS).where(held, t.c.state == TaskState.OPEN).order_by(t.c.last_day, t.c.id)


def tasks_of(s: Session, units: Collection[str], obligations: Collection[str]) -> list[TaskRow]:
    """Every task of these obligations, of whatever state, that one of the units owed or holds."""
    query = select(*COLUMNS).where(
        or_(among(s, t.c.unit, units), among(s, t.c.holder, units)), among(s, t.c.obligation, obligations)
    )
    return [TaskRow._make(row) for row in s.execute(query.order_by(t.c.id))]


def holders(s: Session) -> list[str]:
    """Everybody who holds or held a task, by code."""
    return _distinct(s, t.c.holder)


def duties(s: Session) -> list[str]:
    """Every obligation of which a task was ever opened, by code."""
    return _distinct(s, t.c.obligation)


def open_count(s: Session, *, of: Collection[str]) -> dict[str, int]:
    """How many tasks of each of these obligations are open; those with none are left out."""
    query = (
        select(t.c.obligation, func.count())
        .where(t.c.obligation.in_(of), t.c.state == TaskState.OPEN)
        .group_by(t.c.obligation)
        .order_by(t.c.obligation)
    )
    return {row[0]: row[1] for row in s.execute(query)}


def _distinct(s: Session, column: ColumnElement[str]) -> list[str]:
    """The distinct values of an indexed column, in order. Steps from one to the next in the index, so that it
    costs as much as there are values, not rows.
    """
    return list(s.scalars(_stepping(column)))


@cache
def _stepping(column: ColumnElement[str]) -> Select[Any]:
    step = select(func.min(column).label("value")).cte("step", recursive=True)
    after = select(func.min(column)).where(column > step.c.value).scalar_subquery()
    step = step.union_all(select(after).where(step.c.value.is_not(None)))
    return select(step.c.value).where(step.c.value.is_not(None)).order_by(step.c.value)


@cache
def each_line() -> Select[Any]:
    """Every (obligation, period) of which there is a task, stepping in the same way."""
    duty = _stepping(t.c.obligation).subquery("duty")
    of = func.min(t.c.period).label("period")
    first = select(of).where(t.c.obligation == duty.c.value).scalar_subquery()
    line = select(duty.c.value.label("obligation"), first.label("period")).cte("line", recursive=True)
    after = select(of).where(t.c.obligation == line.c.obligation, t.c.period > line.c.period)
    line = line.union_all(
        select(line.c.obligation, after.scalar_subquery()).where(line.c.period.is_not(None))
    )
    return select(line.c.obligation, line.c.period).where(line.c.period.is_not(None))


def periods_opened(s: Session, obligation: str) -> Sequence[str]:
    """The periods of `obligation` of which any task was ever opened, in no order that means anything."""
    return s.scalars(select(t.c.period).where(t.c.obligation == obligation).distinct()).all()
