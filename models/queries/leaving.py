"""In which order the mails of a delivery leave."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from models.states import MessageState, TaskState
from models.tables import message as m
from models.tables import notice as n
from models.tables import task as t


def in_order(s: Session, now: datetime) -> list[int]:
    """The mails that are due at `now`: first those of what is longest overdue, then of what is due soonest,
    last those that tell of no open task."""
    return list(s.scalars(_in_order(), {"now": now}))


@cache
def _in_order() -> Select[Any]:
    due = or_(
        and_(m.c.state == MessageState.PENDING, m.c.next_attempt_at <= bindparam("now")),
        and_(m.c.state == MessageState.SENDING, m.c.claimed_until <= bindparam("now")),
    )
    told = and_(n.c.message_id == m.c.id, n.c.collapsed.is_(False))
    first = func.min(t.c.late_from)
    return (
        select(m.c.id)
        .outerjoin(n, told)
        .outerjoin(t, and_(t.c.id == n.c.task_id, t.c.state == TaskState.OPEN))
        .where(due, m.c.way.is_(None), m.c.held_by.is_(None), m.c.kept_by.is_(None))
        .group_by(m.c.id)
        .order_by(first.is_(None), first, m.c.id)
    )
