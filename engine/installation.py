"""What every round and every act stands on: one office's settings, registry and database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine

from config.registry import Registry
from config.settings import Settings


@dataclass(frozen=True, slots=True)
class Installation:
    """Settings, registry and database as they are when a command or a run starts."""

    settings: Settings
    registry: Registry
    engine: Engine

    def today(self, now: datetime) -> date:
        """The office's date at an instant."""
        return now.astimezone(self.registry.office.zone).date()
