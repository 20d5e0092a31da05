"""Reporting periods: their codes, bounds, order and neighbours.

A period is a run of whole days with a kind. Its code is what people type, what the database stores and what
mails show: `2026-11`, `2026-Q3`, `2026-H1`, `2026-9M`, `2026`, `2026-W47`, `2021..2025`, `2026-11-22`. Years
are 1900 to 2999 (for weeks: ISO years). Anything else is a PeriodError, whatever the input.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from calendars.errors import WhenError
from calendars.months import FIRST_YEAR, LAST_YEAR, Month, known_year, last_day, month_of, plus
from language import Message, message_of


class PeriodError(WhenError):
    """Not a period, or a period that cannot be: the text says what a code looks like."""


class Kind(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    SPAN = "span"


def called(kind: Kind) -> Message:
    """What a kind of period is called in a sentence."""
    return Message(f"kind.{kind.value}")


# How many months a period of the kind has, and how many lie between the starts of two neighbours.
_LENGTH = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.HALF: 6, Kind.NINE_MONTHS: 9, Kind.YEAR: 12}
_STRIDE = _LENGTH | {Kind.NINE_MONTHS: 12}
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole days `first` to `last`, both included; ordered by (first, last, kind).

    Only true periods can be built: a quarter starts on the first of January, April, July or October, a week
    is an ISO week (Monday to Sunday), nine months are January to September, a span is whole calendar years or
    whole months (`2021..2025`, `2022-04..2022-12`).
    """

    first: date
    last: date
    kind: Kind

    def __post_init__(self) -> None:
        if type(self.first) is not date or type(self.last) is not date or not isinstance(self.kind, Kind):
            raise PeriodError("when.period-parts", first=self.first, last=self.last, kind_=self.kind)
        if not known_year(self.year) or not known_year(self.first.year):
            raise PeriodError("when.period-year", day=self.first, least=FIRST_YEAR, most=LAST_YEAR)
        true = _first(self.kind, self.first), _last(self.kind, self.first, self.last)
        if (self.first, self.last) != true:
            raise PeriodError("when.period-not", first=self.first, last=self.last, kind_=called(self.kind))

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What `parse` reads back: `parse(p.code) == p` for every period."""
        return _CODES[self.kind](self)

    @property
    def year(self) -> int:
        """The year it is named after: the ISO year of a week, the first year of a span."""
        return self.first.isocalendar().year if self.kind is Kind.WEEK else self.first.year

    @property
    def number(self) -> int:
        """Which month, quarter, half or week of the year it is; 1 for the other kinds."""
        if self.kind is Kind.WEEK:
            return self.first.isocalendar().week
        if self.kind in (Kind.MONTH, Kind.QUARTER, Kind.HALF):
            return (self.first.month - 1) // _LENGTH[self.kind] + 1
        return 1

    @property
    def months(self) -> tuple[Month, ...]:
        """The (year, month) pairs it touches, in order: two for a week that crosses a month's end."""
        start, end = month_of(self.first), month_of(self.last)
        touched = (end[0] - start[0]) * 12 + end[1] - start[1] + 1
        return tuple(plus(start, n) for n in range(touched))

    def next(self) -> Period:
        return self.shift(1)

    def previous(self) -> Period:
        return self.shift(-1)

    def shift(self, n: int) -> Period:
        """The n-th period of this kind after this one (before, when negative), in one step.

        A span moves by its own length, nine months by a year. PeriodError beyond the years 1900 to 2999.
        """
        try:
            if self.kind is Kind.SPAN:
                moved = len(self.months) * n
                return months_span(*plus(month_of(self.first), moved), *plus(month_of(self.last), moved))
            if self.kind is Kind.DAY:
                return day(self.first + timedelta(days=n))
            if self.kind is Kind.WEEK:
                return containing(Kind.WEEK, self.first + n * _WEEK)
            year, month = plus(month_of(self.first), n * _STRIDE[self.kind])
            return containing(self.kind, date(year, month, 1))
        except (OverflowError, ValueError) as beyond:
            raise PeriodError(
                "when.period-moved-out", code=self.code, n_=n, least=FIRST_YEAR, most=LAST_YEAR
            ) from beyond


