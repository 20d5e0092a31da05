"""What somebody decides about mails before they leave: hold, release, drop, send now.

A mail that stands in the outbox is held or dropped at once. Of one that is only foretold the ruling is kept,
by recipient and morning, until the round that makes the mail takes it up; a ruling whose morning goes by
without such a mail lapses. What is held or dropped is told nowhere else: tasks, and what those
above are told, go on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from config.registry import Registry
from config.settings import Settings
from engine.errors import UnknownName
from engine.mail.dropping import DROPPED, drop, note
from engine.mail.quiet import next_morning, next_opening
from engine.tasks.acts import Act
from engine.tasks.days import local_day
from engine.tasks.views import DIGEST
from engine.texts import reason_in
from language import Message
from models import queries
from models.tables import Ruling

HOLD, DROP = "hold", "drop"
HELD, RELEASED, HASTENED, RULED, TAKEN_BACK = (
    "mail-held", "mail-released", "mail-hastened", "mail-ruled", "mail-ruling-taken-back",
)  # fmt: skip
"""The kinds of the events; data: `messages`, or `recipient`, `day` and `what`."""


def hold(act: Act, numbers: Collection[int], *, reason: str) -> list[int]:
    """Keeps messages that wait until somebody releases them; answers their numbers. UnknownName when one of
    them does not wait (any more): then none is kept."""
    reason = reason_in(reason)
    held = _held(act.s, numbers, act.by.actor, reason)
    _check_all(numbers, held)
    queries.record(act.s, act.event(HELD, reason, {"messages": held}))
    return held


def release(act: Act, numbers: Collection[int]) -> list[int]:
    """Lets messages that somebody held leave again, in office hours; UnknownName when one is not held so."""
    kept = {each.id for each in queries.kept_messages(act.s)}
    _check_all(numbers, [number for number in numbers if number in kept], "outbox.not-held")
    return _let_go(act, numbers, RELEASED)


def send_now(act: Act, numbers: Collection[int]) -> list[int]:
    """Lets messages that wait, held by a person or for a later hour, leave at once, in office hours still;
    UnknownName when one does not wait, or waits for a silence to end."""
    return _let_go(act, numbers, HASTENED)


def rule(act: Act, recipient: str, day: date, what: str, *, reason: str) -> Ruling | list[int]:
    """Holds or drops (`what`) the mail of the morning of that day to a recipient: the messages, where they
    stand in the outbox already, else the ruling that waits for them. UnknownName for a day that is gone."""
    reason = reason_in(reason)
    if day < act.today:
        raise UnknownName("outbox.morning-gone", day=day)
    if there := queries.waiting_of(act.s, recipient, day.isoformat(), DIGEST):
        return hold(act, there, reason=reason) if what == HOLD else drop(act, there, reason=reason)
    for each in standing(act.s, act.registry, act.now):
        if (each.recipient, each.round_key) == (recipient, day.isoformat()):
            _end(act, each)
    made = Ruling(
        recipient=recipient,
        round_key=day.isoformat(),
        kind=what,
        reason=reason,
        set_at=act.now,
        set_by=act.by.actor,
    )
    act.s.add(made)
    act.s.flush()
    data = {"recipient": recipient, "day": day.isoformat(), "what": what}
    queries.record(act.s, act.event(RULED, reason, data))
    return made


def take_back(act: Act, recipient: str) -> list[Ruling]:
    """Takes back what was ruled about the coming mails of a recipient; UnknownName where nothing was."""
    found = [each for each in standing(act.s, act.registry, act.now) if each.recipient == recipient]
    if not found:
        raise UnknownName("outbox.not-ruled", recipient=recipient)
    for each in found:
        _end(act, each)
        data = {"recipient": recipient, "day": each.round_key, "what": each.kind}
        queries.record(act.s, act.event(TAKEN_BACK, "", data))
    return found


def standing(s: Session, registry: Registry, now: datetime) -> Sequence[Ruling]:
    """The rulings that wait for their mails."""
    return queries.rulings(s, since=local_day(registry, now).isoformat())


def take_up(s: Session, registry: Registry, now: datetime) -> int:
    """Does what was ruled about the messages that stand in the outbox by now; answers to how many."""
    done = 0
    for each in standing(s, registry, now):
        assert each.id is not None
        numbers = queries.waiting_of(s, each.recipient, each.round_key, DIGEST)
        if not numbers:
            continue
        if each.kind == HOLD:
            _held(s, numbers, each.set_by, each.reason)
        else:
            queries.drop_waiting(s, numbers, note=note(each.set_by, each.reason))
        queries.ruling_taken_up(s, each.id, at=now)
        kind = HELD if each.kind == HOLD else DROPPED
        data = {"messages": numbers}
        queries.record(s, queries.Happening(now, kind, each.set_by, "engine", each.reason, data))
        done += len(numbers)
    return done


def coming_day(registry: Registry, settings: Settings, now: datetime) -> date:
    """The day under which the next morning's mails stand in the outbox."""
    return local_day(registry, leaves_at(registry, settings, next_morning(registry, now)))


def leaves_at(registry: Registry, settings: Settings, now: datetime) -> datetime:
    """When what is let go at `now` leaves: files wake nobody, mail waits for the office's hours (UTC)."""
    return next_opening(registry, now) if settings.smtp else now


def _held(s: Session, numbers: Collection[int], by: str, reason: str) -> list[int]:
    return queries.keep_waiting(s, numbers, by=by, note=Message("outbox.held", by=by, why=reason).as_text())


def _let_go(act: Act, numbers: Collection[int], kind: str) -> list[int]:
    gone = queries.let_go(act.s, numbers, at=leaves_at(act.registry, act.settings, act.now))
    _check_all(numbers, gone)
    queries.record(act.s, act.event(kind, "", {"messages": gone}))
    return gone


def _check_all(numbers: Collection[int], done: Collection[int], why: str = "outbox.not-waiting") -> None:
    if strange := tuple(str(each) for each in sorted(set(numbers) - set(done))):
        raise UnknownName(why, numbers=strange)


def _end(act: Act, ruling: Ruling) -> None:
    ruling.ended_at, ruling.ended_by = act.now, act.by.actor
    act.s.add(ruling)
