"""Whom the name of a unit or a group means, and on which days: successors stand for who was before them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from config.registry.objects import Group, Unit, within

RosterRow = tuple[str, date | None, date | None]
"""(unit code, first day on which it counts, first day on which it no longer does)."""
_Span = tuple[date, date]


class Meant:
    """Who of a roster is meant on a day. Nobody comes or goes between two of its days, so whoever asks of
    many days in turn makes ten thousand units out anew only where somebody does."""

    def __init__(self, rows: Sequence[RosterRow], units: Mapping[str, Unit]) -> None:
        self._rows, self._units = rows, units
        self._turns = sorted({day for _, from_, to in rows for day in (from_, to) if day is not None})
        self._last: tuple[int, tuple[Unit, ...]] = (-1, ())

    def on(self, day: date) -> tuple[Unit, ...]:
        """Those meant on that day, in the roster's order."""
        between = bisect_right(self._turns, day)
        known, found = self._last
        if known != between:
            found = tuple(self._units[code] for code, from_, to in self._rows if within(day, from_, to))
            self._last = between, found
        return found


def meant_by(refs: Iterable[str], units: Mapping[str, Unit], groups: Mapping[str, Group]) -> list[RosterRow]:
    """Every unit that these names ever mean, in the order of `units`, each day once.

    A unit that is named, by itself or in a group, is followed by its line of successors; one that ends
    without any leaves nobody. A group's kinds mean those units of them that exist on the day.
    """
    spans: dict[str, list[_Span]] = {}
    for ref in refs:
        for code, span in _line(units, ref) if ref in units else _members(units, groups[ref]):
            spans.setdefault(code, []).append(span)
    return [
        (code, None if start == date.min else start, None if end == date.max else end)
        for code in units
        if code in spans
        for start, end in _merged(spans[code])
    ]


def _members(units: Mapping[str, Unit], group: Group) -> Iterator[tuple[str, _Span]]:
    first, end = _span(group.from_, group.to)
    found = [(unit.code, _span(unit.from_, unit.to)) for unit in units.values() if unit.kind in group.kinds]
    for code in group.units:
        found += _line(units, code)
    for code, span in found:
        yield code, (max(span[0], first), min(span[1], end))


def _line(units: Mapping[str, Unit], code: str) -> Iterator[tuple[str, _Span]]:
    """A unit while it exists, then each of its successors from the day on which it takes over."""
    unit: Unit | None = units.get(code)
    since = date.min
    while unit is not None:
        start, end = _span(unit.from_, unit.to)
        yield unit.code, (max(start, since), end)
        since = max(since, end)
        unit = units.get(unit.successor) if unit.successor is not None else None


def _span(from_: date | None, to: date | None) -> _Span:
    return from_ or date.min, to or date.max


def _merged(spans: Iterable[_Span]) -> list[_Span]:
    """The same days without empty spans, overlaps and seams, in order."""
    merged: list[_Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged
