"""By which ways notices go: a rung names them, and a way that its addressee lacks is mail.

A channel gets one short message a recipient and morning, as mail does: `digest/chat` is the message by the
channel `chat`. A notice that goes by mail as well is carried by the mail, and told by the other message too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from calendars.ladders import MAIL
from config.registry import Registry
from config.registry.ways import channels_of
from config.settings import Settings
from engine.mail import routing
from engine.mail.message_ids import message_id
from engine.mail.quiet import next_opening
from engine.tasks.days import local_day
from engine.tasks.views import DIGEST
from models import queries
from models.states import MessageState

Waiting = Mapping[str, Sequence[queries.digesting.Unsent]]
"""Notices by recipient."""


@dataclass(slots=True)
class Sorted:
    """Notices that go by channels: `alone` and `beside` the mail (or another channel), by recipient and
    channel."""

    alone: defaultdict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    beside: defaultdict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))


def sort_out(registry: Registry, settings: Settings, waiting: Waiting, today: date, found: Sorted) -> Waiting:
    """By which way each goes on that day: answers what goes by mail, and adds to `found` what goes by
    channels."""
    if not (settings.channels_on and registry.channels):
        return waiting
    by_mail: defaultdict[str, list[queries.digesting.Unsent]] = defaultdict(list)
    for recipient, rows in waiting.items():
        has = channels_of(registry, recipient, today)
        for notice in rows:
            first, *others = _ways(registry, notice, has)
            if first == MAIL:
                by_mail[recipient].append(notice)
            else:
                found.alone[recipient, first].append(notice.id)
            for way in others:
                found.beside[recipient, way].append(notice.id)
    return by_mail


def _ways(registry: Registry, notice: queries.digesting.Unsent, has: Mapping[str, str]) -> list[str]:
    """The ways of one notice, mail first where it is among them; never none."""
    named: tuple[str, ...] = (MAIL,)
    if notice.obligation in registry.obligations:
        named = registry.ladder(notice.obligation).ways(notice.rung)
    reached = dict.fromkeys(way if way in has else MAIL for way in named)
    return sorted(reached, key=lambda way: way != MAIL)


def queue(s: Session, registry: Registry, found: Sorted, now: datetime) -> int:
    """Puts what goes by channels into short messages; answers how many. Mails have been queued before: what a
    mail does not carry yet is not told beside it.

    They leave within office hours, whatever becomes of mail: they wake somebody.
    """
    keys = sorted({*found.alone, *found.beside})
    if not keys:
        return 0
    not_before = next_opening(registry, now).astimezone(UTC)
    round_key = not_before.astimezone(registry.office.zone).date().isoformat()
    drafts = [
        queries.NewMessage(
            recipient=recipient,
            round_key=round_key,
            kind=f"{DIGEST}/{way}",
            message_id_header=message_id(round_key, recipient, f"{DIGEST}/{way}", registry.office.list_id),
            queued_at=now,
            not_before=not_before,
            address=way,
            way=way,
        )
        for recipient, way in keys
    ]
    messages = {(each.recipient, each.way or ""): each for each in queries.queue_messages(s, drafts)}
    alone: defaultdict[str, list[int]] = defaultdict(list)
    for key, ids in found.alone.items():
        alone[key[1]] += ids if messages[key].state is MessageState.PENDING else ()
    for way, ids in alone.items():
        queries.attach_all(s, ids, round_key=round_key, kind=f"{DIGEST}/{way}")
    for key, ids in found.beside.items():
        queries.tell_too(s, messages[key].id, ids)
    return len(keys)


def instead(
    s: Session, registry: Registry, settings: Settings, message: queries.MessageRow, now: datetime
) -> int | None:
    """The mail that tells what this short message cannot: the one that tells it already, one of the
    recipient's that waits, or a new one. None when it carries nothing that a mail would have to tell."""
    if not queries.carries_alone(s, message.id):
        return queries.mail_beside(s, message.id)
    if (waits := queries.waiting_mail(s, message.recipient, DIGEST)) is not None:
        return waits.id
    not_before = next_opening(registry, now) if settings.smtp else now.astimezone(UTC)
    round_key = not_before.astimezone(registry.office.zone).date().isoformat()
    to = routing.known(registry, settings, message.recipient, (), local_day(registry, now))
    draft = queries.NewMessage(
        recipient=message.recipient,
        round_key=round_key,
        kind=f"instead/{message.id}",
        message_id_header=message_id(
            round_key, message.recipient, f"instead/{message.id}", registry.office.list_id
        ),
        queued_at=now,
        not_before=not_before,
        address=", ".join(party.address for party in to) or None,
    )
    return queries.queue_messages(s, [draft])[0].id
