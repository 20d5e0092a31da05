"""What a period is called, as a message: 'quý III năm 2026', 'Q3 2026'."""

from __future__ import annotations

from calendars.periods import Kind, Period
from language import Message


def name_of(period: Period, *, short: bool = False) -> Message:
    """The period in words; `short` is for subjects and headings: 'quý III/2026', 'tháng 11/2026'."""
    year = str(period.year)
    tail = "-short" if short else ""
    if period.starts != 1:
        return _financial(period, tail)
    match period.kind:
        case Kind.DAY:
            return Message(f"period.day{tail}", day=period.first)
        case Kind.WEEK:
            return Message(
                f"period.week{tail}", number=period.number, year=year, first=period.first, last=period.last
            )
        case Kind.WEEKS:
            count = len(range(0, (period.last - period.first).days, 7))
            return Message(f"period.weeks{tail}", n=count, first=period.first, last=period.last)
        case Kind.HALF_MONTH:
            month = Message(f"words.month-{period.first.month}")
            of = Message(f"period.month{tail}", month=month, year=year)
            half = f"period.month-half-{period.number}{tail}"
            return Message(half, month=of, first=period.first, last=period.last)
        case Kind.MONTH:
            return Message(f"period.month{tail}", month=Message(f"words.month-{period.number}"), year=year)
        case Kind.QUARTER:
            roman = Message(f"words.quarter-{period.number}")
            return Message(f"period.quarter{tail}", number=roman, year=year)
        case Kind.HALF:
            return Message(f"period.half-{period.number}{tail}", year=year)
        case Kind.NINE_MONTHS:
            return Message(f"period.nine-months{tail}", year=year)
        case Kind.YEAR:
            return Message(f"period.year{tail}", year=year)
        case Kind.SPAN if (period.first.month, period.last.month) != (1, 12):
            ends = {"first": period.first, "last": period.last}
            named = {
                name: Message(
                    f"period.month{'-short' if short else ''}",
                    month=Message(f"words.month-{day.month}"),
                    year=str(day.year),
                )
                for name, day in ends.items()
            }
            return Message(f"period.months{tail}", **named)
        case Kind.SPAN if period.first.year == period.last.year:
            return Message(f"period.year{tail}", year=year)
        case Kind.SPAN:
            first, last = str(period.first.year), str(period.last.year)
            return Message(f"period.span{tail}", first=first, last=last)


def _financial(period: Period, tail: str) -> Message:
    """A year that does not begin in January, or a part of it: 'quý I năm tài chính 2026'."""
    year = str(period.year)
    if period.kind is Kind.QUARTER:
        number = Message(f"words.quarter-{period.number}")
        return Message(f"period.financial-quarter{tail}", number=number, year=year)
    part = {Kind.HALF: f"half-{period.number}", Kind.NINE_MONTHS: "nine-months"}.get(period.kind, "year")
    return Message(f"period.financial-{part}{tail}", year=year, first=period.first, last=period.last)
