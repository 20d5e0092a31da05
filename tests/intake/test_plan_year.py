"""A plan of one year gives its times their year: sure where two places say it, marked where one does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.intake import plan
from config.intake.files.grids import Cell
from config.intake.meaning.plan_year import PlanYear, plan_year
from config.intake.plan import Plan
from config.registry import Registry
from language import say
from tests.support import grids

TODAY = date(2026, 1, 10)
CELLS = {
    "Trước ngày 20/6": ["2026-06-20 before"],
    "Chậm nhất ngày 15 tháng 3": ["2026-03-15 by"],
    "Quý II": ["2026-06-30 by"],
    "Quý II, Quý IV": ["2026-06-30 by", "2026-12-31 by"],
    "Tháng 6": ["2026-06-30 by"],
    "Trong tháng 11, tháng 12": ["2026-12-31 by"],
    "Trong năm": ["2026-12-31 by"],
    "6 tháng đầu năm": ["2026-06-30 by"],
    "Từ tháng 3 đến tháng 9": ["2026-09-30 by"],
    "Trước ngày 15/01 năm sau": ["2027-01-15 before"],
    "30/4/2026": ["2026-04-30 by"],
    "12/2026": ["2026-12-31 by"],
}
TITLE = "KẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2026"
LETTER = "Hà Nội, ngày 08 tháng 01 năm 2026"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return grids.office(tmp_path_factory.mktemp("office"))


def read(office: Registry, column: str, *above: str) -> Plan:
    head: list[str | Cell | None] = ["STT", "Nhiệm vụ", "Chủ trì", column]
    rows: list[list[str | Cell | None]] = [
        [str(n), f"Việc {n}", "VPS", cell] for n, cell in enumerate(CELLS, 1)
    ]
    return plan.read(grids.content(*above, grids.grid(head, *rows)), office, TODAY)


def days(found: Plan, office: Registry) -> list[list[str]]:
    from calendars.phrases import deadlines

    meanings = [entry.timing.meaning for entry in found.entries]
    span = date(2020, 1, 1), date(2030, 12, 31)
    return [
        [f"{each.nominal} {each.boundary.value}" for each in deadlines(one, *span, office.calendar)]
        for one in meanings
    ]


@pytest.mark.parametrize(
    ("column", "above"),
    [
        ("Thời gian hoàn thành năm 2026", [LETTER, TITLE]),
        ("Thời gian hoàn thành", [LETTER, TITLE]),
        ("Thời gian hoàn thành năm 2026", [LETTER]),
        ("Thời gian hoàn thành", [LETTER, "Phụ lục: Nhiệm vụ năm 2026"]),
        ("Thời gian hoàn thành", ["Hà Nội, ngày 20 tháng 12 năm 2025", TITLE]),
    ],
    ids=["all", "title and date", "column and date", "appendix and date", "december"],
)
def test_each_kind_of_cell_has_its_day_once_and_surely(
    office: Registry, column: str, above: list[str]
) -> None:
    found = read(office, column, *above)
    assert days(found, office) == list(CELLS.values())
    told = {say(doubt.why, "vi") for entry in found.entries for doubt in entry.doubts}
    assert not {each for each in told if "năm 2026" in each}


@pytest.mark.parametrize(
    ("column", "above", "why"),
    [
        ("Thời gian hoàn thành", [TITLE], "năm 2026 chỉ có ở tên văn bản: xem có đúng năm không"),
        (
            "Thời gian hoàn thành năm 2026",
            ["Ghi chú"],
            "năm 2026 chỉ có ở tên cột thời gian: xem có đúng năm không",
        ),
        (
            "Thời gian hoàn thành",
            ["Phụ lục: Nhiệm vụ năm 2026"],
            "năm 2026 chỉ có ở dòng trên bảng: xem có đúng năm không",
        ),
        ("Thời gian hoàn thành", [LETTER], "năm 2026 suy từ ngày của văn bản: xem có đúng năm không"),
        (
            "Thời gian hoàn thành",
            ["Hà Nội, ngày 20 tháng 12 năm 2025"],
            "năm 2026 suy từ ngày của văn bản: xem có đúng năm không",
        ),
    ],
)
def test_a_year_that_one_place_says_is_marked(
    office: Registry, column: str, above: list[str], why: str
) -> None:
    found = read(office, column, *above)
    assert days(found, office) == list(CELLS.values())
    by_cell = dict(zip(CELLS, found.entries, strict=True))
    told = {cell: {say(doubt.why, "vi") for doubt in entry.doubts} for cell, entry in by_cell.items()}
    for cell in ("Quý II", "Trước ngày 20/6"):
        assert f"“{cell}”: {why}" in told[cell]
    assert not any(why in each for each in told["30/4/2026"])


def test_years_that_contradict_each_other_give_none() -> None:
    january = date(2026, 1, 8)
    assert plan_year("Kế hoạch năm 2026", [], "Năm 2026", january) == PlanYear(2026, True, "title")
    assert plan_year("Kế hoạch năm 2026", [], "Năm 2027", january) is None
    assert plan_year("Kế hoạch giai đoạn 2021 - 2025", [], None, january) is None
    assert plan_year("Kế hoạch cải cách hành chính", [], None, None) is None
    # A paper that the title cites says nothing of the plan's own year.
    cites = "Kế hoạch năm 2026 thực hiện Quyết định số 24/QĐ-BHXH ngày 19/01/2024"
    assert plan_year(cites, [], None, january) == PlanYear(2026, True, "title")


def test_the_command_reads_a_phrase_in_a_plans_year(tmp_path: Path) -> None:
    from calendars.phrases import parse

    assert parse("Quý II").rules == ()
    (rule,) = parse("Quý II", 2026).rules
    assert rule.pattern is not None
    assert rule.pattern.code == "2026-Q2"
    # What comes round does so in a plan of one year as well.
    assert parse("Hằng tháng trước ngày 15", 2026).rules == parse("Hằng tháng trước ngày 15").rules
