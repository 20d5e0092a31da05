"""Periods as people write them, each to the code that the tables keep."""

from __future__ import annotations

import pytest

from calendars.period_names import name_of
from calendars.periods import parse
from calendars.written_periods import as_code
from language import say


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Q3/2026", "2026-Q3"), ("quý III/2026", "2026-Q3"), ("Quý 3 năm 2026", "2026-Q3"),
        ("quy iv 2026", "2026-Q4"), ("2026Q3", "2026-Q3"), ("Q3 2026", "2026-Q3"),
        ("11/2026", "2026-11"), ("tháng 11 năm 2026", "2026-11"), ("T3/2026", "2026-03"),
        ("November 2026", "2026-11"), ("2026/11", "2026-11"), ("tháng 11/2026", "2026-11"),
        ("6 tháng đầu năm 2026", "2026-H1"), ("6 tháng cuối năm 2026", "2026-H2"), ("H1/2026", "2026-H1"),
        ("9 tháng năm 2026", "2026-9M"), ("9 tháng đầu năm 2026", "2026-9M"), ("năm 2026", "2026"),
        ("giai đoạn 2021-2025", "2021..2025"), ("tuần 47/2026", "2026-W47"), ("22/11/2026", "2026-11-22"),
    ],
)  # fmt: skip
def test_what_people_type(typed: str, code: str) -> None:
    assert as_code(typed) == code
    assert parse(as_code(typed)).code == code
    assert as_code(typed.upper()) == code


@pytest.mark.parametrize(
    "code", ["2026-11", "2026-Q3", "2026-H1", "2026-9M", "2026", "2026-W47", "2021..2025", "2026-11-22"]
)
def test_codes_stay(code: str) -> None:
    assert as_code(code) == code


@pytest.mark.parametrize(
    "code",
    [
        *("2026-11", "2026-Q3", "2026-H1", "2026-H2", "2026-9M", "2026", "2026-W47", "2021..2025"),
        *("2026-11-22", "2026-11-H1", "2026-11-H2", "2026-W46..2026-W47", "2026-W53..2027-W01"),
        *("2026-01..2026-03", "2026-11..2027-02", "2026F04-Q1", "2026F04-H2", "2026F04-9M", "2026F04"),
    ],
)
def test_what_our_mails_call_a_period_is_read_back(code: str) -> None:
    for language in ("vi", "en"):
        for short in (False, True):
            name = say(name_of(parse(code), short=short), language)
            assert as_code(name, 4 if "F" in code else 1) == code, name


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("15 ngày đầu tháng 11/2026", "2026-11-H1"), ("nua sau thang 2 nam 2027", "2027-02-H2"),
        ("từ tháng 1 đến tháng 3/2026", "2026-01..2026-03"), ("22 november 2026", "2026-11-22"),
    ],
)  # fmt: skip
def test_parts_of_a_month_and_spans(typed: str, code: str) -> None:
    assert as_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["2 tuần từ 09/11 đến 21/11/2026", "2 tuần từ 09/11 đến 31/02/2026", "quý I năm tài chính 2026"]
)
def test_what_is_no_whole_weeks_or_no_year_of_this_office_stays(typed: str) -> None:
    assert as_code(typed) == typed


@pytest.mark.parametrize("typed", ["", "quý 3", "tháng 11", "hôm nay", "x" * 900])
def test_what_says_no_period_stays_as_it_is(typed: str) -> None:
    assert as_code(typed) == typed
