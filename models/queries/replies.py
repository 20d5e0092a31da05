"""Mails that arrived in the mailbox of replies: each recorded once, and the answers to them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from models.queries.sets import among, insert_new
from models.states import MessageState, ReplyState
from models.tables import Message, Reply
from models.tables import message as m
from models.tables import notice as n
from models.tables import reply as r

ANSWER_TRIES = 5
"""So often the answer to a reply is tried."""


def add_reply(s: Session, mailbox: str, place: str, at: datetime) -> Reply | None:
    """Takes the mail at that place to be read in this transaction; None when it has been read already."""
    fixed = {"state": ReplyState.UNREADABLE, "sender_name": "", "subject": "", "text": "", "heard": {}}
    more = {"answer_tries": 0, "decided_by": "", "reason": ""}
    row = {"mailbox": mailbox, "place": place, "read_at": at, **fixed, **more}
    if s.execute(insert_new(s, r).values(row).returning(r.c.id)).first() is None:
        return None
    return s.scalars(select(Reply).where(r.c.mailbox == mailbox, r.c.place == place)).one()


def places_read(s: Session, mailbox: str) -> set[str]:
    """Where every mail lay that was read in this mailbox."""
    return set(s.scalars(select(r.c.place).where(r.c.mailbox == mailbox)))


def replies(s: Session, *, states: Collection[ReplyState] = (), limit: int | None = 200) -> list[Reply]:
    """Replies in these states (none: in any), newest first."""
    query = _newest(tuple(sorted(states)))
    return list(s.scalars(query if limit is None else query.limit(limit)))


@cache
def _newest(states: tuple[ReplyState, ...]) -> Select[Any]:
    query = select(Reply).order_by(r.c.id.desc())
    return query.where(r.c.state.in_(states)) if states else query


def reply_counts(s: Session, *, since: datetime) -> dict[ReplyState, int]:
    """How many mails that were read since then are in which state."""
    rows = s.execute(select(r.c.state, func.count()).where(r.c.read_at >= since).group_by(r.c.state))
    return {row[0]: row[1] for row in rows}


def reply_seen(s: Session, header: str, sender: str, *, but: int) -> bool:
    """Whether a mail with that Message-ID from that sender was read before as a reply."""
    query = select(r.c.id).where(r.c.message_id_header == header, r.c.sender == sender, r.c.id != but)
    return s.scalar(query.limit(1)) is not None


def replies_of(s: Session, header: str, sender: str) -> list[Reply]:
    """What was read under that Message-ID from that sender, newest first; nothing for a mail without one."""
    if not header:
        return []
    query = select(Reply).where(r.c.message_id_header == header, r.c.sender == sender)
    return list(s.scalars(query.order_by(r.c.id.desc())))


def sent_messages(s: Session, headers: Collection[str]) -> list[Message]:
    """The mails of ours with these Message-IDs that have left, in no order."""
    if not headers:
        return []
    query = select(Message).where(among(s, m.c.message_id_header, headers), m.c.state == MessageState.SENT)
    return list(s.scalars(query))


def replies_answered(s: Session, headers: Collection[str]) -> list[Reply]:
    """The replies that were answered by us under these Message-IDs."""
    return list(s.scalars(select(Reply).where(among(s, r.c.answer_header, headers)))) if headers else []


def tasks_told(s: Session, message_id: int) -> list[int]:
    """The tasks that a mail told of, by id, also through those that were merged into it."""
    merged = select(m.c.id).where(m.c.merged_into == message_id)
    query = select(n.c.task_id).where(or_(n.c.message_id == message_id, n.c.message_id.in_(merged)))
    return sorted(set(s.scalars(query)))


def answers_since(s: Session, sender: str, since: datetime) -> int:
    """How many answers to that sender have been written since then."""
    query = select(func.count()).where(
        r.c.sender == sender, r.c.read_at >= since, r.c.answer_header.is_not(None)
    )
    return int(s.scalar(query) or 0)


def claim_answers(s: Session, now: datetime, *, until: datetime, limit: int = 50) -> list[Reply]:
    """Takes the answers that are due, so that nobody else sends them before `until`. Commit before
    sending."""
    due = (
        select(r.c.id)
        .where(r.c.answer_next_at <= now, r.c.answered_at.is_(None))
        .order_by(r.c.answer_next_at, r.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    taken = s.scalars(
        update(r)
        .where(r.c.id.in_(select(due.c.id)))
        .values(answer_next_at=until, answer_tries=r.c.answer_tries + 1)
        .returning(r.c.id)
    )
    ids = sorted(taken)
    return list(s.scalars(select(Reply).where(among(s, r.c.id, ids)).order_by(r.c.id))) if ids else []


def end_answer(s: Session, reply_id: int, **fields: Any) -> None:
    """Records how sending an answer ended: `answered_at`, or `answer_next_at` (none: given up)."""
    s.execute(update(r).where(r.c.id == reply_id).values(**fields))


def postpone_answer(s: Session, reply_id: int, *, at: datetime) -> None:
    """Gives an answer that was claimed back untried, to be sent at `at`; one that has left stays so."""
    s.execute(
        update(r)
        .where(r.c.id == reply_id, r.c.answered_at.is_(None), r.c.answer_next_at.is_not(None))
        .values(answer_next_at=at, answer_tries=r.c.answer_tries - 1)
    )
