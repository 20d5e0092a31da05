"""Requests of a unit: more time for a task, or that it is not the unit's.

Somebody decides them: grants (which extends, reassigns or waives the task), refuses, or passes them on to
another who decides. The unit reads each in its next mail. What waits is read in `engine.tasks.requests`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from calendars.ladders import Anchor, Role
from engine.answers import answers
from engine.answers.answers import MAX_EXTENSION_DAYS, Answer
from engine.answers.refusing import not_so
from engine.errors import AnswerError
from engine.tasks import telling
from engine.tasks.acts import Act, TaskRef
from engine.tasks.lookup import acting_unit, find, name_of, unit_named
from engine.tasks.requests import (
    ASKED_EXTENSION,
    ASKED_RELEASE,
    PASSED,
    PASSED_ON,
    REFUSED,
    Request,
    day_asked,
    waiting,
)
from engine.texts import reason_in
from models import queries
from models.states import Began, TaskState, TransitionError
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


def grant(
    act: Act, ref: TaskRef, *, new_day: date | None = None, to: str | None = None, reason: str = ""
) -> Answer:
    """Grants what the unit asked for: more time, until the day it named or `new_day`; or that the task is not
    its own, which gives it to the unit `to`, or waives it without one.

    The unit's own reason stands where none is given. AnswerError where nothing waits, for a unit where time
    was asked for, and for a day where it was not; UnknownName for a unit that there is not.
    """
    task, asked = _asked(act, ref)
    reason = reason_in(reason) if reason.strip() else asked.reason
    if asked.kind == ASKED_EXTENSION:
        if to is not None:
            raise AnswerError("request.takes-no-unit", task=name_of(task))
        assert asked.to is not None
        return _told(act, answers.extend(act, ref, new_day=new_day or asked.to, reason=reason))
    if new_day is not None:
        raise AnswerError("request.takes-no-day", task=name_of(task))
    if to is not None:
        to = _other(act, task, to)
        return answers.reassign(act, ref, to=to, reason=reason)
    return answers.waive(act, ref, reason=reason)


def refuse(act: Act, ref: TaskRef, *, reason: str) -> Answer:
    """Turns down what the unit asked for, with the reason that it reads in its next mail. The task goes on as
    it was. AnswerError where nothing waits."""
    reason = reason_in(reason)
    task, asked = _asked(act, ref)
    # What the request held back is looked at again in the next round.
    event = act.event(REFUSED, reason, {"asked": asked.kind})
    return Answer(_recorded(act, task, event, next_action_at=act.now), REFUSED)


def pass_on(act: Act, ref: TaskRef, *, to: str, reason: str) -> Answer:
    """Passes a request on to the unit `to`, which is to decide it, with the reason; whoever asked reads that.

    It goes on waiting, and holds as long as it did. The same once more changes nothing. AnswerError where
    nothing waits and for the unit that asked; UnknownName for one that there is not.
    """
    reason = reason_in(reason)
    task, asked = _asked(act, ref)
    to = acting_unit(act.registry, _other(act, task, to), act.today)
    if (asked.decider, asked.said) == (to, reason):
        return Answer(task, PASSED_ON, changed=False)
    data = {"to": to, "asked": asked.kind, "request": asked.id}
    queries.put(act.s, f"{PASSED}{task.id}", to)
    return Answer(_recorded(act, task, act.event(PASSED_ON, reason, data)), PASSED_ON)


def _asked(act: Act, ref: TaskRef) -> tuple[Task, Request]:
    """The task and the request that waits; AnswerError where none does."""
    task = find(act, ref)
    assert task.id is not None
    asked = waiting(act.s, [task.id]).get(task.id) if task.state is TaskState.OPEN else None
    if asked is None:
        raise AnswerError("request.none-waits", task=name_of(task))
    return task, asked


def _other(act: Act, task: Task, typed: str) -> str:
    """The code of a unit that is not the one that asks; AnswerError for that one."""
    to = unit_named(act.registry, typed, act.today)
    if to == task.holder:
        raise AnswerError("request.same-unit", task=name_of(task), unit=to)
    return to


def _recorded(act: Act, task: Task, event: queries.Happening, **fields: Any) -> Task:
    """Compare-and-set: of two who answer at once, the second is told. The unit hears of it."""
    try:
        task = queries.change(act.s, task, TaskState.OPEN, event=event, **fields)
    except TransitionError as error:
        raise AnswerError(error.message) from error
    assert task.id is not None
    told = [(task.id, task.deadline_no, task.holder)]
    queries.add_notices(act.s, telling.notices(event.kind, told, act.now, nth=task.version))
    return task


def _told(act: Act, done: Answer) -> Answer:
    """A new deadline is told by its ladder's first rung; where that has none, by a notice of its own."""
    task = done.task
    assert task.id is not None
    if not any(rung.anchor is Anchor.OPEN for rung in act.registry.ladder(task.obligation).rungs):
        name = Began.EXTENDED.value
        rung = f"{name}~{task.version}"
        notice = queries.NewNotice(task.id, task.deadline_no, rung, Role.UNIT, task.holder, name, act.now)
        queries.add_notices(act.s, [notice])
    return done


def _open(act: Act, ref: TaskRef) -> Task:
    task = find(act, ref)
    if task.state is not TaskState.OPEN:
        raise not_so("request.only-open", task)
    return task


def _ask(act: Act, task: Task, kind: str, reason: str, data: dict[str, Any]) -> Answer:
    assert task.id is not None
    before = waiting(act.s, [task.id]).get(task.id)
    if before and (before.kind, before.reason, before.to) == (kind, reason, day_asked(data)):
        return Answer(task, kind, changed=False)
    queries.record(act.s, act.event(kind, reason, data), task.id)
    return Answer(task, kind)
