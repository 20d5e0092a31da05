"""Reporting periods: their codes, bounds, order and neighbours.

A period is a run of whole days with a kind. Its code is what people type, what the database stores and what
mails show: `2026-11`, `2026-Q3`, `2026-H1`, `2026-9M`, `2026`, `2026-W47`, `2021..2025`, `2026-11-22`; half a
month is `2026-11-H1`, several weeks are `2026-W46..2026-W47`. Of a year that does not begin in January the
first month is told: `2026F04-Q1` is April to June 2026, `2026F04` April 2026 to March 2027. Years are 1900 to
2999 (for weeks: ISO years). Anything else is a PeriodError, whatever the input.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from calendars.errors import WhenError
from calendars.kinds import IN_YEAR, LENGTH, MIDDLE, ROWS, STRIDE, closing_day, first_day, year_of
from calendars.kinds import Kind as Kind
from calendars.kinds import called as called
from calendars.months import FIRST_YEAR, LAST_YEAR, Month, known_year, last_day, month_of, plus
from language import message_of

_WEEK = timedelta(days=7)
_MOST_WEEKS = 52


class PeriodError(WhenError):
    """Not a period, or a period that cannot be: the text says what a code looks like."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole days `first` to `last`, both included; ordered by (first, last, kind).

    Only true periods can be built: a quarter starts on the first of January, April, July or October, a week
    is an ISO week (Monday to Sunday), nine months are January to September, a span is whole calendar years or
    whole months (`2021..2025`, `2022-04..2022-12`), half a month the 1st to the 15th or the 16th to its end.
    `starts` is the month in which the year of a quarter, half, nine months or year begins: 1 unless the
    office's financial year is another.
    """

    first: date
    last: date
    kind: Kind
    starts: int = 1

    def __post_init__(self) -> None:
        if type(self.first) is not date or type(self.last) is not date or not isinstance(self.kind, Kind):
            raise PeriodError("when.period-parts", first=self.first, last=self.last, kind_=self.kind)
        if not known_year(self.year) or not known_year(self.first.year):
            raise PeriodError("when.period-year", day=self.first, least=FIRST_YEAR, most=LAST_YEAR)
        if self.starts != 1 and not (self.kind in IN_YEAR and self.starts in range(2, 13)):
            raise PeriodError("when.year-starts", found=self.starts)
        true = first_day(self.kind, self.first, self.starts), closing_day(self.kind, self.first, self.last)
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
        """The year it is named after: the ISO year of a week, the first year of a span, the year in which a
        financial year begins.
        """
        if self.kind in (Kind.WEEK, Kind.WEEKS):
            return self.first.isocalendar().year
        return year_of(self.first, self.starts)

    @property
    def closing_year(self) -> int:
        """The year whose figures it closes: the one it ends in; a financial year's is that of its name."""
        return self.last.year if self.starts == 1 else self.year

    @property
    def number(self) -> int:
        """Which month, quarter, half or week of the year it is, which half of a month; 1 for other kinds."""
        if self.kind in (Kind.WEEK, Kind.WEEKS):
            return self.first.isocalendar().week
        if self.kind in (Kind.MONTH, Kind.QUARTER, Kind.HALF):
            return (self.first.month - self.starts) % 12 // LENGTH[self.kind] + 1
        return 2 if self.kind is Kind.HALF_MONTH and self.first.day == MIDDLE else 1

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
            if self.kind is Kind.WEEKS:
                moved_by = n * (self.last - self.first + timedelta(days=1))
                return Period(self.first + moved_by, self.last + moved_by, Kind.WEEKS)
            if self.kind is Kind.HALF_MONTH:
                months, half = divmod(self.number - 1 + n, 2)
                year, month = plus(month_of(self.first), months)
                return containing(Kind.HALF_MONTH, date(year, month, MIDDLE if half else 1))
            year, month = plus(month_of(self.first), n * STRIDE[self.kind])
            return containing(self.kind, date(year, month, 1), self.starts)
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


def containing(kind: Kind, day: date, starts: int = 1) -> Period:
    """The period of the kind that `day` is in; nine months are the first nine of the day's year, which begins
    in the month `starts`.

    PeriodError for a row of spans or of several weeks, whose length the kind does not say (see `repeat`), and
    outside 1900 to 2999.
    """
    if kind in ROWS:
        raise PeriodError("when.span-unnamed")
    if type(day) is not date:
        raise PeriodError("when.no-date", found=day)
    if not known_year(day.year):
        raise PeriodError("when.period-year", day=day, least=FIRST_YEAR, most=LAST_YEAR)
    first = first_day(kind, day, starts)
    return Period(first, closing_day(kind, first, first), kind, starts)


