"""Channels that could not be reached: whoever has one reads it in every mail until it takes one again."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy.orm import Session

from config.registry import Registry
from engine.tasks.days import local_day
from language import Message
from models import queries


def told(s: Session, registry: Registry) -> dict[str, tuple[Message, ...]]:
    """By recipient: a line for each of its channels that fails."""
    found: defaultdict[str, list[Message]] = defaultdict(list)
    for each in queries.failing_ways(s):
        line = Message("mail.way-fails", way=each.way, day=local_day(registry, each.since))
        found[each.recipient].append(line)
    return {recipient: tuple(lines) for recipient, lines in found.items()}
