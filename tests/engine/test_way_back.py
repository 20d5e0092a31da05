"""A refusal because of what somebody said before names how that is taken back, as each reader can do it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from engine.errors import AnswerError
from language import say
from models import db
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN, quiet_round, settings

REGISTRY = cast.registry()
TASK: dict[str, Any] = {"obligation": "kstthc-quy", "period": "2026-Q3", "unit": "TST", "by": LAN}
LATER = date(2026, 9, 30)
UNDO = "dondoc undo kstthc-quy 2026-Q3 TST --what {} --reason ..."


def refused(engine: Engine, before: str, what: str, **said: Any) -> dict[str, str]:
    """How each surface says it, in Vietnamese."""
    with db.session(engine) as s:
        if before == "accepted":
            acts.submit(s, REGISTRY, **TASK, document_no="1/BC", now=at("2026-09-14", 9))
            acts.accept(s, REGISTRY, **TASK, now=at("2026-09-14", 10))
        else:
            acts.waive(s, REGISTRY, **TASK, reason="x", now=at("2026-09-14", 10))
    with db.session(engine) as s, pytest.raises(AnswerError) as error:
        getattr(acts, what)(s, REGISTRY, **TASK, now=at("2026-09-14", 11), **said)
    return {surface: say(error.value.message, "vi", surface) for surface in ("cli", "form", "page")}


@pytest.mark.parametrize(
    ("before", "what", "said"),
    [
        ("waived", "submit", {"document_no": "1/BC"}),
        ("waived", "extend", {"new_day": LATER, "reason": "x"}),
        ("accepted", "return_report", {"new_day": LATER, "reason": "x"}),
        ("accepted", "submit", {"document_no": "2/BC", "amend": True}),
    ],
)
def test_it_is_told_what_to_take_back(
    database: Engine, tmp_path: Path, before: str, what: str, said: dict[str, Any]
) -> None:
    """Seen: 'đã được miễn: không còn gì để nộp', 'chỉ báo cáo đã nộp mới trả lại được', and no way on."""
    quiet_round(database, REGISTRY, settings(tmp_path), at("2026-08-25"))
    told = refused(database, before, what, **said)
    assert told["cli"].endswith(f"trước: {UNDO.format(before)}")
    assert told["form"].endswith("trước bằng biểu mẫu “Hủy ghi nhận” (undo-answer)")
    assert told["page"].endswith("; nếu đó là nhầm, xin báo đơn vị theo dõi")
