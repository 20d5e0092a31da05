"""What was taken back: an event says so of another one, and neither is ever edited."""

from __future__ import annotations

from sqlalchemy import ColumnElement, ScalarSelect, case, exists, func, select
from sqlalchemy.orm import Session

from models.tables import Event
from models.tables import event as e
from models.tables import notice as n
from models.tables import task as t

UNDONE = "undone"
"""The kind of the events that take an answer back; data: `event`, its number, and `what`, its kind."""


def stands() -> ColumnElement[bool]:
    """Of the events a query reads: those that nobody has taken back."""
    back = e.alias("back")
    return ~exists().where(
        back.c.task_id == e.c.task_id, back.c.kind == UNDONE, back.c.data["event"].as_integer() == e.c.id
    )


def standing_events(s: Session, task_id: int) -> list[Event]:
    """The events of a task that stand, oldest first: without what was taken back, and the taking back."""
    query = select(Event).where(e.c.task_id == task_id, e.c.kind != UNDONE, stands()).order_by(e.c.id)
    return list(s.scalars(query))


def fresh_deadline() -> ColumnElement[int]:
    """A number that no deadline of the task has had: one that was taken back has left notices under its."""
    used: ScalarSelect[int] = (
        select(func.coalesce(func.max(n.c.deadline_no), 0)).where(n.c.task_id == t.c.id).scalar_subquery()
    )
    return case((used > t.c.deadline_no, used), else_=t.c.deadline_no) + 1
