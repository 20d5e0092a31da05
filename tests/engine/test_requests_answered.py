"""What a unit asked for is granted, refused or passed on, and its next mail says so, once. What it says
it has received goes on being reminded of.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from engine.answers import acknowledging, requests
from engine.errors import AnswerError, UnknownName
from engine.installation import Installation
from engine.mail import decisions, notes
from engine.rounds.audit import audit
from engine.tasks.acts import Act, TaskRef, acting
from engine.tasks.requests import all_waiting
from language import Message
from models import db, queries
from models.states import TaskState
from models.tables import Task
from models.tables import task as t
from tests.support import acts, cast
from tests.support.acts import en
from tests.support.cast import at
from tests.support.rounds import LAN, mornings, quiet_round, settings, told

REGISTRY = cast.registry()
TST = TaskRef("kstthc-quy", "2026-Q3", "TST")


@pytest.fixture
def home(scratch: Engine, tmp_path: Path) -> Path:
    """The third quarter has been open since August; its last day is Friday 18 September."""
    for now in mornings("2026-08-25", "2026-09-09"):
        quiet_round(scratch, REGISTRY, settings(tmp_path), now)
    acts.a_round(scratch, REGISTRY, settings(tmp_path), at("2026-09-09", 9))
    return tmp_path


def doing(engine: Engine, home: Path, day: str) -> AbstractContextManager[Act]:
    return acting(Installation(settings(home), REGISTRY, engine), at(day, 10), LAN)


def asks_for_time(engine: Engine, home: Path) -> None:
    with doing(engine, home, "2026-09-09") as act:
        requests.ask_extension(act, TST, new_day=date(2026, 9, 25), reason="Chờ số liệu")


def says_not_ours(engine: Engine, home: Path) -> None:
    with doing(engine, home, "2026-09-09") as act:
        requests.ask_release(act, TST, reason="Thuộc Ban khác")


def mails(engine: Engine, home: Path, first: str, last: str, unit: str = "TST") -> list[tuple[str, str]]:
    """(subject, text in one line) of what the rounds of these mornings mail to the unit."""
    outbox = settings(home).outbox
    before = set(outbox.glob("*"))
    for now in mornings(first, last):
        acts.a_round(engine, REGISTRY, settings(home), now)
    found = []
    for path in sorted(set(outbox.glob("*")) - before):
        mail = message_from_bytes(path.read_bytes(), policy=default)
        if str(mail["To"]).endswith(f"<{REGISTRY.units[unit].email}>"):
            body = mail.get_body(("plain",))
            assert body is not None
            found.append((str(mail["Subject"]), " ".join(body.get_content().split())))
    return found


def task(engine: Engine) -> Task:
    with db.reading(engine) as s:
        found = queries.task_of(s, *TST)
    assert found is not None
    return found


@pytest.mark.slow
def test_more_time_is_granted_and_mailed_once_with_the_new_day(scratch: Engine, home: Path) -> None:
    asks_for_time(scratch, home)
    with doing(scratch, home, "2026-09-09") as act:
        requests.grant(act, TST)
    assert task(scratch).last_day == date(2026, 9, 25)
    (subject, text), (then, _) = mails(scratch, home, "2026-09-10", "2026-09-11")
    assert subject == "Gia hạn: Kiểm soát TTHC quý III/2026, hạn 25/09: còn 11 ngày làm việc"
    assert "Đã gia hạn: hạn ban đầu là thứ Sáu, 18/09/2026; lý do: Chờ số liệu" in text
    assert then == "Báo cáo công tác kiểm soát TTHC quý III/2026, hạn 25/09: còn 10 ngày làm việc"


@pytest.mark.slow
def test_a_ladder_that_says_nothing_at_its_start_is_no_reason_not_to_say_it(
    scratch: Engine, home: Path
) -> None:
    late_only = cast.registry(ladder=replace(cast.LADDER, rungs=cast.LADDER.rungs[1:]))
    asks_for_time(scratch, home)
    with acting(Installation(settings(home), late_only, scratch), at("2026-09-09", 10), LAN) as act:
        requests.grant(act, TST, new_day=date(2026, 9, 24), reason="Đến thứ Năm")
    told_then = [each for each in told(scratch) if each[2] == "extended"]
    assert told_then == [("2026-09-09", "TST", "extended")]


@pytest.mark.slow
def test_a_refusal_is_mailed_once_with_its_reason(scratch: Engine, home: Path) -> None:
    asks_for_time(scratch, home)
    with doing(scratch, home, "2026-09-09") as act:
        requests.refuse(act, TST, reason="Kế hoạch giao TST")
    (subject, text), (then, later) = mails(scratch, home, "2026-09-10", "2026-09-11")
    assert subject == "Không chấp thuận đề nghị: Kiểm soát… quý III/2026, hạn 18/09: còn 6 ngày làm việc"
    assert "Không chấp thuận đề nghị: Kế hoạch giao TST" in text
    assert "Request turned down: Kế hoạch giao TST" in text
    assert then == "Báo cáo công tác kiểm soát TTHC quý III/2026, hạn 18/09: còn 5 ngày làm việc"
    assert "Kế hoạch giao TST" not in later
    with doing(scratch, home, "2026-09-11") as act, pytest.raises(AnswerError):
        requests.refuse(act, TST, reason="Kế hoạch giao TST")


@pytest.mark.slow
def test_what_cannot_be_told_beside_tasks_keeps_no_mail_back_and_the_audit_says_so(
    scratch: Engine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The task that was passed on has a period that no calendar has, as a hand in the database leaves it."""
    says_not_ours(scratch, home)
    with doing(scratch, home, "2026-09-09") as act:
        requests.pass_on(act, TST, to="VP", reason="Xin ý kiến")
    with db.session(scratch) as s:
        s.execute(update(t).where(t.c.unit == "TST").values(period="2026-Q9"))
    ((_, to_decide),) = mails(scratch, home, "2026-09-10", "2026-09-10", unit="VP")
    assert "Thuộc Ban khác" in to_decide
    assert "kstthc-quy/2026-Q9/TST" in to_decide

    def fails(*_: object) -> dict[tuple[str, str], Message]:
        raise ZeroDivisionError("of another fault")

    monkeypatch.setattr(notes, "SOURCES", {**notes.SOURCES, "decision": fails})
    assert len(mails(scratch, home, "2026-09-11", "2026-09-11", unit="CSXH")) == 1
    with db.reading(scratch) as s:
        (found,) = [f for f in audit(s, REGISTRY, at("2026-09-11")) if f.code == "beside-failed"]
    assert "ZeroDivisionError: of another fault" in en(found.message)


