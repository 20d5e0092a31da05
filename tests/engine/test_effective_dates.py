"""Duties, units and groups that begin or end, and events: what a plan makes of the tasks that are open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from calendars.rules import After, Boundary, DueRule
from config.registry import Registry
from config.registry.objects import Cycle, Group
from engine.changes.plan import ChangeKind
from models.states import TaskState
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.edits import applied, only, planned, quarterly, task
from tests.support.rounds import LAN, quiet_round, settings


@pytest.fixture
def engine(database: Engine, tmp_path: Path) -> Engine:
    """The third quarter is open for TST, CSXH, TCKT and tinh-15."""
    quiet_round(database, cast.registry(), settings(tmp_path), at("2026-08-27"))
    return database


def test_a_duty_that_ends_still_owes_the_periods_that_began_before(engine: Engine, tmp_path: Path) -> None:
    ended = quarterly(to=date(2026, 10, 1))
    assert only(planned(engine, ended, tmp_path, until=date(2027, 6, 1))) == {}
    sooner = quarterly(to=date(2026, 7, 1))
    (change,) = planned(engine, sooner, tmp_path).changes
    assert (change.kind, len(change.units)) == (ChangeKind.WITHDRAWN, 4)
    assert "it ended on 2026-07-01" in acts.en(change.why)


def test_a_duty_that_begins_in_the_middle_opens_its_first_period(engine: Engine, tmp_path: Path) -> None:
    begun = cast.registry(
        cast.QUARTERLY, replace(cast.PLANS, from_=date(2026, 12, 10)), fingerprint="with the plans"
    )
    plan = planned(engine, begun, tmp_path, until=date(2026, 11, 30))
    # The plan of 2027 is due on 15 December 2026 and opens fifteen working days before: 24 November.
    (change,) = plan.changes
    assert (change.kind, change.period, change.units) == (ChangeKind.OPENED, "2027", ("VP", "TST", "CSXH"))
    assert acts.en(change.why) == "opens on 2026-11-24"
    # Nor is a plan owed that was due before the duty began, though its year has months to come.
    later = cast.registry(cast.QUARTERLY, replace(cast.PLANS, from_=date(2027, 6, 1)), fingerprint="later")
    assert only(planned(engine, later, tmp_path, until=date(2026, 11, 30))) == {}


@pytest.mark.parametrize("successor", [None, "tinh-20"])
def test_a_unit_that_ends_keeps_its_tasks_or_hands_them_over(
    engine: Engine, tmp_path: Path, successor: str | None
) -> None:
    ended = replace(cast.UNITS[-1], to=date(2026, 9, 5), successor=successor)
    units = (*cast.UNITS[:-1], ended, cast.unit("tinh-20", "BHXH mới", "province", from_=date(2026, 9, 5)))
    # Also when the rule now opens the period on 8 September, a day on which the unit is no more.
    for day, kinds in ((None, {}), (31, {"moved": 4})):
        duty = replace(cast.QUARTERLY, due=replace(cast.QUARTERLY.due, day=day or 19))
        edited = cast.registry(duty, units=units, fingerprint=f"ended {day} {successor}")
        found = only(planned(engine, edited, tmp_path, at("2026-09-14")))
        found.pop("opened", None)
        assert found == kinds
    applied(engine, edited, tmp_path, at("2026-09-14"))
    quiet_round(engine, edited, settings(tmp_path), at("2026-09-15"))
    assert task(engine, "tinh-15").state is TaskState.OPEN
    assert task(engine, "tinh-15").holder == (successor or "tinh-15")


def test_a_group_that_ended_before_the_period_opened_owes_nothing(engine: Engine, tmp_path: Path) -> None:
    def with_group(to: str) -> Registry:
        made = cast.registry(fingerprint=f"group {to}")
        group = Group(code="@tinh", title="Các tỉnh", kinds=("province",), to=date.fromisoformat(to))
        return Registry(
            office=made.office, calendar=made.calendar, units=made.units.values(), groups=(group,),
            ladders=made.ladders.values(), documents=made.documents.values(), outlines=(),
            obligations=made.obligations.values(), fingerprint=made.fingerprint,
        )  # fmt: skip

    assert only(planned(engine, with_group("2026-09-01"), tmp_path)) == {}
    (change,) = planned(engine, with_group("2026-08-01"), tmp_path).changes
    assert (change.kind, change.units) == (ChangeKind.WITHDRAWN, ("tinh-15",))


def test_an_event_is_compared_by_its_day(database: Engine, tmp_path: Path) -> None:
    """Ten days after the event; then the rule says twenty, and later nobody waits for it any more."""
    duty = replace(
        cast.QUARTERLY, code="su-kien", cycle=Cycle.EVENT, only=None, owed_by=("TST", "@tinh"),
        due=DueRule(boundary=Boundary.BY, after=After("event", days=10)),
    )  # fmt: skip
    first = cast.registry(duty, fingerprint="event")
    quiet_round(database, first, settings(tmp_path), at("2026-09-03"))
    acts.report(
        database, first, settings(tmp_path), at("2026-09-04"),
        obligations=["su-kien"], day=date(2026, 9, 4), by=LAN,
    )  # fmt: skip
    assert planned(database, first, tmp_path, at("2026-09-07")).changes == ()
    later = cast.registry(
        replace(duty, due=replace(duty.due, after=After("event", days=20))), fingerprint="twenty"
    )
    (change,) = planned(database, later, tmp_path, at("2026-09-07")).changes
    # Friday 4 September and twenty days: Thursday the 24th.
    assert change.after is not None
    assert (change.kind, change.units, change.after.last_day) == (
        ChangeKind.MOVED, ("TST", "tinh-15"), date(2026, 9, 24),
    )  # fmt: skip
    applied(database, cast.registry(fingerprint="without"), tmp_path, at("2026-09-07"))
    # Withdrawn events are reported again, never reopened by a plan.
    assert only(planned(database, first, tmp_path, at("2026-09-08"))).get("reopened") is None
