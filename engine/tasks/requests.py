"""What units asked about their tasks and nobody has answered: read from the events.

A request is an event of its open task and changes nothing by itself. It waits until a later event settles it:
the extension, the other unit, the waiver, the report itself, or a refusal with its reason.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from calendars.errors import WhenError
from config.registry import Registry
from engine.tasks.days import local_day
from models import queries
from models.states import ASKED as ASKED
from models.states import ASKED_EXTENSION as ASKED_EXTENSION
from models.states import ASKED_RELEASE as ASKED_RELEASE
from models.states import Began, TaskState
from models.tables import Task

REFUSED, PASSED_ON = "request-refused", "request-passed-on"
PASSED = "request-passed "
"""The facts by which the requests that were passed on are found without looking through the events: behind it
the task's number."""
SETTLING = frozenset(
    {REFUSED, Began.EXTENDED.value, Began.MOVED.value, "reassigned", "submitted", "waived", "withdrawn"}
)
"""The kinds of events after which no request waits."""
_HANDED_OVER = "handed-over"
"""A merger settles that a task was not the old unit's own. Time is asked for all the same: whoever takes the
task over asked nothing anew, and would be told above on its first morning."""


_ASKING = queries.Asking(SETTLING, ASKED_RELEASE, _HANDED_OVER)


@dataclass(frozen=True, slots=True)
class Request:
    """What a unit asks about one of its tasks and nobody has answered. `id` is that of its event: two of the
    same instant are two.

    `to` is the day it asks for, `decider` the unit that it was passed on to, with what was said to it; '' is
    whoever is in charge.
    """

    id: int
    task_id: int
    kind: str
    at: datetime
    actor: str
    reason: str
    to: date | None = None
    decider: str = ""
    said: str = ""
    passed: int | None = None
    """The event that passed it on."""


def waiting(s: Session, ids: Collection[int]) -> dict[int, Request]:
    """The request that waits for an answer, by task id; tasks without one are left out."""
    last = queries.newest_events(s, ids, ASKED | SETTLING)
    asked = {task_id: event for task_id, event in last.items() if event.kind in ASKED}
    released = [task_id for task_id, event in asked.items() if event.kind == ASKED_RELEASE]
    handed = queries.newest_events(s, released, {_HANDED_OVER}) if released else {}
    asked = {key: each for key, each in asked.items() if key not in handed or handed[key].id < each.id}
    passed = queries.newest_events(s, asked, {PASSED_ON}) if asked else {}
    return {task_id: _request(event, passed.get(task_id)) for task_id, event in asked.items()}


def _request(asked: queries.EventRow, passed: queries.EventRow | None) -> Request:
    made = Request(
        asked.id, asked.task_id, asked.kind, asked.at, asked.actor, asked.reason, day_asked(asked.data)
    )
    if passed is None or passed.data.get("request", passed.id) < asked.id:  # that was an earlier request
        return made
    return replace(made, decider=passed.data["to"], said=passed.reason, passed=passed.id)


def all_waiting(s: Session) -> list[tuple[Task, Request]]:
    """Every request that waits, with its open task, the oldest request first."""
    tasks = {task.id: task for task in queries.tasks_with_events(s, ASKED, state=TaskState.OPEN)}
    found = waiting(s, [task_id for task_id in tasks if task_id is not None])
    return [(tasks[each.task_id], each) for each in sorted(found.values(), key=lambda each: each.at)]


def waiting_page(s: Session, *, limit: int, offset: int) -> list[tuple[queries.TaskRow, Request]]:
    """A page of what `all_waiting` answers; nothing else is read."""
    asked = queries.asked_page(s, _ASKING, limit=limit, offset=offset)
    ids = [event.task_id for event in asked]
    tasks = queries.tasks_by_id(s, ids)
    passed = queries.newest_events(s, ids, {PASSED_ON})
    return [(tasks[each.task_id], _request(each, passed.get(each.task_id))) for each in asked]


def waiting_count(s: Session) -> int:
    """How many requests wait."""
    return queries.asked_count(s, _ASKING)


def concerned(s: Session, task: Task) -> list[tuple[int, int, str]]:
    """Who holds the task and is to hear of what becomes of it, as `queries.told_of` answers: it has had mail
    about it, or asks something about it."""
    assert task.id is not None
    told = queries.told_of(s, [task.id])
    if not told and task.state is TaskState.OPEN and waiting(s, [task.id]):
        return [(task.id, task.deadline_no, task.holder)]
    return told


def held_until(registry: Registry, request: Request) -> datetime:
    """Until when a request that nobody answers holds back what goes above the unit: the morning after so many
    working days as the office says. Aware, UTC."""
    office, asked = registry.office, local_day(registry, request.at)
    try:
        day = registry.calendar.shift(asked, office.request_hold)
    except WhenError:  # beyond the calendar: nothing is held
        return request.at
    return datetime.combine(day, office.morning, office.zone).astimezone(UTC)


def day_asked(data: dict[str, Any]) -> date | None:
    """The day that a request asks for, from its event's data."""
    return date.fromisoformat(data["to"]) if "to" in data else None
