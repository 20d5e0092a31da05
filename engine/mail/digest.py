"""Composing: every notice that waits becomes part of one message per recipient, round and kind.

A digest is named after the local day on which it may leave, so a unit gets one mail a morning however many
rounds run before it. What is raised after that mail has left waits for the next one. What could not leave
on earlier days goes into it, too (see `merging`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from config.registry import Registry
from config.settings import Settings
from engine.errors import fault_of
from engine.mail import event_questions, holding, notes, routing, rulings, unreachable, ways, yearly_question
from engine.mail.merging import merge
from engine.mail.message_ids import message_id
from engine.mail.quiet import next_opening
from engine.tasks.views import DIGEST
from language import Message
from models import queries
from models.states import MessageState

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what waits: the notices of these task ids, to all or to one recipient."""

    tasks: Collection[int]
    recipient: str | None = None

    def has(self, notice: queries.NoticeRow) -> bool:
        """Whether the notice is of it."""
        return notice.task_id in self.tasks and self.recipient in (None, notice.recipient)


def compose(
    s: Session,
    registry: Registry,
    settings: Settings,
    now: datetime,
    *,
    kind: str = DIGEST,
    round_key: str | None = None,
    only: Part | None = None,
    failed: list[Message | str] | None = None,
) -> int:
    """Puts the notices that no message carries into messages; answers how many messages were made or grew.

    `now` is aware. `round_key` None is the local day on which the message may leave: with a mail server
    the next moment within office hours, without one (files wake nobody) now. `only` restricts to a part of
    the notices. Runs in the caller's transaction; sends nothing and writes no text.
    """
    waiting: defaultdict[str, list[queries.NoticeRow]] = defaultdict(list)
    silent = holding.apply(s, registry, now, composing=True)
    unsent = queries.unsent_notices(s)
    held = silent.notices(s, unsent)
    for notice in unsent:
        if notice not in held and (only is None or only.has(notice)):
            waiting[notice.recipient].append(notice)
    today = now.astimezone(registry.office.zone).date()
    found = ways.sort_out(s, registry, settings, waiting, today) if kind == DIGEST else None
    waiting = found.mail if found is not None else waiting
    # Only a morning's digest asks, never a rerun or a part of one.
    whole = kind == DIGEST and only is None
    failed = [] if failed is None else failed
    beside = (failed, s, registry, now)
    asks = silent.heard(_or_none(yearly_question.due, *beside)) if whole else []
    events = silent.heard(_or_none(event_questions.due, *beside)) if whole else []
    unreached = silent.heard(_or_none(unreachable.due, *beside)) if whole else []
    noted = silent.heard(notes.due(s, registry, now, failed)) if whole else []
    asking = [
        *(ask.recipient for ask in asks),
        *(ask.recipient for ask in events),
        *(telling.recipient for telling in unreached),
        *(note.recipient for note in noted),
    ]
    recipients = list(dict.fromkeys([*waiting, *asking]))
    if not recipients:
        if short := ways.queue(s, registry, found, now) if found is not None else 0:
            rulings.take_up(s, registry, now)
        return short
    not_before = next_opening(registry, now) if settings.smtp else now.astimezone(UTC)
    key = round_key or not_before.astimezone(registry.office.zone).date().isoformat()
    owners = _owners(s, waiting)
    drafts = []
    for recipient in recipients:
        to = routing.known(registry, settings, recipient, owners.get(recipient, []), today)
        drafts.append(
            queries.NewMessage(
                recipient=recipient,
                round_key=key,
                kind=kind,
                message_id_header=message_id(key, recipient, kind, registry.office.list_id),
                queued_at=now,
                not_before=not_before,
                address=", ".join(party.address for party in to) or None,
            )
        )
    queued = queries.queue_messages(s, drafts)
    # A mail that has begun to leave asks nothing more; the next morning's does.
    waits = {message.recipient: message.id for message in queued if message.state is MessageState.PENDING}
    asked = {
        *yearly_question.record(s, (ask for ask in asks if ask.recipient in waits), round_key=key, now=now),
        *event_questions.record(s, (ask for ask in events if ask.recipient in waits), round_key=key, now=now),
        *unreachable.record(
            s, (each for each in unreached if each.recipient in waits), round_key=key, now=now
        ),
        *notes.record(s, (each for each in noted if each.recipient in waits), round_key=key),
    }
    ids = [notice.id for rows in waiting.values() for notice in rows]
    grown = queries.attach_all(s, ids, round_key=key, kind=kind)
    short = ways.queue(s, registry, found, now) if found is not None else 0
    rulings.take_up(s, registry, now)
    merge(s, registry, now)
    return len(grown.keys() | {waits[recipient] for recipient in asked}) + short


def _or_none(
    due: Callable[[Session, Registry, datetime], list[T]], failed: list[Message | str], *of: Any
) -> list[T]:
    """What it finds; nothing where it fails, since the reminders must leave: the audit tells of it."""
    try:
        return due(*of)
    except Exception as error:
        failed.append(fault_of(error))
        return []


def _owners(s: Session, waiting: dict[str, list[queries.NoticeRow]]) -> dict[str, list[str]]:
    tasks = queries.tasks_by_id(s, sorted({n.task_id for rows in waiting.values() for n in rows}))
    return {
        recipient: list(dict.fromkeys(tasks[n.task_id].owner for n in rows))
        for recipient, rows in waiting.items()
    }
