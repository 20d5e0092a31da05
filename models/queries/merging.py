"""Merging: what has waited for one recipient over several days becomes one message, its newest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from models.queries.sets import among
from models.states import MessageState
from models.tables import message as m
from models.tables import notice as n


def merge_waiting(s: Session, *, before: datetime, apart: Collection[str] = ()) -> int:
    """Of each recipient's waiting messages, those queued before that instant go into its newest; answers how
    many did.

    They are cancelled, `merged_into` says into which, and their notices are carried by that one. What has
    begun to leave is let alone, and so are messages of the kinds in `apart`.
    """
    waiting = and_(m.c.state == MessageState.PENDING, m.c.kind.not_in(apart))
    crowded = (
        select(m.c.recipient)
        .where(waiting)
        .group_by(m.c.recipient)
        .having(func.count() > 1, func.min(m.c.queued_at) < before)
    )
    locked = s.execute(
        select(m.c.id, m.c.recipient, m.c.queued_at)
        .where(waiting, m.c.recipient.in_(crowded))
        .order_by(m.c.id)
        .with_for_update(skip_locked=True)
    ).all()
    newest = {recipient: number for number, recipient, _ in locked}
    old = [number for number, who, queued in locked if queued < before and number != newest[who]]
    if not old:
        return 0
    other = m.alias()
    into = (
        select(func.max(other.c.id))
        .where(other.c.recipient == m.c.recipient, among(s, other.c.id, sorted(newest.values())))
        .scalar_subquery()
    )
    s.execute(update(m).where(among(s, m.c.id, old)).values(state=MessageState.CANCELLED, merged_into=into))
    # What had been merged into one of these has gone on with it.
    further = select(other.c.merged_into).where(other.c.id == m.c.merged_into).scalar_subquery()
    s.execute(update(m).where(among(s, m.c.merged_into, old)).values(merged_into=further))
    carried = select(m.c.merged_into).where(m.c.id == n.c.message_id).scalar_subquery()
    s.execute(update(n).where(among(s, n.c.message_id, old)).values(message_id=carried))
    return len(old)


def merged_rounds(s: Session, ids: Collection[int], *, kind: str) -> dict[int, list[str]]:
    """The rounds of that kind whose messages were merged into these, by id, oldest first."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    query = (
        select(m.c.merged_into, m.c.round_key)
        .where(among(s, m.c.merged_into, ids), m.c.kind == kind)
        .order_by(m.c.id)
    )
    for into, key in s.execute(query):
        found[into].append(key)
    return found
