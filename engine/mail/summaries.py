"""Queueing the summaries, each once: of a week on the next one's first working morning, of a year in January.

Level-triggered, as rounds are: whoever asks on a later day of that week or month queues what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from config.registry import Registry
from config.settings import Settings
from engine.mail import routing
from engine.mail.message_ids import message_id
from engine.mail.quiet import next_opening
from engine.mail.summary import WEEKLY
from engine.tasks.days import local_day
from engine.tasks.in_charge import in_place_of
from engine.tasks.views import LEADERSHIP
from models import queries


@dataclass(frozen=True, slots=True)
class Queued:
    """`fresh` messages were queued now, `had` had been before. `key` names the week or the year."""

    key: str
    fresh: int
    had: int


def week_key(day: date) -> str:
    """The ISO week in which a summary leaves: '2026-W48'."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def week_told(key: str) -> tuple[date, date]:
    """Monday and Sunday of the week before the one of that key, of which its summary tells."""
    year, _, week = key.partition("-W")
    monday = date.fromisocalendar(int(year), int(week), 1)
    return monday - timedelta(days=7), monday - timedelta(days=1)


def year_told(key: str) -> tuple[date, date]:
    """The days of the year of that key."""
    return date(int(key), 1, 1), date(int(key), 12, 31)


def queue(s: Session, registry: Registry, settings: Settings, now: datetime, kind: str) -> Queued:
    """Queues the summaries of that kind that are to leave on the office's day of `now` (aware): one for the
    leadership and one for each unit in charge of a duty of which anything was due. Nothing where nothing was.
    """
    today = local_day(registry, now)
    key = week_key(today) if kind == WEEKLY else str(today.year - 1)
    first, last = week_told(key) if kind == WEEKLY else year_told(key)
    owners = queries.owners_due(s, date(last.year, 1, 1) if kind == WEEKLY else first, last)
    if not owners:
        return Queued(key, 0, 0)
    recipients = dict.fromkeys([LEADERSHIP, *(in_place_of(registry, owner, today) for owner in owners)])
    not_before = next_opening(registry, now) if settings.smtp else now.astimezone(UTC)
    drafts = []
    for recipient in recipients:
        to = routing.route(registry, settings, recipient, (), today).to
        drafts.append(
            queries.NewMessage(
                recipient=recipient,
                round_key=key,
                kind=kind,
                message_id_header=message_id(key, recipient, kind, registry.office.list_id),
                queued_at=now,
                not_before=not_before,
                address=to[0].address if to else None,
            )
        )
    before = {
        each.recipient for each in queries.outbox_rows(s, round_key=key, limit=None) if each.kind == kind
    }
    found = queries.queue_messages(s, drafts)
    fresh = sum(each.recipient not in before for each in found)
    return Queued(key, fresh, len(found) - fresh)
