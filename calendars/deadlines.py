"""From a rule and a period to a deadline: the stated day, the last day, the first late instant, and why.

The steps are always the same: the nominal day as the document words it; one day back for "before"; then the
roll to a working day. Pure: the calendar, the office's roll and an event's day are arguments.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calendars.months import (
    Day,
    Month,
    day_of,
    known_year,
    last_day,
    month_of,
    plus,
    same_day_later,
    starting,
)
from calendars.periods import Kind, Period, called
from calendars.rules import (
    EVENT,
    PERIOD_END,
    After,
    Boundary,
    DeadlineError,
    DueRule,
    MonthDay,
    Override,
    Roll,
    WindowRule,
)
from calendars.workdays import WorkCalendar

__all__ = [
    "After", "Boundary", "Deadline", "DeadlineError", "DueRule", "MonthDay", "Override", "Roll", "WindowRule",
    "deadline", "late_from", "on_day", "window", "workdays_left",
]  # fmt: skip

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When one period of an obligation is due.

    - `nominal`, `boundary`: as the source words it, and as people are shown it ("trước ngày 19").
    - `unrolled_last_day`: the last permitted day as stated: the nominal day, for "before" the day before it.
    - `last_day`: the same after the roll; it counts to its end at 24:00 (Civil Code 2015, art. 148.6).
    - `working_deadline`: the last working day on or before that; reminders count back from it.
    - `rolled`: why the last day moved: the days off passed over, as the calendar names them, in order and
      joined by '; ' ('weekend', 'weekend; Tết'); None when it did not move.
    - `confirmed`: every day this answer looked at lies within what was verified of the calendar.
    - `overridden`: the period has a date of its own (an override, an extension).
    """

    period: Period
    nominal: date
    boundary: Boundary
    unrolled_last_day: date
    last_day: date
    working_deadline: date
    rolled: str | None
    confirmed: bool
    overridden: bool

    def late_from(self, zone: ZoneInfo) -> datetime:
        """The first late instant, in UTC: midnight in `zone` at the start of the day after `last_day`."""
        return late_from(self.last_day, zone)


def deadline(
    rule: DueRule,
    period: Period,
    calendar: WorkCalendar,
    roll: Roll = Roll.NEXT,
    event_day: date | None = None,
) -> Deadline:
    """The deadline of `period`. `roll` is the office's, the rule's own wins; `after` counts from `event_day`.

    A period's override replaces the nominal day and then takes the same steps; its own roll wins over all.
    DeadlineError when the rule does not fit the period or the event's day is missing; CalendarError beyond
    the calendar's years.
    """
    rule.check_fits(period.kind)
    rolling = rule.roll or roll
    if override := rule.overrides.get(period.code):
        return on_day(
            period,
            override.date,
            calendar,
            override.roll or rolling,
            boundary=override.boundary or rule.boundary,
            overridden=True,
        )
    nominal, looked_to = _nominal(rule, period, calendar, event_day)
    return on_day(period, nominal, calendar, rolling, boundary=rule.boundary, looked_to=looked_to)


def on_day(
    period: Period,
    nominal: date,
    calendar: WorkCalendar,
    roll: Roll = Roll.NEXT,
    *,
    boundary: Boundary = Boundary.BY,
    overridden: bool = False,
    looked_to: date | None = None,
) -> Deadline:
    """The deadline of a period whose nominal day is known: an override, an extension, a returned report.

    `looked_to` is the latest day of the calendar that finding `nominal` already depended on.
    """
    stated = nominal - _ONE_DAY if boundary is Boundary.BEFORE else nominal
    last = _rolled(stated, calendar, roll)
    return Deadline(
        period=period,
        nominal=nominal,
        boundary=boundary,
        unrolled_last_day=stated,
        last_day=last,
        working_deadline=calendar.on_or_before(stated),
        rolled=_why(stated, last, calendar),
        confirmed=calendar.confirmed(max(stated, last, looked_to or stated)),
        overridden=overridden,
    )


def late_from(last_day: date, zone: ZoneInfo) -> datetime:
    """The first instant after a last day, in UTC: midnight in `zone` at the start of the next day."""
    return datetime.combine(last_day + _ONE_DAY, time(0), zone).astimezone(UTC)


def workdays_left(last_day: date, today: date, calendar: WorkCalendar) -> int:
    """How many working days are still to come: those after `today`, up to and including the last day.

    The number a mail shows as "còn N ngày làm việc". Today does not count, as the starting day of a term
    never does (Civil Code 2015, art. 147.2), so the rung `remind-5wd` says 5 when nothing rolled. 0 on the
    last day itself and on the days off that follow it; -2 is two working days past. Whether a task is late is
    asked of `late_from`.
    """
    return calendar.count(today, last_day)


