"""Working days of Vietnam as literals: Tết, swapped days, the table's edges."""

from datetime import date

import pytest

from calendars.workdays import CalendarError, WorkCalendar
from tests.calendars.vietnam import CALENDAR


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "why"),
    [
        ("2026-02-13", None),
        ("2026-02-14", "weekend"),
        ("2026-02-16", "Tết Bính Ngọ"),
        ("2026-02-20", "Tết Bính Ngọ"),
        ("2026-02-22", "weekend"),
        ("2026-02-23", None),
        ("2026-01-02", "hoán đổi"),
        ("2026-01-10", None),  # a Saturday, worked for 2 January
        ("2026-01-17", "weekend"),
        ("2024-05-04", None),  # a Saturday, worked for 29 April
        ("2026-04-26", "Giỗ Tổ"),  # a Sunday that has a name
        ("2026-04-27", "Giỗ Tổ (nghỉ bù)"),
        ("2026-11-24", "Ngày Văn hóa Việt Nam"),
    ],
)
def test_why_nobody_works(on: str, why: str | None) -> None:
    assert CALENDAR.why_off(d(on)) == why
    assert CALENDAR.is_workday(d(on)) is (why is None)


def test_make_up_days_carry_their_name() -> None:
    assert CALENDAR.why_on(d("2026-01-10")) == "làm bù 2/1"
    assert CALENDAR.why_on(d("2026-01-09")) is None
    assert dict(CALENDAR.make_up)[d("2026-08-22")] == "làm bù 31/8"
    assert (d("2026-08-31"), "hoán đổi") in CALENDAR.days_off


@pytest.mark.parametrize(
    ("on", "before", "after"),
    [
        ("2026-02-13", "2026-02-13", "2026-02-13"),
        ("2026-02-14", "2026-02-13", "2026-02-23"),
        ("2026-02-22", "2026-02-13", "2026-02-23"),
        ("2026-01-02", "2025-12-31", "2026-01-05"),
        ("2026-01-10", "2026-01-10", "2026-01-10"),
        ("2026-01-11", "2026-01-10", "2026-01-12"),
        ("2026-08-30", "2026-08-28", "2026-09-03"),
    ],
)
def test_the_nearest_working_days(on: str, before: str, after: str) -> None:
    assert CALENDAR.on_or_before(d(on)) == d(before)
    assert CALENDAR.on_or_after(d(on)) == d(after)


