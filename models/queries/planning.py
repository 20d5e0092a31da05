"""What comparing the registry with the tasks needs: reading all that is open, and changing tasks set by set.

Each change is two statements and one event for each task, whatever their number. The caller decides on rows
that it has locked, so nobody answers between the decision and the change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, insert, select, update
from sqlalchemy.orm import Session

from calendars.ladders import Role
from calendars.rules import Boundary
from models.queries.changing import Happening
from models.queries.sets import among, aside, constants
from models.queries.undoing import fresh_deadline, stands
from models.states import Began, MessageState, TaskState, may_move
from models.tables import event as e
from models.tables import message as m
from models.tables import notice as n
from models.tables import task as t


class PlannedTask(NamedTuple):
    """What of a task a comparison looks at."""

    id: int
    obligation: str
    period: str
    unit: str
    owner: str
    state: TaskState
    nominal: date
    boundary: Boundary
    last_day: date
    working_deadline: date
    late_from: datetime
    original_last_day: date
    began: Began
    opened_at: datetime


COLUMNS = tuple(t.c[name] for name in PlannedTask._fields)


def planned_tasks(s: Session, *, lock: bool = False) -> list[PlannedTask]:
    """All tasks that are open, and those that were withdrawn, in the order of their numbers.

    With `lock` the open ones stay as they are until the transaction ends.
    """
    states = [TaskState.OPEN, TaskState.WITHDRAWN]
    query = select(*COLUMNS).where(t.c.state.in_(states)).order_by(t.c.id)
    if lock:
        query = query.with_for_update()
    return [PlannedTask._make(row) for row in s.execute(query)]


def units_with_tasks(
    s: Session, obligations: Collection[str], periods: Collection[str]
) -> dict[tuple[str, str], dict[str, TaskState]]:
    """By (obligation, period): the units that have a task, with its state. Pairs without one are left out."""
    query = select(t.c.obligation, t.c.period, t.c.unit, t.c.state).where(
        among(s, t.c.obligation, obligations),
        among(s, t.c.period, periods),
        aside(t.c.state).in_(list(TaskState)),
    )
    found: defaultdict[tuple[str, str], dict[str, TaskState]] = defaultdict(dict)
    for obligation, period, unit, state in s.execute(query):
        found[obligation, period][unit] = state
    return dict(found)


def units_answering(s: Session, obligation: str, period: str) -> list[str]:
    """The units that owed a period when it was opened, and were not let off by a withdrawal."""
    query = select(t.c.unit).where(
        t.c.obligation == obligation, t.c.period == period, t.c.state != TaskState.WITHDRAWN
    )
    return list(s.scalars(query))


def amend_all(
    s: Session,
    ids: Collection[int],
    *,
    event: Happening,
    seen: TaskState = TaskState.OPEN,
    to: TaskState = TaskState.OPEN,
    anew: bool = False,
    **fields: Any,
) -> int:
    """Changes those of `ids` that are in the state `seen`, with `event` for each; returns how many.

    `anew` begins a new deadline, with a ladder of its own. A task that ends loses its `next_action_at`.
    """
    assert may_move(seen, to), f"{seen} cannot become {to}"
    chosen = and_(among(s, t.c.id, ids), t.c.state == seen)
    # Locked first, in one order, so that the events are of exactly the tasks that change.
    s.execute(select(t.c.id).where(chosen).order_by(t.c.id).with_for_update())
    said = {
        "at": event.at,
        "kind": event.kind,
        "actor": event.actor,
        "origin": event.origin,
        "reason": event.reason,
        "data": event.data,
    }
    of_each = select(t.c.id, *constants(e, said)).where(chosen).order_by(t.c.id)
    s.execute(insert(e).from_select(["task_id", *said], of_each, include_defaults=False))
    if to is not TaskState.OPEN:
        fields["next_action_at"] = None
    if anew:
        fields["deadline_no"] = fresh_deadline()
    changed = update(t).where(chosen).values(**fields, state=to, version=t.c.version + 1)
    return len(s.execute(changed.returning(t.c.id)).all())


def told_of(s: Session, ids: Collection[int]) -> list[tuple[int, int, str]]:
    """Those of the tasks that their present holder has had mail about as the one who owes them, or may have
    since it is leaving just now: (id, deadline number, holder)."""
    query = (
        select(t.c.id, t.c.deadline_no, t.c.holder)
        .distinct()
        .join(n, and_(n.c.task_id == t.c.id, n.c.recipient == t.c.holder, n.c.role == Role.UNIT))
        .join(m, m.c.id == n.c.message_id)
        .where(among(s, t.c.id, ids), m.c.state.in_((MessageState.SENT, MessageState.SENDING)))
        .order_by(t.c.id)
    )
    return [(row[0], row[1], row[2]) for row in s.execute(query)]


class LastEvent(NamedTuple):
    """The newest event of a kind that a task has."""

    kind: str
    at: datetime
    reason: str
    data: dict[str, Any]


def last_events(s: Session, ids: Collection[int], kinds: Collection[str]) -> dict[int, dict[str, LastEvent]]:
    """The newest event of each of these kinds, by task id and kind, in the order in which they happened;
    tasks without one are left out, and so is what was taken back.
    """
    query = select(e.c.task_id, e.c.kind, e.c.at, e.c.reason, e.c.data).where(
        among(s, e.c.task_id, ids), e.c.kind.in_(sorted(kinds)), stands()
    )
    found: dict[int, dict[str, LastEvent]] = {}
    for row in s.execute(query.order_by(e.c.id)):
        of_task = found.setdefault(row.task_id, {})
        of_task.pop(row.kind, None)
        of_task[row.kind] = LastEvent(*row[1:])
    return found