def window(rule: WindowRule | None, period: Period) -> tuple[date, date]:
    """The first and last day that the period's report covers, both included; with no rule, the period itself.

    Neighbouring windows tile the calendar when `to` is the day before `from_` (to the 14th, from the 15th of
    the month before): an end beyond the month's end is its last day, a start beyond it the day after, so that
    no day is reported twice. DeadlineError when the rule names a month that the period does not have, when
    the window ends before it starts, and for weeks, half months and days, which have no months of their own.
    """
    if rule is None:
        return period.first, period.last
    if period.kind in (Kind.WEEK, Kind.WEEKS, Kind.HALF_MONTH, Kind.DAY):
        raise DeadlineError("when.window-no-months", period=period, kind_=called(period.kind))
    end = day_of(_month_of(rule.to, period), rule.to.day)
    month, day = _month_of(rule.from_, period), rule.from_.day
    start = day_of(month, day) if day == "last" else starting(month, day)
    if end < start:
        start = day_of(month, day)  # the 30th to the end of February is its last day, and not nothing
    if end < start:
        raise DeadlineError("when.window-backward", period=period, end=end, start=start)
    return start, end


def _rolled(stated: date, calendar: WorkCalendar, roll: Roll) -> date:
    if roll is Roll.NEXT:
        return calendar.on_or_after(stated)
    return calendar.on_or_before(stated) if roll is Roll.PREVIOUS else stated


def _why(stated: date, last: date, calendar: WorkCalendar) -> str | None:
    """Why the last day moved from `stated`: the names of the days off it passed over."""
    if last == stated:
        return None
    passed = (stated, last - _ONE_DAY) if last > stated else (last + _ONE_DAY, stated)
    return "; ".join(calendar.reasons(*passed))


def _nominal(
    rule: DueRule, period: Period, calendar: WorkCalendar, event_day: date | None
) -> tuple[date, date | None]:
    """The stated day, and the latest working day or day off that it depends on (None: it depends on none)."""
    if rule.after is not None:
        start = _start(rule.after, period, event_day)
        reached = _moved(rule.after, start, calendar)
        return reached, max(start, reached) if rule.after.workdays is not None else None
    if rule.with_ is not None:
        raise DeadlineError("when.with-unknown", period=period, codes=", ".join(rule.with_))
    if rule.weekday is not None and rule.nth is None:
        return period.last - timedelta(days=6 - rule.weekday), None
    if rule.days is not None:
        return _in_half(period, rule.days[period.number - 1]), None
    month = _month(rule, period)
    if rule.day is not None:
        return day_of(month, rule.day), None
    if rule.weekday is not None:
        return _nth_weekday(month, rule.weekday, rule.nth), None
    nth = rule.workday if isinstance(rule.workday, int) else -1
    reached = calendar.workday_of_month(*month, nth)
    # The third working day depends on the days before it, the last one on the whole month.
    return reached, last_day(month) if nth == -1 else reached


def _in_half(period: Period, day: Day) -> date:
    """The first such day of a month on or after the first day of half a month."""
    month = month_of(period.first)
    found = day_of(month, day)
    return found if found >= period.first else day_of(plus(month, 1), day)


def _nth_weekday(month: Month, weekday: int, nth: int | str | None) -> date:
    """The n-th such weekday of the month, at most its last."""
    first, last = day_of(month, 1), last_day(month)
    latest = last - timedelta(days=(last.weekday() - weekday) % 7)
    if not isinstance(nth, int):
        return latest
    return min(first + timedelta(days=(weekday - first.weekday()) % 7, weeks=nth - 1), latest)


def _month(rule: DueRule, period: Period) -> Month:
    first, last = month_of(period.first), month_of(period.last)
    if rule.month == "next":
        return plus(last, 1)
    year, month = {"first": first, "second": plus(first, 1)}.get(str(rule.month), last)
    if isinstance(rule.month, int):
        month = rule.month
    if period.starts != 1:
        if isinstance(rule.month, int):  # the month of that number in the financial year
            year = period.year + (month < period.starts)
        return plus((year, month), {"previous": -12, "next": 12}.get(rule.year, 0))
    if rule.year == "previous":
        year = first[0] - 1
    elif rule.year == "next":
        year = last[0] + 1
    return year, month


def _start(after: After, period: Period, event_day: date | None) -> date:
    if after.of == PERIOD_END:
        return period.last
    if event_day is not None:
        if type(event_day) is not date or not known_year(event_day.year):
            raise DeadlineError("when.event-day-missing", period=period, of=after.of, found=event_day)
        return event_day
    if after.of == EVENT and period.kind is Kind.DAY:
        return period.first
    raise DeadlineError("when.after-unknown", period=period, of=after.of)


def _moved(after: After, start: date, calendar: WorkCalendar) -> date:
    if after.term is not None:
        raise DeadlineError("when.term-not-numbered", of=after.of, term=after.term)
    if after.days is not None:
        return start + timedelta(days=after.days)
    if after.months is not None:
        return same_day_later(start, after.months)
    assert after.workdays is not None, "After makes sure of it"
    return calendar.shift(start, after.workdays)


def _month_of(point: MonthDay, period: Period) -> Month:
    length = len(period.months)
    if isinstance(point.month, int) and point.month > length:
        raise DeadlineError("when.window-no-such-month", period=period, length=length, month=point.month)
    nth = {"first": 1, "last": length}[point.month] if isinstance(point.month, str) else point.month
    return plus(month_of(period.first), nth - 1)
