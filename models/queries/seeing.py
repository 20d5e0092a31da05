"""What a watchman asks again and again: figures, none of which names anybody. Each is one statement, over an
index where the table grows with the years."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from models.queries.meta import fact, forget, put
from models.states import MessageState, TaskState
from models.tables import event as e
from models.tables import message as m
from models.tables import reply as r
from models.tables import roster
from models.tables import task as t
from models.types import unknown

_DELIVERY, _BACKUP, _LOST, _UNREAD = "last-delivery", "last-backup", "claims-lost", "replies-unread"
AGES: tuple[tuple[str, timedelta], ...] = (
    ("hour", timedelta(hours=1)),
    ("day", timedelta(days=1)),
    ("three-days", timedelta(days=3)),
)
"""How long ago something was to leave, at most; what is older is `older`."""
OLDER = "older"
UNSENT = ("scheduled", "waiting", "retrying", "held", "sending", "dead")
"""What messages wait for that have not left."""


class Owed(NamedTuple):
    """Tasks that are open and in time, open and overdue, and handed in but not yet accepted; and since when
    the oldest one waits for a round."""

    open: int
    overdue: int
    submitted: int
    waits_since: datetime | None


class Aged(NamedTuple):
    """How many messages of one kind were to leave so long ago."""

    kind: str
    age: str
    n: int
    oldest: datetime | None


class Claims(NamedTuple):
    """Messages in somebody's hands, and those whose holder has not come back in time."""

    live: int
    expired: int


class Unread(NamedTuple):
    """The mailbox of replies could not be read: since when, when it was last tried, and why not (a message
    as text)."""

    since: datetime
    tried: datetime
    why: str


def owed(s: Session, now: datetime) -> Owed:
    """What is owed at `now`."""
    late = t.c.late_from <= now
    is_open = t.c.state == TaskState.OPEN
    row = s.execute(
        select(
            _summed(and_(is_open, ~late)),
            _summed(and_(is_open, late)),
            _summed(~is_open),
            func.min(case((is_open, t.c.next_action_at))),
        ).where(t.c.state.in_([TaskState.OPEN, TaskState.SUBMITTED]))
    ).one()
    return Owed(int(row[0]), int(row[1]), int(row[2]), row[3])


def unreadable_tasks(s: Session) -> int:
    """How many tasks that are not ended have a word that nobody knows, or a date that is none (SQLite takes
    any text for one, PostgreSQL does not): a round would pass the task over."""
    wrong = [unknown(t.c.began), unknown(t.c.boundary)]
    if s.get_bind().dialect.name == "sqlite":
        dates = (t.c.next_action_at, t.c.late_from, t.c.last_day)
        wrong += [and_(each.is_not(None), func.datetime(each).is_(None)) for each in dates]
    stands = t.c.state.in_([TaskState.OPEN, TaskState.SUBMITTED])
    standing = s.scalar(select(func.count()).where(stands, or_(*wrong))) or 0
    return standing + (s.scalar(select(func.count()).where(unknown(t.c.state))) or 0)


def unreadable_messages(s: Session) -> int:
    """How many mails are in a state that nobody knows: no delivery would take them."""
    return s.scalar(select(func.count()).where(unknown(m.c.state))) or 0


def outbox_ages(s: Session, now: datetime) -> list[Aged]:
    """What has not left, by what it waits for and how long ago it was to: `scheduled` (not before a later
    instant), `waiting` (now), `retrying` (was refused for now), `held` (a silence, or a person), `sending`,
    `dead`."""
    held = or_(m.c.held_by.is_not(None), m.c.kept_by.is_not(None))
    kind = case(
        (m.c.state == MessageState.DEAD, "dead"),
        (m.c.state == MessageState.SENDING, "sending"),
        (held, "held"),
        (m.c.attempts > 0, "retrying"),
        (m.c.next_attempt_at > now, "scheduled"),
        else_="waiting",
    )
    age = case(*((m.c.not_before > now - length, name) for name, length in AGES), else_=OLDER)
    unsent = [MessageState.PENDING, MessageState.SENDING, MessageState.DEAD]
    rows = s.execute(
        select(kind, age, func.count(), func.min(m.c.not_before))
        .where(m.c.state.in_(unsent))
        .group_by(kind, age)
    )
    return [Aged(*row) for row in rows]


