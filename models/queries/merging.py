"""Merging: what has waited for one recipient over several days becomes one message, its newest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, delete, func, or_, select, update
from sqlalchemy.orm import Session

from models.queries import sets
from models.queries.sets import among, listed, one_of
from models.states import MessageState
from models.tables import message as m
from models.tables import notice as n
from models.tables import told_too as too

_WAY = func.coalesce(m.c.way, "")


def merge_waiting(s: Session, *, before: datetime, now: datetime, apart: Collection[str] = ()) -> int:
    """Of each recipient's waiting messages by one way, those queued before that instant go into its newest;
    answers how many did.

    They are cancelled, `merged_into` says into which, and their notices are carried by that one. A
    message whose claim has expired at `now` goes into it too, also a newer one, but nothing goes into that:
    it may have left. What
    somebody is sending is let alone, and so are messages of the kinds in `apart`.
    """
    database, kinds, given = sets.kind(s), tuple(sorted(apart)), {"before": before, "now": now}
    crowded = set(s.scalars(_crowded(kinds), given))
    if not crowded:
        return 0
    theirs = {"recipients": listed(database, crowded), "now": now}
    locked = s.execute(_waiting(database, kinds), theirs).all()
    newest = {(who, by): number for number, who, by, _, state in locked if state is MessageState.PENDING}
    old = [
        number
        for number, who, by, queued, _ in locked
        if queued < before and number != newest.get((who, by), number)
    ]
    if not old:
        return 0
    other = m.alias()
    into = (
        select(func.max(other.c.id))
        .where(other.c.recipient == m.c.recipient, func.coalesce(other.c.way, "") == _WAY)
        .where(among(s, other.c.id, sorted(newest.values())))
        .scalar_subquery()
    )
    # A short message that keeps its reason has been told by mail instead, which one that was merged has not.
    reason = case((m.c.way.is_(None), m.c.last_error))
    ended = {
        "state": MessageState.CANCELLED, "merged_into": into, "last_error": reason,
        "claimed_by": None, "claimed_until": None,
    }  # fmt: skip
    s.execute(update(m).where(among(s, m.c.id, old)).values(ended))
    # What had been merged into one of these has gone on with it.
    further = select(other.c.merged_into).where(other.c.id == m.c.merged_into).scalar_subquery()
    s.execute(update(m).where(among(s, m.c.merged_into, old)).values(merged_into=further))
    carried = select(m.c.merged_into).where(m.c.id == n.c.message_id).scalar_subquery()
    s.execute(update(n).where(among(s, n.c.message_id, old)).values(message_id=carried))
    _tell_elsewhere(s, old)
    return len(old)


def _waits(apart: tuple[str, ...]) -> ColumnElement[bool]:
    expired = and_(m.c.state == MessageState.SENDING, m.c.claimed_until <= bindparam("now"))
    return and_(
        or_(m.c.state == MessageState.PENDING, expired),
        m.c.held_by.is_(None),
        m.c.kept_by.is_(None),
        m.c.kind.not_in(apart),
    )


@cache
def _crowded(apart: tuple[str, ...]) -> Select[Any]:
    """The recipients of several waiting messages by one way, one of them queued before an instant.

    By itself, since a database that does not know yet how much a morning has queued would count them all
    again for each message.
    """
    query = select(m.c.recipient).where(_waits(apart)).group_by(m.c.recipient, _WAY)
    return query.having(func.count() > 1, func.min(m.c.queued_at) < bindparam("before"))


@cache
def _waiting(database: str, apart: tuple[str, ...]) -> Select[Any]:
    """The waiting messages of some recipients."""
    return (
        select(m.c.id, m.c.recipient, _WAY, m.c.queued_at, m.c.state)
        .where(_waits(apart), one_of(database, m.c.recipient, "recipients"))
        .order_by(m.c.id)
        .with_for_update(skip_locked=True)
    )


def _tell_elsewhere(s: Session, old: Collection[int]) -> None:
    """What these messages told beside others is told by the ones into which they were merged."""
    further = too.alias()
    into = select(m.c.merged_into).where(m.c.id == too.c.message_id).correlate(too).scalar_subquery()
    has_it = (
        select(further.c.notice_id)
        .join(m, m.c.merged_into == further.c.message_id)
        .where(m.c.id == too.c.message_id, further.c.notice_id == too.c.notice_id)
        .correlate(too)
        .exists()
    )
    s.execute(update(too).where(among(s, too.c.message_id, old), ~has_it).values(message_id=into))
    s.execute(delete(too).where(among(s, too.c.message_id, old)))


def merged_rounds(s: Session, ids: Collection[int], *, kind: str) -> dict[int, list[str]]:
    """The rounds of that kind whose messages were merged into these, by id, oldest first."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    database = sets.kind(s)
    for into, key in s.execute(_merged(database), {"ids": listed(database, ids), "kind": kind}):
        found[into].append(key)
    return found


@cache
def _merged(database: str) -> Select[Any]:
    into = one_of(database, m.c.merged_into, "ids")
    query = select(m.c.merged_into, m.c.round_key).where(into, m.c.kind == bindparam("kind"))
    return query.order_by(m.c.id)
