"""What a rerun would do, as its run's page tells it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from flows.boards.preview import preview
from flows.boards.seen import Seen
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import quiet_round, settings

REGISTRY = cast.registry()


def test_a_reruns_page_names_each_reader_with_the_level(scratch: Engine, tmp_path: Path) -> None:
    given = settings(tmp_path)
    quiet_round(scratch, REGISTRY, given, at("2026-10-01"))
    now = at("2026-10-01", 10)
    report = acts.rerun(
        scratch, REGISTRY, given, now, obligation="kstthc-quy", period="2026-Q3", units=["TST"]
    )
    text = preview(Seen(REGISTRY, now), report)
    assert "- Mở 1 đơn vị: TST · Ban Quản lý thu" in text
    rows = [line for line in text.splitlines() if line.startswith(("| 0", "| 1"))]
    assert [[cell.strip() for cell in row.strip("|").split("|")] for row in rows] == [
        ["08:05 02/10/2026", "đơn vị", "Ban Quản lý thu", "TST", "nhắc việc quá hạn"],
        ["08:05 05/10/2026", "cấp 1: lãnh đạo đơn vị", "Lãnh đạo Ban Quản lý thu", "TST",
         "kính báo lãnh đạo đơn vị"],
        ["08:05 07/10/2026", "cấp 2: đơn vị đầu mối", "Văn phòng", "TST", "báo đơn vị đầu mối"],
        ["08:05 14/10/2026", "cấp 3: lãnh đạo cơ quan", "Lãnh đạo cơ quan", "TST", "kính báo Lãnh đạo"],
    ]  # fmt: skip
