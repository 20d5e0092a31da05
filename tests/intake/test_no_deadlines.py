"""Days that are no deadlines, days that a line parts, leaders who are no unit, amounts that are no tasks."""

from __future__ import annotations

from datetime import date

import pytest

from config.intake import plan
from config.intake.files.grids import Cell
from config.intake.plan import Entry
from config.registry import Registry
from language import say
from tests.support import grids

LETTER = "Đà Lạt, ngày 08 tháng 01 năm 2026"
HEAD: list[str | Cell | None] = ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return grids.office(tmp_path_factory.mktemp("office"))


def _row(office: Registry, lead: str, time: str) -> Entry:
    table = grids.grid(HEAD, ["1", "Mở giải", lead, time])
    (entry,) = plan.read(grids.content(LETTER, table), office, date(2026, 1, 10)).entries
    return entry


def _left_out(office: Registry, *parts: str) -> list[tuple[str, str]]:
    found = plan.read(grids.content(*parts), office, date(2026, 1, 10))
    assert found.entries == ()
    return [(each.text, each.why.id) for each in found.left_out]


@pytest.mark.parametrize(
    ("time", "period", "boundary", "sure"),
    [
        ("trước ngày 15/\n12/2026", "2026-12-15", "before", True),
        ("15/6/\n2026", "2026-06-15", None, True),
        ("15\n/6/2026", "2026-06-15", None, True),
        ("Ngày 15\ntháng 6\nnăm 2026", "2026-06-15", None, True),
        ("ngày 15 tháng\n6", "2026-06-15", None, False),
        ("Trước 15/\n6", "2026-06-15", "before", False),
    ],
)
def test_a_day_that_a_line_parts_is_one_day(
    office: Registry, time: str, period: str, boundary: str | None, sure: bool
) -> None:
    entry = _row(office, "QLTT", time)
    assert [(rule["period"], rule.get("due", {}).get("boundary")) for rule in entry.timing.rules] == [
        (period, boundary)
    ]
    assert entry.sure is sure


def test_lines_of_days_are_days_and_a_row_of_days_is_due_at_its_last(office: Registry) -> None:
    two = _row(office, "QLTT", "30/6\n30/12")
    assert [rule["period"] for rule in two.timing.rules] == ["2026-06-30", "2026-12-30"]
    assert not two.sure
    row = _row(office, "QLTT", "20-\n25/6/2026")
    assert [rule["period"] for rule in row.timing.rules] == ["2026-06-25"]


@pytest.mark.parametrize("time", ["ngày 1\n5/6/2026", "1 5/6/2026"])
def test_what_lines_part_otherwise_is_left_to_a_person(office: Registry, time: str) -> None:
    entry = _row(office, "QLTT", time)
    assert (entry.timing.rules, entry.sure) == ((), False)


@pytest.mark.parametrize(
    "time",
    [
        "Hà Nội, ngày 05 tháng 02 năm 2026", "ngày ký", "Ngày ký ban hành", "Ngày 05/02/2026\nký",
        "Ngày 12/3/2026 Tòa án nhân dân tỉnh tuyên án", "Theo Quyết định số 12/QĐ-STN ngày 12/3/2026",
        "12.500.000", "15/6/2026 - 500.000 đồng",
    ],
)  # fmt: skip
def test_a_papers_day_a_story_and_an_amount_are_no_deadline(office: Registry, time: str) -> None:
    entry = _row(office, "QLTT", time)
    assert (entry.timing.rules, entry.sure) == ((), False)


