"""What units and duties are called on a board, in each language that the registry has words for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from config.registry import Obligation, Registry
from config.registry.unit_names import is_former
from engine.tasks.in_charge import in_place_of
from engine.tasks.views import LEADERSHIP
from language import Either, Message, say

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


@dataclass(frozen=True, slots=True)
class InCharge:
    """Who is in charge of a duty: its owner, or whoever stands in its place by then."""

    code: str
    """The recipient code: a unit's, or `leadership`."""
    name: Name

    @property
    def short(self) -> Name:
        """The code, as lists have it; the leadership, which has none that anybody knows, by its name."""
        return self.name if self.code == LEADERSHIP else Either(self.code)


def in_charge_called(registry: Registry, owner: str, today: date) -> InCharge:
    """Who is in charge on that day of what `owner` is, as mails name it too."""
    code = in_place_of(registry, owner, today)
    if code != LEADERSHIP:
        return InCharge(code, unit_called(registry, code, today))
    return InCharge(code, leadership_called(registry))


def recipient_called(registry: Registry, code: str, today: date) -> Name:
    """'Vụ Pháp chế', 'Lãnh đạo Vụ Pháp chế', or the leadership's name, of a recipient code."""
    if code == LEADERSHIP:
        return leadership_called(registry)
    unit, _, role = code.partition(":")
    name = unit_called(registry, unit, today)
    return Message("board.head-of", unit=name) if role else name


def leadership_called(registry: Registry) -> Either:
    """The leadership, as the registry names it; in English by what it is."""
    english = say(Message("mail.leadership"), "en", "mail")
    return Either(vi=registry.office.leadership_name, en=english)


def duty_called(duty: Obligation) -> Either:
    """The title of a duty."""
    return Either(vi=duty.title, en=duty.title_en)
