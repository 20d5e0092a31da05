"""A table pasted as text, one cell a line, is a table; where lines and cells differ, its rows are doubts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.intake import plan
from config.intake.plan import Plan
from config.registry import Registry
from tests.support import grids
from tests.support.files import taken
from tests.support.otheroffices import row

HEAD = "Số: 12/KH-STN\nĐà Lạt, ngày 08 tháng 01 năm 2026\nKẾ HOẠCH\nCông tác năm 2026\n"
TABLE = (
    "TT\nNhiệm vụ\nChủ trì\nThời hạn\n"
    "I\nThể thao\n"
    "1\nMở giải bóng đá\nQLTT\n15/6/2026\n"
    "2\nSoạn báo cáo năm\nVPS\nTrước ngày 20/12/2026\n"
    "II\nTài chính\n"
    "3\nChi tiền thưởng\nKHTC\nQuý IV\n"
)
BELOW = "Nơi nhận:\n- Như trên;\n- Lưu: VT, VPS.\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return grids.office(tmp_path_factory.mktemp("office"))


def _read(tmp_path: Path, office: Registry, text: str) -> Plan:
    return plan.read(taken(tmp_path, "a.txt", text), office, date(2026, 1, 10))


def test_each_number_begins_a_row(tmp_path: Path, office: Registry) -> None:
    found = _read(tmp_path, office, HEAD + TABLE + BELOW)
    assert [(entry.section, *row(entry)) for entry in found.entries] == [
        (("Thể thao",), "Mở giải bóng đá", "QLTT", "", "2026-06-15"),
        (("Thể thao",), "Soạn báo cáo năm", "VPS", "", "2026-12-20 before"),
        (("Tài chính",), "Chi tiền thưởng", "KHTC", "", "2026-Q4"),
    ]
    assert found.left_out == ()


def test_a_line_too_much_or_too_few_makes_each_row_a_doubt(tmp_path: Path, office: Registry) -> None:
    text = (
        "STT\nNội dung công việc\nĐơn vị\nchủ trì\nĐơn vị phối hợp\nThời gian hoàn thành\n"
        "1\nMở giải\nQLTT\n\n15/6/2026\n"
        "2\nThu phí\nKHTC\nVPS\n30/6/2026\n"
        "3\nSoạn báo cáo năm của\ntoàn ngành\nVPS\nKHTC\nTrước ngày 20/12/2026\n"
    )
    found = _read(tmp_path, office, HEAD + text + BELOW)
    assert [(entry.no, entry.title, entry.sure, bool(entry.timing.rules)) for entry in found.entries] == [
        ("1", "Mở giải QLTT 15/6/2026", False, False),
        ("2", "Thu phí", False, True),
        ("3", "Soạn báo cáo năm của toàn ngành VPS KHTC Trước ngày 20/12/2026", False, False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Các phòng gửi\nĐơn vị\nThời hạn\n1\nMở giải\nVPS\n",
        "TT\nNhiệm vụ\nHọ tên\n1\nMở giải\nA\n",
        "STT\nNội dung\nĐơn vị\nMức phí\n1\nCấp giấy\nVPS\n150.000\n",
    ],
)
def test_other_lines_are_no_table(tmp_path: Path, office: Registry, text: str) -> None:
    assert _read(tmp_path, office, HEAD + text).entries == ()
