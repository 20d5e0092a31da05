"""An act: what somebody does to tasks, in one transaction. Every function that records one takes it first."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from config.registry import Registry
from config.settings import Settings
from engine.installation import Installation
from engine.noted import noted
from engine.tasks import ahead
from engine.tasks.days import local_day
from engine.tasks.turns import check_day, enter, rolled_back_if
from models import queries

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, and from where: `cli`, `flow`, `web`, `engine`."""

    actor: str
    origin: str = "cli"


class TaskRef(NamedTuple):
    """A task by the names people use: whose report of which period."""

    obligation: str
    period: str
    unit: str


@dataclass(frozen=True, slots=True)
class Act:
    """The transaction, the instant (UTC) and the person. With `dry_run` it is undone when it ends."""

    s: Session
    settings: Settings
    registry: Registry
    now: datetime
    by: By
    dry_run: bool = False

    @property
    def today(self) -> date:
        """The office's date at the instant."""
        return local_day(self.registry, self.now)

    def event(self, kind: str, reason: str = "", data: dict[str, Any] | None = None) -> queries.Happening:
        """An event of this act, as it is recorded."""
        return queries.Happening(self.now, kind, self.by.actor, self.by.origin, reason, data or {})


_NAMED = 50
"""So many events of an act are named in the log by their numbers; all of them stand in the database."""


@contextlib.contextmanager
def acting(
    installation: Installation, now: datetime, by: By, *, dry_run: bool = False, in_turn: bool = False
) -> Iterator[Act]:
    """One act as of `now` (aware): committed when the block ends well, undone with `dry_run` or an error.

    `in_turn` waits for the rounds' turn and keeps it, for acts that open or raise: then `now` may not lie
    before the last round (RoundBehind), nor further ahead than time can have gone (RoundAhead), nor outside
    the working calendar (RoundError).
    """
    if in_turn:
        check_day(installation.registry, now)
    with rolled_back_if(installation.engine, dry_run) as s:
        if in_turn and installation.clock and not dry_run:
            ahead.check(s, installation.registry, now, installation.clock)
        instant = enter(s, installation.registry, now) if in_turn else now.astimezone(UTC)
        act = Act(s, installation.settings, installation.registry, instant, by, dry_run)
        yield act
        recorded = [] if dry_run else queries.seeing.recorded(s, instant, by.actor, by.origin, limit=_NAMED)
    if recorded:
        kinds = sorted({kind for _, kind, _ in recorded})
        events, tasks = [number for number, _, _ in recorded], [task for _, _, task in recorded if task]
        said, n = "recorded: %s", len(recorded)
        fields = {"kinds": kinds, "events": events, "tasks": tasks, "more": n == _NAMED, "origin": by.origin}
        noted(log, logging.INFO, "act", said, ", ".join(kinds), **fields)
