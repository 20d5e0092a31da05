"""Data windows: `từ ngày 15 tháng trước đến ngày 14 tháng này` as a rule relative to the period."""

from __future__ import annotations

from calendars.errors import WhenError
from calendars.periods import Kind
from calendars.phrases.grammar.items import Between, Point
from calendars.rules import MonthDay, WindowRule

_INDEX = {"first": 1, "second": 2, "third": 3}
_LENGTH = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.HALF: 6, Kind.YEAR: 12}


def window_of(found: Between, head: Kind | None) -> tuple[Kind, WindowRule] | None:
    """The window and the kind of period it belongs to; None when it is not relative to a period."""
    if found.end is None:
        return None
    kind = _kind(found, head)
    if kind is None:
        return None
    start, end = _month_day(found.start, kind), _month_day(found.end, kind)
    if start is None or end is None or _order(start, kind) > _order(end, kind):
        return None
    return kind, WindowRule(start, end)


def _kind(found: Between, head: Kind | None) -> Kind | None:
    units = [p.unit for p in (found.start, found.end) if p is not None and p.unit not in (None, Kind.SPAN)]
    numbered = found.start.month is not None and found.end is not None and found.end.month is not None
    if numbered:
        if found.start.year is not None or (found.end and found.end.year is not None):
            return None
        return Kind.HALF if head is Kind.HALF else Kind.YEAR
    coarse = [unit for unit in units if unit in (Kind.QUARTER, Kind.HALF)]
    if coarse:
        return coarse[0]
    if head in (Kind.QUARTER, Kind.HALF, Kind.YEAR) and Kind.SPAN in (
        found.start.unit,
        found.end and found.end.unit,
    ):
        return head
    return Kind.MONTH if units and all(unit is Kind.MONTH for unit in units) else None


def _month_day(p: Point, kind: Kind) -> MonthDay | None:
    if p.day is None:
        return None
    month = _month(p, kind)
    try:
        return None if month is None else MonthDay(month, p.day)
    except WhenError:
        return None


def _month(p: Point, kind: Kind) -> int | None:
    length = _LENGTH[kind]
    if p.month is not None:
        year = {"previous": -12, "next": 12}.get(p.year_ref or "", 0)
        month = p.month + year
        return month - 6 if kind is Kind.HALF and p.month > 6 and not year else month
    shift = {"own": 0, "next": 1, "previous": -1}[p.which]
    if p.unit is Kind.MONTH and kind is not Kind.MONTH:
        return {"previous": 0, "next": length + 1}.get(p.which)
    if p.unit is Kind.SPAN and p.which == "previous":
        return 0
    index = length if p.place == "last" else _INDEX.get(p.place or "first", 1)
    return index + shift * length


def _order(day: MonthDay, kind: Kind) -> tuple[int, int]:
    month = day.month if isinstance(day.month, int) else {"first": 1, "last": _LENGTH[kind]}[day.month]
    return month, day.day if isinstance(day.day, int) else 32
