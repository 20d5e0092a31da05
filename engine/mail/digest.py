"""Composing: every notice that waits becomes part of one message per recipient, round and kind.

A digest is named after the local day on which it may leave, so a unit gets one mail a morning however many
rounds run before it. What is raised after that mail has left waits for the next one. What could not leave
on earlier days goes into it, too (see `merging`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from config.registry import Registry
from config.settings import Settings
from engine.errors import fault_of
from engine.mail import event_questions, holding, notes, routing, rulings, unreachable, ways, yearly_question
from engine.mail.merging import merge
from engine.mail.message_ids import message_id
from engine.mail.quiet import next_opening
from engine.tasks.days import local_day
from engine.tasks.views import DIGEST
from language import Message
from models import queries

CHUNK = 2000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what waits: the notices of these task ids, to all or to one recipient."""

    tasks: Collection[int]
    recipient: str | None = None

    def has(self, notice: queries.digesting.Unsent) -> bool:
        """Whether the notice is of it."""
        return notice.task_id in self.tasks and self.recipient in (None, notice.recipient)


@dataclass(frozen=True, slots=True)
class Early:
    """The mails of a morning that may leave before the others are queued: these units, all whose due tasks
    are decided, and those `recipients` who are told of nobody else's."""

    units: frozenset[str]
    recipients: frozenset[str]
    queued: list[int] = field(default_factory=list)
    """The messages that were queued for them."""

    def has(self, notice: queries.digesting.Unsent) -> bool:
        """Whether the notice is told in them."""
        return notice.recipient in self.recipients


def compose(
    s: Session,
    registry: Registry,
    settings: Settings,
    now: datetime,
    *,
    kind: str = DIGEST,
    round_key: str | None = None,
    only: Part | Early | None = None,
    failed: list[Message | str] | None = None,
) -> int:
    """Puts the notices that no message carries into messages; answers how many messages were made or grew.

    `now` is aware. `round_key` None is the local day on which the message may leave: with a mail server
    the next moment within office hours, without one (files wake nobody) now. `only` restricts to a part of
    the notices; what is early goes into mails in which nothing else is told or asked. Runs in the caller's
    transaction; sends nothing and writes no text.
    """
    silent = holding.apply(s, registry, now, composing=True)
    # Only a morning's digest asks, never a rerun or a part of one.
    whole = kind == DIGEST and not isinstance(only, Part)
    failed = [] if failed is None else failed
    beside = (failed, s, registry, now)
    asks = silent.heard(_or_none(yearly_question.due, *beside)) if whole else []
    events = silent.heard(_or_none(event_questions.due, *beside)) if whole else []
    unreached = silent.heard(_or_none(unreachable.due, *beside)) if whole else []
    noted = silent.heard(notes.due(s, registry, now, failed)) if whole else []
    asking = {each.recipient for dues in (asks, events, unreached, noted) for each in dues}
    not_before = next_opening(registry, now) if settings.smtp else now.astimezone(UTC)
    key = round_key or not_before.astimezone(registry.office.zone).date().isoformat()
    if isinstance(only, Early):
        only, asking = replace(only, recipients=only.recipients - asking), set()
    mails = _Mails(s, registry, settings, now, not_before, key, kind, sorted(asking))
    others = ways.Sorted()
    for part in queries.digesting.unsent_parts(s, CHUNK):
        waiting: defaultdict[str, list[queries.digesting.Unsent]] = defaultdict(list)
        held = silent.notices(s, part)
        for notice in part:
            if notice not in held and (only is None or only.has(notice)):
                waiting[notice.recipient].append(notice)
        digests = kind == DIGEST
        queued = mails.take(
            ways.sort_out(registry, settings, waiting, mails.today, others) if digests else waiting
        )
        if isinstance(only, Early):
            only.queued.extend(queued)
    mails.take({}, last=True)
    if not mails.taken:
        if short := ways.queue(s, registry, others, now):
            rulings.take_up(s, registry, now)
        return short
    # A mail that has begun to leave asks nothing more; the next morning's does.
    waits = mails.waits
    asked = {
        *yearly_question.record(s, (ask for ask in asks if ask.recipient in waits), round_key=key, now=now),
        *event_questions.record(s, (ask for ask in events if ask.recipient in waits), round_key=key, now=now),
        *unreachable.record(
            s, (each for each in unreached if each.recipient in waits), round_key=key, now=now
        ),
        *notes.record(s, (each for each in noted if each.recipient in waits), round_key=key),
    }
    short = ways.queue(s, registry, others, now)
    rulings.take_up(s, registry, now)
    merge(s, registry, now)
    return mails.grown + len({waits[recipient] for recipient in asked} - mails.grown_asking) + short


@dataclass(slots=True)
class _Mails:
    """The mails of one round and kind, made part by part of what waits."""

    s: Session
    registry: Registry
    settings: Settings
    now: datetime
    not_before: datetime
    key: str
    kind: str
    asking: list[str]
    """Who gets one also without a notice, in order; each leaves the list when he gets it."""
    taken: bool = False
    """Whether there is any."""
    waits: dict[str, int] = field(default_factory=dict)
    """The messages of those that were in `asking`, unless they have begun to leave."""
    grown: int = 0
    grown_asking: set[int] = field(default_factory=set)
    _before: Collection[int] = ()

    @property
    def today(self) -> date:
        """The office's day."""
        return local_day(self.registry, self.now)

    def take(self, waiting: ways.Waiting, *, last: bool = False) -> Collection[int]:
        """Puts these notices into mails, whose recipients come in order from part to part; answers those that
        have not begun to leave."""
        ended = len(self.asking) if last else bisect_right(self.asking, max(waiting, default=""))
        asking, self.asking = self.asking[:ended], self.asking[ended:]
        recipients = {**dict.fromkeys(waiting), **dict.fromkeys(asking)}
        if not recipients:
            return ()
        self.taken = True
        queued = queries.digesting.queue_alike(
            self.s,
            [self._draft(each, waiting.get(each, ())) for each in recipients],
            round_key=self.key,
            kind=self.kind,
            queued_at=self.now,
            not_before=self.not_before,
        )
        self.waits |= {each: queued[each] for each in asking if each in queued}
        ids = [notice.id for who, rows in waiting.items() if who in queued for notice in rows]
        grown = queries.attach_all(self.s, ids, round_key=self.key, kind=self.kind)
        # One with more notices than a part holds grows with several.
        self.grown += len(grown.keys() - self._before)
        self.grown_asking |= grown.keys() & self.waits.values()
        self._before = grown.keys()
        return queued.values()

    def _draft(self, recipient: str, rows: Sequence[queries.digesting.Unsent]) -> queries.digesting.Draft:
        owners = (notice.owner for notice in rows)
        to = routing.known(self.registry, self.settings, recipient, owners, self.today)
        header = message_id(self.key, recipient, self.kind, self.registry.office.list_id)
        return queries.digesting.Draft(recipient, header, ", ".join(party.address for party in to) or None)


def _or_none(
    due: Callable[[Session, Registry, datetime], list[T]], failed: list[Message | str], *of: Any
) -> list[T]:
    """What it finds; nothing where it fails, since the reminders must leave: the audit tells of it."""
    try:
        return due(*of)
    except Exception as error:
        failed.append(fault_of(error))
        return []
