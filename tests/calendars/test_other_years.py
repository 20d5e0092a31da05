"""Periods of other offices: financial years, half months, every few weeks. Days from a wall calendar."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest

from calendars.deadlines import After, Boundary, DeadlineError, DueRule, deadline, window
from calendars.kinds import IN_YEAR, Kind
from calendars.period_names import name_of
from calendars.periods import Period, PeriodError, containing, iterate, parse, repeat, weeks
from calendars.rules import MonthDay, WindowRule
from language import say
from tests.calendars.vietnam import CALENDAR

BY = Boundary.BY


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("code", "first", "last", "following"),
    [
        ("2026F04-Q1", "2026-04-01", "2026-06-30", "2026F04-Q2"),
        ("2026F04-Q4", "2027-01-01", "2027-03-31", "2027F04-Q1"),
        ("2026F04-H2", "2026-10-01", "2027-03-31", "2027F04-H1"),
        ("2026F04-9M", "2026-04-01", "2026-12-31", "2027F04-9M"),
        ("2026F04", "2026-04-01", "2027-03-31", "2027F04"),
        ("2027F02-Q4", "2027-11-01", "2028-01-31", "2028F02-Q1"),
        ("2027F03-H2", "2027-09-01", "2028-02-29", "2028F03-H1"),
        ("2026F12-Q1", "2026-12-01", "2027-02-28", "2026F12-Q2"),
        ("2026-11-H1", "2026-11-01", "2026-11-15", "2026-11-H2"),
        ("2026-12-H2", "2026-12-16", "2026-12-31", "2027-01-H1"),
        ("2028-02-H2", "2028-02-16", "2028-02-29", "2028-03-H1"),
        ("2026-W46..2026-W47", "2026-11-09", "2026-11-22", "2026-W48..2026-W49"),
        ("2026-W52..2026-W53", "2026-12-21", "2027-01-03", "2027-W01..2027-W02"),
        ("2026-W53..2027-W02", "2026-12-28", "2027-01-17", "2027-W03..2027-W05"),
    ],
)
def test_what_a_code_stands_for(code: str, first: str, last: str, following: str) -> None:
    period = parse(code)
    assert (period.first, period.last, period.code) == (d(first), d(last), code)
    assert (period.next().code, period.next().previous()) == (following, period)
    assert parse(code.lower()) == period


@pytest.mark.parametrize(
    "code",
    [
        "2026F00-Q1", "2026F13", "2026F04-Q5", "2026F04-11", "F04-Q1", "2026F4-Q1", "2026-11-H3",
        "2026-13-H1", "2026-W46..2026-W46", "2026-W47..2026-W46", "2026-W01..2027-W01", "2025-W53..2026-W01",
        "2026-W46..47",
    ],
)  # fmt: skip
def test_what_is_no_code(code: str) -> None:
    with pytest.raises(PeriodError):
        parse(code)


def test_a_year_that_begins_in_january_has_one_code() -> None:
    assert parse("2026F01-Q1") == parse("2026-Q1")
    assert parse("2026F01").code == "2026"
    with pytest.raises(PeriodError):
        Period(d("2026-11-01"), d("2026-11-30"), Kind.MONTH, starts=4)


@pytest.mark.parametrize("starts", range(1, 13))
@pytest.mark.parametrize("kind", [*sorted(IN_YEAR - {Kind.NINE_MONTHS}), Kind.HALF_MONTH, "2w", "3w"])
def test_a_row_of_periods_tiles_the_calendar_sorts_and_reads_back(kind: Kind | str, starts: int) -> None:
    if kind in IN_YEAR:
        row = iterate(Kind(kind), d("2023-05-20"), d("2031-12-31"), starts)
    elif kind == Kind.HALF_MONTH:
        row = iterate(Kind.HALF_MONTH, d("2023-05-20"), d("2031-12-31"))
    else:
        row = repeat(weeks(d("2026-01-05"), int(kind[0])), d("2023-05-20"), d("2031-12-31"))
    found = list(islice(row, 0, None))
    assert found[0].first <= d("2023-05-20")
    assert found[-1].last >= d("2031-12-31")
    for before, after in pairwise(found):
        assert after.first == before.last + timedelta(days=1)
        assert (before < after, before.code < after.code, before.next()) == (True, True, after)
    assert [parse(each.code) for each in found] == found
    if kind not in ("2w", "3w"):
        middle = found[7 % len(found)]
        assert containing(middle.kind, middle.last, middle.starts) == middle


@pytest.mark.parametrize(
    ("code", "vi", "en", "short_vi", "short_en"),
    [
        (
            "2026F04-Q1",
            "quý I năm tài chính 2026", "Q1 of financial year 2026",
            "quý I năm tài chính 2026", "Q1 FY2026",
        ),
        (
            "2026F04-H2",
            "6 tháng cuối năm tài chính 2026", "second half of financial year 2026",
            "6 tháng cuối năm tài chính 2026", "H2 FY2026",
        ),
        (
            "2026F04",
            "năm tài chính 2026 (01/04/2026 - 31/03/2027)", "financial year 2026 (2026-04-01 to 2027-03-31)",
            "năm tài chính 2026", "FY2026",
        ),
        (
            "2026-11-H2",
            "nửa cuối tháng 11 năm 2026", "second half of November 2026",
            "nửa cuối tháng 11/2026", "second half of November 2026",
        ),
        (
            "2026-W46..2026-W47",
            "2 tuần từ 09/11 đến 22/11/2026", "2 weeks, 2026-11-09 to 2026-11-22",
            "2 tuần từ 09/11 đến 22/11/2026", "2 weeks, 2026-11-09 to 2026-11-22",
        ),
    ],
)  # fmt: skip
def test_what_people_call_them(code: str, vi: str, en: str, short_vi: str, short_en: str) -> None:
    names = [name_of(parse(code), short=short) for short in (False, True)]
    assert [say(name, "vi") for name in names] == [vi, short_vi]
    assert [say(name, "en") for name in names] == [en, short_en]


@pytest.mark.parametrize(
    ("rule", "code", "nominal"),
    [
        (DueRule(BY, month="last", day=20), "2026F04-Q4", "2027-03-20"),
        (DueRule(BY, month="next", day=5), "2026F04-Q4", "2027-04-05"),
        (DueRule(BY, month="second", day=10), "2026F04-Q4", "2027-02-10"),
        # The month of that number in the financial year itself, in the one before and in the one after.
        (DueRule(BY, month=6, day=15), "2026F04", "2026-06-15"),
        (DueRule(BY, month=2, day=15), "2026F04", "2027-02-15"),
        (DueRule(BY, month=3, day=15, year="previous"), "2026F04", "2026-03-15"),
        (DueRule(BY, month=4, day=30, year="next"), "2026F04", "2027-04-30"),
        (DueRule(BY, month=1, day=10), "2026F04-9M", "2027-01-10"),
        (DueRule(BY, days=(10, 25)), "2026-11-H1", "2026-11-10"),
        (DueRule(BY, days=(10, 25)), "2026-11-H2", "2026-11-25"),
        (DueRule(BY, days=(15, "last")), "2027-02-H2", "2027-02-28"),
        (DueRule(BY, days=(20, 5)), "2026-12-H1", "2026-12-20"),
        (DueRule(BY, days=(20, 5)), "2026-12-H2", "2027-01-05"),
        (DueRule(BY, days=(20, 31)), "2027-02-H2", "2027-02-28"),
        (DueRule(BY, after=After("period_end", days=1)), "2026-11-H1", "2026-11-16"),
        (DueRule(BY, after=After("period_end", workdays=2)), "2026-11-H2", "2026-12-02"),
        # The Friday of the second of two weeks.
        (DueRule(BY, weekday=4), "2026-W46..2026-W47", "2026-11-20"),
        (DueRule(BY, after=After("period_end", days=3)), "2026-W46..2026-W47", "2026-11-25"),
    ],
)
def test_when_they_are_due(rule: DueRule, code: str, nominal: str) -> None:
    assert deadline(rule, parse(code), CALENDAR).nominal == d(nominal)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (DueRule(BY, day=15), "2026-11-H1"),
        (DueRule(BY, workday=3), "2026-11-H1"),
        (DueRule(BY, weekday=4, nth="last"), "2026-11-H1"),
        (DueRule(BY, days=(10, 25)), "2026-11"),
        (DueRule(BY, day=15), "2026-W46..2026-W47"),
    ],
)
def test_rules_that_say_no_day_of_theirs(rule: DueRule, code: str) -> None:
    with pytest.raises(DeadlineError):
        deadline(rule, parse(code), CALENDAR)


def test_a_window_of_a_financial_quarter() -> None:
    carried = WindowRule(MonthDay(0, 15), MonthDay("last", 14))
    assert window(carried, parse("2026F04-Q1")) == (d("2026-03-15"), d("2026-06-14"))
    assert window(carried, parse("2026F04-Q4")) == (d("2026-12-15"), d("2027-03-14"))
    for code in ("2026-11-H1", "2026-W46..2026-W47"):
        with pytest.raises(DeadlineError):
            window(carried, parse(code))
