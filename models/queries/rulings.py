"""Rulings: what somebody has said about a mail before it leaves, and the messages that a person keeps."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from models.queries.sets import among
from models.states import MessageState
from models.tables import Message, Ruling
from models.tables import message as m
from models.tables import ruling as r


def rulings(s: Session, *, since: str) -> list[Ruling]:
    """Those that stand and were not taken up yet, of rounds from the local date `since` (ISO) on, by round
    and recipient."""
    stands = (r.c.taken_up_at.is_(None), r.c.ended_at.is_(None), r.c.round_key >= since)
    return list(s.scalars(select(Ruling).where(*stands).order_by(r.c.round_key, r.c.recipient, r.c.id)))


def ruling_taken_up(s: Session, number: int, *, at: datetime) -> None:
    """A round has done what it says."""
    s.execute(update(r).where(r.c.id == number).values(taken_up_at=at))


def waiting_of(s: Session, recipient: str, round_key: str, kind: str) -> list[int]:
    """The messages of that round and kind (and its short ones) to a recipient that have not left yet."""
    query = select(m.c.id).where(
        m.c.recipient == recipient,
        m.c.round_key == round_key,
        m.c.state == MessageState.PENDING,
        or_(m.c.kind == kind, m.c.kind.startswith(f"{kind}/", autoescape=True)),
    )
    return sorted(s.scalars(query))


def keep_waiting(s: Session, ids: Collection[int], *, by: str, note: str) -> list[int]:
    """Keeps those of these messages that wait until `by` or another releases them; answers them in order."""
    kept = (
        update(m)
        .where(among(s, m.c.id, ids), m.c.state == MessageState.PENDING)
        .values(kept_by=by, last_error=note)
    )
    return sorted(s.scalars(kept.returning(m.c.id)))


def let_go(s: Session, ids: Collection[int], *, at: datetime) -> list[int]:
    """Lets those of these messages that wait leave from `at` on, as if they had been queued for it; answers
    them in order. What a silence holds stays held."""
    free = (
        update(m)
        .where(among(s, m.c.id, ids), m.c.state == MessageState.PENDING, m.c.held_by.is_(None))
        .values(kept_by=None, last_error=None, not_before=at, next_attempt_at=at)
    )
    return sorted(s.scalars(free.returning(m.c.id)))


def kept_messages(s: Session) -> list[Message]:
    """The messages that a person keeps, oldest first."""
    query = select(Message).where(m.c.state == MessageState.PENDING, m.c.kept_by.is_not(None))
    return list(s.scalars(query.order_by(m.c.id)))
