"""What a unit asked about its tasks and nobody has answered, as its mail says it, with how long that keeps
those
above it from being told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from config.registry import Registry
from engine.tasks.days import local_day
from engine.tasks.requests import held_until, waiting
from language import Message


def told(s: Session, registry: Registry, ids: Collection[int], now: datetime) -> dict[int, Message]:
    """By task id, for those of which something is asked."""
    found = {}
    for task_id, asked in waiting(s, ids).items():
        until = held_until(registry, asked)
        held = Message("mail.held-until", day=local_day(registry, until)) if until > now else ""
        found[task_id] = Message(f"mail.waits-{asked.kind}", day=asked.to, held=held)
    return found
