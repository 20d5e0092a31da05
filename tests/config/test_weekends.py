"""An office rests on its own days: public holidays, their substitutes and make-up days follow its weekend.

Days looked up in printed calendars and worked out by hand; Vietnam: Labour Code 2019, art. 111.3 and 112.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from calendars.workdays import WorkCalendar
from config.registry import Registry
from tests.config.conftest import CALENDAR

Town = Callable[..., Registry]


def d(text: str) -> date:
    return date.fromisoformat(text)


def _calendar(town: Town, weekend: str, country: str = "VN") -> WorkCalendar:
    head = CALENDAR.partition("  swaps:")[0].replace("none", country)
    head = head.replace("[saturday, sunday]", weekend).replace("to: 2028", "to: 2031")
    return town(calendar=head.replace("country:", "language: vi\n  country:")).calendar


def test_a_six_day_week_works_on_saturdays_and_takes_no_foreign_swap(town: Town) -> None:
    days = _calendar(town, "[sunday]")
    # 26 April 2025 and 22 August 2026 are Saturdays that others work for a Friday and a Monday off.
    assert [days.is_workday(d(day)) for day in ("2025-04-26", "2025-05-02")] == [True, True]
    assert [days.is_workday(d(day)) for day in ("2026-08-22", "2026-08-31")] == [True, True]
    assert not list(days.make_up)
    assert days.is_workday(d("2026-11-28"))  # any Saturday, also one that is worked until noon
    assert days.count(d("2026-11-15"), d("2026-11-29")) == 11  # two weeks of six days without the 24th


@pytest.mark.parametrize(
    ("holiday", "substitute", "worked"),
    [
        # Giỗ Tổ 2026 on Sunday 26 April: Monday. 30 April and 1 May 2028 are a Sunday and a Monday: Tuesday.
        ("2026-04-26", "2026-04-27", "2026-04-28"),
        ("2028-04-30", "2028-05-02", "2028-05-03"),
        # 2 September 2029 is a Sunday, Monday is its second day off: Tuesday.
        ("2029-09-02", "2029-09-04", "2029-09-05"),
        # Tết 2027: 5 to 9 February, the Sunday among them is taken on the 10th, and nothing for the Saturday.
        ("2027-02-07", "2027-02-10", "2027-02-11"),
    ],
)
def test_a_holiday_on_sunday_is_taken_on_the_next_working_day(
    town: Town, holiday: str, substitute: str, worked: str
) -> None:
    days = _calendar(town, "[sunday]")
    why = days.why_off(d(substitute))
    assert why is not None
    assert why.endswith("(nghỉ bù)")
    assert not days.is_workday(d(holiday))
    assert days.is_workday(d(worked))


@pytest.mark.parametrize("day", ["2028-01-03", "2027-02-04", "2027-05-03"])
def test_a_holiday_on_a_saturday_that_is_worked_otherwise_is_not_taken_again(town: Town, day: str) -> None:
    # 1 January 2028, 6 February 2027 and 1 May 2027 are Saturdays: others have these days off.
    assert _calendar(town, "[sunday]").is_workday(d(day))
    assert not _calendar(town, "[saturday, sunday]").is_workday(d(day))


def test_friday_and_saturday_off(town: Town) -> None:
    days = _calendar(town, "[friday, saturday]")
    assert days.is_workday(d("2026-11-29"))  # a Sunday
    assert not days.is_workday(d("2026-11-27"))
    # 1 January 2027 is a Friday: Sunday. 2 September 2027 is a Thursday, its second day a Friday: Sunday.
    assert days.why_off(d("2027-01-03")) == "Tết Dương lịch (nghỉ bù)"
    assert days.why_off(d("2027-09-05")) == "Quốc khánh (nghỉ bù)"
    # Giỗ Tổ 2026 falls on a Sunday that they work otherwise: that day is off, and the Monday is not.
    assert days.why_off(d("2026-04-26")) == "Ngày Giỗ Tổ Hùng Vương"
    assert days.is_workday(d("2026-04-27"))
    # A Friday off and a Saturday worked for it is nobody's swap here.
    assert not days.is_workday(d("2025-04-26"))
    assert not list(days.make_up)


def test_a_country_without_substitutes_gets_none(town: Town) -> None:
    # 26 January 2025 and 15 August 2027 are Sundays; India's gazette moves neither.
    days = _calendar(town, "[sunday]", "IN")
    assert not days.is_workday(d("2027-08-15"))
    assert days.is_workday(d("2027-08-16"))


def test_the_usual_weekend_has_the_usual_days(town: Town) -> None:
    days = _calendar(town, "[saturday, sunday]")
    assert days.why_on(d("2025-04-26")) is not None
    assert days.why_off(d("2025-05-02")) == "Ngày nghỉ (thay cho ngày 26/04/2025)"
    assert days.why_off(d("2028-01-03")) == "Tết Dương lịch (nghỉ bù)"


@pytest.mark.parametrize("country", ["VN", "CN", "HU", "RU", "US", "JP", "KR", "TW", "IL", "AE"])
@pytest.mark.parametrize("weekend", ["[sunday]", "[friday, saturday]", "[friday]", "[saturday, sunday]"])
def test_every_country_loads_with_every_weekend(town: Town, country: str, weekend: str) -> None:
    days = _calendar(town, weekend, country)
    resting = days.weekend
    assert all(day.weekday() in resting for day, _ in days.make_up)
