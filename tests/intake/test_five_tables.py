"""The appendices as the other tests of this room take them: all the tasks of the documents, cell for cell.

What is read here is read again by eye in `tests.support.originals.expected`; the registry, written by others
from the same documents, has to say the same, or say which decision makes the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from config.loading.loader import load
from config.registry import Registry
from tests.support.originals import plans
from tests.support.originals.expected import ROWS
from tests.support.originals.judging import differences, differing_number
from tests.support.originals.shape import Table

CONFIG = Path(__file__).parents[2] / "config" / "offices" / "bhxh"

# Rows of which the registry decided otherwise than their time column says; docs/rows.md has the words.
DECIDED = {
    "490/KH-BHXH pl1 1.1": "due [], not 2022-03-31",  # the plan of 2022 is the document itself
    # A day that the row names beside its time is a milestone.
    "490/KH-BHXH pl1 2.1": "due [datetime.date(2022, 9, 19), datetime.date(2022, 10, 31)], not 2022-10-31",
    "24/QĐ-BHXH pl V.3": "due [datetime.date(2024, 6, 30), datetime.date(2024, 12, 31)], not 2024-12-31",
    # What the provinces' quarterly and yearly reports say in sections 4 and 5 is not asked for once more.
    **dict.fromkeys(
        ("490/KH-BHXH pl1 4.2", "490/KH-BHXH pl1 5.1"),
        "due [datetime.date(2022, 3, 19), datetime.date(2022, 6, 19), datetime.date(2022, 9, 19), "
        "datetime.date(2022, 12, 19)], not 2022-12-31",
    ),
}

# document: tables as (rows, columns, tasks), then cells as (table, row, column, what stands there)
SHAPES = {
    "3035/KH-BHXH": [(102, 9, 94)],
    "24/QĐ-BHXH": [(69, 5, 52)],
    "1177/QĐ-BHXH": [(28, 6, 20)],
    "490/KH-BHXH": [(38, 7, 26)],
    "188/QĐ-BHXH": [(39, 6, 25), (6, 6, 4)],
}
CELLS = {
    "3035/KH-BHXH": [
        (0, 0, 0, "STT"), (0, 0, 8, "8-Kinh phí"), (0, 1, 0, "1. Đến năm 2025"), (0, 2, 5, "TST"),
        (0, 5, 5, "TST, TCKT, CSXH, CSYT"), (0, 13, 5, "VP"), (0, 14, 5, ""), (0, 15, 5, "TTLT"),
        (0, 15, 7, "Năm 2022"), (0, 18, 7, ""), (0, 20, 0, "2. Đến năm 2030"), (0, 29, 7, "Tháng 12/2021"),
        (0, 22, 2, ""), (0, 53, 7, "Tháng 11 hằng năm"),
        (0, 93, 5, "- Các đơn vị trực thuộc BHXH Việt Nam - BHXH tỉnh, thành phố"),
        (0, 95, 5, "- VKH - BHXH tỉnh, thành phố"), (0, 101, 5, ""), (0, 101, 7, "Hằng năm"),
    ],
    "24/QĐ-BHXH": [
        (0, 0, 2, "Đơn vị chủ trì"), (0, 1, 0, "I"), (0, 2, 0, "1"), (0, 2, 2, "Ban Quản lý Thu-Sổ, Thẻ"),
        (0, 2, 4, "Năm 2024"), (0, 7, 2, "Ban Quản lý Thu-Sổ, Thẻ"), (0, 9, 0, "a)"), (0, 10, 0, "1"),
        (0, 11, 2,
         "Vụ Tài chính - Kế toán Ban Thực hiện chính sách BHYT\n"
         "Ban Thực hiện chính sách BHXH\n"
         "Vụ Quản lý Đầu tư quỹ"),
        (0, 14, 2, "Vụ Thanh tra Kiểm tra; Vụ Kiểm toán nội bộ"), (0, 21, 4, "Tháng 1 năm 2024"),
        (0, 24, 2, "Vụ Kế hoạch và Đầu tư\nVụ Tài chính - Kế toán"),
        (0, 34, 3, "Vụ Tài chính - Kế toán, Các đơn vị liên quan"), (0, 41, 4, "Định kỳ hàng quý năm 2024"),
        (0, 48, 4, "31/3/2024"), (0, 68, 2, "Trung tâm Truyền thông"),
    ],
    "1177/QĐ-BHXH": [
        (0, 0, 4, "Thời gian hoàn thành"), (0, 1, 0, "1"), (0, 2, 0, "1.1"), (0, 2, 2, "Trung tâm CNTT"),
        (0, 2, 4, "Năm 2023 và các năm tiếp theo."),
        (0, 3, 2, "Tổ công tác Đề án 06 của BHXH Việt Nam và BHXH các tỉnh"),
        (0, 5, 2, "Các đơn vị nghiệp vụ của BHXH Việt Nam"), (0, 12, 2, "Vụ Thi đua - Khen thưởng"),
        (0, 15, 4, "Năm 2024 và các năm tiếp theo."), (0, 19, 2, "Vụ Tài chính - Kế toán"),
        (0, 22, 2, "Ban Quản lý Thu - Sổ, Thẻ"), (0, 22, 4, "Tháng 12/2023"), (0, 27, 0, "7.3"),
    ],
    "490/KH-BHXH": [
        (0, 0, 5, "Sản phẩm"), (0, 2, 4, "Quý I/2022"), (0, 3, 0, ""), (0, 3, 2, "BHXH tỉnh"),
        (0, 7, 2, "Trung tâm CNTT"), (0, 8, 0, ""), (0, 8, 2, ""), (0, 11, 4, "Tháng 01/2022 - 10/2022"),
        (0, 16, 4, "Thường xuyên"), (0, 22, 2, "- Các đơn vị liên quan; - BHXH tỉnh."), (0, 33, 1, ""),
        (0, 34, 4, "Tháng 4/2022 - 12/2022"), (0, 36, 4, ""), (0, 37, 2, "BHXH tỉnh"), (0, 37, 4, ""),
        (0, 37, 5,
         "- Báo cáo quý: trước ngày 19 của tháng cuối quý I, II, III; "
         "- Báo cáo năm: trước ngày 19/12/2022."),
    ],
    "188/QĐ-BHXH": [
        (0, 2, 0, "1.1"), (0, 2, 4, "Quý I/2025"),
        (0, 4, 2, "- Ban Quản lý Thu - SỔ, thẻ; - Ban Thực hiện CS BHXH"), (0, 5, 0, ""),
        (0, 5, 4, "Thường"), (0, 6, 0, "1.4"), (0, 6, 4, "xuyên"), (0, 9, 0, "a"), (0, 11, 2, ""),
        (0, 24, 2,
         "BHXH các tỉnh, thành phố:\n"
         "(1) Hà Nội;\n"
         "(2) Thành phố Hồ Chí Minh;\n"
         "(3) Bình Dương;\n"
         "(4) Quảng Ninh;\n"
         "(5) Bắc Ninh."),
        (0, 27, 0, "4"), (0, 31, 2, "Thanh tra BHXH Việt Nam"), (0, 38, 4, "Năm 2025"),
        (1, 0, 3, "Chỉ tiêu năm 2025"), (1, 1, 3, "100"), (1, 2, 3, "50"), (1, 4, 0, ""), (1, 5, 3, "90"),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The office's own registry."""
    return load(CONFIG)


