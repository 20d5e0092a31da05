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
    overdue, due = _owed(s, registry, now)
    rest = (Kind.ASKED, Kind.UNDELIVERED, Kind.EVENT, Kind.HELD)
    others = {kind: _count(s, registry, settings, now, kind) for kind in rest}
    return {Kind.OVERDUE: overdue, Kind.DUE: due, **others}


def count(s: Session, registry: Registry, settings: Settings, now: datetime, kind: Kind) -> int:
    """How much there is of one kind."""
    if kind in (Kind.OVERDUE, Kind.DUE):
        return _owed(s, registry, now)[kind is Kind.DUE]
    return _count(s, registry, settings, now, kind)


def _owed(s: Session, registry: Registry, now: datetime) -> tuple[int, int]:
    return queries.owed_counts(s, now, until=due_until(registry, local_day(registry, now)))


def _count(s: Session, registry: Registry, settings: Settings, now: datetime, kind: Kind) -> int:
    if kind is Kind.ASKED:
        return requests.waiting_count(s) + queries.reply_waiting(s)
    if kind is Kind.UNDELIVERED:
        return queries.dead_count(s) + len(unreachable(s, registry, now))
    if kind is Kind.EVENT:
        return len(awaited(s, registry, local_day(registry, now)))
    return len(held(s, registry, settings, now)) + queries.kept_count(s)
