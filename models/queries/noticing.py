"""The ledger of notices: what was raised, for whom, why, and what still waits for a message."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, or_, select, update
from sqlalchemy.orm import Session

from calendars.ladders import Role
from models.queries import sets
from models.queries.sets import add_new, among, aside, listed, one_of
from models.states import MessageState
from models.tables import message as m
from models.tables import notice as n
from models.tables import task as t
from models.tables import told_too as too


class NewNotice(NamedTuple):
    """A notice to be recorded."""

    task_id: int
    deadline_no: int
    rung: str
    role: Role
    recipient: str
    reason: str
    raised_at: datetime
    collapsed: bool = False


class NoticeRow(NamedTuple):
    """A recorded notice."""

    id: int
    task_id: int
    deadline_no: int
    rung: str
    role: Role
    recipient: str
    reason: str
    raised_at: datetime
    collapsed: bool
    message_id: int | None


COLUMNS = tuple(n.c[name] for name in NoticeRow._fields)

WAITING = and_(n.c.message_id.is_(None), n.c.collapsed.is_(False))
STILL_WAITING = and_(aside(n.c.message_id).is_(None), aside(n.c.collapsed).is_(False))
_UNSENT = select(*COLUMNS).where(WAITING).order_by(n.c.recipient, n.c.id)


def ledger(s: Session, task_ids: Collection[int]) -> dict[int, set[tuple[str, str]]]:
    """For each of the tasks, the (rung, recipient) pairs recorded for the deadline that runs now."""
    database = sets.kind(s)
    recorded = s.execute(_recorded(database), {"ids": listed(database, task_ids)})
    found: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    for task_id, rung, recipient in recorded:
        found[task_id].add((rung, recipient))
    return {task_id: found[task_id] for task_id in task_ids}


@cache
def _recorded(database: str) -> Select[Any]:
    return (
        select(n.c.task_id, n.c.rung, n.c.recipient)
        .join(t, and_(t.c.id == n.c.task_id, t.c.deadline_no == n.c.deadline_no))
        .where(one_of(database, n.c.task_id, "ids"))
    )


def add_notices(s: Session, rows: Iterable[NewNotice]) -> list[NoticeRow]:
    """Records the notices that are not there yet and returns those; the others are passed over.

    Once-only is the UNIQUE constraint's (task, deadline, rung, recipient): whoever raises a notice a second
    time, also from another process, gets nothing back for it.
    """
    fresh = list(rows)
    if not fresh:
        return []
    return sorted(NoticeRow._make(row) for row in add_new(s, n, NewNotice._fields, fresh, *COLUMNS).rows)


def unsent_notices(
    s: Session, *, raised_until: datetime | None = None, recipient: str | None = None, lock: bool = True
) -> list[NoticeRow]:
    """Notices that no message carries yet, collapsed ones apart; in order of recipient, then as raised.

    On PostgreSQL they stay locked, and those another round is composing are passed over; `lock=False` to
    look.
    """
    query = _UNSENT
    if raised_until is not None:
        query = query.where(n.c.raised_at <= raised_until)
    if recipient is not None:
        query = query.where(n.c.recipient == recipient)
    if lock:
        query = query.with_for_update(skip_locked=True)
    return [NoticeRow._make(row) for row in s.execute(query)]


def attach(s: Session, message_id: int, notice_ids: Collection[int]) -> int:
    """Lets a message that has not left yet carry the notices; returns how many it took.

    None when the message has begun to leave: they then wait for the next one. Notices that another message
    carries are not taken from it.
    """
    waiting = s.execute(
        select(m.c.id).where(m.c.id == message_id, m.c.state == MessageState.PENDING).with_for_update()
    ).first()
    if waiting is None:
        return 0
    taken = update(n).where(among(s, n.c.id, notice_ids), WAITING).values(message_id=message_id)
    return len(s.execute(taken.returning(n.c.id)).all())


def attach_all(s: Session, notice_ids: Collection[int], *, round_key: str, kind: str) -> dict[int, int]:
    """`attach` for a whole round in one statement: each notice goes into its recipient's message of that
    round and kind, which is there, waits, and is locked. Returns how many notices each message took, by its
    id."""
    database = sets.kind(s)
    given = {"ids": listed(database, notice_ids), "of_round": round_key, "of_kind": kind}
    return dict(Counter(s.execute(_attaching(database), given).scalars())) if notice_ids else {}


@cache
def _attaching(database: str) -> Any:
    # Not by a join: PostgreSQL, which knows nothing yet of what a morning queued, would look through all
    # of it for each notice.
    carrier = select(m.c.id).where(
        m.c.recipient == n.c.recipient,
        m.c.round_key == bindparam("of_round"),
        m.c.kind == bindparam("of_kind"),
    )
    taken = update(n).where(one_of(database, n.c.id, "ids"), STILL_WAITING)
    return taken.values(message_id=carrier.scalar_subquery()).returning(n.c.message_id)


def collapsed(s: Session, task_ids: Collection[int]) -> list[NoticeRow]:
    """The collapsed notices of these tasks, as recorded: what was told within something graver."""
    if not task_ids:
        return []
    query = select(*COLUMNS).where(among(s, n.c.task_id, task_ids), n.c.collapsed.is_(True)).order_by(n.c.id)
    return [NoticeRow._make(row) for row in s.execute(query)]


def notices(
    s: Session,
    *,
    message_id: int | None = None,
    task_id: int | None = None,
    recipient: str | None = None,
    raised_from: datetime | None = None,
) -> list[NoticeRow]:
    """The notices that match all that is given, as raised; collapsed ones included."""
    query = select(*COLUMNS).order_by(n.c.id)
    if message_id is not None:
        beside = select(too.c.notice_id).where(too.c.message_id == message_id)
        query = query.where(or_(n.c.message_id == message_id, n.c.id.in_(beside)))
    if task_id is not None:
        query = query.where(n.c.task_id == task_id)
    if recipient is not None:
        query = query.where(n.c.recipient == recipient)
    if raised_from is not None:
        query = query.where(n.c.raised_at >= raised_from)
    return [NoticeRow._make(row) for row in s.execute(query)]


def notices_of(s: Session, message_ids: Collection[int]) -> dict[int, list[NoticeRow]]:
    """What each message carries, as raised: its own notices, and those that it tells beside another channel;
    [] for a message that carries none.
    """
    found: dict[int, dict[int, NoticeRow]] = {each: {} for each in message_ids}
    database = sets.kind(s)
    for query in _carried(database):
        for message_id, *row in s.execute(query, {"ids": listed(database, message_ids)}):
            found[message_id][row[0]] = NoticeRow._make(row)
    return {message_id: [rows[id_] for id_ in sorted(rows)] for message_id, rows in found.items()}


@cache
def _carried(database: str) -> tuple[Select[Any], Select[Any]]:
    own = select(n.c.message_id, *COLUMNS).where(one_of(database, n.c.message_id, "ids"))
    beside = select(too.c.message_id, *COLUMNS).join(n, n.c.id == too.c.notice_id)
    return own, beside.where(one_of(database, too.c.message_id, "ids"))


def first_since(s: Session, since: Mapping[int, datetime]) -> dict[tuple[int, str], int]:
    """The first mail that carried what was raised about these tasks at or after an instant of each, by
    (task id, recipient).
    """
    if not since:
        return {}
    carried = (
        select(n.c.task_id, n.c.recipient, n.c.message_id, n.c.raised_at)
        .join(m, m.c.id == n.c.message_id)
        .where(among(s, n.c.task_id, sorted(since)), n.c.collapsed.is_(False))
        .where(m.c.state != MessageState.CANCELLED, m.c.way.is_(None))
        .order_by(n.c.message_id.desc())
    )
    return {(row[0], row[1]): row[2] for row in s.execute(carried) if row[3] >= since[row[0]]}


def carried(s: Session, message_ids: Collection[int]) -> list[NoticeRow]:
    """The notices that these messages tell, as raised; collapsed ones apart. `message_id` is the one of these
    that tells it, also where it does so beside the one that carries it."""
    query = select(*COLUMNS).where(among(s, n.c.message_id, message_ids), n.c.collapsed.is_(False))
    found = [NoticeRow._make(row) for row in s.execute(query.order_by(n.c.id))]
    beside = (
        select(*COLUMNS, too.c.message_id.label("beside"))
        .join(too, too.c.notice_id == n.c.id)
        .where(among(s, too.c.message_id, message_ids))
        .order_by(n.c.id)
    )
    rows = [(NoticeRow._make(row[:-1]), row[-1]) for row in s.execute(beside)]
    return found + [notice._replace(message_id=by) for notice, by in rows]


def first_told(s: Session, task_ids: Collection[int]) -> dict[tuple[int, int, str], tuple[int, str]]:
    """The mail that first spoke of each deadline of these tasks to each recipient: its id and its round,
    by (task id, number of the deadline, recipient).
    """
    database = sets.kind(s)
    rows = s.execute(_told(database), {"ids": listed(database, task_ids)})
    return {(row[0], row[1], row[2]): (row[3], row[4]) for row in rows}


@cache
def _told(database: str) -> Select[Any]:
    return (
        select(n.c.task_id, n.c.deadline_no, n.c.recipient, n.c.message_id, m.c.round_key)
        .join(m, m.c.id == n.c.message_id)
        .where(one_of(database, n.c.task_id, "ids"), n.c.collapsed.is_(False))
        .where(m.c.state != MessageState.CANCELLED, m.c.way.is_(None))
        .order_by(n.c.message_id.desc())
    )
