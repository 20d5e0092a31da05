"""Thousands of deadlines against an oracle that shares no code with `calendars/`.

The oracle says every date by itself: nominal days with dateutil (rrule, relativedelta), periods' codes by
string formatting, working days with numpy's business-day functions over the literal holiday lists.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pytest
from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, WEEKLY, YEARLY, rrule

from calendars.deadlines import After, Boundary, DueRule, MonthDay, Roll, WindowRule, deadline, window
from calendars.periods import parse
from tests.calendars.vietnam import CALENDAR, DAYS_OFF, FIRST_YEAR, LAST_YEAR, MAKE_UP

START, END = date(2024, 1, 1), date(2027, 12, 31)


def _closed_days() -> list[np.datetime64]:
    every = np.arange(f"{FIRST_YEAR}-01-01", f"{LAST_YEAR + 1}-01-01", dtype="datetime64[D]")
    weekday = (every.astype(int) + 3) % 7  # 1970-01-01 was a Thursday
    closed = set(every[weekday >= 5].tolist()) | set(DAYS_OFF)
    return [np.datetime64(day) for day in sorted(closed - set(MAKE_UP))]


# A seven-day week with every weekend as a holiday: the only way numpy can know a worked Saturday.
VIETNAM = np.busdaycalendar(weekmask="1111111", holidays=_closed_days())


def busday(day: date, n: int, roll: str) -> date:
    found: date = np.busday_offset(np.datetime64(day), n, roll=roll, busdaycal=VIETNAM).astype(object)
    return found


class Case(NamedTuple):
    """A rule, a period's code, and the nominal day as the oracle has it."""

    rule: DueRule
    period: str
    nominal: date


def _firsts(months: int, offset: int = 0) -> Iterator[date]:
    """The first day of every `months`-th month from START to END, `offset` months into each."""
    for start in rrule(MONTHLY, interval=months, dtstart=START, until=END):
        yield start.date() + relativedelta(months=offset)


MONTHLY_CODES = [(f"{f:%Y-%m}", f, 1) for f in _firsts(1)]
QUARTER_CODES = [(f"{f.year}-Q{(f.month + 2) // 3}", f, 3) for f in _firsts(3)]
HALF_CODES = [(f"{f.year}-H{1 if f.month < 7 else 2}", f, 6) for f in _firsts(6)]
NINE_CODES = [(f"{f.year}-9M", f, 9) for f in _firsts(12)]
YEAR_CODES = [(f"{f.year}", f, 12) for f in _firsts(12)]
MONTHED = MONTHLY_CODES + QUARTER_CODES + HALF_CODES + NINE_CODES + YEAR_CODES


def _days_of_months(boundary: Boundary) -> Iterator[Case]:
    for code, first, length in MONTHED:
        for day in (1, 2, 5, 10, 14, 15, 19, 20, 22, 25, 28, 29, 30, 31):
            last_month = first + relativedelta(months=length - 1, day=day)
            yield Case(DueRule(boundary, day=day), code, last_month)
            yield Case(DueRule(boundary, day=day, month="last"), code, last_month)
            yield Case(DueRule(boundary, day=day, month="first"), code, first + relativedelta(day=day))
            following = first + relativedelta(months=length, day=day)
            yield Case(DueRule(boundary, day=day, month="next"), code, following)
        end = first + relativedelta(months=length) - timedelta(days=1)
        yield Case(DueRule(boundary, day="last"), code, end)
        yield Case(DueRule(boundary, day="last", month="first"), code, first + relativedelta(day=31))


def _days_of_named_months(boundary: Boundary) -> Iterator[Case]:
    for year in rrule(YEARLY, dtstart=START, until=END):
        for month in range(1, 13):
            for day in (1, 15, 25, 31):
                same = year.date() + relativedelta(month=month, day=day)
                before = year.date() + relativedelta(years=-1, month=month, day=day)
                after = year.date() + relativedelta(years=1, month=month, day=day)
                code = f"{year:%Y}"
                yield Case(DueRule(boundary, day=day, month=month), code, same)
                yield Case(DueRule(boundary, day=day, month=month, year="previous"), code, before)
                yield Case(DueRule(boundary, day=day, month=month, year="next"), code, after)


def _working_days_of_months(boundary: Boundary) -> Iterator[Case]:
    for code, first, length in MONTHLY_CODES + QUARTER_CODES:
        start = first + relativedelta(months=length - 1)
        after = start + relativedelta(months=1)
        last = busday(after, -1, "forward")
        for n in range(1, 24):
            yield Case(DueRule(boundary, workday=n), code, min(busday(start, n - 1, "forward"), last))
            # min clamps a month with fewer working days to its last
        yield Case(DueRule(boundary, workday="last"), code, last)


