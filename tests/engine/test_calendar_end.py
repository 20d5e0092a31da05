"""The working calendar ends while something is owed: what can be told is told, and what cannot is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from calendars.workdays import WorkCalendar
from config.registry import Registry
from engine.rounds.audit import audit
from models import db, queries
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import mornings, quiet_round, settings, told

pytestmark = pytest.mark.slow


def ending(year: int) -> Registry:
    """The office of the whole plan, due on Friday 25 December 2026, with a calendar that ends with a year."""
    return Registry(
        office=cast.OFFICE,
        calendar=WorkCalendar(
            days_off=cast.DAYS_OFF,
            make_up={},
            first_year=2020,
            last_year=year,
            verified_until=cast.CALENDAR.verified_until,
        ),
        units=cast.UNITS,
        groups=(),
        ladders=(cast.LADDER,),
        documents=(cast.PLAN,),
        outlines=(),
        obligations=(replace(cast.WHOLE_PLAN, owed_by=("TST",), needs=()),),
        fingerprint=f"ends-{year}",
    )


def test_the_rungs_of_next_year_silence_none_of_this_year(database: Engine, tmp_path: Path) -> None:
    registry, given = ending(2026), settings(tmp_path)
    for now in mornings("2026-11-30", "2026-12-31"):
        quiet_round(database, registry, given, now)
    assert [(day, who, why) for day, who, why in told(database) if day >= "2026-12-18"] == [
        ("2026-12-18", "TST", "reminder-5wd"),
        ("2026-12-24", "TST", "reminder-1wd"),
        ("2026-12-25", "TST", "due-today"),
        ("2026-12-28", "TST", "overdue-1wd"),
        ("2026-12-30", "TST", "overdue-3wd"),
        ("2026-12-30", "TST:head", "escalated-head"),
    ]
    with db.reading(database) as s:
        (found,) = [each for each in audit(s, registry, at("2026-12-31")) if each.code == "rungs-beyond"]
        (task,) = queries.tasks(s)
    assert acts.en(found.message) == (
        "1 open task has rungs after the working calendar, which ends on 2026-12-31 (tong-hop 2027: "
        "escalate-owner-5wd, escalate-leadership-10wd): its other rungs are told; lengthen calendar.yaml"
    )
    assert task.next_action_at == at("2027-01-01")


def test_once_the_calendar_is_longer_the_rest_is_told(database: Engine, tmp_path: Path) -> None:
    # This calendar knows no holiday in 2027: Friday 1 January is the fifth working day after the 25th.
    given = settings(tmp_path)
    for now in mornings("2026-11-30", "2026-12-30"):
        quiet_round(database, ending(2026), given, now)
    for now in mornings("2026-12-31", "2027-01-29"):
        quiet_round(database, ending(2027), given, now)
    assert [(day, who, why) for day, who, why in told(database) if day >= "2026-12-31"] == [
        ("2027-01-01", "TST", "overdue-5wd"),
        ("2027-01-01", "VP", "escalated-owner"),
        ("2027-01-08", "leadership", "escalated-leadership"),
    ]
    with db.reading(database) as s:
        assert "rungs-beyond" not in {each.code for each in audit(s, ending(2027), at("2027-01-29"))}
