"""Mergers and the registry's edits: a unit is never asked for the same period twice, and never loses one.

In 2025 tinh-10 and tinh-11 become tinh-15 on Tuesday 1 July. The second quarter is due before 19 June and
opens on 28 May. Due before 26 July, its last day is Friday the 25th, and it opens on 4 July, fifteen working
days before: after the merger.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from config.registry import Registry
from models import db, queries
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.edits import applied, only, planned
from tests.support.rounds import LAN, mornings, quiet_round, settings, told

Q2 = ("kstthc-quy", "2025-Q2")
AFTER = replace(cast.QUARTERLY, due=replace(cast.QUARTERLY.due, month="next", day=26))


def _held(engine: Engine, period: str = "2025-Q2") -> dict[str, str]:
    """Holders of the provinces' tasks that were not withdrawn, by unit."""
    with db.reading(engine) as s:
        found = queries.tasks(s, period=period)
    return {t.unit: t.holder for t in found if t.unit.startswith("tinh") and t.state != "withdrawn"}


@pytest.fixture
def june(database: Engine, tmp_path: Path) -> Engine:
    quiet_round(database, cast.registry(), settings(tmp_path), at("2025-06-02"))
    return database


def _moved() -> Registry:
    return cast.registry(AFTER, fingerprint="after the merger")


@pytest.mark.slow
def test_a_rule_that_opens_after_the_merger_asks_the_successor_once(june: Engine, tmp_path: Path) -> None:
    in_place = {"tinh-10": "tinh-15", "tinh-11": "tinh-15"}
    quiet_round(june, cast.registry(), settings(tmp_path), at("2025-07-01"))
    assert only(planned(june, _moved(), tmp_path, at("2025-07-01"), until=date(2025, 7, 8))) == {"moved": 5}
    # Also by rounds that run before anybody applies it, on the day on which it opens now and after it.
    for now in mornings("2025-07-02", "2025-07-07"):
        assert quiet_round(june, _moved(), settings(tmp_path), now).tasks_opened == 0
    assert only(planned(june, _moved(), tmp_path, at("2025-07-07"))) == {"moved": 5}
    assert applied(june, _moved(), tmp_path, at("2025-07-07", 9)).done == {"moved": 5}
    assert quiet_round(june, _moved(), settings(tmp_path), at("2025-07-08")).tasks_opened == 0
    assert _held(june) == in_place
    assert [line for line in told(june) if line[1] == "tinh-15" and line[0] > "2025-07-07"] == [
        ("2025-07-08", "tinh-15", "moved")
    ] * 2
    whole: dict[str, Any] = {"obligation": Q2[0], "period": Q2[1], "now": at("2025-07-09"), "execute": True}
    assert acts.rerun(june, _moved(), settings(tmp_path), **whole).opened == ()
    assert _held(june) == in_place


@pytest.mark.slow
def test_what_was_sent_before_the_merger_is_not_asked_again(june: Engine, tmp_path: Path) -> None:
    with db.session(june) as s:
        for unit in ("tinh-10", "tinh-11"):
            acts.submit(
                s, cast.registry(), obligation=Q2[0], period=Q2[1], unit=unit, now=at("2025-06-17"), by=LAN
            )  # fmt: skip
    quiet_round(june, _moved(), settings(tmp_path), at("2025-07-07"))
    assert _held(june) == {"tinh-10": "tinh-10", "tinh-11": "tinh-11"}
    # What it sends of its own accord is recorded.
    with db.session(june) as s:
        done = acts.submit(
            s, _moved(), obligation=Q2[0], period=Q2[1], unit="tinh-15", now=at("2025-07-08"), by=LAN
        )
    assert done.task.unit == "tinh-15"


def test_withdrawn_tasks_of_before_the_merger_leave_the_period_to_the_successor(
    june: Engine, tmp_path: Path
) -> None:
    without = cast.registry(replace(cast.QUARTERLY, owed_by=("TST", "CSXH", "TCKT")), fingerprint="no @tinh")
    assert applied(june, without, tmp_path, at("2025-06-03")).done == {"withdrawn": 2}
    assert only(planned(june, _moved(), tmp_path, at("2025-07-07"))) == {"moved": 3, "opened": 1}
    applied(june, _moved(), tmp_path, at("2025-07-07"))
    assert _held(june) == {"tinh-15": "tinh-15"}


def test_a_merger_written_down_late_asks_nobody_twice(database: Engine, tmp_path: Path) -> None:
    """The third quarter opens on 27 August; in September the files learn that both ended on 1 July."""
    alone = tuple(replace(unit, to=None, successor=None, from_=None) for unit in cast.UNITS[:-1])
    before, after = cast.registry(units=alone, fingerprint="unmerged"), cast.registry()
    quiet_round(database, before, settings(tmp_path), at("2025-08-29"))
    assert _held(database, "2025-Q3") == {"tinh-10": "tinh-10", "tinh-11": "tinh-11"}
    assert only(planned(database, after, tmp_path, at("2025-09-03"))) == {}
    report = quiet_round(database, after, settings(tmp_path), at("2025-09-03"))
    assert (report.tasks_opened, sum(report.handed_over.values())) == (0, 2)
    assert applied(database, after, tmp_path, at("2025-09-03", 9)).done == {}
    assert _held(database, "2025-Q3") == {"tinh-10": "tinh-15", "tinh-11": "tinh-15"}
