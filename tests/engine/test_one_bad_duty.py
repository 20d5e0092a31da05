"""One duty that cannot be computed stops neither opening, nor chasing, nor boards; the audit names it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from calendars.rules import After, DueRule
from config.registry import Registry
from engine.changes.plan import make_plan
from engine.overview.agenda import agenda
from engine.overview.findings import Severity
from engine.rounds.audit import audit
from flows.coming import coming, served
from models import db, queries
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import quiet_round, settings, told

# Both are refused by the loader; a registry may come from elsewhere, and a loader may have a hole.
NO_SUCH_DUTY = replace(
    cast.QUARTERLY,
    code="a-lost",
    due=DueRule(boundary=cast.QUARTERLY.due.boundary, after=After("gone", days=3)),
)
NO_SUCH_LADDER = replace(cast.QUARTERLY, code="a-ladder", ladder="gone")
BAD = cast.registry(NO_SUCH_DUTY, NO_SUCH_LADDER, cast.QUARTERLY)


def errors(engine: Engine, registry: Registry, when: str) -> dict[str, str]:
    with db.reading(engine) as s:
        found = audit(s, registry, at(when))
    return {each.code: acts.en(each.message) for each in found if each.severity is Severity.ERROR}


def test_the_others_open_and_the_audit_names_it(database: Engine, tmp_path: Path) -> None:
    quiet_round(database, BAD, settings(tmp_path), at("2026-08-25"))
    with db.reading(database) as s:
        assert {task.obligation for task in queries.tasks(s)} == {"kstthc-quy"}
    said = errors(database, BAD, "2026-08-25")["duty-stuck"]
    assert said.startswith("2 duties open nothing (a-lost: ")
    assert "a-ladder: KeyError: 'gone'" in said


def test_the_coming_days_and_runs_of_the_others_are_planned() -> None:
    day = at("2026-08-25").date()
    assert {each.obligation for each in agenda(BAD, day, at("2026-09-30").date())} == {"kstthc-quy"}
    assert {each.obligation for each in coming(BAD, at("2026-08-25"))} == {"kstthc-quy"}
    assert "kstthc-quy" in {duty.code for duty in served(BAD, day)}


def test_a_task_that_cannot_be_decided_on_silences_no_other(database: Engine, tmp_path: Path) -> None:
    both = cast.registry(replace(cast.QUARTERLY, code="a-other"), cast.QUARTERLY)
    quiet_round(database, both, settings(tmp_path), at("2026-08-25"))
    broken = cast.registry(replace(cast.QUARTERLY, code="a-other", ladder="gone"), cast.QUARTERLY)
    report = quiet_round(database, broken, settings(tmp_path), at("2026-09-04"))
    assert [(day, who, why) for day, who, why in told(database) if day == "2026-09-04"] == [
        ("2026-09-04", unit, "reminder-10wd") for unit in ("CSXH", "TCKT", "TST", "tinh-15")
    ]
    assert len(report.chased.stuck) == 4
    # A day later a round need not have run for the reason to be known: `doctor` looks for itself.
    assert (
        errors(database, broken, "2026-09-06")["task-stuck"]
        == "4 tasks cannot be decided on: KeyError: 'gone'"
    )


def test_what_cannot_be_compared_is_kept_and_the_others_are_planned(scratch: Engine, tmp_path: Path) -> None:
    both = cast.registry(replace(cast.QUARTERLY, code="a-other"), cast.QUARTERLY)
    given = settings(tmp_path)
    quiet_round(scratch, both, given, at("2026-08-27"))
    moved = replace(cast.QUARTERLY, due=replace(cast.QUARTERLY.due, day=25))
    broken = cast.registry(replace(cast.QUARTERLY, code="a-other", owed_by=("@gone",)), moved)
    with db.reading(scratch) as s:
        plan = make_plan(s, broken, given, at("2026-08-28"))
    kept = {(each.obligation, each.kind.value, acts.en(each.why)) for each in plan.changes if each.why}
    assert kept == {("a-other", "kept", "cannot be compared: KeyError: '@gone'")}
    assert plan.counts["moved"] == 4
    assert {each.obligation for each in plan.doing} == {"kstthc-quy"}
