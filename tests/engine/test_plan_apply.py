"""An edited registry is compared with the tasks, shown, and applied: each rule on a date worked out by hand.

The cast's third quarter of 2026 is due before 19 September, so on Friday the 18th; it opens on 27 August. In
these stories the office then finds that the plan says before the 26th (Friday the 25th), or the 9th (Tuesday
the 8th), or changes who owes it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from calendars.rules import Boundary
from engine.changes.plan import ChangeKind
from engine.errors import PlanChanged, RoundBehind
from models import db, queries
from models.states import TaskState
from tests.support import acts, cast, races
from tests.support.cast import at
from tests.support.edits import NOW, applied, kinds_of, only, planned, quarterly, race_to_apply, task
from tests.support.rounds import LAN, mornings, quiet_round, settings, snapshot, told

OPENED = "2026-08-27"


@pytest.fixture
def engine(database: Engine, tmp_path: Path) -> Engine:
    """The third quarter is open for TST, CSXH, TCKT and tinh-15."""
    quiet_round(database, cast.registry(), settings(tmp_path), at(OPENED))
    return database


def test_an_unchanged_registry_plans_nothing(engine: Engine, tmp_path: Path) -> None:
    plan = planned(engine, cast.registry(), tmp_path)
    assert (plan.changes, plan.open_tasks) == ((), 4)


def test_a_later_day_moves_all_of_a_period_in_one_line(engine: Engine, tmp_path: Path) -> None:
    plan = planned(engine, quarterly(26), tmp_path)
    (change,) = plan.changes
    assert (change.kind, change.obligation, change.period) == (ChangeKind.MOVED, "kstthc-quy", "2026-Q3")
    assert set(change.units) == {"TST", "CSXH", "TCKT", "tinh-15"}
    assert change.before is not None
    assert change.after is not None
    assert (change.before.last_day, change.after.last_day) == (date(2026, 9, 18), date(2026, 9, 25))
    assert (change.after.nominal, change.after.boundary) == (date(2026, 9, 26), Boundary.BEFORE)


def test_planning_writes_nothing(engine: Engine, tmp_path: Path) -> None:
    before = snapshot(engine)
    planned(engine, quarterly(26), tmp_path)
    applied(engine, quarterly(26), tmp_path, dry_run=True)
    assert snapshot(engine) == before


def test_applying_moves_them_with_an_event_each_and_twice_does_nothing(
    engine: Engine, tmp_path: Path
) -> None:
    done = applied(engine, quarterly(26), tmp_path, reason="Đính chính kế hoạch")
    assert (done.done, done.tasks) == ({"moved": 4}, 4)
    moved = task(engine)
    assert (moved.last_day, moved.working_deadline, moved.nominal) == (
        date(2026, 9, 25), date(2026, 9, 25), date(2026, 9, 26),
    )  # fmt: skip
    assert moved.late_from == at("2026-09-26", 0)
    assert (moved.original_last_day, moved.deadline_no, moved.began) == (date(2026, 9, 25), 1, "moved")
    assert kinds_of(engine) == ["opened", "moved"]
    with db.reading(engine) as s:
        (said,) = queries.history(s, task_id=moved.id, kind="moved")
    assert (said.actor, said.origin, said.reason) == ("lan", "cli", "Đính chính kế hoạch")
    assert (said.data["before"], said.data["last_day"]) == ("2026-09-18", "2026-09-25")
    assert (said.data["nominal_before"], said.data["nominal"]) == ("before 2026-09-19", "before 2026-09-26")
    before = snapshot(engine)
    assert applied(engine, quarterly(26), tmp_path).done == {}
    assert snapshot(engine) == before


@pytest.mark.slow
def test_a_moved_task_has_a_ladder_of_its_own(engine: Engine, tmp_path: Path) -> None:
    for now in mornings("2026-08-28", "2026-09-03"):
        quiet_round(engine, cast.registry(), settings(tmp_path), now)
    applied(engine, quarterly(26), tmp_path, at("2026-09-03", 15))
    for now in mornings("2026-09-04", "2026-09-28"):
        quiet_round(engine, quarterly(26), settings(tmp_path), now)
    # From Friday 25 September: ten working days before is Friday the 11th, five the 18th, one the 24th.
    assert [line for line in told(engine) if line[1] == "TST"] == [
        ("2026-08-27", "TST", "opened"),
        ("2026-09-04", "TST", "moved"),
        ("2026-09-11", "TST", "reminder-10wd"),
        ("2026-09-18", "TST", "reminder-5wd"),
        ("2026-09-24", "TST", "reminder-1wd"),
        ("2026-09-25", "TST", "due-today"),
        ("2026-09-28", "TST", "overdue-1wd"),
    ]


def test_an_earlier_day_moves_while_it_lies_ahead(engine: Engine, tmp_path: Path) -> None:
    assert only(planned(engine, quarterly(9), tmp_path, at("2026-09-07"))) == {"moved": 4}
    # On Tuesday the 8th itself, and after it, nobody is made late.
    for day in ("2026-09-08", "2026-09-14"):
        plan = planned(engine, quarterly(9), tmp_path, at(day))
        assert only(plan) == {"kept": 4}
        assert "nobody becomes late" in acts.en(plan.changes[0].why)
    assert applied(engine, quarterly(9), tmp_path, at("2026-09-14")).tasks == 0
    assert task(engine).last_day == date(2026, 9, 18)


def test_a_later_day_counts_also_when_it_is_past(engine: Engine, tmp_path: Path) -> None:
    applied(engine, quarterly(22), tmp_path, at("2026-09-24"))
    # "Before the 22nd" is Monday the 21st: late, but by three days less.
    assert task(engine).last_day == date(2026, 9, 21)


def test_the_same_day_in_other_words_starts_no_new_ladder(engine: Engine, tmp_path: Path) -> None:
    same = quarterly(due=replace(cast.QUARTERLY.due, day=18, boundary=Boundary.BY))
    assert only(planned(engine, same, tmp_path)) == {"reworded": 4}
    applied(engine, same, tmp_path)
    now = task(engine)
    assert (now.nominal, now.boundary, now.last_day, now.deadline_no, now.began) == (
        date(2026, 9, 18), Boundary.BY, date(2026, 9, 18), 0, "opened",
    )  # fmt: skip
    quiet_round(engine, same, settings(tmp_path), at("2026-09-03", 15))
    assert [reason for _, who, reason in told(engine) if who == "TST"] == ["opened"]
    assert only(planned(engine, same, tmp_path)) == {}


def test_an_extension_stays_unless_the_registry_is_later_still(engine: Engine, tmp_path: Path) -> None:
    with db.session(engine) as s:
        acts.extend(
            s, cast.registry(), obligation="kstthc-quy", period="2026-Q3", unit="TST",
            new_day=date(2026, 10, 2), reason="bão lũ", now=NOW, by=LAN,
        )  # fmt: skip
    for edited in (quarterly(9), quarterly(26)):
        plan = planned(engine, edited, tmp_path)
        assert only(plan) == {"moved": 3, "kept": 1}
        assert plan.changes[-1].units == ("TST",)
        assert "extended: that day stays" in acts.en(plan.changes[-1].why)
    late = quarterly(due=replace(cast.QUARTERLY.due, month="next", day=16))
    assert only(planned(engine, late, tmp_path)) == {"moved": 4}
    applied(engine, late, tmp_path)
    assert (task(engine).last_day, task(engine).deadline_no) == (date(2026, 10, 15), 2)


def test_what_was_answered_never_moves(engine: Engine, tmp_path: Path) -> None:
    names: dict[str, Any] = {"obligation": "kstthc-quy", "period": "2026-Q3", "now": NOW, "by": LAN}
    with db.session(engine) as s:
        acts.submit(s, cast.registry(), unit="TST", **names)
        acts.submit(s, cast.registry(), unit="CSXH", **names)
        acts.accept(s, cast.registry(), unit="CSXH", **names)
        acts.waive(s, cast.registry(), unit="TCKT", reason="x", **names)
    for edited in (quarterly(26), cast.registry(cast.PLANS, fingerprint="without")):
        (change,) = planned(engine, edited, tmp_path).changes
        assert change.units == ("tinh-15",)


def test_a_duty_that_left_the_registry_withdraws_what_is_open(engine: Engine, tmp_path: Path) -> None:
    without = cast.registry(cast.PLANS, fingerprint="without")
    (change,) = planned(engine, without, tmp_path).changes
    assert (change.kind, len(change.units)) == (ChangeKind.WITHDRAWN, 4)
    assert acts.en(change.why) == "the obligation is not in the registry any more"
    applied(engine, without, tmp_path, reason="bãi bỏ")
    gone = task(engine)
    assert (gone.state, gone.next_action_at) == (TaskState.WITHDRAWN, None)
    report = quiet_round(engine, without, settings(tmp_path), at("2026-09-11"))
    assert "task-stuck" not in {finding.code for finding in report.findings}
    assert [line for line in told(engine) if line[0] > OPENED] == []


def test_a_unit_taken_out_of_owed_by_is_withdrawn_and_the_others_stay(engine: Engine, tmp_path: Path) -> None:
    fewer = quarterly(owed_by=("CSXH", "TCKT", "@tinh"))
    (change,) = planned(engine, fewer, tmp_path).changes
    assert (change.kind, change.units) == (ChangeKind.WITHDRAWN, ("TST",))
    assert acts.en(change.why) == "the unit does not owe it any more"
    applied(engine, fewer, tmp_path)
    assert kinds_of(engine) == ["opened", "withdrawn"]
    assert task(engine, "CSXH").state is TaskState.OPEN


@pytest.mark.slow
def test_what_was_withdrawn_by_mistake_opens_again(engine: Engine, tmp_path: Path) -> None:
    applied(engine, quarterly(owed_by=("CSXH", "TCKT", "@tinh")), tmp_path)
    again = cast.registry()
    assert only(planned(engine, again, tmp_path, at("2026-09-04"))) == {"reopened": 1}
    applied(engine, again, tmp_path, at("2026-09-04"))
    now = task(engine)
    assert (now.state, now.deadline_no, now.last_day) == (TaskState.OPEN, 1, date(2026, 9, 18))
    assert kinds_of(engine) == ["opened", "withdrawn", "reopened"]
    quiet_round(engine, again, settings(tmp_path), at("2026-09-04", 15))
    assert [line for line in told(engine) if line[1] == "TST"][-1] == ("2026-09-04", "TST", "reminder-10wd")


def test_a_period_that_ended_stays_withdrawn(engine: Engine, tmp_path: Path) -> None:
    applied(engine, quarterly(owed_by=("CSXH", "TCKT", "@tinh")), tmp_path)
    assert only(planned(engine, cast.registry(), tmp_path, at("2026-09-21"))) == {}


def test_units_that_newly_owe_get_the_day_of_their_neighbours(engine: Engine, tmp_path: Path) -> None:
    """A rule and a roster that change together: without `apply` the period would have two last days."""
    edited = quarterly(26, owed_by=(*cast.QUARTERLY.owed_by, "VP"))
    # By the new rule the period opens on Friday the 4th, fifteen working days before the 25th.
    assert only(planned(engine, edited, tmp_path)) == {"moved": 4}
    now = at("2026-09-04")
    plan = planned(engine, edited, tmp_path, now)
    assert only(plan) == {"opened": 1, "moved": 4}
    assert (plan.changes[0].units, acts.en(plan.changes[0].why)) == (
        ("VP",),
        "others of the period have 2026-09-18",
    )
    assert applied(engine, edited, tmp_path, now, reason="bổ sung").done == {"opened": 1, "moved": 4}
    with db.reading(engine) as s:
        assert {each.last_day for each in queries.tasks(s)} == {date(2026, 9, 25)}
        (said,) = queries.history(s, task_id=task(engine, "VP").id)
    assert (said.kind, said.actor, said.reason) == ("opened", "lan", "bổ sung")
    assert quiet_round(engine, edited, settings(tmp_path), at("2026-09-07")).tasks_opened == 0


@pytest.mark.slow
def test_a_new_owner_is_recorded_and_hears_what_was_escalated(engine: Engine, tmp_path: Path) -> None:
    for now in mornings("2026-08-28", "2026-09-25"):
        quiet_round(engine, cast.registry(), settings(tmp_path), now)
    given = quarterly(owner="TCKT")
    (change,) = planned(engine, given, tmp_path, at("2026-09-28")).changes
    assert (change.kind, change.owner_before, change.owner_after) == (ChangeKind.OWNER, "VP", "TCKT")
    applied(engine, given, tmp_path, at("2026-09-28"))
    assert task(engine).owner == "TCKT"
    quiet_round(engine, given, settings(tmp_path), at("2026-09-28", 9))
    assert ("2026-09-28", "TCKT", "escalated-owner") in told(engine)
    with db.reading(engine) as s:
        (said,) = queries.history(s, task_id=task(engine).id, kind="owner-changed")
    assert said.data == {"from": "VP", "to": "TCKT"}


# --- together with others ---


def test_a_fingerprint_holds_as_long_as_the_same_would_be_done(engine: Engine, tmp_path: Path) -> None:
    seen = planned(engine, quarterly(26), tmp_path).fingerprint
    assert planned(engine, quarterly(26), tmp_path, at("2026-09-04")).fingerprint == seen
    with db.session(engine) as s:
        acts.submit(
            s, cast.registry(), obligation="kstthc-quy", period="2026-Q3", unit="TST", now=NOW, by=LAN
        )
    before = snapshot(engine)
    with pytest.raises(PlanChanged, match="look at `dondoc plan` again"):
        applied(engine, quarterly(26), tmp_path, expected=seen)
    assert snapshot(engine) == before
    now = planned(engine, quarterly(26), tmp_path).fingerprint
    assert applied(engine, quarterly(26), tmp_path, expected=now).done == {"moved": 3}


def test_an_answer_decided_before_the_move_is_refused_as_stale(engine: Engine, tmp_path: Path) -> None:
    from models.states import TransitionError

    seen = task(engine)
    applied(engine, quarterly(26), tmp_path)
    with pytest.raises(TransitionError, match="changed by somebody else"), db.session(engine) as s:
        queries.change(s, seen, TaskState.WAIVED, event=queries.Happening(NOW, "waived", "lan", "cli", "x"))


def test_it_does_not_go_back_behind_a_round(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(RoundBehind):
        applied(engine, quarterly(26), tmp_path, at("2026-08-26"))


def test_a_failure_in_the_middle_leaves_nothing_half_done(engine: Engine, tmp_path: Path) -> None:
    """Two periods move; the machine fails at the second one's UPDATE."""
    quiet_round(engine, cast.registry(), settings(tmp_path), at("2026-09-02"))
    before = snapshot(engine)
    edited = cast.registry(
        replace(cast.QUARTERLY, owner="TCKT", due=replace(cast.QUARTERLY.due, day=26)), fingerprint="both"
    )
    updates = []

    def fail(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("UPDATE task"):
            updates.append(statement)
            if len(updates) == 2:
                raise OSError("the disk is full")

    event.listen(engine, "before_cursor_execute", fail)
    with pytest.raises(OSError, match="disk is full"):
        applied(engine, edited, tmp_path)
    event.remove(engine, "before_cursor_execute", fail)
    assert snapshot(engine) == before
    assert applied(engine, edited, tmp_path).done == {"moved": 4, "owner-changed": 4}


@pytest.mark.slow
def test_four_processes_that_apply_at_once_do_it_once(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    done = races.together(race_to_apply, [(database_url, str(tmp_path))] * 4)
    assert sorted(done, key=len) == [{}, {}, {}, {"moved": 4}]
    assert (task(engine).deadline_no, kinds_of(engine)) == (1, ["opened", "moved"])
