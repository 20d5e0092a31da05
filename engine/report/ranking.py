"""The ranking of units for the yearly grading. Pure.

The order: the higher rate on time (compared as a fraction, not as it is rounded), then fewer overdue, then
fewer sent late. Who is alike in all three shares a place, and as many places after it stay empty. Units of
which nothing is expected have no place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.report.figures import Figures


@dataclass(frozen=True, slots=True)
class Place:
    """One unit's place, from 1."""

    place: int
    unit: str
    figures: Figures


def ranked(units: Mapping[str, Figures]) -> list[Place]:
    """The units by their places; within a place in the order given."""
    shares = {unit: (each.on_time, expected) for unit, each in units.items() if (expected := each.expected)}
    rates = {share: Fraction(*share) for share in set(shares.values())}
    # Ten thousand units share some hundred rates: only these are compared as fractions.
    from_best = {rate: n for n, rate in enumerate(sorted(set(rates.values()), reverse=True))}
    places = {share: from_best[rate] for share, rate in rates.items()}
    owing = [((places[of], units[unit].overdue, units[unit].late), unit) for unit, of in shares.items()]
    ordered = sorted(owing, key=lambda each: each[0])
    found: list[Place] = []
    for n, (merit, unit) in enumerate(ordered, 1):
        same = found and merit == ordered[n - 2][0]
        found.append(Place(found[-1].place if same else n, unit, units[unit]))
    return found


def worst(units: Mapping[str, Figures], most: int) -> list[Place]:
    """The last ones who missed a deadline, the last first, at most so many."""
    behind = [each for each in ranked(units) if each.figures.missed]
    return sorted(behind, key=lambda each: -each.place)[:most]
