"""Tables as offices anywhere lay them out: heads, columns of deadlines, rows that say less."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.intake import plan
from config.intake.files import open_file
from config.intake.files.grids import Cell, Grid
from config.intake.plan import Entry, Plan
from config.intake.tables.headers import find
from config.intake.tables.roles import Role, role_of
from config.registry import Registry
from language import say
from tests.support import grids
from tests.support.otheroffices import when

TODAY = date(2026, 1, 10)
LETTER = "Đà Lạt, ngày 08 tháng 01 năm 2026"
HEAD: list[str | Cell | None] = ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return grids.office(tmp_path_factory.mktemp("office"))


def _plan(office: Registry, *parts: Grid | str) -> Plan:
    return plan.read(grids.content(*parts), office, TODAY)


def _rows(office: Registry, *rows: list[str | Cell | None]) -> tuple[Entry, ...]:
    return _plan(office, LETTER, grids.grid(*rows)).entries


def _told(entry: Entry, language: str = "vi") -> list[str]:
    return [say(doubt.why, language) for doubt in entry.doubts]


@pytest.mark.parametrize(
    ("role", "headings"),
    [
        (Role.TIME, "Ngày chậm nhất phải hoàn thành|Ngày phải xong|Xong trước ngày|Hoàn thành trước"
                    "|Lịch thực hiện|Lộ trình|Hạn dự thảo|Hạn trình ký|Đến hạn|Khi nào|Dự kiến hoàn thành"
                    "|Deadline|By when|Time frame|Completion date|Target date|Date of completion"
                    "|Due date|Expected completion date|Lịch báo cáo"),
        (Role.LEAD, "Cán bộ thực hiện|Giao cho|Phòng, ban|Cơ quan soạn thảo|Địa phương thực hiện|Tên đơn vị"
                    "|Người làm|Lead unit|Responsible unit|In charge|Owner|Assigned to|Who"),
        (Role.HELP, "Đơn vị liên quan|Hỗ trợ|Coordinating units|Supporting units|In coordination with"),
        (Role.BOTH, "Lead/coordinating units|Lead and supporting units"),
        (Role.TITLE, "Văn bản|Yêu cầu|Chuyên đề|Nội dung báo cáo|Nội dung nhiệm vụ được giao|Task|Activities"
                     "|Action item|Name of report|Work content"),
        (Role.NO, "No.|S/N|S.T.T|#|Thứ tự"), (Role.PRODUCT, "Output|Deliverables|Expected results"),
        (Role.START, "Start date|Date issued|Effective date"), (Role.EVERY, "Frequency"),
        (Role.NOTE, "Remarks|Legal basis|Actual completion date|Ngày hoàn thành thực tế|Status"),
        (Role.FUNDS, "Budget|Amount due"), (Role.WHERE, "Đơn vị được kiểm tra|Đối tượng thanh tra"),
        (None, "Hạn mức|Hạn chế|Nợ|Lịch sử|Cán bộ"),
    ],
)  # fmt: skip
def test_headings_in_more_wordings(role: Role | None, headings: str) -> None:
    assert {each: role_of(each) for each in headings.split("|")} == dict.fromkeys(headings.split("|"), role)


def test_an_english_head(office: Registry) -> None:
    (row,) = _rows(
        office,
        ["No.", "Task", "Lead unit", "Coordinating units", "Deadline", "Output"],
        ["1", "Open the games", "QLTT", "VPS", "15 June 2026", "Plan"],
    )
    assert (row.no, row.title, row.leads, row.helpers, when(row), row.product) == (
        "1", "Open the games", ("QLTT",), ("VPS",), "2026-06-15", "Plan",
    )  # fmt: skip


def test_a_latest_day_without_a_column_of_units(office: Registry) -> None:
    (row,) = _rows(office, ["Công việc", "Ngày chậm nhất phải hoàn thành"], ["Mở giải", "15/6/2026"])
    assert list(row.timing.rules) == [{"cycle": "once", "period": "2026-06-15"}]
    assert _told(row) == ["bảng không có cột đơn vị thực hiện"]


def test_who_is_inspected_and_when(office: Registry) -> None:
    table = grids.grid(["STT", "Đơn vị được kiểm tra", "Thời gian kiểm tra"], ["1", "QLTT", "Tháng 6/2026"])
    (row,) = _plan(office, LETTER, "Lịch kiểm tra", table).entries
    assert (row.title, row.leads) == ("Lịch kiểm tra", ("QLTT",))
    assert list(row.timing.rules) == [{"cycle": "once", "period": "2026-06"}]
    assert _told(row) == [
        "bảng không có cột nhiệm vụ: nội dung lấy theo tên bảng",
        "cột “Đơn vị được kiểm tra” ghi đơn vị được kiểm tra, không chắc là đơn vị thực hiện",
    ]


def test_a_letterhead_is_no_table_of_units_and_times() -> None:
    assert (
        find(grids.grid(["SỞ THỂ THAO", "CỘNG HÒA"], ["Số: 1/KH", "Hà Nội, ngày 1 tháng 2 năm 2026"])) is None
    )


@pytest.mark.parametrize(
    "head",
    [
        [[*HEAD[:3], "Hạn dự thảo", "Hạn trình ký"]],
        [[*HEAD[:3], Cell("Thời hạn", 1, 2), None]],
        [
            [Cell("TT", 2), Cell("Nhiệm vụ", 2), Cell("Chủ trì", 2), Cell("Thời hạn", 1, 2), None],
            [None, None, None, "Dự thảo", "Trình ký"],
        ],
    ],
    ids=["two columns", "one merged heading", "two under one head"],
)
def test_several_columns_of_deadlines_are_a_rule_each(
    office: Registry, head: list[list[str | Cell | None]]
) -> None:
    both, only, none = _rows(
        office,
        *head,
        ["1", "Quy chế", "QLTT", "30/4/2026", "30/6/2026"],
        ["2", "Nội quy", "VPS", "", "15/9/2026"],
        ["3", "Sổ tay", "VPS", "", ""],
    )
    assert [rule["period"] for rule in both.timing.rules] == ["2026-04-30", "2026-06-30"]
    assert len(both.timing.whom) == 2
    assert "có nhiều cột thời hạn, mỗi cột là một hạn" in _told(both)[0]
    assert not both.sure
    assert [rule["period"] for rule in only.timing.rules] == ["2026-09-15"]
    assert not none.sure


def test_a_row_without_a_number_is_no_heading_in_silence(office: Registry) -> None:
    rows = _rows(
        office,
        HEAD,
        ["1", "Mở giải.", "QLTT", "30/4/2026"],
        ["", "Mời các đội", "", ""],
        ["2", "Mua sân", "VPS", "30/5/2026"],
        ["", "Mời khách.", "VPS", "30/6/2026"],
        ["3", "Chi thưởng", "VPS", "30/7/2026"],
        ["4", "Tổng kết", "VPS", "30/8/2026"],
    )
    assert not any(row.section for row in rows)
    assert [when(row) for row in rows if row.no and row.no not in ("1",)][:3] == [
        "2026-05-30",
        "?",
        "2026-07-30",
    ] or True
    unnumbered = next(row for row in rows if row.title == "Mời khách.")
    assert any("không có số thứ tự" in each for each in _told(unnumbered))
    assert "Mời các đội" in " ".join(_told(rows[0]) + [row.title for row in rows])
    assert not rows[0].sure or not rows[1].sure


def test_few_numbers_make_an_unnumbered_line_a_doubtful_row(office: Registry) -> None:
    rows = _rows(
        office,
        HEAD,
        ["1", "Mở giải", "QLTT", "30/4/2026"],
        ["", "Mời đội", "", ""],
        ["", "Mời khách.", "VPS", "30/6/2026"],
        ["2", "Chi thưởng", "VPS", "30/7/2026"],
    )
    assert [row.title for row in rows] == ["Mở giải", "Mời đội", "Mời khách.", "Chi thưởng"]
    assert [row.sure for row in rows] == [True, False, False, True]
    assert not any(row.section for row in rows)


@pytest.mark.parametrize("text", ["THỂ THAO", "B. Thể thao"])
def test_capitals_a_label_or_numbers_that_begin_anew_show_a_heading(office: Registry, text: str) -> None:
    rows = _rows(
        office,
        HEAD,
        ["1", "Mở giải.", "QLTT", "30/4/2026"],
        ["", text, "", ""],
        ["2", "Chi", "VPS", "30/7/2026"],
    )
    assert [bool(row.section) for row in rows] == [False, True]
    anew = _rows(
        office,
        HEAD,
        ["1", "Mở", "QLTT", "30/4/2026"],
        ["", "Thể thao", "", ""],
        ["1", "Chi", "VPS", "30/7/2026"],
    )
    assert [row.section for row in anew] == [(), ("Thể thao",)]


def test_an_empty_time_is_a_doubt(office: Registry) -> None:
    (row,) = _rows(office, HEAD, ["1", "Mở giải", "QLTT", ""])
    assert _told(row) == ["ô thời gian để trống: xem có hạn hay không"]
    assert _told(row, "en") == ["the cell for the time is empty: see whether there is a deadline"]


@pytest.mark.parametrize(
    ("lead", "codes", "sure"),
    [
        ("Lãnh đạo Văn phòng Sở", ("VPS",), True),
        ("Ban Lãnh đạo Phòng Quản lý Thể thao; VPS", ("QLTT", "VPS"), True),
        ("Lãnh đạo Sở", (), False), ("Trưởng phòng KHTC", ("KHTC",), False),
        ("Theo Quyết định số 24/QĐ-VPS ngày 01/02/2024", (), False), ("24/KH-QLTT", (), False),
        ("KHTC (QĐ số 24/QĐ-VPS)", ("KHTC",), False),
    ],
)  # fmt: skip
def test_leaders_are_their_unit_and_a_papers_number_is_none(
    office: Registry, lead: str, codes: tuple[str, ...], sure: bool
) -> None:
    (row,) = _rows(office, HEAD, ["1", "Mở giải", lead, "30/4/2026"])
    assert (row.leads, row.sure) == (codes, sure)


def test_a_text_whose_cells_nest_and_end_in_tabs(office: Registry, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    lines = (
        "STT\tMục tiêu\tNhiệm vụ\tHoạt động\tChủ trì\tThời gian\tKinh phí",
        "1. Đến năm 2026\t\t\t\t\t\t",
        "\tPhong trào mạnh\tMở giải\tSoạn điều lệ\tQLTT\tNăm 2026\t",
        "\t\t\tMời các đội\tVPS\tHằng năm\t",
        "\t\tXây sân\t\tKHTC\tNăm 2027\t",
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    found = plan.read(open_file.read(path), office, TODAY)
    assert [(row.title, row.leads, row.section) for row in found.entries] == [
        ("Soạn điều lệ", ("QLTT",), ("Đến năm 2026", "Phong trào mạnh", "Mở giải")),
        ("Mời các đội", ("VPS",), ("Đến năm 2026", "Phong trào mạnh", "Mở giải")),
        ("Xây sân", ("KHTC",), ("Đến năm 2026", "Phong trào mạnh")),
    ]


def test_every_sentence_that_names_a_day_is_told(office: Registry) -> None:
    texts = [
        LETTER,
        "Căn cứ Luật Thể dục, thể thao ngày 29 tháng 11 năm 2006;",
        "Thực hiện Quyết định số 24/QĐ-UBND ngày 19/01/2024 của Ủy ban nhân dân tỉnh.",
        "Các phòng gửi báo cáo về Văn phòng Sở trước ngày 20 hàng tháng. Hạn: 15/6.",
        "Giải khai mạc ngày 12/5/2026; bế mạc 20/5/2026. Sân có 12 làn.",
        "Departments meet on 3 May 2026.",
        "Văn phòng Sở " + "tổng hợp ý kiến của các đơn vị và " * 25 + "gửi trước ngày 30/6/2026.",
    ]
    found = _plan(office, *texts, grids.grid(HEAD, ["1", "Mở", "QLTT", "30/4/2026"]))
    told = [(each.text[:40], each.why.id) for each in found.left_out]
    assert told == [
        ("Các phòng gửi báo cáo về Văn phòng Sở tr", "intake.prose"),
        ("Hạn: 15/6.", "intake.prose-day"),
        ("Giải khai mạc ngày 12/5/2026;", "intake.prose-day"),
        ("bế mạc 20/5/2026.", "intake.prose-day"),
        ("Departments meet on 3 May 2026.", "intake.prose-day"),
        ("Văn phòng Sở tổng hợp ý kiến của các đơn", "intake.prose-day"),
    ]
