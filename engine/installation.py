"""What every round and every act stands on: one office's settings, registry and database."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from config.registry import Registry
from config.settings import Settings

_NEAR = timedelta(minutes=15)
"""An instant no further from the clock is meant as the time it is; another one is rehearsed."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What an entry point read: the instant (UTC), which start of which machine this is ('' unknown), and the
    seconds since that start, which nobody can set.
    """

    now: datetime
    start: str
    seconds: float

    @classmethod
    def of_machine(cls, now: datetime) -> Clock:
        """With the machine's own count; for entry points, which alone look at a clock."""
        try:
            start = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
            return cls(now, start, time.clock_gettime(time.CLOCK_BOOTTIME))
        except (OSError, AttributeError):
            return cls(now, "", 0.0)

    def later(self) -> datetime:
        """The instant now: what was read, and the seconds that the machine has counted since."""
        if not self.start:
            return self.now
        counted = time.clock_gettime(time.CLOCK_BOOTTIME) - self.seconds
        return self.now + timedelta(seconds=max(counted, 0.0))


@dataclass(frozen=True, slots=True)
class Installation:
    """Settings, registry and database as they are when a command or a run starts. `clock` is what it read of
    the machine's; None where there is nothing to hold a day against, as in a simulation.
    """

    settings: Settings
    registry: Registry
    engine: Engine
    clock: Clock | None = None

    def today(self, now: datetime) -> date:
        """The office's date at an instant."""
        return now.astimezone(self.registry.office.zone).date()

    def by_now(self, now: datetime) -> datetime:
        """What the time is by now (UTC), for work that began as of `now`: a planned round works as of its
        plan however late it begins, and takes its time, but others hold what it claims against a clock.
        A rehearsed instant stays what it is.
        """
        now = now.astimezone(UTC)
        if self.clock is None:
            return now
        later = self.clock.later()
        meant = min(abs(self.clock.now - now), abs(later - now)) <= _NEAR
        return max(now, later.astimezone(UTC)) if meant else now
