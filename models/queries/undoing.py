"""What was taken back: an event says so of another one, and neither is ever edited."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, exists, func, or_, select, update
from sqlalchemy.orm import Session

from models.states import MessageState
from models.tables import Event, Task
from models.tables import event as e
from models.tables import message as m
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


def free_untold(s: Session, task: Task, *, empty: str, silent_from: datetime | None = None) -> int:
    """Takes the rungs of the task's deadline out of the mails that did not tell them, so that the next one
    does; answers how many.

    Those are mails cancelled with the note `empty`, since nothing that they told was so any more; and, where
    the task was settled from `silent_from` until now, mails that left meanwhile with what else they told.
    """
    untold = and_(m.c.state == MessageState.CANCELLED, m.c.last_error == empty)
    if silent_from is not None:
        without = and_(m.c.state == MessageState.SENT, m.c.sent_at > silent_from)
        untold = or_(untold, and_(without, n.c.raised_at <= silent_from))
    freed = update(n).where(
        n.c.task_id == task.id,
        n.c.deadline_no == task.deadline_no,
        n.c.collapsed.is_(False),
        n.c.rung.not_like("%~%"),  # what tells of an event, or was sent again by hand, is told once
        exists().where(m.c.id == n.c.message_id, untold),
    )
    return len(s.execute(freed.values(message_id=None).returning(n.c.id)).all())