def parse(code: str) -> Period:
    """The period a code names. Letters may be small, blanks around it do not matter; the rest is strict.

    PeriodError for everything else, saying what was expected: `2026-Q5`, `2026-13`, `2026-2`, `2025..2021`,
    `2025-W53` (2025 has 52 ISO weeks), a number instead of text.
    """
    if not isinstance(code, str):
        raise PeriodError("when.period-no-text", found=code)
    text = code.strip()
    for pattern, build in _GRAMMAR:
        if found := pattern.fullmatch(text):
            try:
                return build(*(int(group) for group in found.groups()))
            except ValueError as wrong:
                raise PeriodError("when.period-wrong", code=_shown(code), why=message_of(wrong)) from None
    raise PeriodError("when.period-unknown", code=_shown(code))


def containing(kind: Kind, day: date) -> Period:
    """The period of the kind that `day` is in; nine months are January to September of the day's year.

    PeriodError for a span, whose length the kind does not say (see `repeat`), and outside 1900 to 2999.
    """
    if kind is Kind.SPAN:
        raise PeriodError("when.span-unnamed")
    if type(day) is not date:
        raise PeriodError("when.no-date", found=day)
    if not known_year(day.year):
        raise PeriodError("when.period-year", day=day, least=FIRST_YEAR, most=LAST_YEAR)
    first = _first(kind, day)
    return Period(first, _last(kind, first, first), kind)


def iterate(kind: Kind, start: date, end: date) -> Iterator[Period]:
    """Every period of the kind with a day in [start, end], in order; none when `end` is before `start`.

    Lazy, one step a period. Stops where the known years stop. PeriodError for a span (see `repeat`).
    """
    return _from(containing(kind, start), start, end)


