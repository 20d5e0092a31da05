"""Requests of a unit: more time for a task, or that it is not the unit's. Somebody decides them.

A request is an event of its open task and changes nothing by itself. It waits until a later event settles it:
the extension, the other unit, the waiver, the report itself, or a refusal with its reason.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from engine.answers.answers import MAX_EXTENSION_DAYS, Answer
from engine.errors import AnswerError
from engine.tasks.acts import Act, TaskRef
from engine.tasks.lookup import find, name_of, state_of
from engine.texts import reason_in
from models import queries
from models.states import Began, TaskState
from models.tables import Task

ASKED_EXTENSION, ASKED_RELEASE = "asked-extension", "asked-release"
REFUSED = "request-refused"
ASKED = frozenset({ASKED_EXTENSION, ASKED_RELEASE})
_SETTLING = frozenset(
    {REFUSED, Began.EXTENDED.value, Began.MOVED.value, "reassigned", "handed-over"}
    | {"submitted", "waived", "withdrawn"}
)


@dataclass(frozen=True, slots=True)
class Request:
    """What a unit asks about one of its tasks and nobody has answered. `to` is the day it asks for."""

    task_id: int
    kind: str
    at: datetime
    actor: str
    reason: str
    to: date | None = None


def ask_extension(act: Act, ref: TaskRef, *, new_day: date, reason: str) -> Answer:
    """Asks that the task may be answered by `new_day`, a day after its last one and at most
    `MAX_EXTENSION_DAYS` past the original. The same once more changes nothing."""
    reason = reason_in(reason)
    task = _open(act, ref)
    if new_day <= max(task.last_day, act.today):
        raise AnswerError("request.day-not-later", new_day=new_day, last_day=task.last_day)
    furthest = task.original_last_day + timedelta(days=MAX_EXTENSION_DAYS)
    if new_day > furthest:
        raise AnswerError(
            "answer.extension-too-far",
            new_day=new_day,
            n=MAX_EXTENSION_DAYS,
            original=task.original_last_day,
            furthest=furthest,
        )
    return _ask(act, task, ASKED_EXTENSION, reason, {"to": new_day.isoformat()})


def ask_release(act: Act, ref: TaskRef, *, reason: str) -> Answer:
    """Says that the task is not the unit's, with the reason. The same once more changes nothing."""
    reason = reason_in(reason)
    return _ask(act, _open(act, ref), ASKED_RELEASE, reason, {})


def refuse(act: Act, ref: TaskRef, *, reason: str) -> Answer:
    """Turns down what the unit asked for, with the reason that it will read. The task goes on as it was."""
    reason = reason_in(reason)
    task = find(act, ref)
    assert task.id is not None
    asked = waiting(act.s, [task.id]).get(task.id)
    if asked is None:
        raise AnswerError("request.none-waits", task=name_of(task))
    queries.record(act.s, act.event(REFUSED, reason, {"asked": asked.kind}), task.id)
    return Answer(task, REFUSED)


def waiting(s: Session, ids: Collection[int]) -> dict[int, Request]:
    """The request that waits for an answer, by task id; tasks without one are left out."""
    last = queries.newest_events(s, ids, ASKED | _SETTLING)
    return {
        task_id: Request(task_id, event.kind, event.at, event.actor, event.reason, _day(event.data))
        for task_id, event in last.items()
        if event.kind in ASKED
    }


def all_waiting(s: Session) -> list[tuple[Task, Request]]:
    """Every request that waits, with its open task, the oldest request first."""
    ids = queries.tasks_with_events(s, ASKED, state=TaskState.OPEN)
    tasks = {task.id: task for task in ids}
    found = waiting(s, [task_id for task_id in tasks if task_id is not None])
    return [(tasks[each.task_id], each) for each in sorted(found.values(), key=lambda each: each.at)]


def _open(act: Act, ref: TaskRef) -> Task:
    task = find(act, ref)
    if task.state is not TaskState.OPEN:
        raise AnswerError("request.only-open", task=name_of(task), state=state_of(task))
    return task


def _ask(act: Act, task: Task, kind: str, reason: str, data: dict[str, Any]) -> Answer:
    assert task.id is not None
    before = waiting(act.s, [task.id]).get(task.id)
    if before and (before.kind, before.reason, before.to) == (kind, reason, _day(data)):
        return Answer(task, kind, changed=False)
    queries.record(act.s, act.event(kind, reason, data), task.id)
    return Answer(task, kind)


def _day(data: dict[str, Any]) -> date | None:
    return date.fromisoformat(data["to"]) if "to" in data else None
