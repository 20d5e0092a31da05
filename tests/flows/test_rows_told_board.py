"""The rows that a report tells, below its board: each once, with its leading units and how it stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from calendars.periods import parse
from config.loading import loader
from config.registry import Registry
from config.settings import SHIPPED_REGISTRY
from flows.boards.rows import rows_told, told
from flows.boards.seen import Seen
from models import db

NOW = datetime(2026, 12, 1, 1, tzinfo=UTC)
REPORT = "kstthc-nam"


@pytest.fixture(scope="module")
def shipped() -> Registry:
    return loader.load(SHIPPED_REGISTRY)


def lines(registry: Registry, engine: Engine, code: str, *units: str) -> list[str]:
    seen, duty = Seen(registry, NOW), registry.obligation(code)
    with db.reading(engine) as s:
        return rows_told(seen, told(seen, s, duty, parse("2026"), units))


@pytest.mark.slow
def test_every_row_stands_once_in_the_documents_order(shipped: Registry, scratch: Engine) -> None:
    found = lines(shipped, scratch, REPORT, "TST", "CSXH", "tinh-01")
    table = [line.split(" | ") for line in found[5:]]
    numbers = [cells[0].removeprefix("| ") for cells in table]
    order = [row.no for row in shipped.told_in[REPORT] if row.no in numbers]
    assert numbers == order
    assert len(numbers) == len(set(numbers))
    assert found[1] == f"## {len(numbers)} nhiệm vụ của văn bản báo cáo trong kỳ này"
    (publishing,) = [cells for cells in table if cells[1] == "Công khai TTHC"]
    assert publishing == [
        "| 3.3", "Công khai TTHC", "Công bố, công khai, cập nhật TTHC", "tinh-01", "Thường xuyên", "—",
        "1 đang thực hiện |",
    ]  # fmt: skip
    shared = next(cells for cells in table if cells[0] == "| I.2.2")
    assert shared[3] == "TST, CSXH, tinh-01"
    assert shared[-1] == "3 đang thực hiện |"


def test_a_duty_that_is_no_report_has_no_such_list(shipped: Registry, scratch: Engine) -> None:
    assert lines(shipped, scratch, "cchc-ke-hoach", "TST") == []
