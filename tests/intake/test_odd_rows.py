"""Rows of odd tables: a star to a remark, how far a task has come, headings that end or may be tasks."""

from __future__ import annotations

from datetime import date

import pytest

from config.intake import plan
from config.intake.files.grids import Cell
from config.intake.plan import Plan
from config.registry import Registry
from tests.support import grids

ABOVE = ("Đà Lạt, ngày 08 tháng 01 năm 2026", "KẾ HOẠCH\nCông tác năm 2026")
HEAD: list[str | Cell | None] = ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return grids.office(tmp_path_factory.mktemp("office"))


def _plan(office: Registry, *rows: list[str | Cell | None]) -> Plan:
    return plan.read(grids.content(*ABOVE, grids.grid(*rows)), office, date(2026, 1, 10))


def _doubts(found: Plan) -> list[list[str]]:
    return [[doubt.why.id for doubt in entry.doubts] for entry in found.entries]


def test_a_star_that_points_to_a_remark_is_a_doubt(office: Registry) -> None:
    found = _plan(
        office,
        HEAD,
        ["1", "Mở giải (*)", "QLTT", "15/6/2026"],
        ["2", "Thu phí", "KHTC", "30/6/2026**"],
        ["3", "Đo sân 20 * 40 m", "KHTC", "30/9/2026"],
        ["", "(*) Việc 1 lùi sang 30/6/2026", "", ""],
    )
    doubts = _doubts(found)
    assert ["intake.starred" in each for each in doubts] == [True, True, False]
    assert doubts[2] == []
    assert [each.text for each in found.left_out] == ["(*) Việc 1 lùi sang 30/6/2026"]


@pytest.mark.parametrize("heading", ["Kết quả", "Sản phẩm", "Ghi chú"])
def test_how_far_a_task_has_come_is_a_doubt_in_any_column(office: Registry, heading: str) -> None:
    found = _plan(
        office,
        [*HEAD, heading],
        ["1", "Mở giải", "QLTT", "15/6/2026", "Đã hoàn thành"],
        ["2", "Thu phí", "KHTC", "30/6/2026", "Bỏ"],
        ["3", "Chi tiền", "KHTC", "30/6/2026", "Quyết định bãi bỏ" if heading != "Ghi chú" else "Khó"],
        ["4", "Soạn", "KHTC", "30/6/2026", "Hoàn thành kế hoạch"],
    )
    assert _doubts(found) == [["intake.done-or-moved"], ["intake.done-or-moved"], [], []]


def test_a_task_numbered_as_the_heading_above_ends_it(office: Registry) -> None:
    found = _plan(
        office,
        HEAD,
        ["I", "Thể thao", "", ""],
        ["1", "Mở giải", "QLTT", "15/6/2026"],
        ["II", "Lập dự toán", "KHTC", "30/6/2026"],
        ["III", "Quyết toán", "KHTC", "30/9/2026"],
    )
    assert [(entry.title, entry.section) for entry in found.entries] == [
        ("Mở giải", ("Thể thao",)),
        ("Lập dự toán", ()),
        ("Quyết toán", ()),
    ]


def test_what_may_be_a_task_where_nothing_is_numbered_is_told(office: Registry) -> None:
    found = _plan(
        office,
        ["Thời hạn", "Chủ trì", "Nhiệm vụ"],
        ["15/6/2026", "QLTT", "Mở giải"],
        ["", "", "Thu phí"],
        ["Quý IV", "KHTC", "Chi tiền"],
        ["", "", "VĂN PHÒNG"],
        ["Quý I", "VPS", "Soạn lịch"],
    )
    assert [entry.section for entry in found.entries] == [(), ("Thu phí",), ("VĂN PHÒNG",)]
    assert [(each.text, each.why.id) for each in found.left_out] == [("Thu phí", "intake.perhaps-task")]


def test_a_heading_of_another_year_is_never_read_in_the_plans(office: Registry) -> None:
    rows: list[list[str | Cell | None]] = []
    for heading in ("Năm 2026", "Năm 2027", "Đến năm 2030", "Hằng năm"):
        rows += [[Cell(heading, 1, 4), None, None, None], [str(len(rows)), "Mở giải", "QLTT", "Tháng 6"]]
    found = _plan(office, HEAD, *rows)
    assert [[rule["period"] for rule in entry.timing.rules] for entry in found.entries] == [
        ["2026-06"], ["2027-06"], [], [],
    ]  # fmt: skip
    assert [entry.sure for entry in found.entries] == [True, False, False, False]
    assert _doubts(found)[1] == ["intake.plan-year-heading"]


def test_a_second_column_of_tasks_is_a_doubt(office: Registry) -> None:
    head: list[str | Cell | None] = ["TT", "Nội dung", "Nhiệm vụ", "Chủ trì", "Thời hạn"]
    found = _plan(office, head, ["1", "Thể thao", "Mở giải", "QLTT", "15/6/2026"])
    assert _doubts(found) == [["intake.also-a-task"]]


def test_begin_and_end_under_one_heading_are_no_two_deadlines(office: Registry) -> None:
    found = _plan(
        office,
        ["TT", "Nhiệm vụ", "Chủ trì", Cell("Thời gian", 1, 2), None],
        ["", "", "", "Bắt đầu", "Kết thúc"],
        ["1", "Mở giải", "QLTT", "15/6/2026", "30/6/2026"],
        ["2", "Thu phí", "KHTC", "", "30/9/2026"],
    )
    assert [[rule["period"] for rule in entry.timing.rules] for entry in found.entries] == [
        ["2026-06-30"],
        ["2026-09-30"],
    ]
    assert _doubts(found) == [["intake.another-time"], []]


def test_a_deadline_in_a_remark_of_the_row_is_a_doubt(office: Registry) -> None:
    found = _plan(
        office,
        [*HEAD, "Ghi chú"],
        ["1", "Mở giải", "QLTT", "Quý IV", "Báo cáo trước ngày 10/6/2026"],
        ["2", "Thu phí", "KHTC", "Quý IV", "Theo Công văn số 12/STN-VP ngày 10/6/2026"],
    )
    assert _doubts(found) == [["intake.day-in-task"], []]


@pytest.mark.parametrize(
    "heading", ["Sản phẩm", "Phối hợp", "Kinh phí", "Theo dõi", "Đơn vị tính", "Ghi chú"]
)
def test_no_column_keeps_a_day_to_itself(office: Registry, heading: str) -> None:
    found = _plan(
        office,
        ["TT\nNo.", *HEAD[1:], heading],
        ["1", "Mở giải", "QLTT", "Quý IV", "VPS trước ngày 10/6/2026"],
        ["2", "Thu phí", "KHTC", "Quý IV", "VPS họp 11/6/2026"],
    )
    doubts = _doubts(found)
    assert "intake.day-in-task" in doubts[0]
    assert [entry.no for entry in found.entries] == ["1", "2"]
    second = found.entries[1]
    told = [second.product, second.helpers_text, *(str(note.fields) for note in second.notes)]
    assert any("11/6/2026" in each for each in told)