def test_the_date_of_a_letter_is_no_sentence_and_a_story_is_told_as_unclear(office: Registry) -> None:
    assert _left_out(
        office,
        "Hà Nội, ngày 05 tháng 01 năm 2025",
        "Hà Nội, ngày     tháng 01 năm 2026",
        "Kế hoạch có hiệu lực kể từ ngày ký.",
        "Ngày 12/3/2024, Tòa án nhân dân tỉnh buộc Sở trả nợ trước ngày 30/6/2024.",
        "Ngày 12/3/2024 Tòa án nhân dân thụ lý vụ án.",
    ) == [
        ("Ngày 12/3/2024, Tòa án nhân dân tỉnh buộc Sở trả nợ trước ngày 30/6/2024.", "intake.prose-day"),
        ("Ngày 12/3/2024 Tòa án nhân dân thụ lý vụ án.", "intake.prose-day"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Các phòng báo cáo, ngày 15 tháng 6 gửi về Văn phòng Sở.",
        "Căn cứ kết quả, các phòng gửi báo cáo trước ngày 15/6/2026.",
        "Nộp ngày mười lăm tháng sáu.",
        "Gửi trước 15 tháng 6.",
        "Họp thứ Sáu hằng tuần.",
        "Chậm nhất sau 5 ngày làm việc kể từ ngày nhận.",
        "Thời hạn: Quý II năm 2026.",
        "Hoàn thành trong tháng 9.",
        "Nộp vào mùng 5 hằng tháng.",
        "Reply within 10 working days.",
    ],
)
def test_a_sentence_that_names_a_day_in_any_way_is_told(office: Registry, sentence: str) -> None:
    assert [text for text, _ in _left_out(office, sentence)] == [sentence]


@pytest.mark.parametrize(
    ("lead", "codes"),
    [
        ("Lãnh đạo Sở", ()), ("Phó Giám đốc phụ trách", ()), ("Ban Giám đốc", ()), ("Giám đốc Sở", ()),
        ("Lãnh đạo Sở Thể thao và Nghệ thuật", ()), ("Phó Giám đốc phụ trách, Văn phòng Sở", ("VPS",)),
    ],
)  # fmt: skip
def test_who_leads_the_office_is_no_unit_and_is_told_so(
    office: Registry, lead: str, codes: tuple[str, ...]
) -> None:
    entry = _row(office, lead, "30/4/2026")
    said = lead.removesuffix(", Văn phòng Sở")
    assert entry.leads == codes
    assert [say(doubt.why, "vi") for doubt in entry.doubts] == [
        f"“{said}” là lãnh đạo cơ quan, không phải một đơn vị trong danh mục: hãy ghi đơn vị làm đầu mối"
    ]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["STT", "Nội dung", "Đơn vị", "Mức phí"], ["1", "Cấp giấy phép", "VPS", "150.000"]),
        (["TT", "Nội dung thu", "Đơn vị thu", "Mức thu (đồng)"], ["1", "Phí thẩm định", "KHTC", "1.500.000"]),
        (["TT", "Công việc", "Đơn vị", "Đơn giá", "Thành tiền"], ["1", "In", "VPS", "12.000", "360.000"]),
        (["No.", "Activity", "Unit", "Fee"], ["1", "Permit", "VPS", "20.000"]),
    ],
)
def test_amounts_to_be_paid_are_no_tasks(
    office: Registry, head: list[str | Cell | None], row: list[str | Cell | None]
) -> None:
    found = plan.read(grids.content(LETTER, grids.grid(head, row)), office, date(2026, 1, 10))
    assert found.entries == ()
    assert [each.why.id for each in found.left_out] == ["intake.no-task-table"]


def test_a_task_that_names_a_day_of_its_own_is_a_doubt(office: Registry) -> None:
    rows: list[list[str | Cell | None]] = [
        ["1", "Gửi lịch trước ngày 20/3/2026", "VPS", "Quý IV/2026"],
        ["2", "Gửi lịch trước ngày 20/3/2026", "VPS", "Trước ngày 20/3/2026"],
        ["3", "Thực hiện Kế hoạch số 12/KH-STN ngày 20/3/2026", "VPS", "Quý IV/2026"],
    ]
    found = plan.read(grids.content(LETTER, grids.grid(HEAD, *rows)), office, date(2026, 1, 10))
    assert [[doubt.why.id for doubt in entry.doubts] for entry in found.entries] == [
        ["intake.day-in-task"], [], [],
    ]  # fmt: skip


def test_a_heading_without_a_task_below_it_is_told(office: Registry) -> None:
    rows: list[list[str | Cell | None]] = [
        ["I", "Thể thao", "", ""],
        ["1", "Mở giải", "VPS", "Quý IV/2026"],
        ["II", "Tổng kết trước ngày 20/12/2026", "", ""],
    ]
    found = plan.read(grids.content(LETTER, grids.grid(HEAD, *rows)), office, date(2026, 1, 10))
    assert [(each.text, each.why.id) for each in found.left_out] == [
        ("Tổng kết trước ngày 20/12/2026", "intake.empty-heading")
    ]
