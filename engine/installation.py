"""What every round and every act stands on: one office's settings, registry and database."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from config.registry import Registry
from config.settings import Settings


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
