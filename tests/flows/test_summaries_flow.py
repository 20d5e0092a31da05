"""The flows of the summaries: when they run, and what their runs say."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from prefect.client.schemas.objects import State

from config.loading import loader
from config.settings import Settings
from engine.installation import Installation
from flows import serve, summaries
from flows.boards.artifacts import read_boards
from models import db, queries
from tests.support import acts
from tests.support.cast import at
from tests.support.trial_office import small_office_folder

pytestmark = pytest.mark.slow


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """The trial office after a morning in August, as the one that runs here."""
    folder = small_office_folder(tmp_path / "office")
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path))
    monkeypatch.setenv("DONDOC_CONFIG", str(folder))
    settings = Settings(home=tmp_path, config=folder)
    engine = db.engine_for(settings.database)
    db.upgrade(engine)
    of = Installation(settings, loader.load(folder), engine)
    acts.a_round(engine, of.registry, of.settings, at("2026-08-28"), deliver=False)
    return of


async def run(flow, now: datetime, monkeypatch: pytest.MonkeyPatch) -> str:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(summaries, "clock", lambda: now)
    monkeypatch.setattr(summaries, "scheduled", lambda: now)
    state: State = await flow.fn()
    assert state.is_completed()
    return str(state.message)


async def test_a_week_is_told_on_its_first_working_morning_and_once(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Monday 31 August to Wednesday 2 September 2026 are days off: the week begins on Thursday the 3rd.
    weekly = summaries.weekly_summary
    for day in ("2026-08-31", "2026-09-02"):
        assert "là ngày nghỉ" in await run(weekly, at(day, 8, 15), monkeypatch)
    with db.reading(here.engine) as s:
        assert [row for row in queries.outbox_rows(s) if row.kind == "weekly-summary"] == []
    assert (await run(weekly, at("2026-09-03", 8, 15), monkeypatch)).startswith("Đã xếp ")
    assert await run(weekly, at("2026-09-04", 8, 15), monkeypatch) == "Thư tổng hợp của kỳ này đã có"
    with db.reading(here.engine) as s:
        found = [row for row in queries.outbox_rows(s) if row.kind == "weekly-summary"]
    assert {row.round_key for row in found} == {"2026-W36"}
    assert {"leadership", "VP"} <= {row.recipient for row in found}
    # On the outbox's board it has a name before it has a subject.
    board = next(text for key, _, text in read_boards(here, at("2026-09-04")) if key == "hop-thu")
    assert board.count("| tổng hợp tuần |") == len(found)


def test_they_run_on_working_days_after_the_morning_and_in_january(here: Installation) -> None:
    made = {each.name: each for each in serve.deployments(here, at("2026-09-14"))}
    crons = {name: str(made[name].schedules) for name in ("weekly-summary", "year-report")}
    assert "'15 8 * * mon,tue,wed,thu,fri'" in crons["weekly-summary"]
    assert "'15 8 * 1 mon,tue,wed,thu,fri'" in crons["year-report"]
    for name in crons:
        assert "lãnh đạo và các đơn vị đầu mối" in (made[name].description or "")
