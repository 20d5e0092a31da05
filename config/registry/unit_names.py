"""What a unit is called beside others: an office of before a merger may have left its name to a new one."""

from __future__ import annotations

from datetime import date

from config.registry.objects import Unit
from config.registry.registry import Registry

FORMER_VI, FORMER_EN = "cũ", "former"


def is_former(registry: Registry, unit: Unit, today: date) -> bool:
    """Whether the unit has ended and another goes by its name, so that the name alone misleads."""
    if unit.to is None or unit.to > today:
        return False
    return any(each.name == unit.name and each is not unit for each in registry.units.values())


def unit_name(registry: Registry, code: str, today: date) -> str:
    """'BHXH tỉnh Lào Cai', of the office of that name before the merger 'BHXH tỉnh Lào Cai (cũ)'; the code
    itself of a unit that has left the registry.
    """
    unit = registry.units.get(code)
    if unit is None:
        return code
    return f"{unit.name} ({FORMER_VI})" if is_former(registry, unit, today) else unit.name
