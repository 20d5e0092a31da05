"""Events by task: the newest of some kinds, and which tasks have any."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select, text
from sqlalchemy.orm import Session

from models.queries.sets import among, aside, kind, listed, one_of
from models.queries.undoing import stands
from models.states import ASKED, ASKED_ALONE, TaskState
from models.tables import Task
from models.tables import event as e
from models.tables import task as t


class EventRow(NamedTuple):
    """An event as it was recorded; `at` is aware UTC."""

    task_id: int
    at: datetime
    kind: str
    actor: str
    origin: str
    reason: str
    data: dict[str, Any]
    id: int


def newest_events(
    s: Session, ids: Collection[int], kinds: Collection[str] | None = None, *, until: datetime | None = None
) -> dict[int, EventRow]:
    """The newest event of these kinds (None: of any) that nobody has taken back, by task id; `until` an
    instant. Tasks without one are left out."""
    if not ids:
        return {}
    database = kind(s)
    statement = _newest(database, None if kinds is None else tuple(sorted(kinds)), until is not None)
    rows = s.execute(statement, {"ids": listed(database, ids), **({"until": until} if until else {})})
    return {row.task_id: EventRow._make(row) for row in rows}


@cache
def _newest(database: str, kinds: tuple[str, ...] | None, until: bool) -> Select[Any]:
    wanted = [one_of(database, e.c.task_id, "ids"), stands()]
    if kinds is not None:
        # A task has a handful of events: to look through them is quicker than to look for each kind.
        wanted.append(aside(e.c.kind).in_(kinds))
    if until:
        wanted.append(e.c.at <= bindparam("until"))
    newest = select(func.max(e.c.id)).where(*wanted).group_by(e.c.task_id)
    columns = (e.c.task_id, e.c.at, e.c.kind, e.c.actor, e.c.origin, e.c.reason, e.c.data, e.c.id)
    return select(*columns).where(e.c.id.in_(newest))


def newest_event(s: Session) -> int:
    """The number of the newest event of all; 0 when there is none."""
    return s.scalar(select(func.max(e.c.id))) or 0


def last_event_at(s: Session, ids: Collection[int]) -> datetime | None:
    """When something last happened to any of these tasks, aware UTC; None for no tasks."""
    if not ids:
        return None
    newest: datetime | None = s.scalar(
        select(e.c.at).where(among(s, e.c.task_id, ids)).order_by(e.c.id.desc()).limit(1)
    )
    return newest


def tasks_with_events(s: Session, kinds: Collection[str], *, state: TaskState) -> list[Task]:
    """The tasks in that state that have an event of these kinds, by number."""
    asked = text(f"event.{ASKED_ALONE}") if set(kinds) == ASKED else e.c.kind.in_(sorted(kinds))
    have = select(e.c.task_id).where(asked)
    return list(s.scalars(select(Task).where(t.c.state == state, t.c.id.in_(have)).order_by(t.c.id)))


def ended_tasks(
    s: Session, holder: str, *, limit: int, offset: int = 0, since: date | None = None
) -> list[Task]:
    """What this holder has behind it: the tasks that are not open, the latest last day first; `since` leaves
    out those whose last day lies before it."""
    query = (
        select(Task)
        .where(
            t.c.holder == holder, t.c.state.in_([each for each in TaskState if each is not TaskState.OPEN])
        )
        .order_by(t.c.last_day.desc(), t.c.id.desc())
        .limit(limit)
        .offset(offset)
    )
    if since is not None:
        query = query.where(t.c.last_day >= since)
    return list(s.scalars(query))