def _days_of_weeks(boundary: Boundary) -> Iterator[Case]:
    for weekday in range(7):
        for day in rrule(WEEKLY, byweekday=weekday, dtstart=START, until=END):
            # %G-W%V is the C library's ISO week.
            yield Case(DueRule(boundary, weekday=weekday), f"{day:%G-W%V}", day.date())


def _offsets(boundary: Boundary) -> Iterator[Case]:
    for code, first, length in MONTHED:
        end = first + relativedelta(months=length, days=-1)
        for n in (1, 3, 5, 10, 30, -1, -10):
            yield Case(DueRule(boundary, after=After("period_end", days=n)), code, end + timedelta(days=n))
            roll = "backward" if n > 0 else "forward"  # strictly after, strictly before
            yield Case(DueRule(boundary, after=After("period_end", workdays=n)), code, busday(end, n, roll))
        for n in (1, 2, 6, 12, -1):
            monthly = DueRule(boundary, after=After("period_end", months=n))
            yield Case(monthly, code, end + relativedelta(months=n))


def _one_off_days(boundary: Boundary) -> Iterator[Case]:
    for n in range((END - START).days):
        day = START + timedelta(days=n)
        yield Case(DueRule(boundary, after=After("event", days=0)), day.isoformat(), day)


FAMILIES = [
    _days_of_months,
    _days_of_named_months,
    _working_days_of_months,
    _days_of_weeks,
    _offsets,
    _one_off_days,
]


def _expected(case: Case, roll: Roll) -> tuple[date, date, date]:
    stated = case.nominal - timedelta(days=case.rule.boundary == "before")
    before, after = busday(stated, 0, "backward"), busday(stated, 0, "forward")
    last = {"next": after, "previous": before, "none": stated}[roll.value]
    return case.nominal, last, before


@pytest.mark.slow
@pytest.mark.sampled(18)
@pytest.mark.parametrize("boundary", list(Boundary))
@pytest.mark.parametrize("roll", list(Roll))
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__.strip("_"))
def test_every_deadline_agrees_with_the_oracle(family, roll: Roll, boundary: Boundary) -> None:  # type: ignore[no-untyped-def]
    cases = list(family(boundary))
    assert len(cases) > 500
    wrong = []
    for case in cases:
        found = deadline(case.rule, parse(case.period), CALENDAR, roll)
        answer = (found.nominal, found.last_day, found.working_deadline)
        if answer != (expected := _expected(case, roll)):
            wrong.append((case, answer, expected))
    assert wrong == []


@pytest.mark.slow
def test_the_oracle_covers_thousands_of_pairs() -> None:
    pairs = {(case.rule, case.period) for family in FAMILIES for b in Boundary for case in family(b)}
    assert len(pairs) > 15_000


def test_windows_agree_with_the_oracle() -> None:
    for code, first, length in MONTHED:
        for start, end in ((15, 14), (1, 31), (31, 30), (20, 19)):
            rule = WindowRule(MonthDay(0, start), MonthDay("last", end))
            # A month that lacks the 31st has reported its last day already: the next window starts after it.
            before = (
                relativedelta(months=-1, day=start - 1, days=1) if start > 1 else relativedelta(months=-1)
            )
            expected = first + before, first + relativedelta(months=length - 1, day=end)
            assert window(rule, parse(code)) == expected


def test_every_day_of_the_table_agrees_with_the_oracle() -> None:
    days = np.arange(f"{FIRST_YEAR}-02-01", f"{LAST_YEAR}-12-01", dtype="datetime64[D]")
    worked = np.is_busday(days, busdaycal=VIETNAM)
    anchor = date(2026, 2, 13)
    so_far = np.cumsum(worked)
    counts = so_far - so_far[(np.datetime64(anchor) - days[0]).astype(int)]
    for day, open_, count in zip(days.tolist(), worked.tolist(), counts.tolist(), strict=True):
        assert CALENDAR.is_workday(day) is open_
        assert CALENDAR.count(anchor, day) == count
        assert CALENDAR.on_or_before(day) == busday(day, 0, "backward")
        assert CALENDAR.on_or_after(day) == busday(day, 0, "forward")


@pytest.mark.parametrize("n", [1, 2, 3, 5, 10, 21, 100, 250])
def test_shifting_agrees_with_the_oracle(n: int) -> None:
    for day in rrule(WEEKLY, byweekday=range(7), dtstart=START, until=END):
        assert CALENDAR.shift(day.date(), n) == busday(day.date(), n, "backward")
        assert CALENDAR.shift(day.date(), -n) == busday(day.date(), -n, "forward")
