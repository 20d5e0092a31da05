"""Kinds of periods, and where one of a kind begins and ends."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from calendars.months import last_day, month_of, plus
from language import Message


class Kind(StrEnum):
    DAY = "day"
    WEEK = "week"
    WEEKS = "weeks"
    HALF_MONTH = "half_month"
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
LENGTH = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.HALF: 6, Kind.NINE_MONTHS: 9, Kind.YEAR: 12}
STRIDE = LENGTH | {Kind.NINE_MONTHS: 12}
IN_YEAR = frozenset({Kind.QUARTER, Kind.HALF, Kind.NINE_MONTHS, Kind.YEAR})
"""The kinds whose first day depends on the month in which the year begins."""
ROWS = frozenset({Kind.SPAN, Kind.WEEKS})
"""The kinds of no one length: one of a row says what the others are (see `repeat`)."""
MIDDLE = 16
"""The day on which the second half of a month begins."""


def year_of(day: date, starts: int) -> int:
    """The year that a day is in, if years begin in that month."""
    return day.year if day.month >= starts else day.year - 1


def first_day(kind: Kind, day: date, starts: int) -> date:
    """Where the period of the kind begins that `day` is in; of a row, one that begins about there."""
    if kind is Kind.DAY:
        return day
    if kind in (Kind.WEEK, Kind.WEEKS):
        return day - timedelta(days=day.weekday())
    if kind is Kind.HALF_MONTH:
        return day.replace(day=MIDDLE if day.day >= MIDDLE else 1)
    if kind in (Kind.YEAR, Kind.NINE_MONTHS):
        return date(year_of(day, starts), starts, 1)
    if kind is Kind.SPAN:
        return day.replace(day=1)
    into = (day.month - starts) % 12 % LENGTH[kind]
    return date(*plus(month_of(day), -into), 1)


def closing_day(kind: Kind, first: date, claimed: date) -> date:
    """Where a period that starts on `first` ends; one of a row where it says, or at that month's or week's
    end.
    """
    if kind is Kind.DAY:
        return first
    if kind is Kind.WEEK:
        return first + timedelta(days=6)
    if kind is Kind.WEEKS:
        end = max(first + timedelta(days=13), claimed)
        return end + timedelta(days=6 - end.weekday())
    if kind is Kind.HALF_MONTH:
        return last_day(month_of(first)) if first.day == MIDDLE else first.replace(day=MIDDLE - 1)
    if kind is Kind.SPAN:
        return last_day(month_of(max(first, claimed)))
    return last_day(plus(month_of(first), LENGTH[kind] - 1))
