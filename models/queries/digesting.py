"""What a morning's mails are made of, part by part: the notices that wait, and the mails of one round."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from models.queries import sets
from models.queries.noticing import STILL_WAITING, WAITING
from models.queries.outbox import FRESH
from models.queries.sets import add_new, aside, listed, one_of
from models.states import MessageState
from models.tables import message as m
from models.tables import notice as n
from models.tables import task as t


class Unsent(NamedTuple):
    """A notice that no message carries yet, with what a digest asks about its task."""

    id: int
    task_id: int
    recipient: str
    rung: str
    reason: str
    obligation: str
    owner: str


def unsent_parts(s: Session, size: int) -> Iterator[list[Unsent]]:
    """All `unsent_notices`, so many at a time; messages may take those of one part before the next is
    read."""
    ids = sets.numbers(s, _UNSENT_IDS)
    database = sets.kind(s)
    for start in range(0, len(ids), size):
        part = s.execute(_unsent_of(database), {"ids": listed(database, ids[start : start + size])})
        yield [Unsent._make(row) for row in part.all()]


_UNSENT_IDS = select(n.c.id).where(WAITING).order_by(n.c.recipient, n.c.id)


@cache
def _unsent_of(database: str) -> Select[Any]:
    return (
        select(n.c.id, n.c.task_id, n.c.recipient, n.c.rung, n.c.reason, t.c.obligation, t.c.owner)
        .join(t, t.c.id == n.c.task_id)
        .where(one_of(database, n.c.id, "ids"), STILL_WAITING)
        .order_by(n.c.recipient, n.c.id)
        .with_for_update(of=n, skip_locked=True)
    )


class Draft(NamedTuple):
    """What tells a message from the others of its round and kind."""

    recipient: str
    message_id_header: str
    address: str | None


def queue_alike(
    s: Session,
    drafts: Collection[Draft],
    *,
    round_key: str,
    kind: str,
    queued_at: datetime,
    not_before: datetime,
) -> dict[str, int]:
    """`queue_messages` for many of one round and kind: answers by recipient the messages, new or found, that
    have not begun to leave."""
    if not drafts:
        return {}
    instants = {"queued_at": queued_at, "not_before": not_before, "next_attempt_at": not_before}
    fixed = {**FRESH, **instants, "round_key": round_key, "kind": kind}
    added = add_new(s, m, Draft._fields, sorted(drafts), m.c.recipient, m.c.id, fixed=fixed)
    found = {row.recipient: row.id for row in added.rows}
    if before := [draft.recipient for draft in drafts if draft.recipient not in found]:
        database = sets.kind(s)
        asked = {"round_key": round_key, "kind": kind, "recipients": listed(database, before)}
        found |= {row.recipient: row.id for row in s.execute(_queued_alike(database), asked).all()}
    return found


@cache
def _queued_alike(database: str) -> Select[Any]:
    return (
        select(m.c.recipient, m.c.id)
        .where(
            one_of(database, m.c.recipient, "recipients"),
            m.c.round_key == bindparam("round_key"),
            m.c.kind == bindparam("kind"),
            aside(m.c.state) == MessageState.PENDING,
        )
        .with_for_update()
    )
