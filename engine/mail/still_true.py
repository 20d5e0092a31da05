"""Whether what a notice says is still so: what was answered meanwhile is told to nobody."""

from __future__ import annotations

from datetime import date

from calendars.ladders import Role
from config.registry import Registry
from engine.mail import routing
from engine.tasks import telling
from engine.tasks.in_charge import in_place_of
from models import queries
from models.states import TaskState


def stands(registry: Registry, today: date, notice: queries.NoticeRow, task: queries.TaskRow) -> bool:
    """Whether the task is open, and its deadline and its people are those of the notice."""
    if notice.collapsed or task.state is not TaskState.OPEN or notice.deadline_no != task.deadline_no:
        return False
    if notice.role in (Role.UNIT, Role.HEAD):
        return routing.unit_code(notice.recipient) == task.holder
    owner = in_place_of(registry, task.owner, today)
    return notice.role is not Role.OWNER or notice.recipient == owner


def is_over(notice: queries.NoticeRow, task: queries.TaskRow) -> bool:
    """Whether it tells its unit that there is nothing more to do, and that is still so."""
    same = notice.deadline_no == task.deadline_no
    return same and telling.over(notice.reason, task.state, notice.recipient, task.holder)


def tells(registry: Registry, today: date, notice: queries.NoticeRow, task: queries.TaskRow) -> bool:
    """Whether a mail of that day would have anything to say of it: one that says that a task has ended says
    nothing of a task that is open."""
    named = telling.NAMED.get(notice.reason)
    if named is not None and named.ends:
        return is_over(notice, task)
    return stands(registry, today, notice, task)
