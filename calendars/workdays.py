"""Working days: one immutable table per calendar, answered by indexing and never by walking or searching.

What is a day off is data given to the constructor, each with its name and source. The law behind the
Vietnamese data: Labour Code 2019, art. 111 (weekly rest), art. 112 (public holidays) and the yearly decisions
that swap days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import accumulate

from calendars.errors import WhenError
from calendars.months import Month, last_day
from calendars.rest import Turn, WeeklyRest

SATURDAY_SUNDAY = frozenset({5, 6})
_MOST_IN_A_MONTH = 31


class CalendarError(WhenError):
    """A day outside the calendar's table, or a table that contradicts itself."""


class WorkCalendar:
    """The working days of the years `first_year` to `last_year`, both included.

    `days_off`: public holidays and extra days off, with their names. `make_up`: days that are worked although
    they fall on a weekend or a holiday (swaps), with their names; they win over both. Entries outside the
    years are left out. `weekend`: weekday numbers, Monday is 0; `turns`: which of these days are worked in
    turn. `verified_until`: the last day for which
    somebody has checked the table against published decisions; later answers are computed, not confirmed.

    Every question about a day outside the table raises CalendarError with the table's range. Immutable,
    hashable by identity, safe to share between threads.
    """

    __slots__ = (
        "_make_up",
        "_off",
        "_sources",
        "_start",
        "_until",
        "_worked",
        "first",
        "last",
        "rest",
        "verified_until",
    )

    def __init__(
        self,
        *,
        days_off: Mapping[date, str],
        make_up: Mapping[date, str],
        first_year: int,
        last_year: int,
        verified_until: date | None,
        weekend: frozenset[int] = SATURDAY_SUNDAY,
        turns: tuple[Turn, ...] = (),
        sources: Mapping[date, str] | None = None,
    ) -> None:
        if not 1 <= first_year <= last_year <= 9998:
            raise CalendarError("when.calendar-years", first=first_year, last=last_year)
        if not weekend <= frozenset(range(7)):
            raise CalendarError("when.weekend", found=sorted(weekend))
        self.first, self.last = date(first_year, 1, 1), date(last_year, 12, 31)
        self.rest, self.verified_until = WeeklyRest(weekend, turns), verified_until
        self._sources = self._inside(sources or {})
        self._make_up = self._inside(make_up)
        self._off = {day: name for day, name in self._inside(days_off).items() if day not in self._make_up}
        for day in self._make_up:
            if not self.rest.rests(day) and day not in days_off:
                raise CalendarError("when.make-up", day=day)
        off = {day.toordinal() for day in self._off}
        in_turn = {day.toordinal() for day in self.rest.worked(self.first, self.last)} - off
        extra = {day.toordinal() for day in self._make_up} | in_turn
        # Ordinal 1 was a Monday, so (ordinal - 1) % 7 is the weekday.
        # Every question is one look into these: by a day's place in the table, how many days are worked up to
        # it; and by such a number, the day.
        self._start = self.first.toordinal()
        worked = [
            n in extra or not (n in off or (n - 1) % 7 in weekend)
            for n in range(self._start, self.last.toordinal() + 1)
        ]
        self._until = [0, *accumulate(worked)]
        self._worked = [date.fromordinal(self._start + at) for at, works in enumerate(worked) if works]

    def _inside(self, days: Mapping[date, str]) -> dict[date, str]:
        return {day: name for day, name in sorted(days.items()) if self.first <= day <= self.last}

    @property
    def weekend(self) -> frozenset[int]:
        """The weekly days of rest, Monday is 0; of these some may be worked in turn (`rest`)."""
        return self.rest.weekend

    @property
    def days_off(self) -> Iterable[tuple[date, str]]:
        """The named days off inside the table, in order; ordinary weekends are not named."""
        return tuple(self._off.items())

    @property
    def make_up(self) -> Iterable[tuple[date, str]]:
        """The make-up working days inside the table, in order."""
        return tuple(self._make_up.items())

    def is_workday(self, day: date) -> bool:
        at = self._place(day)
        return self._until[at + 1] != self._until[at]

    def why_off(self, day: date) -> str | None:
        """Why nobody works: the holiday's name, else 'weekend'; None on a working day."""
        if self.is_workday(day):
            return None
        return self._off.get(day, "weekend")

    def reasons(self, start: date, end: date) -> tuple[str, ...]:
        """The distinct reasons why days of [start, end] are off, in order of first appearance."""
        places = range(self._place(start), self._place(end) + 1)
        named = (self.why_off(date.fromordinal(self._start + at)) for at in places)
        return tuple(dict.fromkeys(name for name in named if name))

    def why_on(self, day: date) -> str | None:
        """The name of a make-up working day; None on any other day."""
        self._place(day)
        return self._make_up.get(day)

    def source(self, day: date) -> str | None:
        """Where it is written that the day is off or worked; None where nobody entered a source."""
        self._place(day)
        return self._sources.get(day)

    def on_or_before(self, day: date) -> date:
        """`day` if it is worked, else the last working day before it."""
        return self._at(self._until[self._place(day) + 1] - 1, day)

    def on_or_after(self, day: date) -> date:
        """`day` if it is worked, else the next working day: Civil Code 2015, art. 148.5."""
        return self._at(self._until[self._place(day)], day)

    def shift(self, day: date, n: int) -> date:
        """The n-th working day strictly after `day`, or strictly before it when `n` is negative.

        The starting day never counts, worked or not: Civil Code 2015, art. 147.2 and 147.3. `n` = 0 answers
        `on_or_before(day)`. From a working day, `shift(shift(day, n), -n) == day`.
        """
        at = self._place(day)
        return self._at(self._until[at] + n if n < 0 else self._until[at + 1] + n - 1, day)

    def count(self, start: date, end: date) -> int:
        """How many working days lie in (start, end]; with end before start, minus those in (end, start]."""
        return self._until[self._place(end) + 1] - self._until[self._place(start) + 1]

    def workday_of_month(self, year: int, month: int, n: int) -> date:
        """The n-th working day of the month; negative from its end, -1 is the last.

        Beyond the month's working days it clamps to the last (or first), as the 31st does in February.
        CalendarError for n = 0, beyond 31, for no such month, and for a month nobody works in.
        """
        if n == 0 or abs(n) > _MOST_IN_A_MONTH:
            raise CalendarError("when.workday-number", n_=n)
        if not (self.first.year <= year <= self.last.year and 1 <= month <= 12):
            raise CalendarError("when.no-month", year=year, month=month, first=self.first, last=self.last)
        the_month: Month = (year, month)
        start = self._until[self._place(date(year, month, 1))]
        end = self._until[self._place(last_day(the_month)) + 1]
        if start == end:
            raise CalendarError("when.month-no-workday", year=year, month=month)
        index = min(start + n - 1, end - 1) if n > 0 else max(end + n, start)
        return self._worked[index]

    def confirmed(self, day: date) -> bool:
        """Whether the table has been checked against published decisions up to `day`."""
        return self.verified_until is not None and day <= self.verified_until

    def _place(self, day: date) -> int:
        """Where the day stands in the table; CalendarError outside it."""
        at = day.toordinal() - self._start
        if not 0 <= at < len(self._until) - 1:
            raise CalendarError("when.outside-calendar", day=day, first=self.first, last=self.last)
        return at

    def _at(self, index: int, asked: date) -> date:
        if 0 <= index < len(self._worked):
            return self._worked[index]
        raise CalendarError(
            "when.count-before" if index < 0 else "when.count-after",
            asked=asked,
            first=self.first,
            last=self.last,
        )

    def __repr__(self) -> str:
        until = f", verified until {self.verified_until}" if self.verified_until else ""
        return f"WorkCalendar({self.first.year} to {self.last.year}{until})"