@pytest.mark.slow
def test_passing_on_is_mailed_once_and_the_request_goes_on_waiting(scratch: Engine, home: Path) -> None:
    says_not_ours(scratch, home)
    for _ in range(2):
        with doing(scratch, home, "2026-09-09") as act:
            requests.pass_on(act, TST, to="ban chinh sach", reason="Xin ý kiến")
    (subject, text), (then, _) = mails(scratch, home, "2026-09-10", "2026-09-11")
    assert subject == "Đề nghị được chuyển: Kiểm soát TTHC quý III/2026, hạn 18/09: còn 6 ngày làm việc"
    assert "Đề nghị được chuyển: Ban Chính sách BHXH quyết định; hạn giữ nguyên" in text
    assert "Ý kiến chuyển: Xin ý kiến" in text
    assert then == "Báo cáo công tác kiểm soát TTHC quý III/2026, hạn 18/09: còn 5 ngày làm việc"
    with db.reading(scratch) as s:
        ((_, request),) = all_waiting(s)
    assert (request.kind, request.decider, request.said) == ("asked-release", "CSXH", "Xin ý kiến")
    with doing(scratch, home, "2026-09-14") as act:
        requests.ask_release(act, TST, reason="Thuộc Văn phòng")
    with db.reading(scratch) as s:
        ((_, request),) = all_waiting(s)
    assert (request.reason, request.decider) == ("Thuộc Văn phòng", "")  # another request, nobody's yet


@pytest.mark.slow
def test_who_asked_and_who_takes_it_are_both_told(scratch: Engine, home: Path) -> None:
    says_not_ours(scratch, home)
    with doing(scratch, home, "2026-09-09") as act:
        requests.grant(act, TST, to="CSXH", reason="Đúng chức năng")
    assert task(scratch).holder == "CSXH"
    assert ("2026-09-09", "TST", "passed-on") in told(scratch)
    (_, first), *later = mails(scratch, home, "2026-09-10", "2026-09-11", "CSXH")
    assert "Thực hiện thay cho: Ban Quản lý thu" in first
    assert "Được giao lại: Đúng chức năng" in first
    assert not any("Đúng chức năng" in text for _, text in later)


