"""Changing one task, or handing over all of a unit's: always with an event, in the same transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import and_, insert, select, update
from sqlalchemy.orm import Session

from language import Message
from models.queries.sets import among, constants
from models.queries.undoing import UNDONE, stands
from models.states import TaskState, TransitionError, may_move
from models.tables import Event, Task
from models.tables import event as e
from models.tables import task as t

# What `change` may write; who owed what from when on is not for changing.
CHANGEABLE = frozenset(
    {
        "holder",
        "owner",
        "nominal",
        "boundary",
        "last_day",
        "working_deadline",
        "late_from",
        "deadline_no",
        "began",
        "began_at",
        "next_action_at",
        "submitted_at",
        "document_no",
        "figure",
    }
)


class SeenTask(Protocol):
    """A task as it was when the change was decided: a `tables.Task` or a `queries.TaskRow`."""

    @property
    def id(self) -> int | None: ...
    @property
    def version(self) -> int: ...
    @property
    def state(self) -> TaskState: ...


@dataclass(frozen=True, slots=True)
class Happening:
    """An event to be recorded: when (aware), what, by whom, from where (cli, flow, engine, web) and why."""

    at: datetime
    kind: str
    actor: str
    origin: str
    reason: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def record(s: Session, event: Happening, task_id: int | None = None) -> int:
    """Writes an event, of a task or of none; returns its number."""
    row = s.execute(insert(e).values(**_values(event), task_id=task_id).returning(e.c.id)).one()
    return int(row.id)


def change(
    s: Session, task: SeenTask, to: TaskState, *, event: Happening, undoing: bool = False, **fields: Any
) -> Task:
    """Moves `task` to the state `to` (its present one: an amendment), sets `fields`, records `event`; returns
    the task as it is now, `version` one higher.

    Compare-and-set: nothing happens, and TransitionError is raised, unless the database still has the task in
    the version and state in which it was seen. A task that ends loses its `next_action_at`; one that is
    submitted needs `submitted_at`, and one that is returned (submitted to open) loses it. `undoing` an answer
    allows the moves back.
    """
    if unknown := fields.keys() - CHANGEABLE:
        raise TypeError(f"change() does not set {', '.join(sorted(unknown))}")
    if not may_move(task.state, to, undoing=undoing):
        raise TransitionError("forbidden", task=_name(s, task.id), state=_state(task.state), to=_state(to))
    if to is not TaskState.OPEN:
        fields["next_action_at"] = None
    if to is TaskState.OPEN and task.state is TaskState.SUBMITTED:
        fields["submitted_at"] = None
    if to is TaskState.SUBMITTED and task.state is not to and fields.get("submitted_at") is None:
        raise TypeError("a submitted task needs submitted_at")
    moved = s.execute(
        update(t)
        .where(t.c.id == task.id, t.c.version == task.version, t.c.state == task.state)
        .values(**fields, state=to, version=t.c.version + 1)
        .returning(t.c.id)
    ).first()
    if moved is None:
        raise _stale(s, task)
    record(s, event, task_id=moved.id)
    return s.get_one(Task, moved.id, populate_existing=True)


def hand_over(
    s: Session, holder: str, successor: str, *, event: Happening, next_action_at: datetime | None = None
) -> int:
    """Moves all open tasks that `holder` holds to `successor`, with an event each; returns how many.

    `unit`, who owed it at first, stays. `next_action_at`, if given, makes a round look at them then.
    """
    held = and_(t.c.holder == holder, t.c.state == TaskState.OPEN)
    # Locked first, in one order, so that the events are of exactly the tasks that move.
    s.execute(select(t.c.id).where(held).order_by(t.c.id).with_for_update())
    said = _values(event)
    said["data"] = {**event.data, "from": holder, "to": successor}
    s.execute(
        insert(e).from_select(
            ["task_id", *said], select(t.c.id, *constants(e, said)).where(held), include_defaults=False
        )
    )
    fields: dict[str, Any] = {"holder": successor, "version": t.c.version + 1}
    if next_action_at is not None:
        fields["next_action_at"] = next_action_at
    return len(s.execute(update(t).where(held).values(**fields).returning(t.c.id)).all())


def history(
    s: Session,
    *,
    task_id: int | None = None,
    since: datetime | None = None,
    kind: str | None = None,
    limit: int | None = None,
) -> list[Event]:
    """Events, oldest first; of one task, one kind, or from an instant on. With `limit`, the newest so
    many."""
    query = select(Event).order_by(e.c.id.desc())
    if task_id is not None:
        query = query.where(e.c.task_id == task_id)
    if since is not None:
        query = query.where(e.c.at >= since)
    if kind is not None:
        query = query.where(e.c.kind == kind)
    return list(s.scalars(query.limit(limit)))[::-1]


def happenings(s: Session, kinds: Collection[str], *, until: datetime | None = None) -> list[Event]:
    """The events of no task, of these kinds, oldest first; those at or before `until`, if given."""
    query = select(Event).where(e.c.task_id.is_(None), e.c.kind.in_(sorted(kinds))).order_by(e.c.id)
    if until is not None:
        query = query.where(e.c.at <= until)
    return list(s.scalars(query))


def holders_before(s: Session, at: datetime) -> dict[int, str]:
    """Who held a task at the instant `at`, by task id, of those that went to another holder after it."""
    moved = e.c.kind.in_(("handed-over", "reassigned", "returned", UNDONE))
    # Sorted here: asked for an order, SQLite walks the whole table instead of the few events since then.
    rows = s.execute(select(e.c.id, e.c.task_id, e.c.data).where(e.c.at > at, moved)).all()
    held: dict[int, str] = {}
    for row in sorted(rows, key=lambda row: int(row.id)):
        if "from" in row.data:
            held.setdefault(row.task_id, row.data["from"])
    return held


def last_reasons(s: Session, ids: Collection[int], kinds: Collection[str]) -> dict[int, str]:
    """The reason of the newest event of these kinds, by task id; tasks without one are left out."""
    query = select(e.c.task_id, e.c.reason).where(
        among(s, e.c.task_id, ids), e.c.kind.in_(sorted(kinds)), stands()
    )
    return {row.task_id: row.reason for row in s.execute(query.order_by(e.c.id))}


def _values(event: Happening) -> dict[str, Any]:
    return {
        "at": event.at,
        "kind": event.kind,
        "actor": event.actor,
        "origin": event.origin,
        "reason": event.reason,
        "data": event.data,
    }


def _name(s: Session, task_id: int | None) -> Message | str:
    found = s.execute(select(t.c.obligation, t.c.period, t.c.unit).where(t.c.id == task_id)).first()
    if found is None:
        return f"#{task_id}"
    return Message("task.named", obligation=found.obligation, period=found.period, unit=found.unit)


def _state(state: TaskState) -> Message:
    return Message(f"state.{TaskState(state).value}")


def _stale(s: Session, task: SeenTask) -> TransitionError:
    now = s.execute(select(t.c.state).where(t.c.id == task.id)).scalar()
    if now is None:
        return TransitionError("gone", id=task.id)
    return TransitionError("stale", task=_name(s, task.id), now=_state(now))
