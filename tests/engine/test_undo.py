"""Taking an answer back: what then stands, what others hear of it, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from desk.commands.undo import ANSWERS as OFFERED
from engine.answers.acknowledging import acknowledge
from engine.answers.requests import pass_on
from engine.answers.undo import ANSWERS
from engine.errors import AnswerError, UnknownName
from engine.tasks.acts import Act, TaskRef
from engine.tasks.requests import all_waiting
from models import db, queries
from models.states import Began, TaskState
from models.tables import Task
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN, mornings, quiet_round, settings, told

REGISTRY = cast.registry()
TST: dict[str, Any] = {"obligation": "kstthc-quy", "period": "2026-Q3", "unit": "TST"}
DUE = date(2026, 9, 18)


@pytest.fixture
def engine(database: Engine, tmp_path: Path) -> Engine:
    """The third quarter is open, as of 25 August; it is due on 18 September."""
    quiet_round(database, REGISTRY, settings(tmp_path), at("2026-08-25"))
    return database


def do(engine: Engine, act: str, when: str, **more: Any) -> Any:
    with db.session(engine) as s:
        return getattr(acts, act)(s, REGISTRY, **{**TST, "now": at(when, 10), "by": LAN, **more})


def task_of(engine: Engine) -> Task:
    with db.reading(engine) as s:
        task = queries.task_of(s, **TST)
        assert task is not None
        return task


def waiting(engine: Engine) -> list[tuple[str, str, date | None]]:
    """(unit, what it asks, until when) of every request that nobody has answered."""
    with db.reading(engine) as s:
        return [(task.unit, each.kind, each.to) for task, each in all_waiting(s)]


def kinds(engine: Engine) -> list[str]:
    with db.reading(engine) as s:
        return [each.kind for each in queries.history(s, task_id=task_of(engine).id)]


def test_a_submission_for_the_wrong_unit_is_taken_back_and_the_task_is_chased(
    engine: Engine, tmp_path: Path
) -> None:
    do(engine, "submit", "2026-09-10", document_no="1/BC")
    done = do(engine, "undo", "2026-09-11", reason="ghi nhầm đơn vị")
    assert (done.kind, done.undone.kind, done.late) == ("undone", "submitted", False)
    task = task_of(engine)
    assert (task.state, task.submitted_at, task.document_no) == (TaskState.OPEN, None, None)
    assert (task.last_day, task.deadline_no, task.began) == (DUE, 0, Began.OPENED)
    assert kinds(engine) == ["opened", "submitted", "undone"]
    with db.reading(engine) as s:
        event = queries.history(s, task_id=task.id)[-1]
    assert (event.actor, event.reason, event.data["what"]) == ("lan", "ghi nhầm đơn vị", "submitted")
    for now in mornings("2026-09-14", "2026-09-14"):
        quiet_round(engine, REGISTRY, settings(tmp_path), now)
    assert ("2026-09-14", "TST", "reminder-5wd") in told(engine)


@pytest.mark.slow
def test_what_went_by_while_it_seemed_sent_does_not_go_up_on_one_morning(
    engine: Engine, tmp_path: Path
) -> None:
    do(engine, "submit", "2026-09-10")
    for now in mornings("2026-09-11", "2026-10-09"):
        quiet_round(engine, REGISTRY, settings(tmp_path), now)
    do(engine, "undo", "2026-10-09", reason="ghi nhầm đơn vị")
    for now in mornings("2026-10-12", "2026-10-23"):
        quiet_round(engine, REGISTRY, settings(tmp_path), now)
    assert [each for each in told(engine) if "TST" in each[1] or each[0] > "2026-10-09"] == [
        ("2026-08-25", "TST", "opened"),
        ("2026-10-12", "TST", "overdue-5wd"),
        ("2026-10-13", "TST:head", "escalated-head"),
        ("2026-10-15", "VP", "escalated-owner"),
        ("2026-10-22", "leadership", "escalated-leadership"),
    ]


def test_an_acceptance_and_a_waiver_are_taken_back(engine: Engine) -> None:
    do(engine, "submit", "2026-09-10", document_no="1/BC")
    do(engine, "accept", "2026-09-11")
    do(engine, "undo", "2026-09-11", reason="chấp nhận nhầm")
    task = task_of(engine)
    assert (task.state, task.document_no, task.submitted_at) == (
        TaskState.SUBMITTED, "1/BC", at("2026-09-10", 10),
    )  # fmt: skip
    other = {"unit": "CSXH"}
    do(engine, "waive", "2026-09-10", reason="không phát sinh", **other)
    assert do(engine, "undo", "2026-09-11", reason="có phát sinh", **other).task.state is TaskState.OPEN


def test_an_extension_to_a_mistyped_day_is_taken_back_and_lateness_follows(engine: Engine) -> None:
    """Sent on 25 September: in time by the extension, late without it."""
    do(engine, "extend", "2026-09-14", new_day=date(2026, 11, 30), reason="chờ số liệu")
    assert do(engine, "submit", "2026-09-25", document_no="1/BC").late is False
    done = do(engine, "undo", "2026-09-28", what="extended", reason="ghi nhầm tháng")
    assert (done.late, done.undone.kind) == (True, "extended")
    task = task_of(engine)
    assert (task.state, task.document_no) == (TaskState.SUBMITTED, "1/BC")
    assert (task.last_day, task.working_deadline, task.began) == (DUE, DUE, Began.OPENED)


@pytest.mark.slow
def test_a_return_is_taken_back_and_the_next_deadline_has_a_ladder_of_its_own(
    engine: Engine, tmp_path: Path
) -> None:
    do(engine, "submit", "2026-09-10", document_no="1/BC")
    do(engine, "return_report", "2026-09-11", new_day=date(2026, 10, 30), reason="thiếu biểu")
    quiet_round(engine, REGISTRY, settings(tmp_path), at("2026-09-14"))
    do(engine, "undo", "2026-09-14", reason="trả lại nhầm đơn vị")
    task = task_of(engine)
    assert (task.state, task.document_no, task.submitted_at) == (
        TaskState.SUBMITTED, "1/BC", at("2026-09-10", 10),
    )  # fmt: skip
    assert (task.last_day, task.deadline_no) == (DUE, 0)
    do(engine, "return_report", "2026-09-15", new_day=date(2026, 10, 20), reason="thiếu biểu")
    assert task_of(engine).deadline_no == 2, "1 has told of 30 October"
    quiet_round(engine, REGISTRY, settings(tmp_path), at("2026-09-16"))
    assert ("2026-09-16", "TST", "returned") in told(engine)


def test_progress_and_a_new_holder_are_taken_back(engine: Engine) -> None:
    do(engine, "progress", "2026-09-07", percent="40")
    do(engine, "progress", "2026-09-08", percent="90")
    do(engine, "reassign", "2026-09-09", to="CSXH", reason="chuyển nhiệm vụ")
    done = do(engine, "undo", "2026-09-10", what="progress", reason="gõ nhầm")
    with db.reading(engine) as s:
        assert queries.last_progress(s, [done.task.id])[done.task.id].percent == 40
    assert task_of(engine).holder == "CSXH"
    do(engine, "undo", "2026-09-10", reason="nhầm đơn vị")
    assert task_of(engine).holder == "TST"
    do(engine, "undo", "2026-09-10", reason="gõ nhầm")
    with db.reading(engine) as s:
        assert queries.last_progress(s, [done.task.id]) == {}
    with pytest.raises(AnswerError, match="nothing was recorded of kstthc-quy 2026-Q3 of TST"):
        do(engine, "undo", "2026-09-10", reason="x")


def test_an_amendment_is_taken_back_to_what_was_sent_first(engine: Engine) -> None:
    do(engine, "submit", "2026-09-10", document_no="1/BC")
    do(engine, "submit", "2026-09-21", document_no="2/BC", submitted_on=date(2026, 9, 21), amend=True)
    assert do(engine, "undo", "2026-09-22", reason="số cũ mới đúng").late is False
    assert (task_of(engine).document_no, task_of(engine).submitted_at) == ("1/BC", at("2026-09-10", 10))


def test_what_others_build_on_is_taken_back_after_them(engine: Engine) -> None:
    do(engine, "submit", "2026-09-10", document_no="1/BC")
    do(engine, "return_report", "2026-09-11", new_day=date(2026, 9, 30), reason="thiếu biểu")
    before = kinds(engine)
    with pytest.raises(
        AnswerError,
        match=r"the submission 1/BC of 2026-09-10 \(by lan\) cannot be taken back while the later return "
        r"1/BC of 2026-09-11 \(by lan\) builds on it; .* --what returned",
    ):
        do(engine, "undo", "2026-09-12", what="submitted", reason="nhầm")
    with pytest.raises(AnswerError, match=r"has no waiver to take back; there is: submission"):
        do(engine, "undo", "2026-09-12", what="waived", reason="nhầm")
    with pytest.raises(AnswerError, match="reason"):
        do(engine, "undo", "2026-09-12", reason=" ")
    with pytest.raises(UnknownName):
        do(engine, "undo", "2026-09-12", reason="x", period="2026-Q1")
    assert kinds(engine) == before


def test_a_request_and_its_refusal_are_taken_back(engine: Engine, tmp_path: Path) -> None:
    """Asked through somebody who took the mail for another unit's. The ladder goes on where it was."""
    do(engine, "ask_extension", "2026-09-09", new_day=date(2026, 9, 25), reason="chờ số liệu")
    do(engine, "refuse", "2026-09-10", reason="không đủ lý do")
    assert waiting(engine) == []
    assert do(engine, "undo", "2026-09-10", reason="từ chối nhầm").undone.kind == "request-refused"
    assert waiting(engine) == [("TST", "asked-extension", date(2026, 9, 25))]
    assert do(engine, "undo", "2026-09-10", reason="của đơn vị khác").undone.kind == "asked-extension"
    assert waiting(engine) == []
    task = task_of(engine)
    assert (task.state, task.last_day, task.began_at) == (TaskState.OPEN, DUE, at("2026-08-25"))
    quiet_round(engine, REGISTRY, settings(tmp_path), at("2026-09-11"))
    assert ("2026-09-10", "TST", "undone") in told(engine)
    assert ("2026-09-11", "TST", "reminder-5wd") in told(engine)


