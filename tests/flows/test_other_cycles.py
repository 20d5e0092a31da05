"""Financial quarters, twice a month and every second week: what mails, boards and coming runs call them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import Engine

from calendars.periods import weeks
from calendars.rules import Boundary, DueRule
from config.registry.objects import Cycle
from config.settings import Settings
from engine.installation import Installation
from flows.boards.artifacts import read_boards
from flows.coming import coming
from models import db, queries
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.mailroom import text_of

pytestmark = pytest.mark.slow

FISCAL = replace(
    cast.QUARTERLY, code="tai-chinh", title="Báo cáo tài chính", title_en="Financial report", only=None,
    year_starts=4, due=DueRule(boundary=Boundary.BY, month="next", day=10),
)  # fmt: skip
TWICE = replace(
    cast.QUARTERLY, code="nua-thang", title="Báo cáo nhanh", title_en="Short report", only=None,
    cycle=Cycle.SEMI_MONTHLY, due=DueRule(boundary=Boundary.BY, days=(15, "last")),
)  # fmt: skip
WEEKS = replace(
    cast.QUARTERLY, code="hai-tuan", title="Giao ban", title_en="Briefing", only=None,
    cycle=Cycle.EVERY_N_WEEKS, pattern=weeks(date(2026, 1, 5), 2),
    due=DueRule(boundary=Boundary.BY, weekday=4),
)  # fmt: skip
REGISTRY = cast.registry(FISCAL, TWICE, WEEKS, fingerprint="other cycles")
"""Due: the third financial quarter on Monday 11 January 2027; the first half of January, and the first two
weeks, on Friday the 15th."""


@pytest.fixture
def installation(scratch: Engine, tmp_path: Path) -> Installation:
    """After the round of Monday 4 January 2027."""
    given = Settings(home=tmp_path)
    acts.a_round(scratch, REGISTRY, given, at("2027-01-04"), deliver=True)
    return Installation(given, REGISTRY, scratch)


def test_tasks_open_under_codes_that_read_back(installation: Installation) -> None:
    with db.reading(installation.engine) as s:
        found = {(task.obligation, task.period) for task in queries.tasks(s)}
    assert found >= {
        ("tai-chinh", "2026F04-Q3"),
        ("nua-thang", "2027-01-H1"),
        ("hai-tuan", "2027-W01..2027-W02"),
    }


def test_mails_call_them_by_name(installation: Installation) -> None:
    files = installation.settings.outbox.glob("*.eml")
    said = "\n".join(text_of(message_from_bytes(file.read_bytes(), policy=default)) for file in files)
    for name in (
        "quý III năm tài chính 2026",
        "nửa đầu tháng 01",
        "2 tuần từ 04/01 đến 17/01/2027",
        "Q3 FY2026",
        "first half of January 2027",
        "2 weeks, 2027-01-04 to 2027-01-17",
    ):
        assert name in said, name


def test_boards_and_coming_runs_know_them(installation: Installation) -> None:
    boards = {key: text for key, _, text in read_boards(installation, at("2027-01-04", 10))}
    assert {"tai-chinh-2026f04-q3", "nua-thang-2027-01-h1", "hai-tuan-2027-w01-2027-w02"} <= set(boards)
    assert "quý III năm tài chính 2026" in boards["tai-chinh-2026f04-q3"]
    runs = {(each.obligation, each.period) for each in coming(REGISTRY, at("2027-01-04", 10))}
    assert {
        ("tai-chinh", "2026F04-Q4"),
        ("nua-thang", "2027-02-H2"),
        ("hai-tuan", "2027-W03..2027-W04"),
    } <= runs
