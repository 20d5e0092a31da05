"""Who is in charge of a duty on a day: its owner, or whoever stands in the owner's place by then."""

from __future__ import annotations

from datetime import date

from config.registry import Registry
from engine.tasks.views import LEADERSHIP


def in_place_of(registry: Registry, owner: str, day: date) -> str:
    """The recipient code of whoever is in charge in the owner's place: its own while it exists, then its
    successor's, and the leadership's when nobody took its place.
    """
    unit = registry.standing(owner, day)
    return LEADERSHIP if unit is None else unit.code
