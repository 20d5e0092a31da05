"""What a round looks at: the tasks whose instant has come; what it raises, and when to look at each again."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    String,
    Update,
    bindparam,
    case,
    cast,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from calendars.ladders import Role
from calendars.rules import Boundary
from models.queries import sets
from models.queries.finding import COLUMNS, TaskRow
from models.queries.sets import add_new, among, aside, kind, listed, one_of
from models.states import ASKED_ALONE, Began, TaskState
from models.tables import event as e
from models.tables import notice as n
from models.tables import task as t


def tasks_due(s: Session, now: datetime) -> list[TaskRow]:
    """Open tasks whose `next_action_at` has come, the longest waiting first."""
    return [TaskRow._make(row) for row in s.execute(_DUE, {"now": now})]


_COME = (
    t.c.state == TaskState.OPEN,
    t.c.next_action_at <= bindparam("now"),
    *(each.in_(list(kind)) for each, kind in ((t.c.began, Began), (t.c.boundary, Boundary))),
)
"""One with a word that nobody knows stands still, as one with a date that is none does: see `seeing`."""
_IN_TURN = (t.c.next_action_at, t.c.id)
_DUE = select(*COLUMNS).where(*_COME).order_by(*_IN_TURN)
_DUE_IDS = select(t.c.id).where(*_COME).order_by(*_IN_TURN)


def _within(
    s: Session,
    query: Select[Any],
    obligation: str | None,
    period: str | None,
    units: Collection[str] | None,
    holders: Collection[str] | None,
) -> Select[Any]:
    if obligation is not None:
        query = query.where(t.c.obligation == obligation)
    if period is not None:
        query = query.where(t.c.period == period)
    for column, codes in ((t.c.unit, units), (t.c.holder, holders)):
        query = query if codes is None else query.where(among(s, column, codes))
    return query


def ids(
    s: Session,
    now: datetime,
    *,
    obligation: str | None = None,
    period: str | None = None,
    units: Collection[str] | None = None,
    holders: Collection[str] | None = None,
) -> array[int]:
    """The numbers of `tasks_due`, locking nothing."""
    return sets.numbers(s, _within(s, _DUE_IDS, obligation, period, units, holders), {"now": now})


def foremost(s: Session, now: datetime, *, most: int) -> list[str]:
    """Who holds what is due: first whose is longest overdue, then whose is due soonest; so many at most."""
    return list(s.scalars(_FOREMOST, {"now": now, "most": most}))


def owners(s: Session, now: datetime) -> list[str]:
    """Who owns what is due, in no particular order."""
    return list(s.scalars(_OWNERS, {"now": now}))


_FOREMOST = (
    select(t.c.holder)
    .where(*_COME)
    .group_by(t.c.holder)
    .order_by(func.min(t.c.late_from), t.c.holder)
    .limit(bindparam("most"))
)
_OWNERS = select(t.c.owner).where(*_COME).distinct()


def that_asked(s: Session, now: datetime) -> frozenset[int]:
    """Those of `ids` of which the unit has ever asked something: few, and looked for among what was asked."""
    return frozenset(s.scalars(_THAT_ASKED, {"now": now}))


_THAT_ASKED = (
    select(e.c.task_id)
    .join(t, t.c.id == e.c.task_id)
    .where(
        text(f"event.{ASKED_ALONE}"),
        aside(t.c.state) == TaskState.OPEN,
        aside(t.c.next_action_at) <= bindparam("now"),
    )
)


class DueTask(NamedTuple):
    """What tells a task that is due from others like it."""

    id: int
    unit: str
    holder: str
    deadline_no: int
    alike: str
    """The same for tasks that differ in nothing that matters but `unit` and `holder`."""
    told: str
    """What the ledger has for the deadline that runs now; see `told_pairs`. The holder's own code is `HOLDER`
    in it, so that it is the same for all who have been told the same."""


HOLDER = "@"
"""Stands for the holder; no unit is called so."""
_PART, _ROW = "\x1f", "\x1e"


def part(s: Session, numbers: Sequence[int], now: datetime, *, suffix: str) -> list[DueTask]:
    """Those of these tasks that are due, the longest waiting first; `suffix` follows a unit's code in that of
    its head. On PostgreSQL they stay locked until the transaction ends, and those that another holds are
    passed over."""
    database = kind(s)
    asked = {"ids": listed(database, numbers), "now": now, "suffix": suffix}
    return [DueTask._make(row) for row in s.execute(_part(database), asked).all()]


def told_pairs(told: str) -> frozenset[tuple[str, str]]:
    """The (rung, recipient) pairs of `DueTask.told`."""
    pairs = (each.split(_PART) for each in told.split(_ROW) if each)
    return frozenset((rung, recipient) for rung, recipient in pairs)


@cache
def _part(database: str) -> Select[Any]:
    differ = {"id", "unit", "holder", "original_last_day", "opened_at", "next_action_at", "version"}
    shared = [t.c[name] for name in TaskRow._fields if name not in differ and not t.c[name].nullable]
    alike: ColumnElement[str] = cast(shared[0], String)
    for each in shared[1:]:
        alike = alike + _PART + cast(each, String)
    whom = case(
        (n.c.recipient == t.c.holder, HOLDER),
        (n.c.recipient == t.c.holder + bindparam("suffix", type_=String), HOLDER + bindparam("suffix")),
        else_=n.c.recipient,
    )
    told = (
        select(func.aggregate_strings(n.c.rung + _PART + whom, _ROW))
        .where(n.c.task_id == t.c.id, n.c.deadline_no == t.c.deadline_no)
        .scalar_subquery()
    )
    return (
        select(t.c.id, t.c.unit, t.c.holder, t.c.deadline_no, alike, func.coalesce(told, ""))
        .where(
            one_of(database, t.c.id, "ids"),
            aside(t.c.state) == TaskState.OPEN,
            aside(t.c.next_action_at) <= bindparam("now"),
        )
        .order_by(*_IN_TURN)
        .with_for_update(of=t, skip_locked=True)
    )


class Raised(NamedTuple):
    """A notice to be recorded as raised at the same instant as others: `NewNotice` without it."""

    task_id: int
    deadline_no: int
    rung: str
    role: Role
    recipient: str
    reason: str
    collapsed: bool


def raise_notices(s: Session, rows: Sequence[Raised], *, at: datetime) -> Counter[tuple[str, bool]]:
    """`add_notices` for a whole round: answers only how many there were of each (reason, collapsed).

    One statement for all that differ in nothing but the task and the recipient, of which a round has few
    kinds however many tasks it has."""
    alike: defaultdict[_Kind, list[tuple[int, str]]] = defaultdict(list)
    for task_id, deadline_no, rung, role, recipient, reason, collapsed in rows:
        alike[deadline_no, rung, role, reason, collapsed].append((task_id, recipient))
    taken: Counter[tuple[str, bool]] = Counter()
    for same, pairs in alike.items():
        fixed = dict(zip(_SAME, same, strict=True)) | {"raised_at": at}
        taken[same[3:]] += add_new(s, n, ("task_id", "recipient"), pairs, fixed=fixed).number
    return taken


_Kind = tuple[int, str, Role, str, bool]
_SAME = ("deadline_no", "rung", "role", "reason", "collapsed")


def set_next_actions(s: Session, planned: Iterable[tuple[int, datetime | None]]) -> int:
    """Writes each task's next instant (none: its ladder has ended); returns how many tasks were written.

    One statement per distinct instant, of which a round has few however many tasks it has. Tasks that have
    ended meanwhile keep their none. `version` stays: planning is no change that a person's form could lose.
    """
    at: defaultdict[datetime | None, list[int]] = defaultdict(list)
    for task_id, instant in planned:
        at[instant].append(task_id)
    written, database = 0, kind(s)
    for instant, ids in at.items():
        done = s.execute(_planning(database), {"ids": listed(database, ids), "instant": instant})
        assert isinstance(done, CursorResult)
        written += done.rowcount
    return written


@cache
def _planning(database: str) -> Update:
    of = (one_of(database, t.c.id, "ids"), aside(t.c.state) == TaskState.OPEN)
    return update(t).where(*of).values(next_action_at=bindparam("instant"))
