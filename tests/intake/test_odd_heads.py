"""Heads and groups as offices lay them out, each in a small file: a day in two columns, heads of three rows,
a unit's name over its tasks, tables without numbers; what the heads say is never a day of their own.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.intake import plan
from config.intake.files import open_file
from config.intake.plan import Entry, Plan
from config.loading.loader import load
from config.registry import Registry
from language import say
from tests.support import grids
from tests.support.english_office import english_folder
from tests.support.files import taken
from tests.support.otheroffices import Rows, row, sheets, when, word
from tests.support.pdfs import whole

TODAY = date(2026, 1, 10)
ABOVE = ["Số: 12/KH-STN", "Đà Lạt, ngày 08 tháng 01 năm 2026", "KẾ HOẠCH", "Công tác năm 2026"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return grids.office(tmp_path_factory.mktemp("office"))


def _docx(tmp_path: Path, office: Registry, rows: Rows, *merged: tuple[int, int, int, int]) -> Plan:
    path = word(tmp_path / "a.docx", ABOVE, (rows, list(merged)))
    return plan.read(open_file.read(path), office, TODAY)


def _csv(tmp_path: Path, office: Registry, text: str) -> Plan:
    return plan.read(
        taken(tmp_path, "a.csv", "\n".join([*(f'"{line}"' for line in ABOVE), text])), office, TODAY
    )


def told(entry: Entry) -> list[str]:
    return [say(doubt.why, "vi") for doubt in entry.doubts]


def test_a_day_in_two_columns_under_one_heading(tmp_path: Path, office: Registry) -> None:
    rows = [
        ["TT", "Nội dung công việc", "Chủ trì", "Thời hạn hoàn thành", ""],
        ["", "", "", "Ngày", "Tháng"],
        ["1", "Mở giải bóng đá", "QLTT", "15", "6"],
        ["2", "Chi tiền thưởng", "KHTC", "Trước ngày 20", "9"],
        ["3", "Sơ kết", "VPS", "", "11"],
        ["4", "Tổng kết", "VPS", "30", "2"],
        ["5", "Gặp mặt", "VPS", "12", ""],
        ["6", "Dâng hương", "VPS", "cuối", "12"],
    ]
    found = _docx(tmp_path, office, rows, (0, 3, 0, 4), *((0, c, 1, c) for c in range(3)))
    assert [row(entry) for entry in found.entries] == [
        ("Mở giải bóng đá", "QLTT", "", "2026-06-15"),
        ("Chi tiền thưởng", "KHTC", "", "2026-09-20 before"),
        ("Sơ kết", "VPS", "", "2026-11"),
        ("Tổng kết", "?", "?", "?"),  # 30 February
        ("Gặp mặt", "?", "?", "?"),  # of which month?
        ("Dâng hương", "?", "?", "?"),
    ]
    assert not any(entry.timing.rules for entry in found.entries[3:])


def test_a_month_that_is_merged_over_its_days_and_a_year_beside(tmp_path: Path, office: Registry) -> None:
    rows = [
        ["TT", "Nhiệm vụ", "Đơn vị thực hiện", "Năm", "Tháng", "Ngày"],
        ["1", "Mở giải", "QLTT", "2026", "6", "15"],
        ["2", "Chi tiền", "KHTC", "", "", "20"],
        ["3", "Tổng kết", "VPS", "2027", "1", "5"],
    ]
    found = _docx(tmp_path, office, rows, (1, 4, 2, 4), (1, 3, 2, 3))
    assert [when(entry) for entry in found.entries] == ["2026-06-15", "2026-06-20", "2027-01-05"]


def test_three_rows_of_headings(tmp_path: Path, office: Registry) -> None:
    rows = [
        ["TT", "Nhiệm vụ", "Tổ chức thực hiện", "", "", ""],
        ["", "", "Phân công", "", "Tiến độ", ""],
        ["", "", "Chủ trì", "Phối hợp", "Bắt đầu", "Hoàn thành"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["1", "Mở giải bóng đá", "QLTT", "VPS", "", "15/6/2026"],
        ["2", "Soạn báo cáo", "VPS", "", "01/11/2026", "20/12/2026"],
    ]
    merged = [(0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 0, 5), (1, 2, 1, 3), (1, 4, 1, 5)]
    first, second = _docx(tmp_path, office, rows, *merged).entries
    assert row(first) == ("Mở giải bóng đá", "QLTT", "VPS", "2026-06-15")
    assert list(second.timing.rules) == [{"cycle": "once", "period": "2026-12-20"}]
    assert told(second) == ["còn một cột về thời gian — Tổ chức thực hiện Tiến độ Bắt đầu: 01/11/2026"]


def test_the_same_where_no_cells_are_merged(tmp_path: Path, office: Registry) -> None:
    text = (
        "TT,Nhiệm vụ,Tổ chức thực hiện,,,\n,,Phân công,,Thời hạn,\n,,Chủ trì,Phối hợp,Ngày,Tháng\n"
        "1,Mở giải bóng đá,QLTT,VPS,15,6\n2,Soạn báo cáo,VPS,,20,12\n"
    )
    assert [row(entry) for entry in _csv(tmp_path, office, text).entries] == [
        ("Mở giải bóng đá", "QLTT", "VPS", "2026-06-15"),
        ("Soạn báo cáo", "VPS", "", "2026-12-20"),
    ]


@pytest.mark.parametrize("head", ["Văn bản giao việc", "Bắt đầu", "Quyết định giao"])
def test_the_day_of_something_else_is_no_deadline(tmp_path: Path, office: Registry, head: str) -> None:
    rows = [
        ["TT", "Nhiệm vụ", "Chủ trì", head, ""],
        ["", "", "", "Số", "Ngày"],
        ["1", "Mở giải", "QLTT", "12/QĐ-STN", "15/6/2026"],
    ]
    (entry,) = _docx(tmp_path, office, rows, (0, 3, 0, 4), *((0, c, 1, c) for c in range(3))).entries
    assert (entry.no, entry.timing.rules, entry.sure) == ("1", (), False)


def test_a_register_of_papers_has_their_days_and_no_deadlines(tmp_path: Path, office: Registry) -> None:
    rows = [
        ["TT", "Số, ký hiệu", "Ngày", "Nội dung", "Đơn vị thực hiện"],
        ["1", "12/QĐ-UBND", "15/6/2026", "Triển khai giải", "QLTT"],
    ]
    (entry,) = _docx(tmp_path, office, rows).entries
    assert (entry.title, entry.leads, entry.timing.rules, entry.sure) == (
        "Triển khai giải", ("QLTT",), (), False,
    )  # fmt: skip


def test_from_and_to_and_a_deadline_that_was_moved(tmp_path: Path, office: Registry) -> None:
    rows = [
        ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian", ""],
        ["", "", "", "Từ", "Đến"],
        ["1", "Mở giải", "QLTT", "01/6/2026", "15/6/2026"],
    ]
    (entry,) = _docx(tmp_path, office, rows, (0, 3, 0, 4), *((0, c, 1, c) for c in range(3))).entries
    assert list(entry.timing.rules) == [{"cycle": "once", "period": "2026-06-15"}]
    assert told(entry) == ["còn một cột về thời gian — Thời gian Từ: 01/6/2026"]
    head = ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn cũ", "Thời hạn mới"]
    (entry,) = _docx(tmp_path, office, [head, ["1", "Mở giải", "QLTT", "15/3/2026", "10/6/2026"]]).entries
    assert list(entry.timing.rules) == [{"cycle": "once", "period": "2026-06-10"}]


@pytest.mark.parametrize("head", ["Hoàn thành trước ngày", "Xong trước", "Trước ngày"])
def test_a_heading_that_says_before(tmp_path: Path, office: Registry, head: str) -> None:
    rows = [
        ["TT", "Nhiệm vụ", "Chủ trì", head],
        ["1", "Mở giải", "QLTT", "15/6/2026"],
        ["2", "Chi tiền", "KHTC", "20/9"],
        ["3", "Soạn báo cáo", "VPS", "chậm nhất 20/12/2026"],
        ["4", "Sơ kết", "VPS", "Tháng 7/2026"],
    ]
    found = _docx(tmp_path, office, rows)
    assert [when(entry) for entry in found.entries] == [
        "2026-06-15 before", "2026-09-20 before", "2026-12-20", "?",
    ]  # fmt: skip
    assert told(found.entries[3]) == [
        f"tên cột ghi “trước” mà ô không ghi ngày — {head}: Tháng 7/2026: xem hạn là ngày nào"
    ]


def test_a_spreadsheets_day_under_a_heading_that_says_before(tmp_path: Path, office: Registry) -> None:
    rows: list[list[str | int | date]] = [
        ["TT", "Nhiệm vụ", "Chủ trì", "Xong trước ngày"],
        ["1", "Mở giải", "QLTT", date(2026, 6, 15)],
    ]
    found = plan.read(open_file.read(sheets(tmp_path / "a.xlsx", {"a": rows})), office, TODAY)
    assert [when(entry) for entry in found.entries] == ["2026-06-15 before"]


def test_a_unit_over_its_tasks_leads_them(tmp_path: Path, office: Registry) -> None:
    rows = [
        ["TT", "Nhiệm vụ", "Thời hạn"],
        ["I", "Phòng Quản lý Thể thao", ""],
        ["1", "Mở giải bóng đá", "15/6/2026"],
        ["2", "Chọn trọng tài", "30/4/2026"],
        ["II", "Nhiệm vụ do Văn phòng Sở chủ trì:", ""],
        ["3", "Soạn báo cáo", "20/12/2026"],
        ["III", "Công việc chung", ""],
        ["4", "Tổng kết", "25/12/2026"],
    ]
    found = _docx(tmp_path, office, rows, *((r, 1, r, 2) for r in (1, 4, 6)))
    assert [(entry.no, entry.leads, told(entry)) for entry in found.entries] == [
        ("1", ("QLTT",), ["lấy theo tên nhóm việc: “Phòng Quản lý Thể thao”"]),
        ("2", ("QLTT",), ["lấy theo tên nhóm việc: “Phòng Quản lý Thể thao”"]),
        ("3", ("VPS",), ["lấy theo tên nhóm việc: “Văn phòng Sở”"]),
        ("4", (), ["bảng không có cột đơn vị thực hiện"]),
    ]


def test_an_empty_cell_takes_the_unit_of_its_heading_before_that_of_another_row(
    tmp_path: Path, office: Registry
) -> None:
    text = (
        "TT,Nhiệm vụ,Chủ trì,Thời hạn\nI,Phòng Quản lý Thể thao,,\n1,Mở giải,VPS,15/6/2026\n"
        "2,Chọn trọng tài,,30/4/2026\n"
    )
    first, second = _csv(tmp_path, office, text).entries
    assert (first.leads, first.sure, second.leads) == (("VPS",), True, ("QLTT",))
    assert told(second) == ["lấy theo tên nhóm việc: “Phòng Quản lý Thể thao”"]


@pytest.mark.parametrize(
    "lead",
    [
        "Lãnh đạo Sở",
        "LĐ Sở",
        "Lãnh đạo đơn vị",
        "Thường trực Sở",
        "Thủ trưởng cơ quan",
        "đồng chí Giám đốc Sở",
    ],
)
def test_who_leads_the_office_itself_is_no_unit_of_it(tmp_path: Path, office: Registry, lead: str) -> None:
    rows = [
        ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
        ["1", "Họp", f"{lead.replace('đồng chí', 'Đ/c')}; VPS", "15/6/2026"],
    ]
    (entry,) = _docx(tmp_path, office, rows).entries
    assert entry.leads == ("VPS",)
    assert told(entry) == [
        f"“{lead}” là lãnh đạo cơ quan, không phải một đơn vị trong danh mục: hãy ghi đơn vị làm đầu mối"
    ]


def test_one_cell_a_line_without_numbers_is_a_doubt_in_each_row(tmp_path: Path, office: Registry) -> None:
    head = "\n".join(ABOVE) + "\nNội dung công việc\nĐơn vị chủ trì\nThời gian hoàn thành\n"
    found = plan.read(
        taken(tmp_path, "a.txt", head + "Mở giải bóng đá\nQLTT\n15/6/2026\nSoạn báo cáo\nVPS\n"
              "Trước ngày 20/12\nNơi nhận:\n- Như trên;\n"), office, TODAY,
    )  # fmt: skip
    assert [(entry.title, entry.leads, entry.timing.rules[0]["period"]) for entry in found.entries] == [
        ("Mở giải bóng đá", ("QLTT",), "2026-06-15"),
        ("Soạn báo cáo", ("VPS",), "2026-12-20"),
    ]
    assert {each for entry in found.entries for each in told(entry)} == {
        "bảng này không có gì cho biết chắc mỗi dòng bắt đầu ở đâu: hãy đối chiếu với bản gốc"
    }
    # A line too many moves all that follows: then no row is made, and each day is told as left out.
    moved = head + "Mở giải bóng đá\ncấp tỉnh\nQLTT\n15/6/2026\nSoạn báo cáo\nVPS\nTrước ngày 20/12\n"
    found = plan.read(taken(tmp_path, "b.txt", moved), office, TODAY)
    assert found.entries == ()
    assert [each.text for each in found.left_out] == ["15/6/2026", "Trước ngày 20/12"]


@pytest.mark.parametrize("apart", [True, False])
def test_a_pdf_without_lines_and_numbers(tmp_path: Path, apart: bool) -> None:
    lines = (
        (0, "Task", "Lead unit", "Due"), (1, "Publish the tables of the", "FIN", "15 June 2026"),
        (0, "year before, with notes", "", ""), (1, "Report on fees", "SEC", "30 September 2026"),
        (1, "Close the books and the", "FIN", "31 May 2026"), (0, "accounts of the port", "", ""),
    )  # fmt: skip
    said, y = [f"BT /F1 9 Tf {50} {790} Td (Work plan for 2026) Tj ET"], 770
    for begins, *texts in lines:
        y -= 20 if apart and begins else 12
        said += [
            f"BT /F1 9 Tf {x} {y} Td ({text}) Tj ET"
            for x, text in zip((50, 240, 380), texts, strict=True)
            if text
        ]
    content = taken(tmp_path, "a.pdf", whole("\n".join(said).encode("latin-1")))
    found = plan.read(content, load(english_folder(tmp_path / "office")), TODAY)
    assert [(entry.title, entry.timing.rules[0]["period"], entry.sure) for entry in found.entries] == [
        ("Publish the tables of the year before, with notes", "2026-06-15", apart),
        ("Report on fees", "2026-09-30", apart),
        ("Close the books and the accounts of the port", "2026-05-31", apart),
    ]
