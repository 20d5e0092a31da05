"""From an instant to the office's own day."""

from __future__ import annotations

from datetime import date, datetime

from config.registry import Registry


def local_day(registry: Registry, now: datetime) -> date:
    """The office's date at an instant."""
    return now.astimezone(registry.office.zone).date()
