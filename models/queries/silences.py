"""Silences: set, ended, looked up; and which messages and notices wait for one to end."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from models.queries.noticing import COLUMNS as NOTICE
from models.queries.noticing import NoticeRow
from models.queries.sets import among, kind, listed, numbers, one_of
from models.states import MessageState
from models.tables import message as m
from models.tables import notice as n
from models.tables import silence as q
from models.tables import told_too as too


class SilenceRow(NamedTuple):
    """A silence: the columns of `tables.Silence`."""

    id: int
    unit: str | None
    obligation: str | None
    document: str | None
    starts_at: datetime
    ends_at: datetime
    reason: str
    set_at: datetime
    set_by: str
    ended_at: datetime | None
    ended_by: str
    ended_reason: str


_COLUMNS = tuple(q.c[name] for name in SilenceRow._fields)
_LATEST = select(*_COLUMNS).order_by(q.c.ends_at.desc(), q.c.id.desc())
_NOT_ENDED = _LATEST.where(q.c.ended_at.is_(None), q.c.ends_at > bindparam("after"))
_HELD = (
    select(m.c.id, m.c.recipient, m.c.held_by)
    .where(m.c.state == MessageState.PENDING, m.c.held_by.is_not(None))
    .order_by(m.c.id)
)


def add_silence(s: Session, row: SilenceRow) -> SilenceRow:
    """Records it (its `id` is not looked at); answers it with its number."""
    values = {name: value for name, value in row._asdict().items() if name != "id"}
    return SilenceRow._make(s.execute(insert(q).values(values).returning(*_COLUMNS)).one())


def end_silence(s: Session, number: int, *, at: datetime, by: str, reason: str) -> SilenceRow | None:
    """Ends it at `at`, unless it has ended by then: None."""
    ended = (
        update(q)
        .where(q.c.id == number, q.c.ended_at.is_(None), q.c.ends_at > at)
        .values(ended_at=at, ended_by=by, ended_reason=reason)
    )
    row = s.execute(ended.returning(*_COLUMNS)).first()
    return None if row is None else SilenceRow._make(row)


def silences(s: Session, *, after: datetime | None = None, limit: int | None = None) -> list[SilenceRow]:
    """Silences, by the instant at which they end, the latest first; with `after` only those that have not
    ended by then, whether they have begun or not."""
    query, given = (_LATEST, {}) if after is None else (_NOT_ENDED, {"after": after})
    return [SilenceRow._make(row) for row in s.execute(query if limit is None else query.limit(limit), given)]


def silence_of(s: Session, number: int) -> SilenceRow | None:
    """The silence of that number."""
    row = s.execute(select(*_COLUMNS).where(q.c.id == number)).first()
    return None if row is None else SilenceRow._make(row)


def waiting_notices(s: Session, size: int) -> Iterator[list[NoticeRow]]:
    """What messages tell that have not begun to leave, collapsed notices apart, for so many messages at a
    time. On PostgreSQL the messages stay locked, so that none begins to."""
    ids, database = numbers(s, _PENDING), kind(s)
    for start in range(0, len(ids), size):
        found = s.execute(_told_by(database), {"ids": listed(database, ids[start : start + size])})
        yield [NoticeRow._make(row) for row in found.all()]


_PENDING = (
    select(m.c.id).where(m.c.state == MessageState.PENDING).order_by(m.c.id).with_for_update(skip_locked=True)
)


@cache
def _told_by(database: str) -> Select[Any]:
    beside = select(too.c.notice_id).where(one_of(database, too.c.message_id, "ids"))
    told = or_(one_of(database, n.c.message_id, "ids"), n.c.id.in_(beside))
    return select(*NOTICE).where(told, n.c.collapsed.is_(False)).order_by(n.c.id)


def first_of_deadline(s: Session, task_ids: Collection[int]) -> set[int]:
    """The notices by which each recipient first hears of each deadline of these tasks."""
    if not task_ids:
        return set()
    query = (
        select(func.min(n.c.id))
        .where(among(s, n.c.task_id, task_ids), n.c.collapsed.is_(False))
        .group_by(n.c.task_id, n.c.deadline_no, n.c.recipient)
    )
    return set(s.scalars(query))


def take_out(s: Session, notice_ids: Collection[int], *, why: str) -> set[int]:
    """Takes these notices out of the messages that have not begun to leave: no message carries them then.
    Answers the messages, which keep `why`."""
    if not notice_ids:
        return set()
    pending = select(m.c.id).where(m.c.state == MessageState.PENDING)
    ours = (among(s, n.c.id, notice_ids), n.c.message_id.in_(pending))
    touched = {number for number in s.scalars(select(n.c.message_id).where(*ours)) if number is not None}
    beside = (among(s, too.c.notice_id, notice_ids), too.c.message_id.in_(pending))
    touched |= set(s.scalars(select(too.c.message_id).where(*beside)))
    s.execute(delete(too).where(*beside))
    s.execute(update(n).where(*ours).values(message_id=None))
    s.execute(update(m).where(among(s, m.c.id, sorted(touched))).values(last_error=why))
    return touched


def hold_messages(s: Session, held: Mapping[str, int]) -> int:
    """Lets the messages that tell these recipients of no task (any more) wait for the silence
    of that number; answers how many did not before."""
    told = (
        select(n.c.id).where(n.c.message_id == m.c.id).exists(),
        select(too.c.notice_id).where(too.c.message_id == m.c.id).exists(),
    )
    new = 0
    for recipient, number in held.items():
        waits = update(m).where(
            m.c.state == MessageState.PENDING,
            m.c.recipient == recipient,
            m.c.held_by.is_(None),
            ~told[0],
            ~told[1],
        )
        new += len(s.execute(waits.values(held_by=number).returning(m.c.id)).all())
    return new


def held_messages(s: Session) -> list[tuple[int, str, int]]:
    """(message, recipient, silence) of each that waits for a silence to end."""
    return [(row[0], row[1], row[2]) for row in s.execute(_HELD)]


def free_messages(s: Session, ids: Collection[int], *, at: datetime) -> None:
    """Lets them leave from `at` on, as if they had been queued for it: their age does not count."""
    free = update(m).where(among(s, m.c.id, ids), m.c.state == MessageState.PENDING)
    s.execute(free.values(held_by=None, not_before=at, next_attempt_at=at))
