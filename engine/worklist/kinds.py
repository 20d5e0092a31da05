"""What there is to be settled, and how much of it: the one computation of the page and of the boards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from calendars.errors import WhenError
from config.registry import Registry
from config.settings import Settings
from engine.mail.leaving import held
from engine.mail.unreachable import unreachable
from engine.tasks import requests
from engine.tasks.awaited import awaited
from engine.tasks.days import local_day
from models import queries
from models.states import ReplyState

AHEAD = 10
"""Working days ahead that the list of what is due soon looks."""


class Kind(StrEnum):
    """The lists, in the order in which they are to be settled."""

    OVERDUE = "overdue"
    DUE = "due"
    ASKED = "asked"
    UNDELIVERED = "undelivered"
    EVENT = "event"
    HELD = "held"


def due_until(registry: Registry, today: date) -> date:
    """The last day of what is due soon: `AHEAD` working days from today."""
    try:
        return registry.calendar.shift(today, AHEAD)
    except WhenError:  # beyond the working calendar
        return today


def counts(s: Session, registry: Registry, settings: Settings, now: datetime) -> Mapping[Kind, int]:
    """How much of each there is at `now` (aware). What is overdue are the tasks that the boards count so;
    what is due, those of them that are open and have their last day until `due_until`."""
    today = local_day(registry, now)
    overdue, due = queries.owed_counts(s, now, until=due_until(registry, today))
    replies = queries.reply_counts(s, since=_EVER).get(ReplyState.WAITING, 0)
    dead = queries.outbox_counts(s, now).dead
    return {
        Kind.OVERDUE: overdue,
        Kind.DUE: due,
        Kind.ASKED: requests.waiting_count(s) + replies,
        Kind.UNDELIVERED: dead + len(unreachable(s, registry, now)),
        Kind.EVENT: len(awaited(s, registry, today)),
        Kind.HELD: len(held(s, registry, settings, now)) + queries.kept_count(s),
    }


_EVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
