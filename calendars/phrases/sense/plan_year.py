"""A plan of one year: what names no year in it is of that year, and happens once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from calendars.periods import Kind
from calendars.phrases.grammar.items import Between, Due, Freq, Item, Mark, Named, Point, YearRef
from calendars.phrases.text.reader import Reader, Wordings

_WITHIN = Wordings("trong năm", "cả năm", "trong cả năm", "trong năm kế hoạch", "trong năm nay")
_SHIFT: dict[YearRef | None, int] = {None: 0, "same": 0, "next": 1, "previous": -1}


def in_year(r: Reader, found: Sequence[Item], year: int) -> list[Item]:
    """The items with the plan's year where they name none. What comes round (`hằng tháng`) stays as it is."""
    if any(isinstance(item, Freq) for item in found):
        return list(found)
    if _WITHIN.at(r, 0) == len(r):
        return [Named(0, len(r), Kind.YEAR, (1,), year, bound="within")]
    return [_of(item, year) for item in found if not _this_year(r, item)]


def _this_year(r: Reader, item: Item) -> bool:
    """`năm nay`, of a plan whose year is known: it says nothing new."""
    return isinstance(item, Mark) and item.what == "clock" and r.word(item.i, "năm") and item.j == item.i + 2


def _of(item: Item, year: int) -> Item:
    if isinstance(item, Named) and item.year is None and item.year_ref in _SHIFT:
        return replace(item, year=year + _SHIFT[item.year_ref], year_ref=None, report=False)
    if isinstance(item, Due):
        return replace(item, points=tuple(_dated(point, year) for point in item.points))
    if isinstance(item, Between) and item.end is not None:
        return replace(item, start=_dated(item.start, year), end=_dated(item.end, year))
    return item


def _dated(point: Point, year: int) -> Point:
    if point.month is None or point.year is not None or point.year_ref not in _SHIFT:
        return point
    return replace(point, year=year + _SHIFT[point.year_ref], year_ref=None)
