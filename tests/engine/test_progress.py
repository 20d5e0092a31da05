"""How far an open task is: what is taken, what is refused, what counts, and where it is shown."""

from __future__ import annotations

import email
from datetime import timedelta
from email import policy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from engine.answers.answers import Answer
from engine.answers.progress import as_message, read
from engine.errors import AnswerError, UnknownName
from engine.overview import boards
from language import say as said
from models import db, queries
from models.states import TaskState
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.mailroom import text_of
from tests.support.rounds import LAN, quiet_round, settings

REGISTRY = cast.registry()
TST: dict[str, Any] = {"obligation": "kstthc-quy", "period": "2026-Q3", "unit": "TST"}


@pytest.fixture
def engine(database: Engine, tmp_path: Path) -> Engine:
    """The third quarter is open, as of 25 August."""
    quiet_round(database, REGISTRY, settings(tmp_path), at("2026-08-25"))
    return database


def tell(engine: Engine, when: str = "2026-09-10", **more: Any) -> Answer:
    with db.session(engine) as s:
        return acts.progress(s, REGISTRY, **{**TST, "now": at(when, 10), "by": LAN, **more})


def last(engine: Engine, until: str | None = None) -> str:
    with db.reading(engine) as s:
        task = queries.task_of(s, **TST)
        assert task is not None
        assert task.id is not None
        found = queries.last_progress(s, [task.id], until=at(until) if until else None)
        return said(as_message(found[task.id]), "vi", "board") if found else ""


def test_the_task_stays_open_and_the_last_word_counts(engine: Engine) -> None:
    first = tell(engine, percent="40%", note="Đang lấy ý kiến")
    assert (first.kind, first.changed, first.task.state) == ("progress", True, TaskState.OPEN)
    assert last(engine) == "40%, Đang lấy ý kiến"
    tell(engine, "2026-09-14", note="Đã trình ký")
    assert last(engine) == "Đã trình ký"
    tell(engine, "2026-09-15", percent="90")
    assert last(engine) == "90%"
    with db.reading(engine) as s:
        task = queries.task_of(s, **TST)
        assert task is not None
        kept = queries.history(s, task_id=task.id, kind="progress")
    assert [event.data for event in kept] == [
        {"percent": 40, "note": "Đang lấy ý kiến"},
        {"percent": None, "note": "Đã trình ký"},
        {"percent": 90, "note": ""},
    ]
    assert {(event.actor, event.origin) for event in kept} == {(LAN.actor, LAN.origin)}


def test_an_earlier_instant_sees_what_was_said_by_then(engine: Engine) -> None:
    tell(engine, "2026-09-10", percent="40")
    tell(engine, "2026-09-14", percent="80")
    assert [last(engine, day) for day in ("2026-09-10", "2026-09-11", "2026-09-15")] == ["", "40%", "80%"]


def test_the_same_again_changes_nothing(engine: Engine) -> None:
    tell(engine, percent="40", note="Đang lấy ý kiến")
    again = tell(engine, "2026-09-11", percent=" 40 % ", note="Đang  lấy ý kiến\n")
    assert again.changed is False
    with db.reading(engine) as s:
        assert len(queries.history(s, task_id=again.task.id, kind="progress")) == 1


def test_reminders_go_on_as_if_nothing_had_been_said(engine: Engine) -> None:
    with db.reading(engine) as s:
        before = queries.task_of(s, **TST)
        assert before is not None
        planned = before.next_action_at
    tell(engine, percent="100")
    with db.reading(engine) as s:
        after = queries.task_of(s, **TST)
        assert after is not None
        assert (after.next_action_at, after.deadline_no) == (planned, 0)


def test_a_hundred_percent_does_not_close_it_and_says_how_to(engine: Engine) -> None:
    done = tell(engine, percent="100")
    assert done.doubt is not None
    assert done.task.state is TaskState.OPEN
    how = "dondoc submit kstthc-quy 2026-Q3 TST --document SỐ"
    assert said(done.doubt, "vi", "cli").endswith(f"khi đã gửi kết quả, {how}")
    assert "“Ghi nhận báo cáo đã nộp” (record-submission)" in said(done.doubt, "vi", "form")
    assert said(done.doubt, "en", "cli").startswith("the task stays open and is reminded of until it is sent")


def test_less_than_before_is_taken_and_pointed_out(engine: Engine) -> None:
    tell(engine, percent="80")
    done = tell(engine, "2026-09-11", percent="40")
    assert done.doubt is not None
    assert said(done.doubt, "en", "cli").startswith("40% is less than the 80% said before")
    assert last(engine) == "40%"


@pytest.mark.parametrize("typed", ["101", "-1", "40,5", "forty", "40%%", "1000", "٤٠", "0x10"])
def test_what_is_no_percentage_is_refused_and_nothing_is_recorded(engine: Engine, typed: str) -> None:
    with pytest.raises(AnswerError, match="is no percentage: write a whole number from 0 to 100") as refused:
        tell(engine, percent=typed, note="Đang làm")
    assert "không phải là tỷ lệ phần trăm" in said(refused.value.message, "vi", "form")
    assert last(engine) == ""


