"""How far the units are, on their period's board, and what the form says of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.settings import Settings
from engine.installation import Installation
from flows.boards.artifacts import read_boards
from flows.forms.record_progress import said_of
from flows.speaking import spoken
from models import db
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN

REGISTRY = cast.registry()
NOW = at("2026-09-14", 10)


def board(engine: Engine, home: Path) -> list[str]:
    """The rows of the third quarter's board."""
    made = read_boards(Installation(Settings(home=home), REGISTRY, engine), NOW)
    (text,) = [text for key, _, text in made if key == "kstthc-quy-2026-q3"]
    return [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]


@pytest.mark.slow
def test_a_column_says_how_far_each_is_once_one_has_said_it(scratch: Engine, tmp_path: Path) -> None:
    acts.a_round(scratch, REGISTRY, Settings(home=tmp_path), at("2026-08-25"), deliver=False)
    assert not any("Tiến độ" in row for row in board(scratch, tmp_path))
    for unit, said in (
        ("TST", {"percent": "40", "note": "đang lấy ý kiến | lần 2"}),
        ("CSXH", {"percent": "100"}),
    ):
        with db.session(scratch) as s:
            done = acts.progress(
                s, REGISTRY, obligation="kstthc-quy", period="2026-Q3", unit=unit, now=NOW, by=LAN, **said
            )
    rows = {row.split()[1]: row.split("|")[-2].strip() for row in board(scratch, tmp_path)}
    assert rows["Đơn"] == "Tiến độ"
    # What somebody typed must not break the table.
    assert any(
        row.endswith("| 40%, đang lấy ý kiến \\| lần 2 (14/09/2026) |") for row in board(scratch, tmp_path)
    )
    assert rows["CSXH"] == "100% (14/09/2026)"
    assert rows["TCKT"] == "—"
    said = spoken(REGISTRY, said_of(done))
    assert said.startswith("tiến độ 100%; việc vẫn đang mở và vẫn được nhắc cho đến khi nộp")
    assert said.endswith("dùng biểu mẫu “Ghi nhận báo cáo đã nộp” (record-submission)")