@pytest.mark.parametrize(
    ("on", "n", "there"),
    [
        ("2026-02-13", 1, "2026-02-23"),
        ("2026-02-14", 1, "2026-02-23"),
        ("2026-02-23", 1, "2026-02-24"),
        ("2026-02-23", -1, "2026-02-13"),
        ("2026-02-20", -1, "2026-02-13"),
        ("2026-02-13", -10, "2026-01-30"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-01-09", 1, "2026-01-10"),
        ("2026-01-12", -1, "2026-01-10"),
        ("2026-02-15", 0, "2026-02-13"),
        ("2026-02-13", 0, "2026-02-13"),
    ],
)
def test_the_nth_working_day(on: str, n: int, there: str) -> None:
    assert CALENDAR.shift(d(on), n) == d(there)


@pytest.mark.parametrize(
    ("start", "end", "n"),
    [
        ("2026-02-13", "2026-02-13", 0),
        ("2026-02-13", "2026-02-22", 0),
        ("2026-02-13", "2026-02-23", 1),
        ("2026-02-12", "2026-02-23", 2),
        ("2026-02-23", "2026-02-12", -2),
        ("2026-01-09", "2026-01-10", 1),
    ],
)
def test_counting_leaves_out_the_first_day(start: str, end: str, n: int) -> None:
    assert CALENDAR.count(d(start), d(end)) == n


def test_the_working_days_of_2026_counted_by_hand() -> None:
    # 261 Mondays to Fridays; less 1-2 January, five of Tết, 27 and 30 April, 1 May, 31 August, 1-2 September
    # and 24 November (14 days), plus the Saturdays 10 January and 22 August: 249.
    assert CALENDAR.count(d("2025-12-31"), d("2026-12-31")) == 249


@pytest.mark.parametrize(
    ("year", "month", "n", "day"),
    [
        (2026, 1, 1, "2026-01-05"),
        (2026, 1, 6, "2026-01-10"),
        (2026, 2, 1, "2026-02-02"),
        (2026, 2, -1, "2026-02-27"),
        (2026, 2, 11, "2026-02-23"),
        (2026, 2, 15, "2026-02-27"),
        (2026, 2, 16, "2026-02-27"),  # February 2026 has 15: the rest clamp
        (2026, 2, 23, "2026-02-27"),
        (2026, 2, -2, "2026-02-26"),
        (2026, 2, -31, "2026-02-02"),
        (2025, 8, -1, "2025-08-29"),
        (2026, 9, 1, "2026-09-03"),
    ],
)
def test_working_days_of_a_month(year: int, month: int, n: int, day: str) -> None:
    assert CALENDAR.workday_of_month(year, month, n) == d(day)


@pytest.mark.parametrize(
    ("year", "month", "n"), [(2026, 1, 0), (2026, 1, 32), (2026, 0, 1), (2026, 13, 1), (2099, 1, 1)]
)
def test_no_such_working_day_of_a_month(year: int, month: int, n: int) -> None:
    with pytest.raises(CalendarError):
        CALENDAR.workday_of_month(year, month, n)


def test_every_question_beyond_the_table_says_its_range() -> None:
    late, early = d("2031-01-01"), d("2021-12-31")
    questions = [
        lambda: CALENDAR.is_workday(late),
        lambda: CALENDAR.why_off(early),
        lambda: CALENDAR.why_on(early),
        lambda: CALENDAR.on_or_after(late),
        lambda: CALENDAR.on_or_before(early),
        lambda: CALENDAR.shift(late, -1),
        lambda: CALENDAR.count(early, late),
        lambda: CALENDAR.reasons(early, late),
        lambda: CALENDAR.shift(d("2026-01-05"), 10**9),
        lambda: CALENDAR.shift(d("2026-01-05"), -(10**9)),
        lambda: CALENDAR.on_or_before(d("2022-01-01")),  # a Saturday: the working day before it is in 2021
    ]
    for ask in questions:
        with pytest.raises(CalendarError, match="covers 2022-01-01 to 2030-12-31"):
            ask()


def test_confirmed_is_up_to_and_including_the_verified_day() -> None:
    assert CALENDAR.confirmed(d("2026-12-31"))
    assert not CALENDAR.confirmed(d("2027-01-01"))
    never = WorkCalendar(days_off={}, make_up={}, first_year=2026, last_year=2026, verified_until=None)
    assert not never.confirmed(d("2026-01-01"))


def test_reasons_are_named_once_in_order() -> None:
    assert CALENDAR.reasons(d("2026-02-13"), d("2026-02-23")) == ("weekend", "Tết Bính Ngọ")
    assert CALENDAR.reasons(d("2026-02-09"), d("2026-02-13")) == ()
    assert CALENDAR.reasons(d("2026-02-13"), d("2026-02-09")) == ()


def _with(**data: object) -> WorkCalendar:
    given = {"days_off": {}, "make_up": {}, "first_year": 2026, "last_year": 2026, "verified_until": None}
    return WorkCalendar(**given | data)  # type: ignore[arg-type]


def test_a_contradiction_in_the_data_is_found_when_the_table_is_built() -> None:
    with pytest.raises(CalendarError, match="2026-01-09 is a working day already"):
        _with(make_up={d("2026-01-09"): "làm bù"})
    with pytest.raises(CalendarError, match="years in order"):
        _with(first_year=2027)
    with pytest.raises(CalendarError, match="weekend days are"):
        _with(weekend=frozenset({7}))


def test_a_make_up_day_wins_over_a_holiday_and_a_weekend() -> None:
    both = _with(days_off={d("2026-05-01"): "1/5"}, make_up={d("2026-05-01"): "trực", d("2026-05-02"): "bù"})
    assert both.is_workday(d("2026-05-01"))
    assert both.is_workday(d("2026-05-02"))
    assert both.why_off(d("2026-05-01")) is None
    assert list(both.days_off) == []


def test_entries_of_other_years_are_left_out() -> None:
    only_2026 = _with(days_off={d("2025-12-31"): "x"}, make_up={d("2027-01-02"): "y"})
    assert list(only_2026.days_off) == []
    assert list(only_2026.make_up) == []


def test_another_office_may_rest_on_other_days() -> None:
    friday_only = _with(weekend=frozenset({4}))
    assert friday_only.why_off(d("2026-05-01")) == "weekend"
    assert friday_only.is_workday(d("2026-05-02"))


def test_a_calendar_on_which_nobody_works_answers_with_an_error_not_a_search() -> None:
    rest = _with(weekend=frozenset(range(7)))
    with pytest.raises(CalendarError, match="covers 2026"):
        rest.on_or_after(d("2026-05-02"))
    with pytest.raises(CalendarError, match="no working day at all"):
        rest.workday_of_month(2026, 5, 1)


def test_the_callers_data_may_change_later_without_effect() -> None:
    mine = {d("2026-05-01"): "1/5"}
    built = _with(days_off=mine)
    mine[d("2026-05-04")] = "x"
    assert built.is_workday(d("2026-05-04"))
    assert dict(built.days_off) == {d("2026-05-01"): "1/5"}
