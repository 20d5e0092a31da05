"""The tasks that a person asks for, as they stood at an instant: found and put in order by the database, and
handed over in blocks while it still reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from models.queries.boards import standing, unsent_numbers
from models.queries.finding import COLUMNS, TaskRow
from models.queries.sets import among
from models.states import Standing, TaskState
from models.tables import Task
from models.tables import task as t

AT_ONCE = 1000
"""So many tasks are in a block."""
UNSENT = (Standing.OPEN, Standing.OVERDUE)
SENT = (Standing.ON_TIME, Standing.SUBMITTED_LATE)
LATE = (Standing.OVERDUE, Standing.SUBMITTED_LATE)


class Listed(NamedTuple):
    """A task, how it stood, and who held it."""

    task: TaskRow
    standing: Standing
    holder: str


class Asked(NamedTuple):
    """Which tasks. `stands`: one of these ways; None is any. `state`: as it is stored now. `until` keeps what
    is open with a last day up to then."""

    stands: Collection[Standing] | None = None
    state: TaskState | None = None
    obligation: str | None = None
    period: str | None = None
    unit: str | None = None
    """Owed it, or held it."""
    until: date | None = None


def listed(s: Session, as_of: datetime, asked: Asked, held: Mapping[int, str]) -> Iterator[list[Listed]]:
    """The tasks that had been opened by `as_of` (aware) and stood then as asked, by last day, obligation,
    period and unit, in blocks. `held`: who held what has gone to another since (`holders_before`)."""
    stands = standing(as_of)
    where = [t.c.opened_at <= as_of]
    where += [] if asked.obligation is None else [t.c.obligation == asked.obligation]
    where += [] if asked.period is None else [t.c.period == asked.period]
    where += [] if asked.unit is None else [_held_or_owed(s, asked.unit, held)]
    narrow = asked.unit is not None or (asked.obligation is not None and asked.period is not None)
    if asked.stands is not None:
        where.append(stands.in_([each.value for each in asked.stands]))
        if not narrow and set(asked.stands) <= set(UNSENT):
            where.append(t.c.id.in_(unsent_numbers(as_of)))
    if asked.state is not None:
        # Nearly all of history is in one state: it is read in order of its days, not gathered and sorted.
        many = asked.state is TaskState.ACCEPTED and not narrow
        where.append((func.coalesce(t.c.state, "") if many else t.c.state) == asked.state)
    if asked.until is not None:
        where += [stands == Standing.OPEN.value, t.c.last_day <= asked.until]
    query = (
        select(*COLUMNS, stands)
        .where(*where)
        .order_by(t.c.last_day, t.c.obligation, t.c.period, t.c.unit)
        .execution_options(yield_per=AT_ONCE)
    )
    known = {each.value: each for each in Standing}
    for rows in s.execute(query).partitions():
        tasks = [TaskRow._make(row[:-1]) for row in rows]
        yield [
            Listed(task, known[row[-1]], held.get(task.id, task.holder))
            for task, row in zip(tasks, rows, strict=True)
        ]


def held_page(s: Session, holder: str, *, limit: int, offset: int = 0) -> list[Task]:
    """A page of what this holder must act on, by deadline, then obligation, period and unit."""
    query = (
        select(Task)
        .where(t.c.holder == holder, t.c.state == TaskState.OPEN)
        .order_by(t.c.last_day, t.c.obligation, t.c.period, t.c.unit)
    )
    return list(s.scalars(query.limit(limit).offset(offset)))


def held_counts(s: Session, holder: str, now: datetime) -> tuple[int, int]:
    """How many tasks this holder must act on, and how many of them are late at `now` (aware)."""
    late = func.coalesce(func.sum(case((t.c.late_from <= now, 1), else_=0)), 0)
    row = s.execute(select(func.count(), late).where(t.c.holder == holder, t.c.state == TaskState.OPEN)).one()
    return int(row[0]), int(row[1])


def _held_or_owed(s: Session, unit: str, held: Mapping[int, str]) -> ColumnElement[bool]:
    """What the unit owed, and what it held. Few tasks have another holder than their unit, and an index of
    those alone finds them."""
    holds: ColumnElement[bool] = t.c.holder == unit
    either = [and_(t.c.unit == unit, t.c.unit != t.c.holder)]
    if held:
        holds = and_(holds, or_(t.c.unit == unit, ~among(s, t.c.id, list(held))))
        either.append(among(s, t.c.id, [number for number, who in held.items() if who == unit]))
    return or_(holds, *either)
