"""Which table is one of tasks, and what its columns say."""

from __future__ import annotations

import pytest

from config.intake.files.grids import Cell
from config.intake.tables.headers import find, split
from config.intake.tables.roles import Role, role_of
from tests.support.grids import grid


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("STT", Role.NO), ("TT", Role.NO), ("Số TT", Role.NO), ("Số thứ tự", Role.NO),
        ("Nhiệm vụ", Role.TITLE), ("Nội dung công việc", Role.TITLE), ("3-Hoạt động", Role.TITLE),
        ("Tên báo cáo", Role.TITLE), ("(2) Nội dung", Role.TITLE),
        ("Đơn vị chủ trì", Role.LEAD), ("5-Chủ trì", Role.LEAD), ("Phân công thực hiện", Role.LEAD),
        ("CƠ QUAN\nCHỦ TRÌ", Role.LEAD), ("Đơn vị thực hiện nhiệm vụ", Role.LEAD),
        ("Đơn vị phối hợp", Role.HELP), ("Đơn vị chủ trì/phối hợp", Role.BOTH),
        ("Thời gian thực hiện", Role.TIME), ("7-Thời gian", Role.TIME), ("Hạn", Role.TIME),
        ("Tiến độ", Role.TIME), ("Thời hạn hoàn thành nhiệm vụ", Role.TIME),
        ("Thời gian chốt số liệu", Role.NOTE), ("Kỳ báo cáo", Role.EVERY), ("Kinh phí", Role.FUNDS),
        ("Sản phẩm", Role.PRODUCT), ("Kết quả", Role.PRODUCT), ("Ghi chú", Role.NOTE),
        ("Nơi nhận", Role.NOTE),
        ("Tổng số", None), ("BẢO HIỂM", None), ("", None),
    ],
)  # fmt: skip
def test_headings_in_their_wordings(text: str, role: Role | None) -> None:
    assert role_of(text) == role


def _roles(*rows: list[str | Cell | None]) -> tuple[list[str], int]:
    header = find(grid(*rows))
    assert header is not None
    return [column.role.value for column in header.columns], header.first


def test_two_rows_with_merged_cells() -> None:
    assert _roles(
        [Cell("TT", 2), Cell("Nhiệm vụ", 2), Cell("Phân công", 1, 2), None, Cell("Thời hạn", 2)],
        [None, None, "Chủ trì", "Phối hợp", None],
        ["1", "x", "y", "", "z"],
    ) == (["no", "title", "lead", "help", "time"], 2)


def test_a_heading_broken_into_the_next_row() -> None:
    rows = (
        ["TT", "Nhiệm vụ", "Đơn vị chủ", "Thời gian"],
        ["", "", "trì", "hoàn thành"],
        ["1", "x", "y", "z"],
    )
    assert _roles(*rows) == (["no", "title", "lead", "time"], 2)


def test_a_sheets_title_stands_above() -> None:
    assert (
        _roles(["KẾ HOẠCH", "", ""], ["Số: 1/KH", "", ""], ["Việc", "Chủ trì", "Hạn"], ["a", "b", "c"])[1]
        == 3
    )


def test_columns_that_nest() -> None:
    header = find(grid(["1- Mục tiêu", "2-Nhiệm vụ", "3-Hoạt động", "5-Chủ trì"], ["", "", "", ""]))
    assert header is not None
    assert header.nested
    assert len(header.having(Role.TITLE)) == 3


def test_indicators_have_a_unit_of_measure_and_a_target() -> None:
    header = find(
        grid(
            [
                "STT",
                "Chỉ tiêu",
                "Đơn vị",
                "Chỉ tiêu năm 2025",
                "Đơn vị thực hiện",
                "Đơn vị chủ trì, theo dõi",
            ],
            ["1", "x", "%", "100", "y", "z"],
        )
    )
    assert header is not None
    assert header.indicators
    assert [c.role.value for c in header.columns] == ["no", "title", "measure", "target", "lead", "watch"]


@pytest.mark.parametrize(
    "rows",
    [
        (["BỘ X", "CỘNG HÒA"], ["Số: 1/QĐ", "Hà Nội, ngày 1 tháng 2 năm 2026"]),
        (["Tổng số", "Kết quả giải quyết"], ["1", "2"]),
        (["Nội dung", "Kinh phí"], ["x", "1"]),
        (["", ""],),
    ],
)
def test_tables_that_hand_out_nothing(rows: tuple[list[str | Cell | None], ...]) -> None:
    assert find(grid(*rows)) is None


def test_two_tables_in_one_sheet() -> None:
    sheet = grid(
        ["TT", "Nhiệm vụ", "Chủ trì", "Hạn"], ["1", "a", "b", "c"], ["Phụ lục II", "", "", ""],
        ["TT", "Tên báo cáo", "Đơn vị báo cáo", "Thời hạn gửi"], ["1", "d", "e", "f"],
    )  # fmt: skip
    first, second = split(sheet)
    assert (len(first.rows), len(second.rows)) == (2, 3)
