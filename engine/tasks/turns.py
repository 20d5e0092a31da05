"""Taking turns: rounds and answers queue one after the other on the row `last_round_at`, which also keeps
time from going backwards; and a transaction that is undone when it is only a rehearsal.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from config.registry import Registry
from engine.errors import RoundBehind, RoundError
from engine.tasks.days import local_day
from models import db, queries

LAST_ROUND = "last_round_at"


SKEW = timedelta(seconds=60)
"""Clocks of several machines differ: a round so little behind the last one joins it instead of being
refused.
"""


MISSED = timedelta(days=1)
"""A run that comes late joins a round that has done its work. One further behind than this has not come late:
the last round ran ahead of the true time, and to do nothing, day after day, is no success.
"""


def last_round(s: Session) -> datetime | None:
    """The instant (UTC) of the latest round of this database; None before the first."""
    stored = queries.fact(s, LAST_ROUND)
    return None if stored is None else datetime.fromisoformat(stored)


def enter(s: Session, registry: Registry, now: datetime, *, join: bool = False) -> datetime:
    """Takes the rounds' turn until the transaction ends, and answers the instant to use (UTC).

    One before the last round's is RoundBehind; with `join` it becomes the last round's, unless that lies so
    far ahead that it must have run ahead of the true time.
    """
    now = now.astimezone(UTC)
    last = datetime.fromisoformat(queries.hold(s, LAST_ROUND, now.isoformat()))
    if now < last - (MISSED if join else SKEW):
        zone = registry.office.zone  # the instants are told to somebody of the office
        raise RoundBehind("round.behind", last=last.astimezone(zone), now=now.astimezone(zone))
    if now > last:
        queries.put(s, LAST_ROUND, now.isoformat())
    return max(now, last)


def check_day(registry: Registry, now: datetime) -> None:
    """Raises RoundError for an instant outside the working calendar: nothing could be decided on that day,
    and no later round could go back from it.
    """
    day, calendar = local_day(registry, now), registry.calendar
    if not calendar.first <= day <= calendar.last:
        raise RoundError("round.outside-calendar", day=day, first=calendar.first, last=calendar.last)


class _Undo(Exception):
    """Ends a rehearsal: everything that was written is rolled back."""


@contextlib.contextmanager
def rolled_back_if(engine: Engine, dry_run: bool) -> Iterator[Session]:
    """One writing transaction, undone at its end when this is only a rehearsal."""
    with contextlib.suppress(_Undo), db.session(engine) as s:
        yield s
        if dry_run:
            raise _Undo
