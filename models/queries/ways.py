"""Ways beside mail: what such a message tells, what becomes of it when it cannot leave, and which ways fail.

Which ways fail is kept as facts of the database, one for each recipient and way.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from models.queries.meta import fact, facts, forget, put
from models.queries.outbox import COLUMNS, MessageRow
from models.queries.sets import among
from models.states import MessageState
from models.tables import message as m
from models.tables import notice as n
from models.tables import told_too as too

_FAILING = "way-fails "


class FailingWay(NamedTuple):
    """A way that could not be reached at its last message: since when, and why, as a text of ours."""

    recipient: str
    way: str
    since: datetime
    said: str


def tell_too(s: Session, message_id: int, notice_ids: Collection[int]) -> int:
    """Lets a message that has not left yet tell these notices beside the one that carries them; answers how
    many it did not tell already, none when it has begun to leave."""
    pending = select(m.c.id).where(m.c.id == message_id, m.c.state == MessageState.PENDING).with_for_update()
    if s.execute(pending).first() is None:
        return 0
    told = select(too.c.notice_id).where(too.c.message_id == message_id)
    carried = n.c.message_id.is_not(None)
    here = select(n.c.id).where(among(s, n.c.id, notice_ids), carried, n.c.id.not_in(told))
    new = list(s.scalars(here))
    if new:
        s.execute(insert(too), [{"message_id": message_id, "notice_id": number} for number in new])
    return len(new)


def waiting_mail(s: Session, recipient: str, kind: str) -> MessageRow | None:
    """The recipient's newest mail of that kind that has not begun to leave."""
    query = select(*COLUMNS).where(
        m.c.recipient == recipient, m.c.state == MessageState.PENDING, m.c.way.is_(None), m.c.kind == kind
    )
    row = s.execute(query.order_by(m.c.id.desc()).limit(1).with_for_update()).first()
    return None if row is None else MessageRow._make(row)


def carries_alone(s: Session, message_id: int) -> bool:
    """Whether it carries notices, which then no mail does."""
    return s.execute(select(n.c.id).where(n.c.message_id == message_id).limit(1)).first() is not None


def mail_beside(s: Session, message_id: int) -> int | None:
    """The newest message that carries what this one tells too."""
    query = select(n.c.message_id).join(too, too.c.notice_id == n.c.id).where(too.c.message_id == message_id)
    return s.scalar(query.order_by(n.c.message_id.desc()).limit(1))


def hand_to_mail(s: Session, message_id: int, *, worker: str, reason: str, mail_id: int | None) -> bool:
    """Ends a claimed message that could not leave: that mail carries its notices from now on. False, and
    nothing changes, when the claim was taken over by another worker."""
    ended = (
        update(m)
        .where(m.c.id == message_id, m.c.state == MessageState.SENDING, m.c.claimed_by == worker)
        .values(
            state=MessageState.CANCELLED,
            last_error=reason,
            merged_into=mail_id,
            claimed_by=None,
            claimed_until=None,
        )
    )
    if s.execute(ended.returning(m.c.id)).first() is None:
        return False
    if mail_id is not None:
        s.execute(update(n).where(n.c.message_id == message_id).values(message_id=mail_id))
    return True


def way_fails(s: Session, recipient: str, way: str, *, at: datetime, said: str) -> None:
    """Remembers that it could not be reached at `at` (aware): the first time stands, the reason is the
    last."""
    key = f"{_FAILING}{recipient} {way}"
    standing = fact(s, key)
    since = json.loads(standing)["since"] if standing else at.isoformat()
    put(s, key, json.dumps({"since": since, "said": said}, ensure_ascii=False))


def way_answers(s: Session, recipient: str, way: str) -> None:
    """Forgets that: it has taken a message."""
    forget(s, [f"{_FAILING}{recipient} {way}"])


def failing_ways(s: Session) -> list[FailingWay]:
    """The ways that could not be reached at their last message, by recipient."""
    found = []
    for key, kept in sorted(facts(s, _FAILING).items()):
        recipient, way = key.removeprefix(_FAILING).split(" ")
        said = json.loads(kept)
        found.append(FailingWay(recipient, way, datetime.fromisoformat(said["since"]), said["said"]))
    return found


def told_beside(s: Session, notice_ids: Collection[int]) -> list[tuple[int, int]]:
    """(message, notice) of each of these notices that a further message tells beside the one that carries
    it."""
    query = select(too.c.message_id, too.c.notice_id).where(among(s, too.c.notice_id, notice_ids))
    return [(row[0], row[1]) for row in s.execute(query.order_by(too.c.message_id, too.c.notice_id))]
