"""The board of a document's rows: readable, escaped, and truthful about what is in force."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from config.registry import Registry
from flows.boards import document as board
from flows.boards.seen import Seen
from tests.support import registries


@pytest.fixture(scope="module")
def registry() -> Registry:
    return registries.shipped()


def _board(registry: Registry, number: str, day: datetime) -> str:
    return board.document_board(Seen(registry, day), registry.documents[number])


def test_every_row_in_force_stands_once_with_how_it_is_chased(registry: Registry) -> None:
    board = _board(registry, "1177/QĐ-BHXH", datetime(2026, 11, 24, 1, tzinfo=UTC))
    rows = [line for line in board.splitlines() if line.startswith("| ") and "---" not in line]
    in_force = [
        row
        for row in registry.assignments.values()
        if row.document.number == "1177/QĐ-BHXH" and row.alive(datetime(2026, 11, 24).date())  # noqa: DTZ001
    ]
    assert len(rows) == len(in_force) + 2  # two headings
    praise = next(line for line in rows if line.startswith("| 3.3 |"))
    assert praise.endswith("| TDKT | Năm 2023 và các năm tiếp theo | báo cáo trong da06-thang |")
    assert "20 nhiệm vụ: 10 có thời hạn, 10 báo cáo theo kỳ." in board


def test_a_row_of_the_past_says_when_it_was_due_and_then_is_only_counted(registry: Registry) -> None:
    before = _board(registry, "1177/QĐ-BHXH", datetime(2023, 12, 1, 1, tzinfo=UTC))
    assert "| Tháng 12/2023 | hạn 02/01/2024 (qd1177-6.1) |" in before  # 31 December 2023 was a Sunday
    after = _board(registry, "1177/QĐ-BHXH", datetime(2026, 11, 24, 1, tzinfo=UTC))
    assert "qd1177-6.1" not in after
    assert "nhiệm vụ khác không còn hoặc chưa có hiệu lực." in after


def test_the_boards_have_stable_keys_and_are_linked(registry: Registry) -> None:
    seen = Seen(registry, datetime(2026, 11, 24, 1, tzinfo=UTC))
    keys = [board.key(seen, each) for each in board.documents(registry)]
    assert "nhiem-vu-490-kh-bhxh" in keys or "nhiem-vu-1177-qd-bhxh" in keys
    assert len(keys) == len(set(keys))
    assert all(key in board.links(seen) for key in keys)
