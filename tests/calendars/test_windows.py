"""The days that a report covers, as literals."""

from datetime import date, timedelta

import pytest

from calendars.deadlines import DeadlineError, MonthDay, WindowRule, window
from calendars.periods import parse


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026-Q1", "2025-12-15", "2026-03-14"),
        ("2026-Q2", "2026-03-15", "2026-06-14"),
        ("2026-Q3", "2026-06-15", "2026-09-14"),
    ],
)
def test_the_days_a_quarterly_report_covers(period: str, first: str, last: str) -> None:
    carried = WindowRule(MonthDay(0, 15), MonthDay("last", 14))
    assert window(carried, parse(period)) == (d(first), d(last))


@pytest.mark.parametrize(
    ("rule", "period", "first", "last"),
    [
        (None, "2026-Q2", "2026-04-01", "2026-06-30"),
        (None, "2026-W53", "2026-12-28", "2027-01-03"),
        (WindowRule(MonthDay("first", 1), MonthDay("last", 14)), "2026", "2026-01-01", "2026-12-14"),
        (WindowRule(MonthDay(0, 15), MonthDay("last", 14)), "2026", "2025-12-15", "2026-12-14"),
        (WindowRule(MonthDay(0, "last"), MonthDay(2, "last")), "2024-Q1", "2023-12-31", "2024-02-29"),
        (WindowRule(MonthDay(0, 31), MonthDay(2, 31)), "2025-Q1", "2024-12-31", "2025-02-28"),
        (WindowRule(MonthDay(-1, 1), MonthDay("last", "last")), "2026-01", "2025-11-01", "2026-01-31"),
        (WindowRule(MonthDay(0, 15), MonthDay(9, 14)), "2026-9M", "2025-12-15", "2026-09-14"),
        (WindowRule(MonthDay("first", 1), MonthDay(60, 14)), "2021..2025", "2021-01-01", "2025-12-14"),
    ],
)
def test_windows(rule: WindowRule | None, period: str, first: str, last: str) -> None:
    assert window(rule, parse(period)) == (d(first), d(last))


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2027-01", "2026-12-29", "2027-01-28"),
        ("2027-02", "2027-01-29", "2027-02-28"),
        ("2027-03", "2027-03-01", "2027-03-28"),  # 28 February was reported with February
        ("2028-03", "2028-02-29", "2028-03-28"),
    ],
)
def test_no_day_is_reported_twice_where_february_has_no_29th(period: str, first: str, last: str) -> None:
    rule = WindowRule(MonthDay(0, 29), MonthDay("last", 28))
    assert window(rule, parse(period)) == (d(first), d(last))


def test_the_30th_to_the_end_of_february_is_its_last_day() -> None:
    rule = WindowRule(MonthDay("first", 30), MonthDay("last", "last"))
    assert window(rule, parse("2027-02")) == (d("2027-02-28"), d("2027-02-28"))
    assert window(rule, parse("2027-04")) == (d("2027-04-30"), d("2027-04-30"))


@pytest.mark.parametrize("first", ["1999-12", "1999-Q4", "1999-H2", "1999"])
@pytest.mark.parametrize("day", range(1, 31))
def test_windows_that_meet_in_writing_tile_the_calendar(first: str, day: int) -> None:
    """To the n-th, from the day after it of the month before: each day of nine years in one window."""
    rule = WindowRule(MonthDay(0, day + 1), MonthDay("last", day))
    period = parse(first)
    _, end = window(rule, period)
    while end.year < 2009:
        period = period.next()
        start, next_end = window(rule, period)
        assert start == end + timedelta(days=1), period.code
        end = next_end


@pytest.mark.parametrize("ends", range(1, 32))
def test_a_gap_in_writing_never_overlaps(ends: int) -> None:
    """From any day after the n-th: a day may be left out, as it is written, and is never reported twice."""
    for starts in range(ends + 1, 32):
        rule = WindowRule(MonthDay(0, starts), MonthDay("last", ends))
        period = parse("2027-01")
        for _ in range(15):
            end = window(rule, period)[1]
            period = period.next()
            assert window(rule, period)[0] > end, (period.code, starts)


@pytest.mark.parametrize(
    ("rule", "period", "says"),
    [
        (WindowRule(MonthDay(0, 15), MonthDay(4, 14)), "2026-Q2", "2026-Q2 has 3 months, so no month 4"),
        (
            WindowRule(MonthDay("last", 15), MonthDay("last", 14)),
            "2026-Q2",
            "ends on 2026-06-14, before it starts",
        ),
        (WindowRule(MonthDay(0, 15), MonthDay("last", 14)), "2026-W20", "a week, which has no months"),
        (WindowRule(MonthDay(0, 15), MonthDay("last", 14)), "2026-05-05", "a day, which has no months"),
    ],
)
def test_windows_that_cannot_be(rule: WindowRule, period: str, says: str) -> None:
    with pytest.raises(DeadlineError) as wrong:
        window(rule, parse(period))
    assert says in str(wrong.value)
