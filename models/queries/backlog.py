"""The outbox in figures."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from models.states import MessageState
from models.tables import message as m
from models.types import unknown


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


class Backlog(NamedTuple):
    """What of the outbox has not left, as in `OutboxCounts`."""

    waiting: int
    scheduled: int
    sending: int

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


def outbox_counts(s: Session, now: datetime) -> OutboxCounts:
    """How many messages are in which state at `now`, and since when the oldest due one has been waiting."""
    found = {state: (number, waiting, since) for state, number, waiting, since in s.execute(_all(), _at(now))}
    pending, waiting, oldest = found.pop(MessageState.PENDING)
    every, _, _ = found.pop(None)
    count = {state: number for state, (number, _, _) in found.items()}
    return OutboxCounts(
        waiting=waiting,
        scheduled=pending - waiting,
        sending=count.get(MessageState.SENDING, 0),
        sent=every - pending - sum(count.values()),
        dead=count.get(MessageState.DEAD, 0),
        cancelled=count.get(MessageState.CANCELLED, 0),
        oldest_waiting=oldest,
    )


def not_sent(s: Session, now: datetime, *, by_mail: bool) -> Backlog:
    """How many have not left at `now`; `by_mail`: see `claim_messages`."""
    waiting, pending, sending = s.execute(_not_sent(by_mail), _at(now)).one()
    return Backlog(waiting, pending - waiting, sending)


def _at(now: datetime) -> dict[str, datetime]:
    return {"now": now}


def _due() -> ColumnElement[bool]:
    return and_(m.c.next_attempt_at <= bindparam("now"), m.c.held_by.is_(None), m.c.kept_by.is_(None))


@cache
def _all() -> CompoundSelect[Any]:
    """What was sent, which is nearly everything after a year, is what is left of all: nobody looks at it, and
    a database counts its rows without reading them. What is in no known state is not in the figures."""
    waits = func.coalesce(func.sum(case((_due(), 1), else_=0)), 0)
    pending = literal(MessageState.PENDING, m.c.state.type)
    nobody = (literal(0), null())
    others = m.c.state.in_((MessageState.SENDING, MessageState.DEAD, MessageState.CANCELLED))
    every = select(func.count()).select_from(m).scalar_subquery()
    stray = select(func.count()).where(unknown(m.c.state)).scalar_subquery()
    return union_all(
        select(pending, func.count(), waits, func.min(case((_due(), m.c.not_before)))).where(
            m.c.state == MessageState.PENDING
        ),
        select(m.c.state, func.count(), *nobody).where(others).group_by(m.c.state),
        select(null(), every - stray, *nobody),
    )


@cache
def _not_sent(by_mail: bool) -> Any:
    def number(which: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((which, 1), else_=0)), 0)

    pending, sending = m.c.state == MessageState.PENDING, m.c.state == MessageState.SENDING
    return select(number(and_(pending, _due())), number(pending), number(sending)).where(
        m.c.state.in_((MessageState.PENDING, MessageState.SENDING)),
        m.c.way.is_(None) if by_mail else m.c.way.is_not(None),
    )