@pytest.mark.parametrize("number", plans.NUMBERS)
def test_the_tables_stand_as_in_the_document(number: str) -> None:
    tables = plans.plan(number).tables
    assert [(len(table.rows), table.width, len(table.tasks)) for table in tables] == SHAPES[number]
    for at, row, column, text in CELLS[number]:
        assert tables[at].text(row, column) == text, (at, row, column)


@pytest.mark.parametrize("number", plans.NUMBERS)
def test_the_tasks_are_the_ones_expected(number: str) -> None:
    tasks = [task for table in plans.plan(number).tables for task in table.tasks]
    assert [task.no for task in tasks] == [row.no for row in ROWS[number]]


@pytest.mark.parametrize("number", plans.NUMBERS)
def test_merged_cells_cover_what_is_left_out(number: str) -> None:
    for table in plans.plan(number).tables:
        _is_whole(table)


def _is_whole(table: Table) -> None:
    covered: set[tuple[int, int]] = set()
    for at, row in enumerate(table.rows):
        assert len(row) == table.width
        for column, box in enumerate(row):
            assert (box is None) == ((at, column) in covered), (at, column)
            if box is not None:
                covered |= {
                    (at + down, column + across) for down in range(box.down) for across in range(box.across)
                }


@pytest.mark.slow
@pytest.mark.parametrize("number", plans.NUMBERS)
def test_the_registry_says_the_same(number: str, registry: Registry) -> None:
    rows = [
        row
        for row in registry.assignments.values()
        if row.document.number == number and row.appendix.rows is not None
    ]
    assert len(rows) == len(ROWS[number])
    differing = [
        f"{row.ref}: {said}"
        for row, expected in zip(rows, ROWS[number], strict=True)
        for said in (*differing_number(row, expected), *differences(registry, row, expected))
        if DECIDED.get(row.ref) != said or not row.assumption
    ]
    assert not differing, "\n".join(differing)
