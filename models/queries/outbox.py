"""The outbox: queueing messages once, claiming them with a lease, and recording how sending ended.

A message is claimed, which counts the attempt, in a transaction of its own before it is sent. A sender that
dies leaves a claim that expires, and the message is claimed again; a sender whose claim was taken over learns
so when it reports.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Connection,
    Integer,
    Select,
    Update,
    and_,
    bindparam,
    case,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from models.queries import sets
from models.queries.sets import add_new, among, aside, listed, one_of
from models.states import MessageState
from models.tables import Message
from models.tables import message as m


class NewMessage(NamedTuple):
    """A message to be queued. `address` is none when the recipient has no usable one."""

    recipient: str
    round_key: str
    kind: str
    message_id_header: str
    queued_at: datetime
    not_before: datetime
    address: str | None = None
    way: str | None = None


class MessageRow(NamedTuple):
    """A message as it is claimed and sent: the columns of `tables.Message`, not to be written to."""

    id: int
    round_key: str
    kind: str
    recipient: str
    address: str | None
    message_id_header: str
    state: MessageState
    not_before: datetime
    next_attempt_at: datetime
    attempts: int
    claimed_by: str | None
    claimed_until: datetime | None
    queued_at: datetime
    sent_at: datetime | None
    last_error: str | None
    subject: str | None
    way: str | None = None


COLUMNS = tuple(m.c[name] for name in MessageRow._fields)
_KNOWN = m.c.state.in_(list(MessageState))
FRESH: Mapping[str, Any] = {"state": MessageState.PENDING, "attempts": 0}


def queue_messages(s: Session, drafts: Iterable[NewMessage]) -> list[MessageRow]:
    """Queues each message that is not there yet (recipient, round, kind); returns all that were asked for,
    whether new or found, in their present state, ordered by recipient. One in a state that this version does
    not know is called dead here: it does not leave either.

    On PostgreSQL they stay locked until the transaction ends, so none begins to leave while notices are
    attached.
    """
    wanted = sorted(drafts)
    if not wanted:
        return []
    first_tries = [(*draft, draft.not_before) for draft in wanted]
    add_new(s, m, (*NewMessage._fields, "next_attempt_at"), first_tries, fixed=FRESH)
    keys = {(draft.recipient, draft.round_key, draft.kind) for draft in wanted}
    database = sets.kind(s)
    asked = {
        "rounds": listed(database, {draft.round_key for draft in wanted}),
        "kinds": listed(database, {draft.kind for draft in wanted}),
        "recipients": listed(database, {draft.recipient for draft in wanted}),
    }
    found = s.execute(_queued(database), asked)
    rows = (MessageRow._make(row) for row in found)
    return [row for row in rows if (row.recipient, row.round_key, row.kind) in keys]


@cache
def _queued(database: str) -> Select[Any]:
    state = case((_KNOWN, m.c.state), else_=MessageState.DEAD)
    return (
        select(*(state if each is m.c.state else each for each in COLUMNS))
        .where(
            one_of(database, m.c.round_key, "rounds"),
            one_of(database, m.c.kind, "kinds"),
            one_of(database, m.c.recipient, "recipients"),
        )
        .order_by(m.c.recipient, m.c.id)
        .with_for_update()
    )


def claim_messages(
    s: Session,
    now: datetime,
    *,
    worker: str,
    lease: timedelta,
    limit: int = 50,
    ids: Collection[int] | None = None,
    by_mail: bool | None = None,
) -> list[MessageRow]:
    """Takes up to `limit` messages that are due, or whose claim has expired, for `worker` until `now +
    lease`.

    Each is counted as an attempt already. Commit before sending. No two workers get the same message: on
    SQLite because the transaction holds the write lock, on PostgreSQL because rows that are locked are passed
    over. `by_mail`: only mails, or only what leaves by another way; None: both.
    """
    database = sets.kind(s)
    given: dict[str, Any] = {"now": now, "limit": limit, "worker": worker, "until": now + lease}
    if ids is not None:
        given["ids"] = listed(database, ids)
    claimed = s.execute(_claiming(database, named=ids is not None, by_mail=by_mail), given)
    return sorted((MessageRow._make(row) for row in claimed), key=lambda row: (row.next_attempt_at, row.id))


@cache
def _claiming(database: str, *, named: bool, by_mail: bool | None) -> Update:
    # Of those that are named, not one after the other of all that wait.
    state = aside(m.c.state) if named else m.c.state
    now = bindparam("now", type_=m.c.next_attempt_at.type)
    waiting = and_(
        state == MessageState.PENDING,
        m.c.next_attempt_at <= now,
        m.c.held_by.is_(None),
        m.c.kept_by.is_(None),
    )
    expired = and_(state == MessageState.SENDING, m.c.claimed_until <= now)
    due = select(m.c.id).where(or_(waiting, expired)).order_by(m.c.next_attempt_at, m.c.id)
    due = due.limit(bindparam("limit", type_=Integer()))
    if named:
        due = due.where(one_of(database, m.c.id, "ids"))
    if by_mail is not None:
        due = due.where(m.c.way.is_(None) if by_mail else m.c.way.is_not(None))
    # A CTE, which PostgreSQL runs once: as a sub-query it may be run again and claim more than `limit`.
    picked = due.with_for_update(skip_locked=True).cte("picked")
    taken = {
        "state": MessageState.SENDING,
        "attempts": m.c.attempts + 1,
        "claimed_by": bindparam("worker", type_=m.c.claimed_by.type),
        "claimed_until": bindparam("until", type_=m.c.claimed_until.type),
    }
    return update(m).where(m.c.id.in_(select(picked.c.id))).values(**taken).returning(*COLUMNS)


def renew_claims(s: Session, ids: Collection[int], *, worker: str, until: datetime) -> list[int]:
    """Extends `worker`'s claims; returns those it still has."""
    kept = update(m).where(among(s, m.c.id, ids), *_claimed_by(worker)).values(claimed_until=until)
    return sorted(s.scalars(kept.returning(m.c.id)))


