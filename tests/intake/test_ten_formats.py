"""One plan in ten kinds of file comes to the same rows, cell by cell; what a kind loses makes a row a doubt.

And the law of what is left out: whatever names a day in such a file is in a row or is told.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.intake import plan
from config.intake.files import open_file
from config.intake.plan import Entry, Plan
from config.registry import Registry
from language import say
from tests.support import grids
from tests.support.otheroffices import when
from tests.support.ten_formats import BY_HAND, BY_OFFICE, KEPT, Paper, made

KINDS = [*BY_HAND, *(pytest.param(kind, marks=pytest.mark.long) for kind in BY_OFFICE)]

PLAN = Paper(
    above=[
        "Số: 27/KH-STN",
        "Đà Lạt, ngày 06 tháng 01 năm 2026",
        "KẾ HOẠCH",
        "Công tác thể thao và nghệ thuật năm 2026",
    ],
    rows=[
        ["TT", "Nhiệm vụ", "Phân công", "", "Thời hạn", "Sản phẩm"],
        ["", "", "Chủ trì", "Phối hợp", "", ""],
        ["I", "Thể thao", "", "", "", ""],
        ["1", "Mở giải bóng đá trẻ", "Phòng Quản lý Thể thao", "Văn phòng Sở", "15/6/2026", "Kế hoạch"],
        ["2", "Tập huấn trọng tài", "Trung tâm Huấn luyện", "", "Quý III", ""],
        ["3", "Báo cáo kết quả tập luyện", "QLTT&DL", "", "Trước ngày 20 hằng tháng", "Báo cáo"],
        ["II", "Tài chính", "", "", "", ""],
        ["4", "Lập dự toán năm sau", "Phòng Kế hoạch và Tài chính", "VPS, QLTT", "Trước ngày 15/7/2026", ""],
        ["5", "Quyết toán quý", "", "", "Ngày 10 tháng đầu quý sau", "Quyết toán"],
        ["6", "Kiểm kê tài sản", "VPS", "", "31/12/2026\n(dự kiến)", ""],
        ["7", "Giữ gìn sân bãi", "Các phòng chuyên môn", "", "Thường xuyên", ""],
        ["8", "Soạn lịch thi đấu", "Ban Tổ chức giải", "", "Tháng 11", "Lịch"],
        ["9", "Tổng kết năm", "VPS", "", "", "Báo cáo"],
    ],
    merged=[
        (0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4), (0, 5, 1, 5), (7, 2, 8, 2),
    ],
    below=["Nơi nhận:", "- Như trên;", "- Lưu: VT, VPS."],
)  # fmt: skip

Cells = tuple[str, str, str, str, str, str, str]
READ: list[Cells] = [
    ("Thể thao", "1", "Mở giải bóng đá trẻ", "QLTT", "VPS", "2026-06-15", "Kế hoạch"),
    ("Thể thao", "2", "Tập huấn trọng tài", "HL", "", "2026-Q3", ""),
    ("Thể thao", "3", "Báo cáo kết quả tập luyện", "QLTT", "", "monthly day 20 before", "Báo cáo"),
    ("Tài chính", "4", "Lập dự toán năm sau", "KHTC", "VPS QLTT", "2026-07-15 before", ""),
    ("Tài chính", "5", "Quyết toán quý", "KHTC", "", "quarterly month next day 10 by", "Quyết toán"),
    ("Tài chính", "6", "Kiểm kê tài sản", "VPS", "", "?", ""),
    ("Tài chính", "7", "Giữ gìn sân bãi", "@phong", "", "-", ""),
    ("Tài chính", "8", "Soạn lịch thi đấu", "", "", "?", "Lịch"),
    ("Tài chính", "9", "Tổng kết năm", "VPS", "", "?", "Báo cáo"),
]

FROM_ABOVE = "the cell for who leads is empty; taken from the row above: “Phòng Kế hoạch và Tài chính”"

DAYS = [
    ("17/3/2026", "a sentence above"), ("18/3/2026", "a second sentence of one paragraph"),
    ("19/3/2026", "a time"), ("20/3/2026", "a task"), ("21/3/2026", "a column beside"),
    ("22/3/2026", "a heading"), ("23/3/2026", "the head of a column"), ("24/3/2026", "a remark in the table"),
    ("25/3/2026", "a sum"), ("26/3/2026", "a remark below"), ("27/3/2026", "a sentence below"),
    ("ngày 28 tháng 3", "words"), ("29/3/2026", "a lead"), ("30/3/2026", "a help"),
]  # fmt: skip
LAW = Paper(
    above=[
        "Số: 28/KH-STN",
        "Đà Lạt, ngày 06 tháng 01 năm 2026",
        "Các phòng nộp báo cáo trước ngày 17/3/2026. Giải khai mạc 18/3/2026.",
        "Danh sách việc",
    ],
    rows=[
        ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn (tính đến 23/3/2026)", "Ghi chú"],
        ["I", "Việc xong trước 22/3/2026", "", "", "", ""],
        ["1", "Mở giải", "QLTT", "", "19/3/2026", ""],
        ["2", "Gửi lịch trước 20/3/2026", "VPS", "", "Quý IV/2026", "họp 21/3/2026"],
        ["3", "Thu phí", "KHTC (đến 29/3/2026)", "VPS (từ 30/3/2026)", "Quý IV/2026", ""],
        ["", "Tổng cộng đến 25/3/2026", "", "", "", ""],
        ["", "Ghi chú: số liệu lấy ngày 24/3/2026", "", "", "", ""],
    ],
    below=["Ghi chú: các phòng sửa trước ngày 26/3/2026.", "Hạn chót là 27/3/2026.", "Nộp ngày 28 tháng 3."],
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return grids.office(tmp_path_factory.mktemp("office"))


def _read(folder: Path, office: Registry, paper: Paper, kind: str) -> Plan:
    path = made(folder, paper, [kind])[kind]
    return plan.read(open_file.read(path), office, date(2026, 1, 10))


def _cells(entry: Entry) -> Cells:
    leads, helpers = " ".join(entry.leads), " ".join(entry.helpers)
    return " / ".join(entry.section), entry.no, entry.title, leads, helpers, when(entry), entry.product


@pytest.mark.parametrize("kind", KINDS)
def test_each_cell_is_what_the_plan_says(office: Registry, tmp_path: Path, kind: str) -> None:
    found = _read(tmp_path, office, PLAN, kind)
    assert (found.facts.number, found.facts.date) == ("27/KH-STN", date(2026, 1, 6))
    expected = list(READ)
    if kind not in KEPT:
        # The cell below a merged one is empty there: whom it means is for a person.
        expected[4] = (*READ[4][:5], "?", READ[4][6])
    assert [_cells(entry) for entry in found.entries] == expected
    assert not [each.text for each in found.left_out if "Nơi nhận" not in each.text]
    doubts = [say(doubt.why, "en") for doubt in found.entries[4].doubts]
    assert doubts == ([] if kind in KEPT else [FROM_ABOVE])


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_names_a_day_is_in_a_row_or_told(office: Registry, tmp_path: Path, kind: str) -> None:
    found = _read(tmp_path, office, LAW, kind)
    rows = [
        " ".join((*entry.section, entry.title, entry.leads_text, entry.helpers_text, entry.time_text))
        + " ".join(say(each, "vi") for each in (*entry.notes, *(doubt.why for doubt in entry.doubts)))
        for entry in found.entries
    ]
    told = "\n".join([*rows, *(each.text for each in found.left_out)])
    assert [(day, where) for day, where in DAYS if day not in told] == []
    assert [entry.no for entry in found.entries] == ["1", "2", "3"]
    # A day beside another one of a row is never its deadline.
    assert [when(entry) for entry in found.entries] == ["2026-03-19", "?", "?"]
