"""What a document says about a deadline, as data: `DueRule` and `WindowRule`, checked when they are built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from calendars.errors import WhenError
from calendars.months import FIRST_YEAR, LAST_YEAR, Day, known_year
from calendars.periods import Kind, PeriodError, called, parse
from language import Message

PERIOD_END = "period_end"
EVENT = "event"
PROMPT = "prompt"
"""A term that a document does not number ("kịp thời"): the office says how many working days it is."""

WEEKLY = (Kind.WEEK, Kind.WEEKS)
# An offset longer than this is a slip of the keyboard, and would leave the calendar anyway.
_LONGEST = {"days": 3660, "workdays": 2610, "months": 120}


class DeadlineError(WhenError):
    """A rule that says no day, or more than one, or a period it does not fit."""


class Boundary(StrEnum):
    """Whether the stated day itself still counts."""

    BEFORE = "before"  # "trước ngày 19": the last permitted day is the 18th
    BY = "by"  # "chậm nhất ngày 15", "đến hết ngày": the day is included


class Roll(StrEnum):
    """Where the last permitted day goes when nobody works on it."""

    NEXT = "next"  # to the next working day: Civil Code 2015, art. 148.5
    PREVIOUS = "previous"  # to the working day before, where an office is stricter than the law
    NONE = "none"  # nowhere: the stated day stands


@dataclass(frozen=True, slots=True)
class After:
    """A distance from a day: from the period's end, from an event, or from another obligation's day.

    `of` is `period_end`, `event`, or that obligation's code; the last two need `event_day` when the deadline
    is asked. Exactly one of `days` (calendar days), `workdays`, `months` is given; negative means before that
    day. The starting day is not counted (Civil Code 2015, art. 147.2 and 147.3); a term in months ends on the
    corresponding day, or on the last of a month that lacks it (art. 148.3). `days=0` is the day itself: how a
    one-off date is written. Instead of a number `term` may be PROMPT, which `numbered` makes into one.
    """

    of: str
    days: int | None = None
    workdays: int | None = None
    months: int | None = None
    term: str | None = None

    def __post_init__(self) -> None:
        given = {unit: n for unit in (*_LONGEST, "term") if (n := getattr(self, unit)) is not None}
        if not self.of:
            raise DeadlineError("when.after-of-what", period_end=PERIOD_END, event=EVENT)
        if len(given) != 1:
            raise DeadlineError("when.after-one-of", of=self.of, found=_listed(given))
        if self.term not in (None, PROMPT):
            raise DeadlineError("when.after-term", of=self.of, prompt=PROMPT, found=self.term)
        for unit in set(given) & set(_LONGEST):
            _whole(f"after {self.of}: {unit}", given[unit], -_LONGEST[unit], _LONGEST[unit])
        if self.workdays == 0:
            raise DeadlineError("when.after-workdays", of=self.of)

    def numbered(self, prompt_workdays: int) -> After:
        """The same distance in days, months or working days."""
        return self if self.term is None else After(self.of, workdays=prompt_workdays)


@dataclass(frozen=True, slots=True)
class Override:
    """One period's own date (an exception the document makes).

    `boundary` and `roll` are the rule's unless it has its own. `worded`: the document's words for this date;
    '' when it has none, for the rule's are about other periods.
    """

    date: date
    boundary: Boundary | None = None
    roll: Roll | None = None
    worded: str = ""

    def __post_init__(self) -> None:
        if type(self.date) is not date or not known_year(self.date.year):
            raise DeadlineError("when.override-date", least=FIRST_YEAR, most=LAST_YEAR, found=self.date)
        if self.roll is not None and not isinstance(self.roll, Roll):
            raise DeadlineError("when.roll", found=self.roll)


@dataclass(frozen=True, slots=True)
class DueRule:
    """The nominal day of every period of an obligation. DeadlineError at once unless it says exactly one day.

    One of these says the day:
    - `day` of a month, 1 to 31 (clamped to the month's end) or 'last';
    - `workday` of a month, 1 to 23 (clamped to the month's last working day) or 'last';
    - `weekday` of a weekly period, Monday is 0; with `nth` that one of a month, 1 to 5 (a month without a
      fifth has its last) or 'last': the last Friday;
    - `days`, two days of a month: the first such day from the beginning of each half of it on (`[10, 25]`;
      `[20, 5]` is the 20th, and the 5th of the next month);
    - `after`, a distance from the period's end or from an event;
    - `with_`, obligations by code: the day is that of the first of their reports due after an event, for
      a document that gives an event no number of days. Only the registry knows the others' days.

    For days of a month, `month` is the period's own 'first', 'second' or 'last' (None means 'last'), the
    'next' month after the period, or a month's number in the period's year; `year` then moves that by one:
    'previous' is the year before the period begins (a plan that is due on 15 December of the year before),
    'next' the year after it ends; of a financial year its own months are meant, and those of the one before
    or after. `overrides` maps period codes to their own dates. `roll` set here wins over
    the office's.
    """

    boundary: Boundary
    day: Day | None = None
    month: int | Literal["first", "second", "last", "next"] | None = None
    year: Literal["same", "previous", "next"] = "same"
    workday: int | Literal["last"] | None = None
    weekday: int | None = None
    nth: int | Literal["last"] | None = None
    days: tuple[Day, Day] | None = None
    after: After | None = None
    with_: tuple[str, ...] | None = None
    overrides: Mapping[str, Override] = field(default_factory=dict, hash=False)
    roll: Roll | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.boundary, Boundary):
            raise DeadlineError("when.boundary", found=self.boundary)
        if self.roll is not None and not isinstance(self.roll, Roll):
            raise DeadlineError("when.roll", found=self.roll)
        ways = {
            way.rstrip("_"): said
            for way in ("day", "workday", "weekday", "days", "after", "with_")
            if (said := getattr(self, way)) is not None
        }
        if len(ways) != 1:
            raise DeadlineError("when.due-one-of", found=_listed(ways))
        if self.day is not None and self.day != "last":
            _whole("day", self.day, 1, 31, or_word="last")
        if self.workday is not None and self.workday != "last":
            _whole("workday", self.workday, 1, 23, or_word="last")
        if self.weekday is not None:
            _whole("weekday", self.weekday, 0, 6)
        for day in self.days or ():
            if day != "last":
                _whole("days", day, 1, 31, or_word="last")
        if self.nth is not None and self.nth != "last":
            _whole("nth", self.nth, 1, 5, or_word="last")
        if self.nth is not None and self.weekday is None:
            raise DeadlineError("when.due-nth")
        self._check_month_and_year()
        self._check_overrides()

    def _check_month_and_year(self) -> None:
        in_month = self.day is not None or self.workday is not None or self.nth is not None
        if not in_month and (self.month is not None or self.year != "same"):
            raise DeadlineError("when.due-month")
        if self.month is not None and self.month not in ("first", "second", "last", "next"):
            _whole("month", self.month, 1, 12, or_word="first, second, last or next")
        if self.year not in ("same", "previous", "next"):
            raise DeadlineError("when.due-year", found=self.year)
        if self.month == "next" and self.year != "same":
            raise DeadlineError("when.due-month-next")

    def _check_overrides(self) -> None:
        for code in self.overrides:
            try:
                canonical = parse(code).code
            except PeriodError as wrong:
                raise DeadlineError("when.overrides", why=wrong.message) from None
            if canonical != code:
                raise DeadlineError("when.override-written", canonical=canonical, found=code)
        # A copy of our own: a caller's later change must not reach a frozen rule.
        object.__setattr__(self, "overrides", dict(self.overrides))

    def check_fits(self, kind: Kind) -> None:
        """DeadlineError when no period of this kind can have this rule; a loader asks before any date is."""
        if (self.days is not None) is not (kind is Kind.HALF_MONTH) and self.after is None:
            raise DeadlineError("when.half-month-days", kind_=called(kind))
        if self.weekday is not None and self.nth is None and kind not in WEEKLY:
            raise DeadlineError("when.weekday-weekly", kind_=called(kind))
        if self.nth is not None and kind in (*WEEKLY, Kind.DAY):
            raise DeadlineError("when.nth-month", kind_=called(kind))
        if self.month == "second" and kind in (*WEEKLY, Kind.DAY, Kind.MONTH):
            raise DeadlineError("when.month-second", kind_=called(kind))
        if self.with_ is not None and kind is not Kind.DAY:
            raise DeadlineError("when.with-events", kind_=called(kind))
        if self.weekday is None and self.after is None and kind in WEEKLY:
            raise DeadlineError("when.weekly-no-day")
        for code in self.overrides:
            if (found := parse(code).kind) is not kind:
                raise DeadlineError("when.override-kind", code=code, found=called(found), kind_=called(kind))


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day in a period's own months: 1 is its first, 2 its second, 0 the month before, 'last' its last."""

    month: int | Literal["first", "last"]
    day: Day

    def __post_init__(self) -> None:
        if self.month not in ("first", "last"):
            _whole("month", self.month, -12, 60, or_word="first or last")
        if self.day != "last":
            _whole("day", self.day, 1, 31, or_word="last")


@dataclass(frozen=True, slots=True)
class WindowRule:
    """Which days a report covers when not the period itself: both ends included, days clamped.

    `estimated`: it is due before they have all passed, and says of the rest what is expected.
    """

    from_: MonthDay
    to: MonthDay
    estimated: bool = False


def _whole(what: str, n: object, least: int, most: int, or_word: str = "") -> None:
    if isinstance(n, bool) or not isinstance(n, int) or not least <= n <= most:
        raise DeadlineError(
            "when.whole-or" if or_word else "when.whole",
            what=what,
            least=least,
            most=most,
            word=or_word,
            found=n,
        )


def _listed(given: Mapping[str, object]) -> tuple[str, ...] | Message:
    return tuple(given) or Message("words.none")