def mark_sent(
    s: Session | Connection,
    message_id: int,
    *,
    worker: str,
    at: datetime,
    subject: str | None = None,
    address: str | None = None,
    answers: Mapping[str, str] | None = None,
) -> bool:
    """Records that it was sent, with the server's `answers` by address. False, and nothing changes, when the
    claim was taken over by another worker."""
    fields: dict[str, Any] = {"state": MessageState.SENT, "sent_at": at, "last_error": None}
    fields |= _answered(answers)
    if subject is not None:
        fields["subject"] = subject
    if address is not None:
        fields["address"] = address
    return _end_claim(s, message_id, worker, fields)


def mark_failed(
    s: Session,
    message_id: int,
    *,
    worker: str,
    error: str,
    retry_at: datetime,
    answers: Mapping[str, str] | None = None,
) -> bool:
    """Puts it back to be tried at `retry_at`. False when the claim was taken over."""
    again = {"state": MessageState.PENDING, "next_attempt_at": retry_at}
    return _end_claim(s, message_id, worker, {**again, "last_error": error, **_answered(answers)})


def mark_dead(
    s: Session, message_id: int, *, worker: str, error: str, answers: Mapping[str, str] | None = None
) -> bool:
    """Gives it up: it stays on the dead-letter list until somebody revives it. False when the claim was taken
    over."""
    given_up = {"state": MessageState.DEAD, "last_error": error}
    return _end_claim(s, message_id, worker, {**given_up, **_answered(answers)})


def _answered(answers: Mapping[str, str] | None) -> dict[str, Any]:
    return {"answers": dict(answers)} if answers else {}


def mark_cancelled(s: Session, message_id: int, *, worker: str, reason: str) -> bool:
    """Drops a claimed message that has nothing left to say. False when the claim was taken over."""
    return _end_claim(s, message_id, worker, {"state": MessageState.CANCELLED, "last_error": reason})


def release(s: Session, ids: Collection[int], *, worker: str) -> int:
    """Gives claims back untried, attempts uncounted (the sender is shutting down); how many it still had."""
    back = (
        update(m)
        .where(among(s, m.c.id, ids), *_claimed_by(worker))
        .values(state=MessageState.PENDING, attempts=m.c.attempts - 1, claimed_by=None, claimed_until=None)
    )
    return len(s.scalars(back.returning(m.c.id)).all())


