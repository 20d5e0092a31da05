"""Lines of the overall board: whoever is in charge by then, and one bad line beside the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.registry import Registry
from config.settings import Settings
from engine.installation import Installation
from engine.overview.boards import overview
from flows.boards.artifacts import read_boards
from language import Message, say
from models import db
from tests.support import cast
from tests.support.cast import at, unit
from tests.support.rounds import quiet_round, settings

pytestmark = pytest.mark.slow

ENDED = date(2026, 9, 21)
LATE = at("2026-09-25")


def office(successor: str | None) -> Registry:
    """The owner, VP, ends on 21 September; the report was due on the 18th."""
    others = [each for each in cast.UNITS if each.code != "VP"]
    heir = unit("VPTH", "Văn phòng Tổng hợp", from_=ENDED)
    return cast.registry(units=(unit("VP", "Văn phòng", to=ENDED, successor=successor), heir, *others))


@pytest.mark.parametrize(
    ("successor", "code", "name"),
    [("VPTH", "VPTH", "Văn phòng Tổng hợp"), (None, "leadership", "Lãnh đạo cơ quan")],
)
def test_who_stands_in_an_ended_owners_place_is_named(
    scratch: Engine, tmp_path: Path, successor: str | None, code: str, name: str
) -> None:
    registry = office(successor)
    quiet_round(scratch, registry, settings(tmp_path), at("2026-08-27"))
    with db.reading(scratch) as s:
        (before,) = overview(s, registry, at("2026-09-18"))
        (after,) = overview(s, registry, LATE)
    assert (before.owner.code, say(before.owner.name, "vi")) == ("VP", "Văn phòng")
    assert (after.owner.code, say(after.owner.name, "vi")) == (code, name)
    boards = {key: text for key, _, text in read_boards(_here(tmp_path, registry, scratch), LATE)}
    (line,) = [each for each in boards["bang-chung"].splitlines() if each.startswith("| [kstthc")]
    assert line.split("|")[-2].strip() == (code if successor else name)
    assert name in boards["kstthc-quy-2026-q3"]


def test_a_line_that_cannot_be_made_is_named_and_the_others_are_there(
    scratch: Engine, tmp_path: Path
) -> None:
    both = cast.registry(replace(cast.QUARTERLY, code="a-other"), cast.QUARTERLY)
    quiet_round(scratch, both, settings(tmp_path), at("2026-08-27"))
    # Units that the loader would refuse: a registry may come from elsewhere, and a loader may have a hole.
    broken = cast.registry(replace(cast.QUARTERLY, code="a-other", owed_by=("@gone",)), cast.QUARTERLY)
    stuck: list[Message] = []
    with db.reading(scratch) as s:
        lines = overview(s, broken, LATE, stuck=stuck)
        with pytest.raises(Exception, match="gone"):
            overview(s, broken, LATE)
    assert [each.figures.obligation for each in lines] == ["kstthc-quy"]
    assert [say(each, "en").split(":")[0] for each in stuck] == ["the board a-other 2026-Q3 cannot be made"]
    boards = {key: text for key, _, text in read_boards(_here(tmp_path, broken, scratch), LATE)}
    assert "không lập được bảng a-other 2026-Q3: " in boards["bang-chung"]
    assert "kstthc-quy-2026-q3" in boards


def _here(home: Path, registry: Registry, engine: Engine) -> Installation:
    return Installation(Settings(home=home), registry, engine)
