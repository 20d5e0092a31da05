"""A plan of one month or quarter: what its cells leave open is of it, once; nothing where it is not sure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from calendars.periods import parse as period
from calendars.phrases import parse
from config.intake import plan
from config.intake.files import open_file
from config.intake.files.grids import Cell
from config.intake.meaning.plan_year import plan_year
from config.intake.plan import Entry, Plan
from config.registry import Registry
from language import say
from tests.support import grids
from tests.support.otheroffices import Rows, when, word

TODAY = date(2026, 1, 10)
LETTER = "Đà Lạt, ngày 28 tháng 5 năm 2026"
TITLE = "CHƯƠNG TRÌNH CÔNG TÁC THÁNG 6 NĂM 2026"
JUNE = {
    "Ngày 15": "2026-06-15", "Trước ngày 20": "2026-06-20 before", "Chậm nhất ngày 25": "2026-06-25",
    "Tuần 1": "2026-06-07", "Tuần 2": "2026-06-14", "Tuần thứ ba": "2026-06-21",
    "15-20": "2026-06-20", "Từ ngày 15 đến ngày 20": "2026-06-20", "ngày 15-17": "2026-06-17",
    "12-13/6": "2026-06-13", "Ngày 10, 20": "2026-06-10; 2026-06-20",
    "Thứ 6, ngày 12": "2026-06-12", "Thứ Sáu (ngày 12)": "2026-06-12",
    "Trong tháng": "2026-06", "Tháng 6": "2026-06", "15/6": "2026-06-15",
    "Trước ngày 05 tháng sau": "2026-07-05 before", "Ngày 5 tháng 7": "2026-07-05",
    "Ngày 15 hằng tháng": "monthly day 15 by", "Thứ Năm hằng tuần": "weekly weekday thursday by",
    "Thường xuyên": "-", "Hằng tuần": "-",
    # Another weekday than that day's; no such day; which week; a span without an end; no day.
    "Thứ 6, ngày 13": "?", "Ngày 31": "?", "Tuần IV": "?", "Tuần 5": "?", "Từ ngày 15": "?",
    "sau ngày 15": "?", "Cuối tháng": "?", "Đầu tháng": "?", "Tuần 2, 3": "?", "15": "?",
    "Ngày làm việc cuối cùng của tháng": "?", "Ngày 15 âm lịch": "?",
    "ngày 12, 13 và 14/7": "2026-07-12; 2026-07-13; 2026-07-14",
    "ngày 15, 16 tháng 7": "2026-07-15; 2026-07-16",
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return grids.office(tmp_path_factory.mktemp("office"))


def read(office: Registry, cells: list[str], *above: str, column: str = "Thời gian") -> Plan:
    head: list[str | Cell | None] = ["TT", "Nội dung công việc", "Chủ trì", column]
    rows: list[list[str | Cell | None]] = [
        [str(n), f"Việc {n}", "VPS", cell] for n, cell in enumerate(cells, 1)
    ]
    return plan.read(grids.content(*above, grids.grid(head, *rows)), office, TODAY)


def told(entry: Entry) -> list[str]:
    return [say(doubt.why, "vi") for doubt in entry.doubts]


def test_each_kind_of_cell_in_a_plan_of_june(office: Registry) -> None:
    found = read(office, list(JUNE), LETTER, TITLE)
    assert dict(zip(JUNE, map(when, found.entries), strict=True)) == JUNE
    assert not any(entry.timing.rules for entry, said in zip(found.entries, JUNE, strict=True)
                   if JUNE[said] == "?")  # fmt: skip


def test_a_real_file(tmp_path: Path, office: Registry) -> None:
    rows: Rows = [
        ["Ngày", "Nội dung", "Đơn vị thực hiện"], ["08", "Họp giao ban", "VPS"],
        ["12", "Khai mạc giải", "QLTT"], ["30", "Quyết toán quý", "KHTC"],
    ]  # fmt: skip
    path = word(tmp_path / "a.docx", ["Số: 5/LCT-STN", LETTER, "LỊCH CÔNG TÁC THÁNG 6/2026"], (rows, []))
    found = plan.read(open_file.read(path), office, TODAY)
    assert [(entry.title, when(entry)) for entry in found.entries] == [
        ("Họp giao ban", "2026-06-08"), ("Khai mạc giải", "2026-06-12"), ("Quyết toán quý", "2026-06-30"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("above", "column", "why"),
    [
        ([LETTER, TITLE], "Thời gian", None),
        ([LETTER], "Thời gian (tháng 6/2026)", None),
        ([TITLE], "Tháng 6 năm 2026: thời gian", None),
        (
            ["KẾ HOẠCH\n" + TITLE],
            "Thời gian",
            "“Ngày 15”: tháng 6/2026 chỉ có ở tên văn bản: xem có đúng không",
        ),
        ([TITLE], "Thời gian", "“Ngày 15”: tháng 6/2026 chỉ có ở dòng trên bảng: xem có đúng không"),
        (
            ["Ghi chú"],
            "Thời gian (tháng 6/2026)",
            "“Ngày 15”: tháng 6/2026 chỉ có ở tên cột thời gian: xem có đúng không",
        ),
    ],
)
def test_a_month_that_one_place_says_is_marked(
    office: Registry, above: list[str], column: str, why: str | None
) -> None:
    (entry,) = read(office, ["Ngày 15"], *above, column=column).entries
    assert [rule["period"] for rule in entry.timing.rules] == ["2026-06-15"]
    assert told(entry) == ([why] if why else [])


@pytest.mark.parametrize(
    "title",
    [
        "BÁO CÁO CÔNG TÁC THÁNG 5 VÀ NHIỆM VỤ THÁNG 6 NĂM 2026", "KẾ HOẠCH TỪ THÁNG 6 ĐẾN THÁNG 8 NĂM 2026",
        "KẾ HOẠCH THÁNG 6-8/2026", "KẾ HOẠCH THÁNG 6, 7 NĂM 2026", "KẾ HOẠCH 6 THÁNG CUỐI NĂM 2026",
        "KẾ HOẠCH TỔ CHỨC THÁNG HÀNH ĐỘNG NĂM 2026", "KẾ HOẠCH THÁNG 6 VÀ QUÝ III NĂM 2026",
        "KẾ HOẠCH THỰC HIỆN CHỈ THỊ SỐ 12/CT-TTG NGÀY 05 THÁNG 6 NĂM 2026", "KẾ HOẠCH THÁNG 4 NĂM 2026",
        "Đà Lạt, ngày     tháng 6 năm 2026", "Đà Lạt, ngày … tháng 6 năm 2026",
        "KẾ HOẠCH QUÝ II NĂM 2026", "KẾ HOẠCH THÁNG 13 NĂM 2026",
    ],
)  # fmt: skip
def test_where_no_one_month_is_named_a_day_alone_has_none(office: Registry, title: str) -> None:
    found = read(office, ["Ngày 15", "Tuần 2"], LETTER, title)
    assert [entry.timing.rules for entry in found.entries] == [(), ()]


def test_weeks_count_only_where_all_ways_of_counting_agree(office: Registry) -> None:
    july = read(office, ["Tuần 2", "Tuần 1"], LETTER, "LỊCH CÔNG TÁC THÁNG 7 NĂM 2026")
    assert [entry.timing.rules for entry in july.entries] == [(), ()]
    assert "kết thúc ngày 12/07/2026 hay 14/07/2026" in told(july.entries[0])[0]


def test_a_plan_of_a_quarter(office: Registry) -> None:
    cells = {
        "Tháng 5": "2026-05", "15/5": "2026-05-15", "Trong quý": "2026-Q2", "Quý II": "2026-Q2",
        "Tháng đầu quý": "2026-04", "Ngày 20 tháng cuối quý": "2026-06-20",
        "Trước ngày 25 tháng cuối quý II": "2026-06-25 before", "Tuần 2 tháng 6": "2026-06-14",
        "Hằng tháng trước ngày 15": "monthly day 15 before",
        "Ngày 15": "?", "Tuần 2": "?", "Tuần 2 tháng 5": "?", "Trước ngày 05 tháng sau": "?",
        "Trước ngày 25 tháng cuối quý III": "?",
    }  # fmt: skip
    found = read(office, list(cells), "Đà Lạt, ngày 28 tháng 3 năm 2026", "CHƯƠNG TRÌNH QUÝ II NĂM 2026")
    assert dict(zip(cells, map(when, found.entries), strict=True)) == cells


def test_months_over_their_tasks_in_a_plan_of_a_year(office: Registry) -> None:
    table = grids.grid(
        ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
        ["I", "Tháng 6", "", ""], ["1", "Họp", "VPS", "Ngày 15"],
        ["2", "Gửi", "VPS", "Trước ngày 05 tháng sau"],
        ["II", "THÁNG 7/2026", "", ""], ["3", "Họp", "VPS", "15/8"], ["4", "Họp", "VPS", "Ngày 20"],
        ["III", "Tháng 8 và tháng 9", "", ""], ["5", "Họp", "VPS", "Ngày 15"],
    )  # fmt: skip
    entries = plan.read(
        grids.content("Đà Lạt, ngày 08 tháng 01 năm 2026", "KẾ HOẠCH\nCông tác năm 2026", table),
        office,
        TODAY,
    ).entries
    assert [[rule["period"] for rule in entry.timing.rules] for entry in entries] == [
        ["2026-06-15"], ["2026-07-05"], ["2026-08-15"], ["2026-07-20"], [],
    ]  # fmt: skip
    assert told(entries[0]) == ["“Ngày 15”: tháng 6/2026 lấy theo tên nhóm việc: xem có đúng không"]
    assert [entry.sure for entry in entries] == [False, False, True, False, False]


def test_english_and_the_years_end() -> None:
    june = period("2026-06")
    for said in ("by the 15th", "15th", "the 15th"):
        (rule,) = parse(said, language="en", within=june).rules
        assert rule.pattern is not None
        assert rule.pattern.code == "2026-06-15"
    (rule,) = parse("Trước ngày 05 tháng sau", within=period("2026-12")).rules
    assert rule.pattern is not None
    assert rule.pattern.code == "2027-01-05"
    found = plan_year("Work programme for June 2026", [], None, date(2026, 5, 20))
    assert found is not None
    assert found.span is not None
    assert (found.span.period.code, found.span.sure) == ("2026-06", True)