def iterate(kind: Kind, start: date, end: date, starts: int = 1) -> Iterator[Period]:
    """Every period of the kind with a day in [start, end], in order; none when `end` is before `start`.

    Lazy, one step a period. Stops where the known years stop. PeriodError for a span (see `repeat`).
    """
    return _from(containing(kind, start, starts), start, end)


def repeat(pattern: Period, start: date, end: date) -> Iterator[Period]:
    """The periods with a day in [start, end] of the endless row that `pattern` is one of.

    What "every n years" means: `repeat(span(2021, 2025), ...)` gives 2016..2020, 2021..2025, 2026..2030, ...
    """
    if pattern.kind not in ROWS:
        return iterate(pattern.kind, start, end, pattern.starts)
    if type(start) is not date or not known_year(start.year):
        raise PeriodError("when.date-years", least=FIRST_YEAR, most=LAST_YEAR, found=start)
    if pattern.kind is Kind.WEEKS:
        days = (pattern.last - pattern.first).days + 1
        return _from(pattern.shift((start - pattern.first).days // days), start, end)
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


def weeks(start: date, n: int) -> Period:
    """So many ISO weeks, the first of which `start` is in. PeriodError unless there are 2 to 52."""
    if not 2 <= n <= _MOST_WEEKS:
        raise PeriodError("when.weeks-many", most=_MOST_WEEKS, found=n)
    first = containing(Kind.WEEK, start).first
    return Period(first, first + timedelta(days=7 * n - 1), Kind.WEEKS)


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


def _week(year: int, week: int) -> Period:
    try:
        return containing(Kind.WEEK, date.fromisocalendar(year, week, 1))
    except ValueError:
        raise PeriodError("when.no-iso-week", year=str(year), week=week) from None


def _weeks(first_year: int, first_week: int, last_year: int, last_week: int) -> Period:
    first, last = _week(first_year, first_week).first, _week(last_year, last_week).last
    return weeks(first, ((last - first).days + 1) // 7)


def _numbered(kind: Kind, upto: int) -> Callable[[int, int], Period]:
    def build(year: int, number: int) -> Period:
        return _fiscal(kind, upto)(year, 1, number)

    return build


def _fiscal(kind: Kind, upto: int = 1) -> Callable[..., Period]:
    """A numbered part of a year that begins in the month `starts`, or without a number the only one."""

    def build(year: int, starts: int, number: int = 1) -> Period:
        if not 1 <= starts <= 12:
            raise PeriodError("when.year-starts", found=starts)
        if not 1 <= number <= upto:
            raise PeriodError("when.period-number", kind_=called(kind), most=upto)
        first = plus((year, starts), (number - 1) * LENGTH[kind])
        return containing(kind, date(*first, 1), starts)

    return build


def _half_month(year: int, month: int, half: int) -> Period:
    if not 1 <= half <= 2:
        raise PeriodError("when.period-number", kind_=called(Kind.HALF_MONTH), most=2)
    return containing(Kind.HALF_MONTH, date(year, month, MIDDLE if half == 2 else 1))


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
        (r"(\d{4})F(\d{2})-Q(\d)", _fiscal(Kind.QUARTER, 4)),
        (r"(\d{4})F(\d{2})-H(\d)", _fiscal(Kind.HALF, 2)),
        (r"(\d{4})F(\d{2})-9M", _fiscal(Kind.NINE_MONTHS)),
        (r"(\d{4})F(\d{2})", _fiscal(Kind.YEAR)),
        (r"(\d{4})-(\d{2})-H(\d)", _half_month),
        (r"(\d{4})-W(\d{2})\.\.(\d{4})-W(\d{2})", _weeks),
    )
)


def _iso_week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


_CODES: dict[Kind, Callable[[Period], str]] = {
    Kind.DAY: lambda p: p.first.isoformat(),
    Kind.WEEK: lambda p: _iso_week(p.first),
    Kind.WEEKS: lambda p: f"{_iso_week(p.first)}..{_iso_week(p.last)}",
    Kind.HALF_MONTH: lambda p: f"{p.first:%Y-%m}-H{p.number}",
    Kind.MONTH: lambda p: f"{p.year}-{p.number:02}",
    Kind.QUARTER: lambda p: f"{_year(p)}-Q{p.number}",
    Kind.HALF: lambda p: f"{_year(p)}-H{p.number}",
    Kind.NINE_MONTHS: lambda p: f"{_year(p)}-9M",
    Kind.YEAR: lambda p: _year(p),
    Kind.SPAN: lambda p: (
        f"{p.first.year}..{p.last.year}"
        if (p.first.month, p.last.month) == (1, 12)
        else f"{p.first:%Y-%m}..{p.last:%Y-%m}"
    ),
}


def _year(period: Period) -> str:
    return f"{period.year}" if period.starts == 1 else f"{period.year}F{period.starts:02}"
