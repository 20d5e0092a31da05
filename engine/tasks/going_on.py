"""A person's word that everything may go on: after a restore, or when the time is further ahead than it can
have gone by what the machine knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.installation import Clock
from engine.tasks import ahead, restored
from engine.tasks.acts import Act
from engine.tasks.restored import Restored
from models import queries

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WentOn:
    """What waited for the word: a restore, and why the time was doubted ('' it was not)."""

    restored: Restored | None
    ahead: str

    def __bool__(self) -> bool:
        return self.restored is not None or bool(self.ahead)


def go_on(act: Act, clock: Clock) -> WentOn:
    """Says it for all that waits at the act's instant; nothing is recorded where nothing did."""
    why = ahead.found(act.s, act.now, clock)
    if why:
        agree(act, act.now + A_DAY)
    return WentOn(restored.go_on(act), why)


def agree(act: Act, until: datetime) -> None:
    """Rounds as of instants up to `until` (UTC) may run, whatever the clock says."""
    queries.put(act.s, ahead.AGREED, until.isoformat())
    queries.record(act.s, act.event(ahead.AGREED, data={"until": until.isoformat()}))
