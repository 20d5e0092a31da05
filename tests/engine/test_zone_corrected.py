"""The office's zone is corrected, or the machine learns other time zone data: instants follow their days.

The cast's third quarter of 2026 is due on Friday 18 September, so late from midnight after it: 17:00 UTC in
Hanoi, 15:00 UTC in Tokyo, two hours earlier. Its reminder of ten working days stands on Friday 4 September.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from config.registry import Registry
from config.registry.clock import clock_of
from engine.changes.plan import ChangeKind
from models import db, queries
from models.states import Standing
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.edits import NOW, applied, kinds_of, only, planned, task
from tests.support.rounds import LAN, quiet_round, settings, told

HANOI_LATE, TOKYO_LATE = datetime(2026, 9, 18, 17, tzinfo=UTC), datetime(2026, 9, 18, 15, tzinfo=UTC)


def other_data() -> ZoneInfo:
    """Hanoi's zone by name, by data that say what Tokyo's do."""
    with resources.files("tzdata.zoneinfo.Asia").joinpath("Tokyo").open("rb") as file:
        return ZoneInfo.from_file(file, key="Asia/Ho_Chi_Minh")


def in_zone(zone: ZoneInfo) -> Registry:
    given = cast.registry(fingerprint=f"in {zone.key} {id(zone)}")
    return Registry(
        **{name: getattr(given, name) for name in ("calendar", "fingerprint")},
        office=replace(given.office, zone=zone),
        **{
            name: getattr(given, name).values()
            for name in ("units", "groups", "ladders", "documents", "outlines", "obligations")
        },
    )


TOKYO = in_zone(ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def engine(database: Engine, tmp_path: Path) -> Engine:
    """The third quarter is open for TST, CSXH, TCKT and tinh-15."""
    quiet_round(database, cast.registry(), settings(tmp_path), at("2026-08-27"))
    return database


@pytest.mark.parametrize("corrected", [TOKYO, in_zone(other_data())], ids=["zone", "data"])
def test_plan_shows_the_instants_and_apply_moves_them(
    engine: Engine, tmp_path: Path, corrected: Registry
) -> None:
    assert task(engine).late_from == HANOI_LATE
    (change,) = planned(engine, corrected, tmp_path).changes
    assert (change.kind, len(change.units)) == (ChangeKind.RETIMED, 4)
    assert "2026-09-18T15:00:00+00:00 instead of 2026-09-18T17:00:00+00:00" in acts.en(change.why)
    assert applied(engine, corrected, tmp_path).done == {"retimed": 4}
    moved = task(engine)
    assert (moved.late_from, moved.last_day, moved.deadline_no) == (TOKYO_LATE, date(2026, 9, 18), 0)
    assert kinds_of(engine) == ["opened", "retimed"]
    with db.reading(engine) as s:
        (said,) = queries.history(s, task_id=moved.id, kind="retimed")
    assert said.data["late_from_before"] == "2026-09-18T17:00:00+00:00"
    assert said.data["late_from"] == "2026-09-18T15:00:00+00:00"
    assert only(planned(engine, corrected, tmp_path)) == {}


def test_a_day_that_a_person_set_keeps_its_day_and_follows_the_zone(engine: Engine, tmp_path: Path) -> None:
    with db.session(engine) as s:
        acts.extend(
            s, cast.registry(), obligation="kstthc-quy", period="2026-Q3", unit="TST",
            new_day=date(2026, 9, 30), reason="Chờ số liệu", now=NOW, by=LAN,
        )  # fmt: skip
    assert only(planned(engine, TOKYO, tmp_path)) == {"retimed": 4}
    applied(engine, TOKYO, tmp_path)
    assert task(engine).late_from == datetime(2026, 9, 30, 15, tzinfo=UTC)


def test_nobody_becomes_late_by_a_corrected_zone(engine: Engine, tmp_path: Path) -> None:
    between = datetime(2026, 9, 18, 16, tzinfo=UTC)
    assert only(planned(engine, TOKYO, tmp_path, between)) == {"kept": 4}
    assert applied(engine, TOKYO, tmp_path, between).done == {}
    assert task(engine).late_from == HANOI_LATE


def test_until_apply_reminders_are_at_the_new_hour_and_lateness_at_the_recorded_one(
    engine: Engine, tmp_path: Path
) -> None:
    given = settings(tmp_path)
    quiet_round(engine, TOKYO, given, at("2026-08-28"))
    # 08:00 of 4 September in Tokyo, an hour before Hanoi's working day begins.
    early = datetime(2026, 9, 3, 23, tzinfo=UTC)
    quiet_round(engine, TOKYO, given, early)
    assert [why for _, who, why in told(engine) if who == "TST"] == ["opened", "reminder-10wd"]
    with db.reading(engine) as s:
        rows = queries.task_board(s, datetime(2026, 9, 18, 16, tzinfo=UTC), "kstthc-quy", "2026-Q3")
    assert {row.standing for row in rows} == {Standing.OPEN}


def test_the_clock_changes_with_the_zone_and_with_its_data() -> None:
    years = date(2020, 1, 1), date(2032, 12, 31)
    hanoi = clock_of(cast.HANOI, *years)
    assert hanoi == clock_of(ZoneInfo("Asia/Ho_Chi_Minh"), *years)
    assert len({hanoi, clock_of(other_data(), *years), clock_of(ZoneInfo("Asia/Bangkok"), *years)}) == 3
