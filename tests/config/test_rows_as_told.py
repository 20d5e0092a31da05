"""What reports and their forms say of the shipped rows: targets and words that are the row's own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calendars.periods import parse
from config.registry import AssignmentKind, Registry, reporting
from engine.forms.contents import report_of


@pytest.mark.parametrize(
    ("row", "year", "target"),
    [
        # The survey's 90 % of 2025 is not the target of what the same reports tell.
        ("3035/KH-BHXH pl 5", 2025, None),
        ("3035/KH-BHXH pl 15", 2025, "90"),
        # Three figures: the product tells them all.
        ("24/QĐ-BHXH loi-van I.2b", 2024, None),
        ("1177/QĐ-BHXH pl 7.2", 2023, "80"),
        ("1177/QĐ-BHXH pl 7.2", 2024, "100"),
    ],
)
def test_a_row_has_its_own_target_only(shipped: Registry, row: str, year: int, target: str | None) -> None:
    figure = reporting.figure_of(shipped, shipped.assignments[row], year)
    found = None if figure is None else figure.target(year)
    assert found == (None if target is None else Decimal(target))


@pytest.mark.parametrize(
    ("row", "period", "words"),
    [
        ("490/KH-BHXH pl1 1.1", "2022-Q1", "Quý I/2022"),
        ("490/KH-BHXH pl1 1.1", "2026-Q1", ""),
        ("24/QĐ-BHXH loi-van III.1a", "2024-02", "trong tháng 01 năm 2024"),
        ("24/QĐ-BHXH loi-van III.1a", "2026-02", "trong tháng 01"),
        ("1177/QĐ-BHXH pl 7.1", "2026-02", "Năm 2023 và các năm tiếp theo"),
        ("3035/KH-BHXH pl 18", "2026-Q1", "Hằng năm"),
    ],
)
def test_a_sentence_about_one_year_is_not_quoted_in_others(
    shipped: Registry, row: str, period: str, words: str
) -> None:
    assert reporting.words_of(shipped, shipped.assignments[row], parse(period)) == words


def test_the_form_says_of_no_task_what_another_is_measured_by(shipped: Registry) -> None:
    rows = {each.no: each for each in report_of(shipped, "cchc-quy", "2025-Q1", "CNTT").rows}
    assert "90" not in rows["5"].product
    monthly = {each.no: each for each in report_of(shipped, "nq01-thang", "2026-02", "VP").rows}
    assert monthly["III.1a"].when == "trong tháng 01"


def test_what_is_the_same_as_a_row_of_an_appendix_ends_with_it(shipped: Registry) -> None:
    rows = shipped.assignments.values()
    ends = {code: row.to for row in rows if row.kind is AssignmentKind.DATED for code in row.obligations}
    longer = []
    for row in rows:
        if row.kind is AssignmentKind.SAME:
            last = [ends.get(code) for code in row.obligations]
            known = [day for day in last if day is not None]
            if known == last and (row.to is None or row.to > max(known)):
                longer.append(row.ref)
    assert longer == []
