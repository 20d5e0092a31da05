"""The days that a report covers, as literals."""

from datetime import date

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
