"""What a first start opens and what it leaves alone; how the registry's changes and dissolved units are
met.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.tasks import used
from models import db, queries
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN, mornings, quiet_round, settings, told


def opened(engine: Engine) -> list[tuple[str, str]]:
    with db.reading(engine) as s:
        return [(task.period, task.unit) for task in queries.tasks(s)]


def test_a_first_start_opens_what_is_due_from_that_day_on(database: Engine, tmp_path: Path) -> None:
    # Friday 20 March: the first quarter was due on Wednesday the 18th, the second opens on 28 May.
    quiet_round(database, cast.registry(), settings(tmp_path), at("2026-03-20"))
    assert opened(database) == []
    with db.reading(database) as s:
        assert queries.fact(s, "go_live") == "2026-03-20"


def test_on_the_last_day_itself_it_is_still_opened(database: Engine, tmp_path: Path) -> None:
    quiet_round(database, cast.registry(), settings(tmp_path), at("2026-03-18"))
    assert {period for period, _ in opened(database)} == {"2026-Q1"}
    assert {reason for _, _, reason in told(database)} == {"due-today"}


def test_the_settings_may_set_go_live_back_or_ahead(database: Engine, tmp_path: Path) -> None:
    given = settings(tmp_path, go_live=date(2026, 3, 1))
    quiet_round(database, cast.registry(), given, at("2026-03-20"))
    assert {period for period, _ in opened(database)} == {"2026-Q1"}
    # Fixed by the first round: another setting later changes nothing.
    quiet_round(database, cast.registry(), settings(tmp_path, go_live=date(2020, 1, 1)), at("2026-03-23"))
    with db.reading(database) as s:
        assert queries.fact(s, "go_live") == "2026-03-01"
    assert {period for period, _ in opened(database)} == {"2026-Q1"}


@pytest.mark.slow
def test_a_duty_added_later_opens_what_still_runs_and_nothing_of_the_past(
    database: Engine, tmp_path: Path
) -> None:
    given = settings(tmp_path, go_live=date(2025, 1, 1))
    quiet_round(database, cast.registry(), given, at("2025-01-02"))
    for now in mornings("2025-06-02", "2025-06-03"):
        quiet_round(database, cast.registry(), given, now)
    grown = cast.registry(cast.QUARTERLY, cast.PLANS, fingerprint="cast-2")
    quiet_round(database, grown, given, at("2026-12-02"))
    plans = [period for period, _ in opened(database) if len(period) == 4]
    # Those of 2026, due on 15 December 2025, would have opened in the outage: they are late, not lost.
    assert set(plans) == {"2026", "2027"}
    without = cast.registry(fingerprint="cast-3")
    used.agree(database, without)  # somebody said that it is meant
    quiet_round(database, without, given, at("2026-12-03"))
    again = cast.registry(cast.QUARTERLY, replace(cast.PLANS, code="ke-hoach-2"), fingerprint="cast-4")
    quiet_round(database, again, given, at("2026-12-04"))
    with db.reading(database) as s:
        assert list(queries.periods_opened(s, "ke-hoach-2")) == ["2027"]


def test_a_unit_added_to_the_roster_is_opened_for_while_the_period_runs(
    database: Engine, tmp_path: Path
) -> None:
    given = settings(tmp_path)
    quiet_round(database, cast.registry(), given, at("2026-08-25"))
    units = (*cast.UNITS, cast.unit("CNTT", "Trung tâm CNTT"))
    owed_by = (*cast.QUARTERLY.owed_by, "CNTT")
    grown = cast.registry(replace(cast.QUARTERLY, owed_by=owed_by), units=units, fingerprint="cast-2")
    quiet_round(database, grown, given, at("2026-09-08"))
    assert ("2026-Q3", "CNTT") in opened(database)
    assert [line for line in told(database) if line[1] == "CNTT"] == [("2026-09-08", "CNTT", "reminder-10wd")]


def test_a_changed_registry_moves_no_open_task(database: Engine, tmp_path: Path) -> None:
    given = settings(tmp_path)
    quiet_round(database, cast.registry(), given, at("2026-08-25"))
    earlier = replace(cast.QUARTERLY, due=replace(cast.QUARTERLY.due, day=9))
    quiet_round(database, cast.registry(earlier, fingerprint="cast-2"), given, at("2026-09-11"))
    with db.reading(database) as s:
        assert {task.last_day for task in queries.tasks(s)} == {date(2026, 9, 18)}
    assert told(database)[-1] == ("2026-09-11", "tinh-15", "reminder-5wd")


@pytest.mark.slow
def test_a_duty_taken_out_leaves_its_tasks_and_is_reported(database: Engine, tmp_path: Path) -> None:
    given = settings(tmp_path)
    quiet_round(database, cast.registry(), given, at("2026-08-25"))
    without = cast.registry(cast.PLANS, fingerprint="cast-2")
    used.agree(database, without)
    report = quiet_round(database, without, given, at("2026-09-11"))
    assert "task-stuck" in {finding.code for finding in report.findings}
    assert not report.clean
    assert "kstthc-quy" in acts.en(report.findings[0].message)
    used.agree(database, cast.registry())
    quiet_round(database, cast.registry(), given, at("2026-09-14"))
    assert told(database)[-1] == ("2026-09-14", "tinh-15", "reminder-5wd")


@pytest.mark.slow
def test_a_merger_hands_open_tasks_to_the_successor(database: Engine, tmp_path: Path) -> None:
    """1 July 2025: two provinces become one while their report of the second quarter is overdue."""
    registry, given = cast.registry(), settings(tmp_path)
    for now in mornings("2025-05-26", "2025-06-30"):
        quiet_round(database, registry, given, now)
    with db.session(database) as s:
        acts.submit(
            s,
            registry,
            obligation="kstthc-quy",
            period="2025-Q2",
            unit="tinh-11",
            now=at("2025-06-30"),
            by=LAN,
        )
    report = quiet_round(database, registry, given, at("2025-07-01"))
    assert report.handed_over == {("tinh-10", "tinh-15"): 1}
    with db.reading(database) as s:
        task = queries.task_of(s, "kstthc-quy", "2025-Q2", "tinh-10")
        sent = queries.task_of(s, "kstthc-quy", "2025-Q2", "tinh-11")
        assert task is not None
        assert sent is not None
        events = queries.history(s, task_id=task.id)
    assert (task.unit, task.holder, sent.holder) == ("tinh-10", "tinh-15", "tinh-11")
    assert (events[-1].kind, events[-1].data) == ("handed-over", {"from": "tinh-10", "to": "tinh-15"})
    # The successor hears where it stands, once; the last day was Wednesday 18 June, nine working days ago.
    assert [line for line in told(database) if line[1].startswith("tinh-15")] == [
        ("2025-07-01", "tinh-15", "overdue-5wd"),
        ("2025-07-01", "tinh-15:head", "escalated-head"),
    ]
    quiet_round(database, registry, given, at("2025-07-01", 15))
    assert len([line for line in told(database) if line[1] == "tinh-15"]) == 1
    # It answers under its own name.
    with db.session(database) as s:
        answer = acts.submit(
            s,
            registry,
            obligation="kstthc-quy",
            period="2025-Q2",
            unit="tinh-15",
            now=at("2025-07-02"),
            by=LAN,
        )
    assert (answer.task.unit, answer.late) == ("tinh-10", True)


def test_an_outage_over_the_merger_changes_nobody_who_owes(database: Engine, tmp_path: Path) -> None:
    registry, given = cast.registry(), settings(tmp_path, go_live=date(2025, 1, 1))
    quiet_round(database, registry, given, at("2025-04-01"))
    quiet_round(database, registry, given, at("2025-07-02"))
    with db.reading(database) as s:
        held = {task.unit: task.holder for task in queries.tasks(s, period="2025-Q2")}
    assert held == {
        "CSXH": "CSXH", "TCKT": "TCKT", "TST": "TST", "tinh-10": "tinh-15", "tinh-11": "tinh-15",
    }  # fmt: skip