def test_a_request_is_taken_back_after_what_settled_it(engine: Engine) -> None:
    do(engine, "ask_extension", "2026-09-09", new_day=date(2026, 9, 25), reason="chờ số liệu")
    do(engine, "extend", "2026-09-10", new_day=date(2026, 9, 25), reason="chờ số liệu")
    with pytest.raises(AnswerError, match=r"request for more time of 2026-09-09 .* --what extended"):
        do(engine, "undo", "2026-09-10", what="asked-extension", reason="nhầm")
    do(engine, "undo", "2026-09-10", reason="nhầm")
    assert waiting(engine) == [("TST", "asked-extension", date(2026, 9, 25))]


def test_what_was_passed_on_is_decided_here_again_and_receipt_is_taken_back(engine: Engine) -> None:
    do(engine, "ask_release", "2026-09-09", reason="thuộc Ban khác")
    with db.session(engine) as s:
        act, ref = Act(s, acts.HERE, REGISTRY, at("2026-09-09", 11), LAN), TaskRef(*TST.values())
        pass_on(act, ref, to="CSXH", reason="thuộc CSXH")
        acknowledge(act, ref)
        assert all_waiting(s)[0][1].decider == "CSXH"
    assert do(engine, "undo", "2026-09-10", reason="nhầm").undone.kind == "acknowledged"
    assert do(engine, "undo", "2026-09-10", reason="nhầm").undone.kind == "request-passed-on"
    with db.reading(engine) as s:
        assert all_waiting(s)[0][1].decider == ""


def test_a_day_that_is_a_mistyped_year_is_refused_unless_confirmed(engine: Engine) -> None:
    with pytest.raises(
        AnswerError, match=r"2025-09-10 is before kstthc-quy 2026-Q3 of TST could be reported"
    ):
        do(engine, "submit", "2026-09-10", submitted_on=date(2025, 9, 10))
    do(engine, "submit", "2026-09-10", submitted_on=date(2026, 7, 1))
    with pytest.raises(AnswerError, match=r"at most 90 are given, until 2026-12-10; .* --confirm"):
        do(engine, "return_report", "2026-09-11", new_day=date(2026, 12, 11), reason="thiếu biểu")
    back = do(
        engine, "return_report", "2026-09-11", new_day=date(2026, 12, 11), reason="thiếu biểu", confirmed=True
    )
    assert back.task.last_day == date(2026, 12, 11)
    sent = do(engine, "submit", "2026-09-12", submitted_on=date(2025, 9, 10), confirmed=True)
    assert sent.task.submitted_at == at("2025-09-10", 12)


def test_the_command_offers_what_can_be_taken_back() -> None:
    assert tuple(ANSWERS) == OFFERED