def claims(s: Session, now: datetime) -> Claims:
    """The claims of those who send."""
    row = s.execute(
        select(*(_summed(each) for each in (m.c.claimed_until > now, m.c.claimed_until <= now))).where(
            m.c.state == MessageState.SENDING
        )
    ).one()
    return Claims(int(row[0]), int(row[1]))


def held_count(s: Session) -> int:
    """How many messages a silence or a person holds."""
    held = or_(m.c.held_by.is_not(None), m.c.kept_by.is_not(None))
    return s.scalar(select(func.count()).where(m.c.state == MessageState.PENDING, held)) or 0


def last_mail(s: Session) -> datetime | None:
    """When the last mail left."""
    left = select(func.max(m.c.sent_at)).where(m.c.state == MessageState.SENT, m.c.way.is_(None))
    at: datetime | None = s.scalar(left)
    return at


def answers_waiting(s: Session) -> int:
    """How many answers to replies are still to be sent."""
    waiting = select(func.count()).where(r.c.answer_next_at.is_not(None), r.c.answered_at.is_(None))
    return s.scalar(waiting) or 0


def roster_duties(s: Session) -> list[str]:
    """The duties that somebody owed by the registry of the last round."""
    return sorted(s.scalars(select(roster.c.obligation).distinct()))


def recorded(
    s: Session, at: datetime, actor: str, origin: str, *, limit: int
) -> list[tuple[int, str, int | None]]:
    """(number, kind, task) of the events that somebody recorded at that instant, `limit` of them."""
    mine = (e.c.at == at, e.c.actor == actor, e.c.origin == origin)
    rows = s.execute(select(e.c.id, e.c.kind, e.c.task_id).where(*mine).order_by(e.c.id).limit(limit))
    return [(row[0], row[1], row[2]) for row in rows]


def note_delivery(s: Session, at: datetime, figures: dict[str, Any]) -> None:
    """Keeps what the last delivery did."""
    put(s, _DELIVERY, json.dumps({"at": at.isoformat(), **figures}))


def last_delivery(s: Session) -> dict[str, Any]:
    """What the last delivery did, with `at` as an instant; empty before the first."""
    return _kept(s, _DELIVERY)


def note_backup(s: Session, at: datetime) -> None:
    """Keeps when the last backup was taken."""
    put(s, _BACKUP, json.dumps({"at": at.isoformat()}))


def last_backup(s: Session) -> datetime | None:
    """When the last backup was taken."""
    at = _kept(s, _BACKUP).get("at")
    return at if isinstance(at, datetime) else None


def note_lost_claims(s: Session, at: datetime, n: int) -> None:
    """Counts claims that were taken over while their holder was still sending."""
    put(s, _LOST, json.dumps({"at": at.isoformat(), "n": lost_claims(s)[0] + n}))


def lost_claims(s: Session) -> tuple[int, datetime | None]:
    """How many claims were ever taken over so, and when the last one was."""
    found = _kept(s, _LOST)
    return found.get("n", 0), found.get("at")


def note_reading(s: Session, at: datetime, why: str | None) -> None:
    """Keeps since when the mailbox of replies cannot be read, with why; None: it was read."""
    before = unread(s)
    if why is not None:
        since = before.since if before else at
        put(s, _UNREAD, json.dumps({"at": at.isoformat(), "since": since.isoformat(), "why": why}))
    elif before:
        forget(s, [_UNREAD])


def unread(s: Session) -> Unread | None:
    """Whether the mailbox of replies could not be read when it was last tried."""
    found = _kept(s, _UNREAD)
    return Unread(datetime.fromisoformat(found["since"]), found["at"], found["why"]) if found else None


def _kept(s: Session, key: str) -> dict[str, Any]:
    stored = fact(s, key)
    found: dict[str, Any] = json.loads(stored) if stored else {}
    if "at" in found:
        found["at"] = datetime.fromisoformat(found["at"])
    return found


def _summed(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
