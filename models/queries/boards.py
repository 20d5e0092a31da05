"""The administrator's figures: counted in SQL, with due, late and on time derived from `as_of` and never
stored.

`as_of` (aware) may lie in the past: a task opened later is not counted, and a submission counts from its
instant on. What leaves no instant in the task counts whenever it was done: a waiver, a withdrawal, a return,
an extension.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, and_, case, func, or_, select, text, union
from sqlalchemy.orm import Session

from models.queries.finding import COLUMNS, TaskRow
from models.queries.sets import among, both_among
from models.states import Standing, TaskState
from models.tables import event as e
from models.tables import reply as r
from models.tables import task as t


class DayCount(NamedTuple):
    """The tasks of one period that share their deadline: how many of them are still owed (open or overdue),
    and how many were sent. The waived and the withdrawn are in neither."""

    last_day: date
    asked: date
    owed: int
    sent: int


class UnitDay(NamedTuple):
    """The deadline of one unit's task, and whether it is still owed (open or overdue) or was sent."""

    unit: str
    last_day: date
    asked: date
    owed: bool


class BoardRow(NamedTuple):
    """One obligation and period, whole: every task of it that was opened. `expected` is all of these that is
    owed: everything but waived and withdrawn; it is `open` + `overdue` + `on_time` + `submitted_late`. Who
    owes by the roster and was not asked yet is not in it: no task says so (`engine.overview.boards` does).
    `last_day` and `latest_day` differ when some have been extended; `late_from` is the next instant at which
    an open task becomes late, none if there is no such."""

    obligation: str
    period: str
    owner: str
    nominal: date
    last_day: date
    latest_day: date
    late_from: datetime | None
    tasks: int
    expected: int
    open: int
    overdue: int
    on_time: int
    submitted_late: int
    accepted: int
    waived: int
    withdrawn: int
    asked: date
    latest_asked: date
    """The working deadlines: the days by which it is asked for, the first and the latest."""
    days: tuple[DayCount, ...] = ()
    """The same tasks by their deadlines, the earliest first."""

    @property
    def submitted(self) -> int:
        """Sent so far, in time or late."""
        return self.on_time + self.submitted_late

    @property
    def late(self) -> int:
        """Overdue, or sent late."""
        return self.overdue + self.submitted_late


class UnitRow(NamedTuple):
    """One unit's figures over all its tasks in question, under the name in which it owed them."""

    unit: str
    tasks: int
    expected: int
    open: int
    overdue: int
    on_time: int
    submitted_late: int
    waived: int
    withdrawn: int


class TaskStanding(NamedTuple):
    """One task, and how it stands."""

    task: TaskRow
    standing: Standing


def standing(as_of: datetime) -> ColumnElement[str]:
    """`states.standing` in SQL."""
    unsent = or_(t.c.submitted_at.is_(None), t.c.submitted_at > as_of)
    return case(
        (t.c.state == TaskState.WAIVED, Standing.WAIVED.value),
        (t.c.state == TaskState.WITHDRAWN, Standing.WITHDRAWN.value),
        (and_(unsent, t.c.late_from <= as_of), Standing.OVERDUE.value),
        (unsent, Standing.OPEN.value),
        (t.c.late_from <= t.c.submitted_at, Standing.SUBMITTED_LATE.value),
        else_=Standing.ON_TIME.value,
    )