@pytest.mark.parametrize(
    ("typed", "percent"), [("0", 0), ("100", 100), ("7%", 7), (" 40 % ", 40), ("040", 40)]
)
def test_a_percentage_is_read_as_it_is_typed(typed: str, percent: int) -> None:
    assert read(typed) == percent


@pytest.mark.parametrize("given", [{}, {"percent": " "}, {"note": " \n"}, {"percent": "", "note": ""}])
def test_saying_nothing_is_refused(engine: Engine, given: dict[str, str]) -> None:
    with pytest.raises(AnswerError, match="say how far it is") as refused:
        tell(engine, **given)
    assert "--percent 40" in said(refused.value.message, "vi", "cli")
    assert "điền ô “Tỷ lệ (%)” hoặc “Ghi chú”" in said(refused.value.message, "vi", "form")


def test_a_note_is_one_line_and_bounded(engine: Engine) -> None:
    with pytest.raises(AnswerError, match="501"):
        tell(engine, note="x" * 501)
    tell(engine, note="một\r\nhai\tba")
    assert last(engine) == "một hai ba"


@pytest.mark.parametrize("then", ["submit", "waive"])
def test_what_is_sent_or_ended_takes_none(engine: Engine, then: str) -> None:
    with db.session(engine) as s:
        more: dict[str, Any] = {"document_no": "1/BC"} if then == "submit" else {"reason": "Không phát sinh"}
        getattr(acts, then)(s, REGISTRY, **TST, now=at("2026-09-10"), by=LAN, **more)
    with pytest.raises(AnswerError, match="only an open task can be said to be under way"):
        tell(engine, "2026-09-11", percent="40")


def test_a_task_that_is_not_open_yet_is_opened_and_one_of_long_ago_or_of_nobody_is_not(
    engine: Engine,
) -> None:
    opened = tell(engine, period="2027-Q1", percent="5")
    assert (opened.opened, opened.task.state) == (True, TaskState.OPEN)
    with pytest.raises(AnswerError, match="opens on"):
        tell(engine, period="2028-Q1", percent="5")
    with pytest.raises(UnknownName):
        tell(engine, unit="KHONG-CO", percent="5")


def test_the_board_tells_it_until_the_report_is_sent(engine: Engine) -> None:
    tell(engine, percent="40")
    tell(engine, unit="CSXH", note="Chờ số liệu")

    def shown() -> dict[str, str]:
        with db.reading(engine) as s:
            rows = boards.period_board(s, REGISTRY, at("2026-09-16"), "kstthc-quy", "2026-Q3")
        return {row.task.unit: said(as_message(row.progress), "vi") for row in rows if row.progress}

    assert shown() == {"TST": "40%", "CSXH": "Chờ số liệu"}
    with db.session(engine) as s:
        acts.submit(s, REGISTRY, **TST, now=at("2026-09-15"), by=LAN, document_no="1/BC")
    assert shown() == {"CSXH": "Chờ số liệu"}


@pytest.mark.slow
def test_the_owners_list_of_who_is_late_tells_it(engine: Engine, tmp_path: Path) -> None:
    """The owner hears of what is five working days late, on Friday 25 September."""
    tell(engine, percent="40", note="Đang lấy ý kiến " + "của các đơn vị có liên quan " * 3)
    tell(engine, unit="CSXH", note="Chờ số liệu")
    here = settings(tmp_path)
    acts.a_round(engine, REGISTRY, here, at("2026-09-25"))
    (path,) = here.outbox.glob("2026-09-25*-VP-*.eml")
    mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    text = text_of(mail)
    note = "Đang lấy ý kiến của các đơn vị có liên quan của các đơn vị…"
    assert f"Ban Quản lý thu [40%, {note}]; Ban Chính sách BHXH [Chờ số liệu]; Ban Tài chính" in text
    # The second language has no sentence of the first.
    assert "Ban Quản lý thu [40%]; Ban Chính sách BHXH; Ban Tài chính" in text


def test_of_many_tasks_each_has_its_own_last_word(engine: Engine) -> None:
    units = ("TST", "CSXH", "TCKT", "tinh-15")
    for n, unit in enumerate(units):
        for step in (0, 1):
            when = at("2026-09-10") + timedelta(hours=n, days=step)
            with db.session(engine) as s:
                told = {**TST, "unit": unit, "percent": str(10 * n + step)}
                acts.progress(s, REGISTRY, **told, now=when, by=LAN)
    with db.reading(engine) as s:
        ids = {task.unit: task.id for task in queries.tasks(s, obligation="kstthc-quy", period="2026-Q3")}
        found = queries.last_progress(s, [number for number in ids.values() if number is not None])
    by_unit = {unit: found[number].percent for unit, number in ids.items() if number in found}
    assert by_unit == {unit: 10 * n + 1 for n, unit in enumerate(units)}