def test_what_is_nobodys_is_waived_and_mailed_to_a_unit_that_had_no_mail_yet(
    scratch: Engine, tmp_path: Path
) -> None:
    with doing(scratch, tmp_path, "2026-09-09") as act:
        acknowledging.acknowledge(act, TST)  # opens the task; nothing was mailed
        requests.ask_release(act, TST, reason="Không phát sinh")
    with doing(scratch, tmp_path, "2026-09-09") as act:
        requests.grant(act, TST)
    assert task(scratch).state is TaskState.WAIVED
    assert told(scratch) == [("2026-09-09", "TST", "waived")]


@pytest.mark.slow
def test_what_cannot_be_granted_or_passed_on_changes_nothing(scratch: Engine, home: Path) -> None:
    with doing(scratch, home, "2026-09-09") as act, pytest.raises(AnswerError):
        requests.grant(act, TST)
    asks_for_time(scratch, home)
    with doing(scratch, home, "2026-09-09") as act, pytest.raises(AnswerError) as refused:
        requests.grant(act, TST, to="CSXH")
    assert en(refused.value.message) == (
        "what waits about kstthc-quy 2026-Q3 of TST is a request for more time: give a day, not a unit"
    )
    with doing(scratch, home, "2026-09-09") as act, pytest.raises(AnswerError):
        requests.pass_on(act, TST, to="TST", reason="x")
    with doing(scratch, home, "2026-09-09") as act, pytest.raises(UnknownName):
        requests.pass_on(act, TST, to="PC", reason="x")
    with db.reading(scratch) as s:
        assert [each.decider for _, each in all_waiting(s)] == [""]


@pytest.mark.slow
def test_received_is_not_done(scratch: Engine, tmp_path: Path) -> None:
    """With it and without it, the unit and those above it are told the same."""
    for now in mornings("2026-08-25", "2026-09-09"):
        quiet_round(scratch, REGISTRY, settings(tmp_path), now)
    for _ in range(2):
        with doing(scratch, tmp_path, "2026-09-09") as act:
            acknowledging.acknowledge(act, TST, note="Đã giao phòng nghiệp vụ")
    for now in mornings("2026-09-10", "2026-09-25"):
        quiet_round(scratch, REGISTRY, settings(tmp_path), now)
    tst = [(day, to, reason) for day, to, reason in told(scratch) if to.startswith("TST")]
    csxh = [(day, to, reason) for day, to, reason in told(scratch) if to.startswith("CSXH")]
    assert tst == [(day, to.replace("CSXH", "TST"), reason) for day, to, reason in csxh]
    assert ("2026-09-23", "TST:head", "escalated-head") in tst
    with db.reading(scratch) as s:
        events = [each.kind for each in queries.history(s, task_id=task(scratch).id)]
    assert events == ["opened", "acknowledged"]


def test_two_requests_of_the_same_instant_are_two(scratch: Engine, home: Path) -> None:
    """A day on the command line is one instant, and so is a run that reads the mailbox."""
    with doing(scratch, home, "2026-09-09") as act:
        requests.ask_extension(act, TST, new_day=date(2026, 9, 25), reason="Chờ số liệu")
        requests.pass_on(act, TST, to="CSXH", reason="Xin ý kiến")
        first = decisions.wanted(act.s, REGISTRY, act.now)
        requests.refuse(act, TST, reason="Không gia hạn")
        requests.ask_release(act, TST, reason="Thuộc Ban khác")
        ((_, second),) = all_waiting(act.s)
        assert (second.kind, second.decider, second.said) == ("asked-release", "", "")
        requests.pass_on(act, TST, to="CSXH", reason="Xin ý kiến nữa")
        again = decisions.wanted(act.s, REGISTRY, act.now)
    assert [unit for unit, _ in first] == [unit for unit, _ in again] == ["CSXH"]
    assert not first.keys() & again.keys()  # whoever is to decide is told of both
