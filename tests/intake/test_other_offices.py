"""Plans of offices whose documents shaped no code: what is sure is right, what is not is left to a person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.intake import plan
from config.intake.files import open_file
from config.intake.files.grids import Cell, Grid
from config.intake.plan import Entry, Plan
from config.registry import Registry
from language import say
from tests.support import grids, otheroffices
from tests.support.otheroffices import row, when

TODAY = date(2026, 1, 10)
HEAD: list[str | Cell | None] = ["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Tiến độ"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return grids.office(tmp_path_factory.mktemp("office"))


def _plan(office: Registry, *parts: Grid | str) -> Plan:
    return plan.read(grids.content(*parts), office, TODAY)


def _one(office: Registry, lead: str, time: str = "Quý I/2026", help_: str = "") -> Entry:
    letter = "Đà Lạt, ngày 08 tháng 01 năm 2026"
    return _plan(office, letter, grids.grid(HEAD, ["1", "Mở giải", lead, help_, time])).entries[0]


@pytest.mark.slow
def test_a_year_plan_with_ditto_marks_and_roles(office: Registry, tmp_path: Path) -> None:
    table = [
        ["STT", "Công việc", "Phân công", "", "Thời gian", ""],
        ["", "", "Trách nhiệm", "", "Bắt đầu", "Kết thúc"],
        ["", "", "Chủ trì", "Phối hợp", "", ""],
        ["1", "Sửa quy chế", "QLTT", "VPS", "", "30/4/2026"],
        ["2", "Mua sân", "", "", "01/3/2026", "Quý III/2026"],
        ["3", "Chi thưởng", "nt", "", "", "Quý II/2026"],
        ["4", "Mời đội", "KHTC (chủ trì), VPS (phối hợp)", "//", "", "Ngày 20 hàng tháng"],
        ["5", "Chọn đội", "QLTT: chủ trì; VPS: phối hợp", "", "", "Thứ Sáu hằng tuần"],
        ["6", "Khám sức khỏe", "VPS", "", "01/6/2026", ""],
        ["", "Tổng cộng: 06 việc", "", "", "", ""],
    ]
    merged = [
        (0, 0, 2, 0),
        (0, 1, 2, 1),
        (0, 2, 0, 3),
        (1, 2, 1, 3),
        (0, 4, 0, 5),
        (1, 4, 2, 4),
        (1, 5, 2, 5),
    ]
    path = otheroffices.word(tmp_path / "a.docx", ["Số: 7/KH-STN"], (table, [*merged, (3, 2, 4, 2)]))
    found = plan.read(open_file.read(path), office, TODAY)
    assert [row(each) for each in found.entries] == [
        ("Sửa quy chế", "QLTT", "VPS", "2026-04-30"),
        ("Mua sân", "?", "?", "?"),  # a day on which it begins
        ("Chi thưởng", "?", "?", "?"),
        ("Mời đội", "?", "?", "?"),
        ("Chọn đội", "QLTT", "VPS", "weekly weekday friday by"),
        ("Khám sức khỏe", "?", "?", "?"),  # begins, and nobody says when it ends
    ]
    assert found.entries[1].leads == ("QLTT",)
    assert found.entries[2].leads == ("QLTT",)
    assert found.entries[3].leads == ("KHTC",)
    assert [say(each.why, "vi") for each in found.left_out] == ["dòng tổng cộng"]


def test_a_calendar_of_one_sheet_a_quarter(office: Registry, tmp_path: Path) -> None:
    head: list[str | int | date] = ["STT", "Tên báo cáo", "Bộ phận thực hiện", "Ngày hết hạn", "Ghi chú"]
    path = otheroffices.sheets(
        tmp_path / "a.xlsx",
        {
            "Quý I": [["LỊCH BÁO CÁO QUÝ I"], head, ["THÁNG 01"], [1, "Thu", "KHTC", date(2026, 1, 5), ""],
                      ["THÁNG 02"], [2, "Nợ", "VPS", date(2026, 2, 12), ""], [3, "Hoàn", "VPS", "", ""]],
            "Quý II": [head, [1, "Thu", "KHTC", date(2026, 4, 5), ""], [2, "Nợ", "VPS", 46100, ""]],
            "Quý III": [["STT", "Tháng", "Báo cáo", "Bộ phận", "Hạn nộp"], [1, "Tháng 7", "Thu", "VPS", 5]],
            "Quý IV": [["STT", "Tên báo cáo", "Bộ phận", "T10", "T11"], [1, "Thu", "KHTC", "x", ""]],
            "Dự toán": [["STT", "Nội dung", "Đơn vị tính", "Số lượng", "Số tiền"], [1, "In", "tờ", 9, 10]],
            "Dự họp": [["STT", "Họ và tên", "Chức vụ", "Đơn vị", "Ghi chú"], [1, "Khách", "Phó", "VPS", ""]],
        },
    )  # fmt: skip
    found = plan.read(open_file.read(path), office, TODAY)
    assert [[row(each) for each in part.entries] for part in found.parts] == [
        [("Thu", "KHTC", "", "2026-01-05"), ("Nợ", "VPS", "", "2026-02-12"), ("Hoàn", "?", "?", "?")],
        [("Thu", "KHTC", "", "2026-04-05"), ("Nợ", "?", "?", "?")],
        [("Thu", "?", "?", "?")],
        [("Thu", "?", "?", "?")],
    ]
    assert found.parts[1].entries[0].section == ()
    assert len(found.left_out) == 2


def test_a_list_of_reports_has_receivers_and_no_leads(office: Registry) -> None:
    head: list[str | Cell | None] = [
        "STT",
        "Tên báo cáo",
        "Cơ quan nhận",
        "Kỳ báo cáo",
        "Thời hạn gửi",
        "Mẫu biểu",
    ]
    rows: list[list[str | Cell | None]] = [
        ["1", "Thể thao", "VPS", "Tháng", "Trước ngày 05 tháng sau", "Biểu 01"],
        ["2", "Văn nghệ", "VPS", "06 tháng, năm", "trước ngày 15 của tháng cuối kỳ", "Biểu 02"],
    ]
    for entry in _plan(office, grids.grid(head, *rows)).entries:
        assert entry.leads == ()
        assert "bảng không có cột đơn vị thực hiện" in {say(doubt.why, "vi") for doubt in entry.doubts}


@pytest.mark.parametrize(
    ("column", "says"),
    [
        ("Thời hạn", "2026-05-15"), ("Hạn nộp", "2026-05-15"), ("Ngày hết hạn", "2026-05-15"),
        ("Ngày ban hành", "?"), ("Thời gian có hiệu lực", "?"), ("Thời gian giao việc", "?"),
        ("Ngày bắt đầu", "?"), ("Thời gian lấy số liệu", "?"), ("Ngày ký", "?"), ("Ghi chú", "?"),
    ],
)  # fmt: skip
def test_which_columns_hold_deadlines(office: Registry, column: str, says: str) -> None:
    table = grids.grid(
        ["STT", "Tên văn bản", "Đơn vị soạn thảo, chủ trì", column], ["1", "Quy chế", "VPS", "15/5/2026"]
    )
    assert when(_plan(office, table).entries[0]) == says


@pytest.mark.parametrize(
    ("time", "says"),
    [
        ("Thứ Sáu hằng tuần", "weekly weekday friday by"), ("Hoàn thành trong quý II/2026", "2026-Q2"),
        ("30/6/2026; 31/12/2026", "2026-06-30; 2026-12-31"), ("theo yêu cầu", "event"), ("Thường xuyên", "-"),
        ("6 tháng: trước 15/6; năm: trước 15/12",
         "semiannual month last day 15 before; annual month 12 day 15 before"),
        *((text, "?") for text in (
            "Xong trước 30/6", "Tháng 3, 6, 9, 12", "31/9/2026", "31/6 hằng năm", "20 hằng tháng", "2026",
            "Quý IV/2025", "sau kỳ họp HĐND",
            "Hoàn thành trong quý II", "trước 15/01 năm sau", "Quý I năm sau",
            "06 tháng, năm: trước ngày 15 của tháng cuối kỳ",
            "30/4/2026 (dự kiến)", "Hoàn thành 50% trước 30/6/2026", "10 ngày sau 30/6/2026", "46100",
            "Cấp xã: 15/6/2026; cấp tỉnh: 30/6/2026", "30/6/2026 (cấp xã); 15/7/2026 (cấp tỉnh)",
            "VPS: 15/6/2026; KHTC: 30/6/2026", "Từ 15/12/2025 đến 14/12/2026",
        )),
    ],
)  # fmt: skip
def test_times(office: Registry, time: str, says: str) -> None:
    assert when(_one(office, "VPS", time)) == says


@pytest.mark.parametrize(
    ("lead", "says"),
    [
        ("QLTT (chủ trì), VPS (phối hợp)", ("QLTT", "VPS")),
        ("QLTT chủ trì, phối hợp với VPS, KHTC", ("QLTT", "VPS KHTC")),
        ("QLTT - chủ trì\nVPS - phối hợp", ("QLTT", "VPS")), ("QLTT; VPS", ("QLTT VPS", "")),
        *((text, ("?", "?")) for text in (
            "QLTT, VPS (chủ trì)", "QLTT phối hợp với VPS", "QLTT; VPS phối hợp", "Sở Tài chính chủ trì; VPS",
            "Công an tỉnh", "VPS hoặc KHTC", "Trưởng phòng KHTC", "Văn phòng Sở Tài chính", "QLTT → VPS",
            "nt", "như trên",
        )),
    ],
)  # fmt: skip
def test_who_leads_where_one_cell_says_more(office: Registry, lead: str, says: tuple[str, str]) -> None:
    assert row(_one(office, lead))[1:3] == says


def test_as_many_days_as_units_may_be_one_for_each(office: Registry) -> None:
    assert when(_one(office, "VPS; KHTC", "15/3/2026; 30/3/2026")) == "?"
    assert when(_one(office, "VPS; KHTC; QLTT", "15/3/2026; 30/3/2026")) == "2026-03-15; 2026-03-30"


def test_the_document_s_own_abbreviations_go_first(office: Registry) -> None:
    rows: list[list[str | Cell | None]] = [
        ["1", "A", "TV", "", "Quý I/2026"],
        ["2", "B", "KHTC", "", "Quý I/2026"],
    ]
    legend = "Chữ viết tắt: TV: Phòng Quản lý Thể thao; KHTC: Ban Khoa học Tin cậy."
    found = _plan(office, grids.grid(HEAD, *rows), legend).entries
    assert [row(each)[1] for each in found] == ["QLTT", "?"]
    assert "Ban Khoa học Tin cậy" in say(found[1].doubts[0].why, "vi")


def test_a_heading_that_names_a_month(office: Registry) -> None:
    table = grids.grid(
        HEAD, [Cell("Tháng 9 năm 2026", 1, 5), None, None, None, None], ["1", "Khai giảng", "VPS", "", ""]
    )
    assert when(_plan(office, table).entries[0]) == "?"


def test_the_table_below_is_another_one(office: Registry) -> None:
    tasks = grids.grid(["STT", "Công việc", "Đơn vị", "Thời gian"], ["1", "Mở giải", "VPS", "Quý I/2026"])
    others = [
        grids.grid(["STT", "Họ và tên", "Đơn vị", "Ghi chú"], ["1", "Khách mời", "KHTC", ""]),
        grids.grid(["Tuần", "Địa điểm", "Công việc", "Phụ trách"], ["1", "Sân A", "Tập", "QLTT"]),
    ]
    found = _plan(office, tasks, others[0])
    assert ([row(each) for each in found.entries], len(found.left_out)) == (
        [("Mở giải", "VPS", "", "2026-Q1")],
        1,
    )
    titles = [[each.title for each in part.entries] for part in _plan(office, tasks, others[1]).parts]
    assert titles == [["Mở giải"], ["Tập"]]


@pytest.mark.parametrize("remark", ["Lùi sang quý II/2026", "Hủy bỏ", "Đã hoàn thành"])
def test_a_remark_that_undoes_the_time(office: Registry, remark: str) -> None:
    head: list[str | Cell | None] = ["STT", "Nhiệm vụ", "Chủ trì", "Thời gian", "Ghi chú"]
    row: list[str | Cell | None] = ["1", "Mở giải", "VPS", "Quý I/2026", remark]
    assert when(_plan(office, grids.grid(head, row)).entries[0]) == "?"


def test_two_columns_of_leaders(office: Registry) -> None:
    head: list[str | Cell | None] = ["STT", "Nhiệm vụ", "Đơn vị chủ trì cũ", "Đơn vị chủ trì mới", "Thời hạn"]
    entry = _plan(office, grids.grid(head, ["1", "Mở giải", "VPS", "KHTC", "Quý I/2026"])).entries[0]
    assert when(entry) == "?"
