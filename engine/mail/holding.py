"""What silences hold: a choice of what leaves now. Tasks and notices go on; only their delivery waits.

A silence names a unit, a duty, a document, or several of them together, and holds what is told to units:
heads and the leadership are told on. What is held is in no message; it waits like any notice that no mail
carries yet, and goes with the first morning's mail after the end: one mail a recipient, of what is still so.
A message that is empty without it and asks or tells something else waits as a whole where all of its
recipient's mail is held. What answers the unit's own act is never held.

A silence is bound to the recipient, not to the task: the successor of a unit, and whoever a task is given
to, hear as usual.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from config.registry import Registry, RegistryError
from engine.mail.letter import Audience
from engine.mail.outcome import HELD
from engine.mail.quiet import SUMMARIES_AFTER, next_morning
from engine.mail.routing import audience_of
from language import Message
from models import queries
from models.states import Began

ANSWERS = frozenset(
    {
        "returned", "extended", "reassigned", "passed-on", "undone", "put-right", "refused", "forwarded",
        "submitted", "waived",
    }
)  # fmt: skip
"""Reasons of notices that tell a unit what became of what it said or asked."""
CHUNK = 1000
"""Of so many messages that wait the notices are looked at together."""
_SET_AGAIN = frozenset({Began.RETURNED, Began.EXTENDED})


class _Addressed(Protocol):
    @property
    def recipient(self) -> str: ...


class _OfTask(_Addressed, Protocol):
    @property
    def id(self) -> int: ...

    @property
    def task_id(self) -> int: ...

    @property
    def reason(self) -> str: ...


Ask = TypeVar("Ask", bound=_Addressed)
Told = TypeVar("Told", bound=_OfTask)


@dataclass(frozen=True, slots=True)
class Holding:
    """The silences that run at one instant."""

    registry: Registry
    running: Sequence[queries.SilenceRow] = ()

    def whole(self, recipient: str) -> queries.SilenceRow | None:
        """The silence that holds all of a recipient's mail, the last to end; None: no such."""
        return self._last(recipient, (each for each in self.running if _whole(each)))

    def silence(self, recipient: str, obligation: str) -> queries.SilenceRow | None:
        """The silence that holds what the recipient is told of that duty, the last to end; None: no such."""
        return self._last(recipient, (each for each in self.running if self._of(each, obligation)))

    def notices(self, s: Session, notices: Iterable[Told]) -> dict[Told, queries.SilenceRow]:
        """Those of the notices that wait, each with the silence for which it does."""
        asked = [each for each in notices if each.reason not in ANSWERS] if self.running else []
        tasks = queries.tasks_by_id(s, sorted({each.task_id for each in asked}))
        found = {}
        for each in asked:
            if (silence := self.silence(each.recipient, tasks[each.task_id].obligation)) is not None:
                found[each] = silence
        again = {each.task_id for each in found if tasks[each.task_id].began in _SET_AGAIN}
        answers = queries.first_of_deadline(s, sorted(again))
        return {
            each: silence
            for each, silence in found.items()
            if each.task_id not in again or each.id not in answers
        }

    def told(self, tasks: Iterable[queries.TaskRow]) -> list[queries.TaskRow]:
        """Of what units owe, what a letter to them may name beside that of which it tells."""
        return [each for each in tasks if self.silence(each.holder, each.obligation) is None]

    def heard(self, asks: Iterable[Ask]) -> list[Ask]:
        """Of questions and notes those for recipients whose mail is not held; the others are due again."""
        return [each for each in asks if self.whole(each.recipient) is None]

    def _of(self, silence: queries.SilenceRow, obligation: str) -> bool:
        duty = self.registry.obligations.get(obligation)
        if silence.document is not None and (duty is None or duty.document.number != silence.document):
            return False
        return silence.obligation is None or obligation in (silence.obligation, self._now(silence.obligation))

    def _now(self, obligation: str) -> str:
        """The code that the duty has now."""
        try:
            return self.registry.obligation(obligation).code
        except RegistryError:
            return obligation

    def _last(self, recipient: str, silences: Iterable[queries.SilenceRow]) -> queries.SilenceRow | None:
        if audience_of(recipient) is not Audience.UNIT:
            return None
        found = (each for each in silences if each.unit in (None, recipient))
        return max(found, key=lambda each: (each.ends_at, each.id), default=None)


def _whole(silence: queries.SilenceRow) -> bool:
    return silence.unit is not None and silence.obligation is None and silence.document is None


def holding(s: Session, registry: Registry, now: datetime) -> Holding:
    """What is held at `now` (aware)."""
    return Holding(registry, [each for each in queries.silences(s, after=now) if each.starts_at <= now])


def lately(s: Session, registry: Registry, now: datetime, since: datetime) -> Holding:
    """What was held at any time from `since` to `now`: what has waited so long, and why."""
    found = [each for each in queries.silences(s) if each.starts_at <= now]
    return Holding(registry, [each for each in found if (each.ended_at or each.ends_at) > since])


def apply(s: Session, registry: Registry, now: datetime, *, composing: bool = False) -> Holding:
    """Brings the outbox into line with the silences at `now`, whatever it was before: what is held is taken
    out of the messages that wait, and messages whose silence is over may leave. Answers what is held.

    Those leave with the mails that a round is `composing`, else a little after the next morning's round,
    which puts them into its own."""
    found = holding(s, registry, now)
    if found.running:
        held = {each.id for part in queries.waiting_notices(s, CHUNK) for each in found.notices(s, part)}
        queries.take_out(s, sorted(held), why=Message(HELD).as_text())
        whole = {each.unit: each for each in found.running if _whole(each)}
        numbers = {unit: silence.id for unit in whole if unit and (silence := found.whole(unit)) is not None}
        queries.hold_messages(s, numbers)
    over = [number for number, who, _ in queries.held_messages(s) if found.whole(who) is None]
    if over:
        later = next_morning(registry, now) + timedelta(minutes=SUMMARIES_AFTER)
        queries.free_messages(s, over, at=now if composing else later)
    return found
