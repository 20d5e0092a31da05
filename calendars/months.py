"""Months as (year, month) pairs, and days in them: the arithmetic under periods and deadlines."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

FIRST_YEAR = 1900
LAST_YEAR = 2999

Day = int | Literal["last"]
Month = tuple[int, int]


def plus(month: Month, n: int) -> Month:
    """The month `n` months after `month` (before it, when `n` is negative)."""
    years, index = divmod(month[0] * 12 + month[1] - 1 + n, 12)
    return years, index + 1


def month_of(day: date) -> Month:
    return day.year, day.month


def last_day(month: Month) -> date:
    return date(*month, monthrange(*month)[1])


def day_of(month: Month, day: Day) -> date:
    """Day `day` of the month, clamped to the month's end: the 31st of February is the 28th or the 29th.

    The Civil Code 2015, art. 148.3, does the same for a term in months whose last month lacks the day.
    """
    end = last_day(month)
    return end if day == "last" or day >= end.day else end.replace(day=day)


def starting(month: Month, day: int) -> date:
    """Where a span begins that starts on day `day` of the month: the day after the one before it, so that it
    meets a span that ends on `day_of(month, day - 1)`. The 29th of a February of 28 days is 1 March.
    """
    before = day_of(plus(month, -1), "last") if day == 1 else day_of(month, day - 1)
    return before + timedelta(days=1)


def same_day_later(start: date, n: int) -> date:
    """The corresponding day `n` months on (back, when negative), clamped: Civil Code 2015, art. 148.3.

    31 January + 1 month is the last of February; 28 February + 1 month is 28 March, not the 31st.
    """
    return day_of(plus(month_of(start), n), start.day)


def known_year(year: int) -> bool:
    """Whether the year is one this room speaks about: 1900 to 2999."""
    return FIRST_YEAR <= year <= LAST_YEAR
