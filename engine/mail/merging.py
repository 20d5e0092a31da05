"""One recipient, one morning, one mail, also after a mail outage: what still waits from earlier days goes
into the newest message, which says what each would say now.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, time

from sqlalchemy.orm import Session

from config.registry import Registry
from engine.mail.summary import KINDS
from engine.tasks.days import local_day
from engine.tasks.views import DIGEST
from models import queries


def merge(s: Session, registry: Registry, now: datetime) -> int:
    """Merges what was queued before the office's day of `now`; answers how many messages went into another.

    What was queued on the same day stays apart: a mail that somebody asked for beside the morning's. So do
    summaries, which tell of tasks without carrying their notices.
    """
    today = datetime.combine(local_day(registry, now), time.min, registry.office.zone)
    return queries.merge_waiting(s, before=today, now=now.astimezone(UTC), apart=KINDS)


def rounds_told(s: Session, messages: Collection[queries.MessageRow]) -> dict[int, tuple[str, ...]]:
    """The mornings whose digests each message is, by its id, oldest first: its own, and those that could not
    leave and were merged into it."""
    before = queries.merged_rounds(s, [each.id for each in messages], kind=DIGEST)
    own = {each.id: (each.round_key,) if each.kind == DIGEST else () for each in messages}
    return {number: (*before.get(number, ()), *rounds) for number, rounds in own.items()}
