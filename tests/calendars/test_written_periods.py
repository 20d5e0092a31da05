"""Periods as people write them, each to the code that the tables keep."""

from __future__ import annotations

import pytest

from calendars.periods import parse
from calendars.written_periods import as_code


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


@pytest.mark.parametrize("typed", ["", "quý 3", "tháng 11", "hôm nay", "x" * 900])
def test_what_says_no_period_stays_as_it_is(typed: str) -> None:
    assert as_code(typed) == typed