def repeat(pattern: Period, start: date, end: date) -> Iterator[Period]:
    """The periods with a day in [start, end] of the endless row that `pattern` is one of.

    What "every n years" means: `repeat(span(2021, 2025), ...)` gives 2016..2020, 2021..2025, 2026..2030, ...
    """
    if pattern.kind is not Kind.SPAN:
        return iterate(pattern.kind, start, end)
    if type(start) is not date or not known_year(start.year):
        raise PeriodError("when.date-years", least=FIRST_YEAR, most=LAST_YEAR, found=start)
    length = len(pattern.months)
    first = pattern.first
    ahead = (start.year - first.year) * 12 + start.month - first.month
    # A start near 1900 may lie before the first whole span: begin with that one.
    turns = max(ahead // length, -(((first.year - FIRST_YEAR) * 12 + first.month - 1) // length))
    try:
        return _from(pattern.shift(turns), start, end)
    except PeriodError:
        return iter(())


def span(first_year: int, last_year: int) -> Period:
    """Whole calendar years, both included. PeriodError when they are reversed or outside 1900 to 2999."""
    if not known_year(first_year) or not known_year(last_year):
        raise PeriodError(
            "when.span-years", least=FIRST_YEAR, most=LAST_YEAR, first=first_year, last=last_year
        )
    return Period(date(first_year, 1, 1), date(last_year, 12, 31), Kind.SPAN)


def months_span(first_year: int, first_month: int, last_year: int, last_month: int) -> Period:
    """Whole months, both included: April to December 2022. PeriodError as for `span`."""
    if not (1 <= first_month <= 12 and 1 <= last_month <= 12):
        raise PeriodError("when.span-months")
    if not known_year(first_year) or not known_year(last_year):
        raise PeriodError(
            "when.span-years", least=FIRST_YEAR, most=LAST_YEAR, first=first_year, last=last_year
        )
    return Period(date(first_year, first_month, 1), last_day((last_year, last_month)), Kind.SPAN)


def day(on: date) -> Period:
    """The period of one day: a one-off date, or the day of an event."""
    return containing(Kind.DAY, on)


def _from(period: Period, start: date, end: date) -> Iterator[Period]:
    while period.first <= end:
        if period.last >= start:
            yield period
        try:
            period = period.next()
        except PeriodError:
            return


def _first(kind: Kind, day: date) -> date:
    if kind is Kind.DAY:
        return day
    if kind is Kind.WEEK:
        return day - timedelta(days=day.weekday())
    if kind in (Kind.YEAR, Kind.NINE_MONTHS):
        return date(day.year, 1, 1)
    if kind is Kind.SPAN:
        return day.replace(day=1)
    length = _LENGTH[kind]
    return date(day.year, (day.month - 1) // length * length + 1, 1)


def _last(kind: Kind, first: date, claimed: date) -> date:
    """Where a period that starts on `first` ends; a span ends where it says, if that is a month's end."""
    if kind is Kind.DAY:
        return first
    if kind is Kind.WEEK:
        return first + timedelta(days=6)
    if kind is Kind.SPAN:
        return last_day(month_of(max(first, claimed)))
    return last_day(plus(month_of(first), _LENGTH[kind] - 1))


def _week(year: int, week: int) -> Period:
    try:
        return containing(Kind.WEEK, date.fromisocalendar(year, week, 1))
    except ValueError:
        raise PeriodError("when.no-iso-week", year=str(year), week=week) from None


def _numbered(kind: Kind, upto: int) -> Callable[[int, int], Period]:
    def build(year: int, number: int) -> Period:
        if not 1 <= number <= upto:
            raise PeriodError("when.period-number", kind_=called(kind), most=upto)
        return containing(kind, date(year, (number - 1) * _LENGTH[kind] + 1, 1))

    return build


def _shown(code: str) -> str:
    """The text as an error shows it: quoted, escaped, and not longer than a line."""
    return repr(code if len(code) <= 40 else code[:40] + "…")


_GRAMMAR: tuple[tuple[re.Pattern[str], Callable[..., Period]], ...] = tuple(
    (re.compile(pattern, re.ASCII | re.IGNORECASE), build)
    for pattern, build in (
        (r"(\d{4})-(\d{2})", _numbered(Kind.MONTH, 12)),
        (r"(\d{4})-Q(\d)", _numbered(Kind.QUARTER, 4)),
        (r"(\d{4})-H(\d)", _numbered(Kind.HALF, 2)),
        (r"(\d{4})-9M", lambda year: containing(Kind.NINE_MONTHS, date(year, 1, 1))),
        (r"(\d{4})", lambda year: containing(Kind.YEAR, date(year, 1, 1))),
        (r"(\d{4})-W(\d{2})", _week),
        (r"(\d{4})\.\.(\d{4})", span),
        (r"(\d{4})-(\d{2})\.\.(\d{4})-(\d{2})", months_span),
        (r"(\d{4})-(\d{2})-(\d{2})", lambda year, month, number: day(date(year, month, number))),
    )
)

_CODES: dict[Kind, Callable[[Period], str]] = {
    Kind.DAY: lambda p: p.first.isoformat(),
    Kind.WEEK: lambda p: f"{p.year}-W{p.number:02}",
    Kind.MONTH: lambda p: f"{p.year}-{p.number:02}",
    Kind.QUARTER: lambda p: f"{p.year}-Q{p.number}",
    Kind.HALF: lambda p: f"{p.year}-H{p.number}",
    Kind.NINE_MONTHS: lambda p: f"{p.year}-9M",
    Kind.YEAR: lambda p: f"{p.year}",
    Kind.SPAN: lambda p: (
        f"{p.first.year}..{p.last.year}"
        if (p.first.month, p.last.month) == (1, 12)
        else f"{p.first:%Y-%m}..{p.last:%Y-%m}"
    ),
}
