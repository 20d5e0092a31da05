"""From lines to tasks: headings, split rows, what is inherited, notes, and what is only a doubt."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.intake import plan
from config.intake.files.grids import Cell, Grid
from config.intake.meaning.timing import Way
from config.intake.plan import Entry, Plan
from config.registry import Registry
from language import say
from tests.support import grids

TODAY = date(2026, 3, 2)
HEAD: list[str | Cell | None] = ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return grids.office(tmp_path_factory.mktemp("office"))


def _plan(office: Registry, *parts: Grid | str) -> Plan:
    return plan.read(grids.content(*parts), office, TODAY)


def _read(office: Registry, *rows: list[str | Cell | None]) -> tuple[Entry, ...]:
    return _plan(office, grids.grid(HEAD, *rows)).entries


def test_headings_become_sections_and_number_the_rows(office: Registry) -> None:
    rows = _read(
        office,
        ["I", "Thể thao", "", "", "", ""],
        ["1", "Mở giải chạy", "QLTT", "VPS", "Quý I/2026", ""],
        ["II", "Nghệ thuật", "", "", "", ""],
        [Cell("a) Biểu diễn", 1, 6), None, None, None, None, None],
        ["1", "Dựng vở", "NTBD", "", "Tháng 5/2026", ""],
        ["2", "Lưu diễn", "NTBD", "", "Thường xuyên", ""],
    )
    assert [row.ref for row in rows] == ["I.1", "II.1", "II.2"]
    assert [row.no for row in rows] == ["1", "1", "2"]
    assert rows[0].section == ("Thể thao",)
    assert rows[2].section == ("Nghệ thuật", "Biểu diễn")
    assert all(row.sure for row in rows)


def test_parts_of_a_row_and_rows_under_a_numbered_heading(office: Registry) -> None:
    rows = _read(
        office,
        ["1.1", "Mở giải", "QLTT", "", "Quý I/2026", ""],
        ["a", "Soạn điều lệ", "QLTT", "", "Quý I/2026", ""],
        ["2", "Báo cáo", "", "", "", ""],
        ["", "Lập báo cáo", "VPS", "", "Năm 2026", ""],
    )
    assert [row.ref for row in rows] == ["1.1", "1.1a", "2"]


@pytest.mark.parametrize(
    ("upper", "lower", "title"),
    [
        (
            ["1", "Sửa quy chế phối hợp với", "QLTT", "", "Quý I/2026", ""],
            ["", "các trạm văn hóa", "", "", "", ""],
            "Sửa quy chế phối hợp với các trạm văn hóa",
        ),
        (
            ["", "Sửa quy chế đối với cá", "Trạm văn hóa", "", "Thường", ""],
            ["1", "nhân và tập thể", "các xã", "", "xuyên", ""],
            "Sửa quy chế đối với cá nhân và tập thể",
        ),
    ],
)
def test_two_halves_of_a_row(office: Registry, upper: list[str], lower: list[str], title: str) -> None:
    more = [[str(n), f"Việc số {n}.", "VPS", "", "Năm 2026", ""] for n in (2, 3)]
    rows = _read(office, [*upper], [*lower], *[[*each] for each in more])
    assert len(rows) == 3
    assert rows[0].title == title
    assert rows[0].no == "1"
    assert rows[0].sure
    assert "ghép" in say(rows[0].notes[0], "vi")


def test_the_second_half_of_a_time_and_of_units(office: Registry) -> None:
    rows = _read(
        office,
        ["", "Sửa quy chế đối với cá", "Trạm văn hóa", "", "Thường", ""],
        ["1", "nhân", "các xã", "", "xuyên", ""],
        ["2", "Việc khác.", "VPS", "", "", ""],
    )
    assert rows[0].leads == ("@xa",)
    assert rows[0].timing.way is Way.CYCLE
    assert rows[0].time_text == "Thường xuyên"


def test_a_row_of_its_own_is_not_joined(office: Registry) -> None:
    rows = _read(
        office,
        ["1", "Mở giải", "QLTT", "", "Quý I/2026", "Kế hoạch"],
        ["", "", "Trạm văn hóa các xã", "", "Quý II/2026", "Báo cáo"],
        ["2", "Việc khác", "VPS", "", "", ""],
    )
    assert [(row.ref, row.leads) for row in rows] == [("1", ("QLTT",)), ("1 (2)", ("@xa",)), ("2", ("VPS",))]
    assert rows[1].title == "Mở giải"
    assert [doubt.key for doubt in rows[1].doubts] == ["title"]


def test_a_merged_cell_holds_for_its_rows(office: Registry) -> None:
    rows = _read(
        office,
        ["1", "Mở giải", Cell("QLTT", 2), "", Cell("Quý I/2026", 2), ""],
        ["2", "Soạn điều lệ", None, "", None, ""],
    )
    assert [row.leads for row in rows] == [("QLTT",), ("QLTT",)]
    assert rows[1].time_text == "Quý I/2026"
    assert rows[1].sure


def test_an_empty_leader_is_filled_as_a_doubt_only(office: Registry) -> None:
    rows = _read(
        office,
        ["1", "Mở giải", "QLTT", "", "Quý I/2026", ""],
        ["2", "Soạn điều lệ", "", "", "Quý II/2026", ""],
        ["3", "Không của ai", "", "", "", ""],
        ["4", "Việc khác", "VPS", "", "Thường xuyên", ""],
    )
    assert [row.ref for row in rows] == ["1", "2", "3", "4"]
    assert [row.sure for row in rows] == [True, False, False, True]


def test_a_time_one_column_too_far_right(office: Registry) -> None:
    row = _read(office, ["1", "Mở giải", "QLTT", "", "", "trước ngày 15 hàng tháng"])[0]
    assert row.time_text == "trước ngày 15 hàng tháng"
    assert row.product == ""
    assert [doubt.key for doubt in row.doubts] == ["worded"]


def test_a_time_under_no_heading_is_never_overlooked(office: Registry) -> None:
    table = grids.grid(["TT", "Nhiệm vụ", "Chủ trì", ""], ["1", "Mở giải", "QLTT", "Quý I/2026"])
    row = _plan(office, table).entries[0]
    assert row.time_text == "Quý I/2026"
    assert not row.sure


def test_columns_that_nest_make_one_task(office: Registry) -> None:
    table = grids.grid(
        ["Mục tiêu", "Nhiệm vụ", "Hoạt động", "Chủ trì", "Thời gian", "Sản phẩm"],
        [Cell("1. Đến năm 2030", 1, 6), None, None, None, None, None],
        [Cell("Phong trào mạnh", 3), Cell("Mở giải", 2), "Soạn điều lệ", "QLTT", "Năm 2026", ""],
        [None, None, "Mời các đội", "VPS", "Hằng năm", ""],
        [None, "Xây sân", "", "KHTC", "Năm 2027", ""],
        ["", "", "", "", "", "Sân mới"],
    )
    found = _plan(office, table)
    assert [row.title for row in found.entries] == ["Soạn điều lệ", "Mời các đội", "Xây sân"]
    assert found.entries[1].section == ("Đến năm 2030", "Phong trào mạnh", "Mở giải")
    assert [each.text for each in found.left_out] == ["Sân mới"]


def test_pages_repeated_headers_numbers_of_columns_and_notes(office: Registry) -> None:
    first = grids.grid(HEAD, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], ["1", "Mở", "QLTT", "", "", ""])
    second = grids.grid(HEAD, ["2", "Đóng", "VPS", "", "", ""])
    third = grids.grid(["3", "Họp", "VPS", "", "", ""], ["Ghi chú: theo tháng", "", "", "", "", ""])
    found = _plan(office, first, second, "12", third, "Lưu ý: đúng hạn")
    assert len(found.parts) == 1
    assert [row.ref for row in found.entries] == ["1", "2", "3"]
    assert {each.text for each in found.left_out} == {"Ghi chú: theo tháng", "Lưu ý: đúng hạn"}


def test_a_sentence_with_a_day_is_told(office: Registry) -> None:
    text = "Các phòng gửi báo cáo về Văn phòng Sở trước ngày 20 hàng tháng."
    found = _plan(office, text, grids.grid(HEAD, ["1", "Mở", "QLTT", "", "", ""]))
    assert [each.text for each in found.left_out] == [text]


def test_the_document_says_who_it_is(office: Registry) -> None:
    found = _plan(
        office,
        "Số: 12/KH-STN",
        "Đà Lạt, ngày 05 tháng 01 năm 2026",
        "Căn cứ Quyết định số 99/QĐ-TTg ngày 1/2/2020",
        "Lưu: VT, QLTT.",
        "Phụ lục II\nViệc của năm\n(Ban hành kèm theo Kế hoạch số 12/KH-STN ngày 05/01/2026)",
        grids.grid(HEAD, ["1", "Mở", "QLTT", "", "", ""]),
    )
    assert (found.facts.number, found.facts.date, found.owner) == ("12/KH-STN", date(2026, 1, 5), "QLTT")
    assert (found.parts[0].code, found.parts[0].title) == ("pl2", "Việc của năm")


def test_indicators_have_their_target(office: Registry) -> None:
    table = grids.grid(
        ["STT", "Chỉ tiêu", "Đơn vị", "Chỉ tiêu năm 2026", "Đơn vị thực hiện", "Đơn vị theo dõi"],
        ["1", "Tỷ lệ xã có sân", "%", "83", "- Chủ trì: QLTT - Phối hợp: KHTC", "VPS"],
    )
    row = _plan(office, table).entries[0]
    assert row.figure is not None
    assert (row.figure.measure, row.figure.target, row.figure.year) == ("%", "83", 2026)
    assert (row.leads, row.helpers) == (("QLTT",), ("KHTC",))


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("trước ngày 15 hàng tháng", [{"cycle": "monthly", "due": {"day": 15, "boundary": "before"}}]),
        ("Quý I/2026", [{"cycle": "once", "period": "2026-Q1"}]),
        ("2026-03-15", [{"cycle": "once", "period": "2026-03-15"}]),
        ("Tháng 4/2026 - 12/2026", [{"cycle": "once", "period": "2026-12-31"}]),
        ("ngày 20/6/2026 và ngày 20/12/2026",
         [{"cycle": "once", "period": "2026-06-20"}, {"cycle": "once", "period": "2026-12-20"}]),
        ("Trong vòng 5 ngày làm việc kể từ ngày nhận được báo cáo",
         [{"cycle": "event", "due": {"after": {"of": "event", "workdays": 5}, "boundary": "by"}}]),
    ],
)  # fmt: skip
def test_times_that_are_sure(office: Registry, text: str, rules: list[dict[str, object]]) -> None:
    row = _read(office, ["1", "Mở giải", "QLTT", "", text, ""])[0]
    assert list(row.timing.rules) == rules
    assert row.sure


@pytest.mark.parametrize(
    "text", ["Trước 30/6", "Quý II", "Đến năm 2030", "24 giờ sau khi có sự cố", "theo lộ trình"]
)
def test_times_that_are_not(office: Registry, text: str) -> None:
    row = _read(office, ["1", "Mở giải", "QLTT", "", text, ""])[0]
    assert row.timing.rules == ()
    assert [doubt.key for doubt in row.doubts] == ["worded"]


def test_how_often_and_when_in_two_columns(office: Registry) -> None:
    head: list[str | Cell | None] = ["TT", "Tên báo cáo", "Đơn vị báo cáo", "Kỳ báo cáo", "Thời hạn gửi"]
    good = _plan(office, grids.grid(head, ["1", "A", "VPS", "Tháng", "trước ngày 15 hàng tháng"])).entries[0]
    odd = _plan(office, grids.grid(head, ["1", "A", "VPS", "Quý", "trước ngày 15 hàng tháng"])).entries[0]
    assert good.timing.rules
    assert not odd.sure


def test_an_empty_file_has_no_plan(office: Registry, tmp_path: Path) -> None:
    assert _plan(office, "Không có bảng nào").parts == ()
