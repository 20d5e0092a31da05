"""How the office does, in figures, for a watchman that asks every minute: read cheaply, and naming nobody.

Each part is read by itself: what one cannot read (a bad row, a table that is gone) is told as a fault of that
part, and the others stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from calendars.workdays import CalendarError
from config.registry import Registry
from engine.mail.quiet import morning_round
from engine.rounds.past import UNFINISHED, PastRound, past_rounds
from engine.rounds.roundlog import Outcome
from engine.tasks import restored
from engine.tasks.days import local_day
from engine.tasks.turns import SKEW, last_round
from models import queries
from models.queries.seeing import Aged, Claims, Owed

DONE = (Outcome.CLEAN.value, Outcome.PROBLEMS.value, Outcome.STOPPED.value)
"""How a round ends that did its work."""
_LOOKED_AT = 50
_NOTHING_OWED, _NO_CLAIMS = Owed(0, 0, 0, None), Claims(0, 0)
GRACE = timedelta(minutes=30)
"""How long after the office's morning its round may still be at work."""


@dataclass(slots=True)
class Watch:
    """The figures. A part that could not be read is named in `faults`, and here stands a nought."""

    owed: Owed = _NOTHING_OWED
    waits: float = 0.0
    """Seconds that the oldest task has waited for a round."""
    unsent: list[Aged] = field(default_factory=list)
    claims: Claims = _NO_CLAIMS
    claims_lost: int = 0
    lost_lately: bool = False
    """Whether one was lost within a day."""
    last_mail: datetime | None = None
    failing: int = 0
    """Mails that were refused for now, when nothing at all has left since the oldest of them was to."""
    refusing: int = 0
    channels_failing: int = 0
    delivery: Mapping[str, Any] = field(default_factory=dict)
    round: PastRound | None = None
    """The last whole round, however it ended."""
    done: PastRound | None = None
    """The last one that did its work."""
    behind: float = 0.0
    """Seconds since the morning on which a round should have been and was not; 0 when none is missing."""
    ahead: float = 0.0
    """Seconds by which the last round lies ahead of the clock."""
    replies: Mapping[str, int] = field(default_factory=dict)
    answers: int = 0
    unread: float = 0.0
    """Seconds since when the mailbox of replies cannot be read; 0 when it could at the last try."""
    restored: bool = False
    backup: datetime | None = None
    """When the last backup was taken."""
    backup_age: float = 0.0
    """Seconds since then; since the first round where there never was one."""
    vanished: int = 0
    """Duties that were owed by the registry of the last round and are not in the one of now."""
    faults: dict[str, str] = field(default_factory=dict)
    """Parts that could not be read, with the kind of error."""


def watch(s: Session, registry: Registry, now: datetime) -> Watch:
    """Reads all of it as of `now` (aware)."""
    seen = Watch()
    for name, read in _PARTS.items():
        try:
            # PostgreSQL ends a transaction with its first error; SQLite goes on.
            with nullcontext() if s.get_bind().dialect.name == "sqlite" else s.begin_nested():
                read(seen, s, registry, now)
        except Exception as error:
            seen.faults[name] = type(error).__name__
    return seen


def last_due_round(registry: Registry, now: datetime) -> datetime | None:
    """The latest instant at which a morning's round should have begun, `GRACE` ago at least; None beyond the
    working calendar."""
    office, latest = registry.office, now - GRACE
    here = latest.astimezone(office.zone)
    starts = morning_round(office)
    try:
        day = registry.calendar.on_or_before(here.date())
        if day == here.date() and here.time() < starts:
            day = registry.calendar.shift(day, -1)
    except CalendarError:
        return None
    return datetime.combine(day, starts, office.zone)


def _tasks(seen: Watch, s: Session, _: Registry, now: datetime) -> None:
    if wrong := queries.seeing.unreadable_tasks(s):
        raise ValueError(f"{wrong} tasks with a date that is none, or a word that nobody knows")
    seen.owed = queries.seeing.owed(s, now)
    if seen.owed.waits_since is not None:
        seen.waits = max(0.0, (now - seen.owed.waits_since).total_seconds())


def _outbox(seen: Watch, s: Session, _: Registry, now: datetime) -> None:
    seen.unsent = queries.seeing.outbox_ages(s, now)
    seen.claims = queries.seeing.claims(s, now)
    seen.claims_lost, lost_at = queries.seeing.lost_claims(s)
    seen.lost_lately = lost_at is not None and now - lost_at < timedelta(days=1)
    seen.last_mail = queries.seeing.last_mail(s)
    again = [each for each in seen.unsent if each.kind == "retrying"]
    oldest = min((each.oldest for each in again if each.oldest is not None), default=None)
    if oldest is not None and (seen.last_mail is None or seen.last_mail < oldest):
        seen.failing = sum(each.n for each in again)
    seen.refusing = len(queries.refused_mailboxes(s))
    seen.channels_failing = len(queries.failing_ways(s))
    if wrong := queries.seeing.unreadable_messages(s):
        raise ValueError(f"{wrong} mails in a state that nobody knows")


def _delivery(seen: Watch, s: Session, _: Registry, now: datetime) -> None:
    seen.delivery = queries.seeing.last_delivery(s)


def _rounds(seen: Watch, s: Session, registry: Registry, now: datetime) -> None:
    found = past_rounds(s, limit=_LOOKED_AT)
    seen.round = found[0] if found else None
    seen.done = next((each for each in found if each.outcome in DONE), None)
    last = last_round(s)
    if last is not None and last > now + SKEW:
        seen.ahead = (last - now).total_seconds()
    due = last_due_round(registry, now)
    if found and due is not None and (seen.done is None or seen.done.as_of < due - GRACE):
        seen.behind = (now - due).total_seconds()


def _replies(seen: Watch, s: Session, _: Registry, now: datetime) -> None:
    counted = queries.reply_counts(s, since=datetime.fromisoformat("1970-01-01T00:00:00+00:00"))
    seen.replies = {state.value: n for state, n in counted.items()}
    seen.answers = queries.seeing.answers_waiting(s)
    if (found := queries.seeing.unread(s)) is not None and found.tried > now - timedelta(days=1):
        seen.unread = (now - found.since).total_seconds()


def _backup(seen: Watch, s: Session, registry: Registry, now: datetime) -> None:
    seen.restored = restored.waits(s) is not None
    seen.backup = queries.seeing.last_backup(s)
    if seen.backup is not None:
        seen.backup_age = max(0.0, (now - seen.backup).total_seconds())
    elif live := queries.fact(s, "go_live"):
        seen.backup_age = max(0, (local_day(registry, now) - date.fromisoformat(live)).days) * 86_400.0


def _registry(seen: Watch, s: Session, registry: Registry, now: datetime) -> None:
    seen.vanished = sum(code not in registry.obligations for code in queries.seeing.roster_duties(s))


_PARTS: Mapping[str, Callable[[Watch, Session, Registry, datetime], None]] = {
    "tasks": _tasks,
    "outbox": _outbox,
    "delivery": _delivery,
    "rounds": _rounds,
    "replies": _replies,
    "backup": _backup,
    "registry": _registry,
}
PARTS = tuple(_PARTS)
OUTCOMES = (*(each.value for each in Outcome), UNFINISHED)