def unsent(as_of: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Either of which is what is open or overdue at `as_of`, as `standing` has it: each has an index, so that
    nobody looks at history."""
    stands = standing(as_of).in_((Standing.OPEN.value, Standing.OVERDUE.value))
    return and_(t.c.state == TaskState.OPEN, stands), and_(t.c.submitted_at > as_of, stands)


def unsent_numbers(as_of: datetime) -> CompoundSelect[int]:
    """The numbers of what is open or overdue at `as_of`: asked for either of the two in one condition, SQLite
    walks through all of history in the order that is wanted."""
    return union(*(select(t.c.id).where(each) for each in unsent(as_of)))


def board_rows(  # noqa: PLR0913 - each narrows the lines
    s: Session,
    as_of: datetime,
    *,
    obligation: str | None = None,
    period: str | None = None,
    owner: str | None = None,
    last_day_from: date | None = None,
    last_day_to: date | None = None,
    unfinished: bool = False,
    or_since: date | None = None,
) -> list[BoardRow]:
    """The figures per obligation and period, by deadline; `unfinished` keeps those with something open or
    overdue, and with `or_since` those that were due then or later.

    Each filter chooses whole lines, those of which any task matches, and a line counts all its tasks. The
    days, inclusive, are compared with each task's `last_day`.
    """
    due = (
        *([t.c.last_day >= last_day_from] if last_day_from is not None else ()),
        *([t.c.last_day <= last_day_to] if last_day_to is not None else ()),
    )
    of = [t.c.opened_at <= as_of]
    of += [t.c.obligation == obligation] if obligation is not None else []
    of += [t.c.period == period] if period is not None else []

    def lines(*any_of: ColumnElement[bool]) -> set[tuple[str, str]]:
        # A union looks up each by its index; asked for what is distinct, SQLite walks through all of history.
        found = s.execute(union(*(select(t.c.obligation, t.c.period).where(*of, each) for each in any_of)))
        return {(row[0], row[1]) for row in found}

    chosen = [lines(t.c.owner == owner)] if owner is not None else []
    chosen += [lines(and_(*due))] if due else []
    if unfinished:
        chosen.append(lines(*unsent(as_of), *([t.c.last_day >= or_since] if or_since is not None else ())))
    names = t.c.obligation, t.c.period, t.c.last_day, t.c.working_deadline
    query = (
        select(
            *(*names, standing(as_of).label("stands"), t.c.state, func.count()),
            *(func.min(t.c.owner), func.min(t.c.nominal), func.min(t.c.late_from)),
        )
        .where(*of)
        .group_by(*names, text("stands"), t.c.state)
        .order_by(t.c.last_day, t.c.working_deadline)
    )
    if chosen:
        query = query.where(both_among(s, (t.c.obligation, t.c.period), set.intersection(*chosen)))
    found: dict[tuple[str, str], BoardRow] = {}
    for each in s.execute(query):
        part = _part(each)
        key = part.obligation, part.period
        found[key] = _together(found[key], part) if key in found else part
    return sorted(found.values(), key=lambda row: (row.last_day, row.obligation, row.period))


def _part(row: Sequence[Any]) -> BoardRow:
    """The tasks of a line that share their deadline and stand alike."""
    obligation, period, last_day, asked, stands, state, tasks, owner, nominal, late_from = row
    of = {each: tasks if each == stands else 0 for each in Standing}
    owed, sent = of[Standing.OPEN] + of[Standing.OVERDUE], of[Standing.ON_TIME] + of[Standing.SUBMITTED_LATE]
    return BoardRow(
        obligation=obligation,
        period=period,
        owner=owner,
        nominal=nominal,
        last_day=last_day,
        latest_day=last_day,
        late_from=late_from if of[Standing.OPEN] else None,
        tasks=tasks,
        expected=owed + sent,
        open=of[Standing.OPEN],
        overdue=of[Standing.OVERDUE],
        on_time=of[Standing.ON_TIME],
        submitted_late=of[Standing.SUBMITTED_LATE],
        accepted=tasks if state is TaskState.ACCEPTED else 0,
        waived=of[Standing.WAIVED],
        withdrawn=of[Standing.WITHDRAWN],
        asked=asked,
        latest_asked=asked,
        days=(DayCount(last_day, asked, owed, sent),) if owed + sent else (),
    )


def days_of_units(
    s: Session, as_of: datetime, obligations: Collection[str], periods: Collection[str]
) -> dict[tuple[str, str], list[UnitDay]]:
    """By (obligation, period): the same tasks as in `BoardRow.days`, each by itself, the earliest first."""
    stands = standing(as_of)
    query = (
        select(t.c.obligation, t.c.period, t.c.unit, t.c.last_day, t.c.working_deadline, stands)
        .where(
            t.c.opened_at <= as_of,
            t.c.state.not_in((TaskState.WAIVED, TaskState.WITHDRAWN)),
            among(s, t.c.obligation, obligations),
            among(s, t.c.period, periods),
        )
        .order_by(t.c.last_day, t.c.working_deadline)
    )
    found: dict[tuple[str, str], list[UnitDay]] = {}
    for obligation, period, unit, last_day, asked, stand in s.execute(query):
        owed = stand in (Standing.OPEN, Standing.OVERDUE)
        found.setdefault((obligation, period), []).append(UnitDay(unit, last_day, asked, owed))
    return found


_COUNTS = (
    "tasks", "expected", "open", "overdue", "on_time", "submitted_late", "accepted", "waived", "withdrawn",
)  # fmt: skip


def _together(one: BoardRow, other: BoardRow) -> BoardRow:
    """Two parts of a line as one."""
    late = [each for each in (one.late_from, other.late_from) if each is not None]
    return one._replace(
        owner=min(one.owner, other.owner),
        nominal=min(one.nominal, other.nominal),
        last_day=min(one.last_day, other.last_day),
        latest_day=max(one.latest_day, other.latest_day),
        late_from=min(late, default=None),
        asked=min(one.asked, other.asked),
        latest_asked=max(one.latest_asked, other.latest_asked),
        days=_days_together(one.days, other.days),
        **{name: getattr(one, name) + getattr(other, name) for name in _COUNTS},
    )


def _days_together(one: tuple[DayCount, ...], other: tuple[DayCount, ...]) -> tuple[DayCount, ...]:
    """Those of the same deadline, which come one after another, are one."""
    if not one or not other or one[-1][:2] != other[0][:2]:
        return one + other
    *before, last = one
    same = last._replace(owed=last.owed + other[0].owed, sent=last.sent + other[0].sent)
    return (*before, same, *other[1:])


def unit_rows(
    s: Session,
    as_of: datetime,
    *,
    last_day_from: date | None = None,
    last_day_to: date | None = None,
    obligations: Collection[str] | None = None,
) -> list[UnitRow]:
    """The figures per unit, by code, of tasks whose `last_day` is in the days given (inclusive).

    The days say which tasks are asked about, as in 'the year's'; nothing else of the unit is counted.
    """
    _, total = _counted(as_of)
    query = (
        select(
            t.c.unit,
            func.count(),
            total(Standing.OPEN, Standing.OVERDUE, Standing.ON_TIME, Standing.SUBMITTED_LATE),
            total(Standing.OPEN),
            total(Standing.OVERDUE),
            total(Standing.ON_TIME),
            total(Standing.SUBMITTED_LATE),
            total(Standing.WAIVED),
            total(Standing.WITHDRAWN),
        )
        .where(t.c.opened_at <= as_of)
        .group_by(t.c.unit)
        .order_by(t.c.unit)
    )
    if last_day_from is not None:
        query = query.where(t.c.last_day >= last_day_from)
    if last_day_to is not None:
        query = query.where(t.c.last_day <= last_day_to)
    if obligations is not None:
        query = query.where(among(s, t.c.obligation, obligations))
    return [UnitRow._make(row) for row in s.execute(query)]


def task_board(s: Session, as_of: datetime, obligation: str, period: str) -> list[TaskStanding]:
    """Every task of one obligation and period with its standing: overdue first, then by unit."""
    stands = standing(as_of)
    first = case(
        (stands == Standing.OVERDUE.value, 0),
        (stands == Standing.OPEN.value, 1),
        (stands == Standing.SUBMITTED_LATE.value, 2),
        else_=3,
    )
    found = s.execute(
        select(*COLUMNS, stands)
        .where(t.c.obligation == obligation, t.c.period == period, t.c.opened_at <= as_of)
        .order_by(first, t.c.unit)
    )
    return [TaskStanding(TaskRow._make(row[:-1]), Standing(row[-1])) for row in found]


def _counted(as_of: datetime) -> tuple[ColumnElement[str], Any]:
    stands = standing(as_of)

    def total(*wanted: Standing) -> ColumnElement[int]:
        return func.sum(case((stands.in_([word.value for word in wanted]), 1), else_=0))

    return stands, total


def opened_by_rounds(s: Session, obligation: str, period: str) -> bool:
    """Whether a round has opened the period by itself, and not only a person some tasks of it."""
    of = select(t.c.id).where(t.c.obligation == obligation, t.c.period == period)
    query = select(e.c.id).where(e.c.task_id.in_(of), e.c.kind == "opened", e.c.actor == "dondoc")
    return s.execute(query.where(e.c.origin == "engine", e.c.reason == "").limit(1)).first() is not None


def recorded_since(s: Session, since: datetime) -> bool:
    """Whether anything was recorded at or after `since`, of a task or not: a silence, a decision, a reply."""
    if s.scalar(select(e.c.id).where(e.c.at >= since).limit(1)) is not None:
        return True
    newest = s.scalar(select(r.c.read_at).order_by(r.c.id.desc()).limit(1))
    return newest is not None and newest >= since


def touched(s: Session, since: datetime) -> list[tuple[str, str]]:
    """The (obligation, period) pairs of whose tasks anything happened at or after `since`, in order."""
    happened = select(e.c.task_id).where(e.c.at >= since, e.c.task_id.is_not(None))
    query = select(t.c.obligation, t.c.period).distinct().where(t.c.id.in_(happened))
    return [(row[0], row[1]) for row in s.execute(query.order_by(t.c.obligation, t.c.period))]
