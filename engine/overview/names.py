"""What units and duties are called on a board, in each language that the registry has words for."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from config.registry import Obligation, Registry
from config.registry.unit_names import is_former
from language import Either, Message

Name: TypeAlias = Either | Message


def unit_called(registry: Registry, code: str, today: date) -> Name:
    """'BHXH tỉnh Lào Cai', of the office of that name before the merger 'BHXH tỉnh Lào Cai (cũ)'; the code
    itself of a unit that has left the registry.
    """
    unit = registry.units.get(code)
    if unit is None:
        return Either(code)
    name = Either(vi=unit.name, en=unit.name_en or "")
    return Message("unit.former", name=name) if is_former(registry, unit, today) else name


def duty_called(duty: Obligation) -> Either:
    """The title of a duty."""
    return Either(vi=duty.title, en=duty.title_en)