def revive(s: Session, ids: Collection[int], *, at: datetime) -> int:
    """Puts messages back that are dead or were cancelled, to be tried afresh from `at` on, as if they had
    been queued for it: neither their attempts nor their age count any more. Returns how many were either."""
    back = (
        update(m)
        .where(among(s, m.c.id, ids), m.c.state.in_((MessageState.DEAD, MessageState.CANCELLED)))
        .values(
            state=MessageState.PENDING,
            attempts=0,
            kept_by=None,
            not_before=at,
            next_attempt_at=at,
            # Why it was given up stays to be read; why it was cancelled is no longer so.
            last_error=case((m.c.state == MessageState.DEAD, m.c.last_error)),
        )
    )
    return len(s.execute(back.returning(m.c.id)).all())


def drop_waiting(s: Session, ids: Collection[int], *, note: str) -> list[int]:
    """Cancels those of these messages that wait and that nobody is sending, with that note; answers them in
    order."""
    dropped = (
        update(m)
        .where(among(s, m.c.id, ids), m.c.state == MessageState.PENDING)
        .values(state=MessageState.CANCELLED, last_error=note)
    )
    return sorted(s.scalars(dropped.returning(m.c.id)))


def take_waiting(s: Session, at: datetime, *, until: datetime | None = None) -> list[MessageRow]:
    """Takes what waits out of the outbox as if it had been sent at `at`, in order of recipient; with `until`
    only what may have left by then. For rehearsals: nothing is sent.
    """
    waits, given = (_WAITS, {}) if until is None else (_WAITS_UNTIL, {"until": until})
    found = [MessageRow._make(row) for row in s.execute(waits, given)]
    if found:
        database = sets.kind(s)
        s.execute(_taking(database), {"ids": listed(database, [each.id for each in found]), "at": at})
    return sorted(found, key=lambda each: (each.recipient, each.id))


_WAITS = select(*COLUMNS).where(
    m.c.state == MessageState.PENDING, m.c.held_by.is_(None), m.c.kept_by.is_(None)
)
_WAITS_UNTIL = _WAITS.where(m.c.next_attempt_at <= bindparam("until"))


@cache
def _taking(database: str) -> Update:
    taken = update(m).where(one_of(database, m.c.id, "ids"))
    return taken.values(state=MessageState.SENT, sent_at=bindparam("at"))


def outbox_rows(
    s: Session,
    *,
    state: MessageState | Collection[MessageState] | None = None,
    recipient: str | None = None,
    round_key: str | None = None,
    limit: int | None = 200,
) -> list[Message]:
    """Messages, newest first; without those in a state that this version does not know (`dondoc doctor`)."""
    query = select(Message).where(_KNOWN).order_by(m.c.id.desc()).limit(limit)
    if state is not None:
        query = query.where(m.c.state.in_([state] if isinstance(state, MessageState) else list(state)))
    if recipient is not None:
        query = query.where(m.c.recipient == recipient)
    if round_key is not None:
        query = query.where(m.c.round_key == round_key)
    return list(s.scalars(query))


def messages_by_id(s: Session, ids: Collection[int]) -> dict[int, Message]:
    """The messages with these ids, by id."""
    if not ids:
        return {}
    return {
        row.id: row for row in s.scalars(select(Message).where(among(s, m.c.id, ids))) if row.id is not None
    }


def _claimed_by(worker: str | BindParameter[str]) -> tuple[Any, ...]:
    return (m.c.state == MessageState.SENDING, m.c.claimed_by == worker)


def _end_claim(s: Session | Connection, message_id: int, worker: str, fields: dict[str, Any]) -> bool:
    given = {f"new_{name}": value for name, value in fields.items()}
    ended: Any = s.execute(_ending(tuple(fields)), {"message_id": message_id, "worker": worker, **given})
    return bool(ended.rowcount)


@cache
def _ending(fields: tuple[str, ...]) -> Any:
    new = {name: bindparam(f"new_{name}", type_=m.c[name].type) for name in fields}
    return (
        update(m)
        .where(m.c.id == bindparam("message_id"), *_claimed_by(bindparam("worker")))
        .values(**new, claimed_by=None, claimed_until=None)
    )
