"""Figures: what an indicator asks for each year, and the target it is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Better(StrEnum):
    """Which way a figure should move."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Figure:
    """A yearly figure reported against its target, in `unit`; a year without a target has none."""

    unit: str
    targets: Mapping[int, Decimal]
    better: Better = Better.HIGHER

    def target(self, year: int) -> Decimal | None:
        """The target of a year."""
        return self.targets.get(year)

    def met(self, year: int, figure: Decimal) -> bool | None:
        """Whether a figure meets the year's target; None where there is no target."""
        target = self.target(year)
        if target is None:
            return None
        return figure >= target if self.better is Better.HIGHER else figure <= target
