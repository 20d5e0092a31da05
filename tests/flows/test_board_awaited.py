"""What waits for an event stands on the overall board and on its document's, with how to record it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from calendars.rules import After, Boundary, DueRule
from config.loading import loader
from config.registry import Registry
from config.settings import SHIPPED_REGISTRY, Settings
from engine.installation import Installation
from flows.boards.artifacts import read_boards
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN

pytestmark = pytest.mark.slow

WAITS = replace(
    cast.QUARTERLY,
    code="cap-nhat",
    worded="sau khi Quyết định *được ký* | ban hành",
    owed_by=("TST",),
    cycle=cast.Cycle.EVENT,
    only=None,
    due=DueRule(boundary=Boundary.BY, after=After("event", days=10)),
)
REGISTRY = cast.registry(cast.QUARTERLY, WAITS, replace(WAITS, code="dang-tai", owner="TCKT"))
HOW = "_Khi sự kiện đã xảy ra: điền biểu mẫu “Ghi nhận sự kiện” (fire-event) cho một mã; bật “Cùng sự kiện”"


def sections(engine: Engine, home: Path, when: str, registry: Registry = REGISTRY) -> dict[str, list[str]]:
    """The lines of the section of each board that has one, by the board's key."""
    made = read_boards(Installation(Settings(home=home), registry, engine), at(when, 10))
    found = {}
    for key, _, text in made:
        _, heading, rest = text.partition("\n## Chờ sự kiện\n")
        if heading:
            found[key] = [line for line in rest.partition("\n## ")[0].splitlines() if line]
    return found


def test_it_stands_there_from_the_first_round_until_it_is_reported(scratch: Engine, tmp_path: Path) -> None:
    here = Settings(home=tmp_path)
    (before,) = sections(scratch, tmp_path, "2026-09-07").values()
    words = r"| sau khi Quyết định \*được ký\* \| ban hành | 490/KH-BHXH | cap-nhat, dang-tai | VP, TCKT |"
    assert before[2] == f"{words} — |"
    acts.a_round(scratch, REGISTRY, here, at("2026-09-07"), deliver=False)
    (after,) = sections(scratch, tmp_path, "2026-09-08").values()
    assert after[0] == ("| Sự kiện theo văn bản | Văn bản | Nhiệm vụ đang chờ | Đầu mối | Hỏi gần nhất |")
    assert after[2] == f"{words} 07/09/2026 |"
    assert after[3].startswith(HOW)
    told = {"obligations": ["cap-nhat"], "day": date(2026, 9, 7), "by": LAN}
    acts.report(scratch, REGISTRY, here, at("2026-09-08"), **told)
    (left,) = sections(scratch, tmp_path, "2026-09-08").values()
    assert "| dang-tai | TCKT |" in left[2]
    assert left[3] == "_Khi sự kiện đã xảy ra: điền biểu mẫu “Ghi nhận sự kiện” (fire-event)._"
    acts.report(scratch, REGISTRY, here, at("2026-09-08"), **told | {"obligations": ["dang-tai"]})
    assert sections(scratch, tmp_path, "2026-09-08") == {}


def test_the_shipped_registry_on_the_overall_board_and_on_each_documents(
    scratch: Engine, tmp_path: Path
) -> None:
    registry = loader.load(SHIPPED_REGISTRY)
    found = sections(scratch, tmp_path, "2026-11-24", registry)
    assert set(found) == {"bang-chung", "nhiem-vu-490-kh-bhxh", "nhiem-vu-3035-kh-bhxh"}
    published = "| Sau khi Quyết định công bố TTHC được ký, ban hành | 490/KH-BHXH |"
    of_490 = f"{published} kh490-3.4, kh490-3.5, kh490-3.6 |"
    for key, lines in found.items():
        assert any(line.startswith(of_490) for line in lines) == (key != "nhiem-vu-3035-kh-bhxh")
