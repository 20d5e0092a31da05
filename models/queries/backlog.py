"""The outbox in figures."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, case, func, select
from sqlalchemy.orm import Session

from models.states import MessageState
from models.tables import message as m


class OutboxCounts(NamedTuple):
    """The outbox in figures. `waiting` are due now; `scheduled` only later (quiet time, back-off,
    a silence)."""

    waiting: int
    scheduled: int
    sending: int
    sent: int
    dead: int
    cancelled: int
    oldest_waiting: datetime | None

    @property
    def due(self) -> bool:
        """Something may be sent now: what waits, or what another has claimed and may have let go."""
        return self.waiting + self.sending > 0

    @property
    def still(self) -> int:
        """How many are neither sent nor given up."""
        return self.waiting + self.scheduled + self.sending


def queued_since(s: Session, at: datetime) -> list[int]:
    """The messages that have not left and were queued at that instant or later."""
    waits = m.c.state.in_((MessageState.PENDING, MessageState.SENDING))
    return list(s.scalars(select(m.c.id).where(waits, m.c.queued_at >= at)))


def outbox_counts(s: Session, now: datetime, *, by_mail: bool | None = None) -> OutboxCounts:
    """How many messages are in which state at `now`, and since when the oldest due one has been waiting;
    `by_mail`: see `claim_messages`."""
    rows = s.execute(_by_state(by_mail), {"now": now}).all()
    count = {state: number for state, number, _, _ in rows}
    waiting, oldest = next(
        ((number, since) for state, _, number, since in rows if state is MessageState.PENDING), (0, None)
    )
    return OutboxCounts(
        waiting=waiting,
        scheduled=count.get(MessageState.PENDING, 0) - waiting,
        sending=count.get(MessageState.SENDING, 0),
        sent=count.get(MessageState.SENT, 0),
        dead=count.get(MessageState.DEAD, 0),
        cancelled=count.get(MessageState.CANCELLED, 0),
        oldest_waiting=oldest,
    )


@cache
def _by_state(by_mail: bool | None) -> Select[Any]:
    chosen = [] if by_mail is None else [m.c.way.is_(None) if by_mail else m.c.way.is_not(None)]
    due = and_(
        m.c.state == MessageState.PENDING,
        m.c.next_attempt_at <= bindparam("now"),
        m.c.held_by.is_(None),
        m.c.kept_by.is_(None),
    )
    return (
        select(
            m.c.state,
            func.count(),
            func.coalesce(func.sum(case((due, 1), else_=0)), 0),
            func.min(case((due, m.c.not_before))),
        )
        .where(*chosen, m.c.state.in_(list(MessageState)))
        .group_by(m.c.state)
    )
