"""The tasks of a stretch of time, one by one, for figures that are gathered while they stream."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, text, tuple_
from sqlalchemy.orm import Session

from models.queries.boards import standing
from models.queries.finding import each_line
from models.queries.sets import among, both_among
from models.queries.undoing import stands
from models.states import Standing, TaskState
from models.tables import event as e
from models.tables import task as t

_AT_ONCE = 2000


class ReportLine(NamedTuple):
    """A period of a duty, and the day of the whole of it, as `ReportTask.due`."""

    obligation: str
    period: str
    due: date


class ReportTask(NamedTuple):
    """A task as a report counts it. `due` is the day of its whole period: the first of the days that its
    tasks had when they opened, so that no extension moves a period from one year into the next. `sent_at` is
    none while it is open or overdue; `extensions` are those that nobody took back."""

    due: date
    obligation: str
    period: str
    unit: str
    owner: str
    state: TaskState
    standing: Standing
    last_day: date
    sent_at: datetime | None
    extensions: int


def report_tasks(  # noqa: PLR0913 - each restricts the tasks
    s: Session,
    as_of: datetime,
    *,
    due_from: date | None = None,
    due_to: date | None = None,
    obligation: str | None = None,
    period: str | None = None,
    periods: Collection[str] | None = None,
    owners: Collection[str] | None = None,
    unfinished: bool = False,
) -> Iterator[ReportTask]:
    """Every task opened by `as_of` (aware) of each period that was due in the days given (inclusive), a
    period's tasks after one another, the earliest first. Streamed: a million take no more memory than a
    thousand. How a task stands is what `board_rows` counts, and whose a period is, too: only of `owners`.
    With `unfinished` only periods of which something is open or overdue. `periods` are some of many.
    """
    line = _lines(
        s, as_of, due_from=due_from, due_to=due_to, obligation=obligation, period=period, periods=periods,
        owners=owners, unfinished=unfinished,
    ).subquery("line")  # fmt: skip
    granted = (
        select(e.c.task_id, func.count().label("n"))
        .where(e.c.kind == "extended", e.c.at <= as_of, stands(), *_of_duty(obligation))
        .group_by(e.c.task_id)
        .subquery("granted")
    )
    stand = standing(as_of)
    sent = case((stand.in_((Standing.ON_TIME.value, Standing.SUBMITTED_LATE.value)), t.c.submitted_at))
    query = (
        select(
            line.c.due, t.c.obligation, t.c.period, t.c.unit, t.c.owner, t.c.state, stand, t.c.last_day, sent,
            func.coalesce(granted.c.n, 0),
        )
        .join(line, and_(line.c.obligation == t.c.obligation, line.c.period == t.c.period))
        .outerjoin(granted, granted.c.task_id == t.c.id)
        .where(t.c.opened_at <= as_of)
        .order_by(line.c.due, t.c.obligation, t.c.period, t.c.unit)
        .execution_options(yield_per=_AT_ONCE)
    )  # fmt: skip
    known = {each.value: each for each in Standing}
    for due, code, of_period, unit, owner, state, stands_, *rest in s.execute(query):
        yield ReportTask(due, code, of_period, unit, owner, state, known[stands_], *rest)


def report_lines(s: Session, as_of: datetime, **asked: Any) -> list[ReportLine]:
    """The periods whose tasks `report_tasks` answers, in no order that means anything."""
    return [ReportLine._make(row) for row in s.execute(_lines(s, as_of, **asked))]


def standings_of_units(
    s: Session, as_of: datetime, lines: Collection[tuple[str, str]], units: Collection[str] = ()
) -> Iterator[tuple[str, Standing, int]]:
    """How many of these periods' tasks stand how, unit by unit (none: of all): each (unit, standing, number)
    once."""
    query = (
        select(t.c.unit, standing(as_of).label("stands"), func.count())
        .where(t.c.opened_at <= as_of, both_among(s, (t.c.obligation, t.c.period), lines))
        .group_by(t.c.unit, text("stands"))
    )
    if units:
        query = query.where(among(s, t.c.unit, units))
    for unit, stands_, tasks in s.execute(query):
        yield unit, Standing(stands_), tasks


def units_opened(s: Session, as_of: datetime, obligation: str, period: str) -> dict[str, TaskState]:
    """The units that had a task of the period by then, each with its present state."""
    of = t.c.obligation == obligation, t.c.period == period, t.c.opened_at <= as_of
    return {row[0]: row[1] for row in s.execute(select(t.c.unit, t.c.state).where(*of))}


def _lines(  # noqa: PLR0913 - each restricts the tasks
    s: Session,
    as_of: datetime,
    *,
    due_from: date | None,
    due_to: date | None,
    obligation: str | None,
    period: str | None,
    owners: Collection[str] | None,
    unfinished: bool,
    periods: Collection[str] | None = None,
) -> Select[Any]:
    of = [t.c.opened_at <= as_of]
    of += [t.c.obligation == obligation] if obligation is not None else []
    of += [t.c.period == period] if period is not None else []
    of += [among(s, t.c.period, periods)] if periods is not None else []
    first = func.min(t.c.original_last_day)
    days = [first >= due_from] if due_from is not None else []
    days += [first <= due_to] if due_to is not None else []
    days += [func.min(t.c.owner).in_(owners)] if owners is not None else []
    if unfinished:
        unsent = or_(t.c.state == TaskState.OPEN, t.c.submitted_at > as_of)
        days.append(func.sum(case((unsent, 1), else_=0)) > 0)
    if due_from is not None and obligation is None and period is None:
        of.append(tuple_(t.c.obligation, t.c.period).in_(_not_before(due_from, as_of)))
    return (
        select(t.c.obligation, t.c.period, first.label("due"))
        .where(*of)
        .group_by(t.c.obligation, t.c.period)
        .having(and_(True, *days))
    )


def _not_before(day: date, as_of: datetime) -> Select[Any]:
    """The periods of which nothing was due before that day: of an old one the first task tells, and nobody
    looks at the others."""
    line = each_line().subquery("known")
    older = exists().where(
        t.c.obligation == line.c.obligation,
        t.c.period == line.c.period,
        t.c.opened_at <= as_of,
        t.c.original_last_day < day,
    )
    return select(line.c.obligation, line.c.period).where(~older)


def _of_duty(obligation: str | None) -> list[ColumnElement[bool]]:
    """Of one duty only its own events are read; of all, all of them at once."""
    if obligation is None:
        return []
    return [e.c.task_id.in_(select(t.c.id).where(t.c.obligation == obligation))]


def owners_due(s: Session, first: date, last: date) -> list[str]:
    """The owners of the tasks that were due in these days (inclusive) or are open, by code."""
    due = t.c.original_last_day.between(first, last)
    query = select(t.c.owner).distinct().where(or_(due, t.c.state == TaskState.OPEN)).order_by(t.c.owner)
    return list(s.scalars(query))


def owners(s: Session) -> list[str]:
    """The owners of all tasks there are, by code."""
    return list(s.scalars(select(t.c.owner).distinct().order_by(t.c.owner)))
