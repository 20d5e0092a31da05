"""Requests of a unit: more time for a task, or that it is not the unit's. Somebody decides them: by
extending, reassigning or waiving the task, or by refusing. What waits is read in `engine.tasks.requests`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from engine.answers.answers import MAX_EXTENSION_DAYS, Answer
from engine.errors import AnswerError
from engine.tasks.acts import Act, TaskRef
from engine.tasks.lookup import find, name_of, state_of
from engine.tasks.requests import ASKED_EXTENSION, ASKED_RELEASE, REFUSED, day_asked, waiting
from engine.texts import reason_in
from models import queries
from models.states import TaskState
from models.tables import Task


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
    # What the request held back is looked at again in the next round.
    queries.set_next_actions(act.s, [(task.id, act.now)])
    return Answer(task, REFUSED)


def _open(act: Act, ref: TaskRef) -> Task:
    task = find(act, ref)
    if task.state is not TaskState.OPEN:
        raise AnswerError("request.only-open", task=name_of(task), state=state_of(task))
    return task


def _ask(act: Act, task: Task, kind: str, reason: str, data: dict[str, Any]) -> Answer:
    assert task.id is not None
    before = waiting(act.s, [task.id]).get(task.id)
    if before and (before.kind, before.reason, before.to) == (kind, reason, day_asked(data)):
        return Answer(task, kind, changed=False)
    queries.record(act.s, act.event(kind, reason, data), task.id)
    return Answer(task, kind)
