"""Whether a unit's name misleads: an office of before a merger may have left its name to a new one."""

from __future__ import annotations

from datetime import date

from config.registry.objects import Unit
from config.registry.registry import Registry


def is_former(registry: Registry, unit: Unit, today: date) -> bool:
    """Whether it has ended and another goes by its name, in either language, so that the name misleads."""
    if unit.to is None or unit.to > today:
        return False
    others = (each for each in registry.units.values() if each is not unit)
    return any(
        each.name == unit.name or (unit.name_en is not None and each.name_en == unit.name_en)
        for each in others
    )
