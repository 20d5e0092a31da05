"""What people may say about a task, what it then becomes, and what is refused with which words."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from engine.answers import answers
from engine.errors import AlreadyAnswered, AnswerError, UnknownName
from models import db, queries
from models.states import TaskState
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN, mornings, quiet_round, settings, told

Say = Callable[..., answers.Answer]
REGISTRY = cast.registry()
TST: dict[str, Any] = {"obligation": "kstthc-quy", "period": "2026-Q3", "unit": "TST"}


@pytest.fixture
def engine(database: Engine, tmp_path: Path) -> Engine:
    """The third quarter is open, as of 25 August."""
    quiet_round(database, REGISTRY, settings(tmp_path), at("2026-08-25"))
    return database


@pytest.fixture
def say(engine: Engine) -> Say:
    def say(what: Callable[..., answers.Answer], when: str = "2026-09-14", **more: Any) -> answers.Answer:
        with db.session(engine) as s:
            return what(s, REGISTRY, **{**TST, "now": at(when, 10), "by": LAN, **more})

    return say


def events(engine: Engine) -> list[str]:
    with db.reading(engine) as s:
        task = queries.task_of(s, **TST)
        assert task is not None
        return [event.kind for event in queries.history(s, task_id=task.id)]


@pytest.mark.slow
def test_the_last_second_of_the_last_day_is_in_time_and_the_next_is_late(engine: Engine) -> None:
    for unit, hour, minute, second, day, late in (
        ("TST", 23, 59, 59, "2026-09-18", False),
        ("CSXH", 0, 0, 0, "2026-09-19", True),
    ):
        with db.session(engine) as s:
            answer = acts.submit(
                s, REGISTRY, **{**TST, "unit": unit}, now=at(day, hour, minute, second), by=LAN
            )
        assert answer.late is late


def test_recorded_late_but_sent_in_time_is_in_time(say: Say) -> None:
    assert say(acts.submit, "2026-09-25", submitted_on=date(2026, 9, 18)).late is False


def test_the_same_answer_twice_changes_nothing(say: Say, engine: Engine) -> None:
    first = say(acts.submit, document_no="123/BC")
    again = say(acts.submit, "2026-09-15", document_no="123/BC")
    without = say(acts.submit, "2026-09-15")
    assert (first.changed, again.changed, without.changed) == (True, False, False)
    assert events(engine) == ["opened", "submitted"]


def test_another_answer_is_refused_unless_it_amends(say: Say, engine: Engine) -> None:
    say(acts.submit, document_no="123/BC")
    with pytest.raises(AlreadyAnswered, match=r"already submitted as 123/BC on 2026-09-14; .* \(--amend\)"):
        say(acts.submit, "2026-09-15", document_no="124/BC")
    with pytest.raises(AlreadyAnswered):
        say(acts.submit, "2026-09-15", document_no="123/BC", submitted_on=date(2026, 9, 11))
    amended = say(acts.submit, "2026-09-21", document_no="124/BC", amend=True)
    assert (amended.task.document_no, amended.late) == ("124/BC", False)
    assert amended.task.submitted_at == at("2026-09-14", 10)
    assert events(engine) == ["opened", "submitted", "amended"]


def test_a_number_that_was_missing_may_follow(say: Say) -> None:
    say(acts.submit)
    later = say(acts.submit, "2026-09-15", document_no="123/BC")
    assert (later.kind, later.changed, later.task.document_no) == ("amended", True, "123/BC")


def test_what_is_accepted_stays(say: Say) -> None:
    say(acts.submit, document_no="1/BC")
    say(acts.accept)
    assert say(acts.accept).changed is False
    assert say(acts.submit, document_no="1/BC").changed is False
    with pytest.raises(AnswerError, match="accepted: it stays as it is"):
        say(acts.submit, document_no="2/BC", amend=True)
    with pytest.raises(AnswerError, match="only an open task can be waived"):
        say(acts.waive, reason="x")


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"unit": "TTS"}, "no unit 'TTS': did you mean TST"),
        ({"obligation": "kstthc"}, "did you mean kstthc-quy"),
        ({"period": "2026-Q4"}, "kstthc-quy has no period 2026-Q4: it is reported in Q1, Q2, Q3"),
        ({"period": "soon"}, "soon"),
        ({"unit": "VP"}, "VP does not owe kstthc-quy for 2026-Q3; it is owed by TST, CSXH, TCKT, tinh-15"),
        ({"unit": "tinh-10"}, "tinh-10 does not owe"),
    ],
)
def test_names_that_are_wrong_say_what_there_is(say: Say, changed: dict[str, str], text: str) -> None:
    with pytest.raises(UnknownName, match=text):
        say(acts.submit, **changed)


def test_an_early_answer_opens_the_task_for_that_unit_alone(say: Say, engine: Engine, tmp_path: Path) -> None:
    answer = say(acts.submit, "2027-02-01", period="2027-Q1", document_no="5/BC")
    assert (answer.opened, answer.late) == (True, False)
    quiet_round(engine, REGISTRY, settings(tmp_path), at("2027-03-10"))
    with db.reading(engine) as s:
        states = {task.unit: task.state for task in queries.tasks(s, period="2027-Q1")}
    assert states.pop("TST") is TaskState.SUBMITTED
    assert set(states.values()) == {TaskState.OPEN}
    assert len(states) == 3


def test_a_period_of_before_go_live_is_not_opened_by_an_answer(say: Say) -> None:
    with pytest.raises(AnswerError, match=r"before go-live.*dondoc rerun kstthc-quy 2026-Q1"):
        say(acts.submit, period="2026-Q1")


def test_a_report_is_not_sent_tomorrow(say: Say) -> None:
    with pytest.raises(AnswerError, match="today is 2026-09-14"):
        say(acts.submit, submitted_on=date(2026, 9, 15))


def test_text_from_outside_is_one_short_line(say: Say, engine: Engine) -> None:
    answer = say(acts.submit, document_no=" 12/BC\r\nBcc: x@y.example\x00 ")
    assert answer.task.document_no == "12/BC Bcc: x@y.example"
    with pytest.raises(AnswerError, match="at most 100"):
        say(acts.submit, unit="CSXH", document_no="9" * 101)


@pytest.mark.slow
def test_an_extension_goes_forward_within_bounds_and_starts_its_own_ladder(
    say: Say, engine: Engine, tmp_path: Path
) -> None:
    with pytest.raises(AnswerError, match="a reason is needed"):
        say(acts.extend, new_day=date(2026, 10, 2), reason="  ")
    with pytest.raises(AnswerError, match="goes forward"):
        say(acts.extend, new_day=date(2026, 9, 18), reason="bão lũ")
    with pytest.raises(AnswerError, match="latest possible is 2026-12-17"):
        say(acts.extend, new_day=date(2026, 12, 18), reason="bão lũ")
    # Saturday 3 October rolls to Monday; reminders count back from Friday the 2nd.
    answer = say(acts.extend, new_day=date(2026, 10, 3), reason="bão lũ")
    task = answer.task
    assert (task.last_day, task.working_deadline) == (date(2026, 10, 5), date(2026, 10, 2))
    assert (task.original_last_day, task.nominal, task.deadline_no) == (
        date(2026, 9, 18), date(2026, 9, 19), 1,
    )  # fmt: skip
    assert task.late_from == at("2026-10-06", 0)
    assert answer.days_off
    for now in mornings("2026-09-15", "2026-10-06"):
        quiet_round(engine, REGISTRY, settings(tmp_path), now)
    assert [line for line in told(engine) if line[1] == "TST"] == [
        ("2026-08-25", "TST", "opened"),
        ("2026-09-15", "TST", "extended"),
        ("2026-09-18", "TST", "reminder-10wd"),
        ("2026-09-25", "TST", "reminder-5wd"),
        ("2026-10-01", "TST", "reminder-1wd"),
        ("2026-10-02", "TST", "due-today"),
        ("2026-10-05", "TST", "last-day"),
        ("2026-10-06", "TST", "overdue-1wd"),
    ]
    with db.reading(engine) as s:
        event = queries.history(s, task_id=task.id, kind="extended")[0]
    assert (event.reason, event.data["before"], event.data["last_day"]) == (
        "bão lũ", "2026-09-18", "2026-10-05",
    )  # fmt: skip


def test_a_returned_report_is_owed_again_by_its_new_day(say: Say, engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(AnswerError, match="only what was submitted can be returned"):
        say(acts.return_report, new_day=date(2026, 9, 28), reason="thiếu phụ lục")
    say(acts.submit, "2026-09-21", document_no="1/BC")
    with pytest.raises(AnswerError, match="must lie ahead"):
        say(acts.return_report, "2026-09-22", new_day=date(2026, 9, 22), reason="thiếu phụ lục")
    answer = say(acts.return_report, "2026-09-22", new_day=date(2026, 9, 28), reason="thiếu phụ lục")
    assert (answer.task.state, answer.task.document_no, answer.task.submitted_at) == (
        TaskState.OPEN,
        None,
        None,
    )
    quiet_round(engine, REGISTRY, settings(tmp_path), at("2026-09-23"))
    assert [line for line in told(engine) if line[1] == "TST"][-1] == ("2026-09-23", "TST", "returned")
    assert say(acts.submit, "2026-09-28", document_no="2/BC").late is False
    with db.reading(engine) as s:
        kept = queries.history(s, task_id=answer.task.id, kind="returned")[0].data
    # That the first one was late is not forgotten.
    assert (kept["document_no"], kept["late"]) == ("1/BC", True)


@pytest.mark.slow
def test_a_waived_task_is_silent_and_counts_for_nothing(say: Say, engine: Engine, tmp_path: Path) -> None:
    from engine.overview.boards import tally_of

    say(acts.waive, reason="đơn vị mới thành lập")
    assert say(acts.waive, reason="đơn vị mới thành lập").changed is False
    with pytest.raises(AnswerError, match="was waived: there is nothing to send"):
        say(acts.submit)
    for now in mornings("2026-09-15", "2026-10-02"):
        quiet_round(engine, REGISTRY, settings(tmp_path), now)
    assert {day for day, who, _ in told(engine) if who.startswith("TST")} == {"2026-08-25"}
    with db.reading(engine) as s:
        tally = tally_of(s, REGISTRY, at("2026-10-02"), **{k: TST[k] for k in ("obligation", "period")})
    assert (tally.expected, tally.ended, tally.late) == (3, 1, 3)


def test_a_task_given_to_another_unit_is_told_to_it(say: Say, engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="tinh-10 does not exist on 2026-09-14; its successor is tinh-15"):
        say(acts.reassign, to="tinh-10", reason="chuyển nhiệm vụ")
    answer = say(acts.reassign, to="VP", reason="chuyển nhiệm vụ")
    assert (answer.task.unit, answer.task.holder) == ("TST", "VP")
    quiet_round(engine, REGISTRY, settings(tmp_path), at("2026-09-15"))
    assert [line for line in told(engine) if line[1] == "VP"] == [("2026-09-15", "VP", "reminder-5wd")]
    assert say(acts.submit, unit="VP").task.unit == "TST"


def test_rolling_back_leaves_nothing_of_an_answer(engine: Engine) -> None:
    class Rehearsal(Exception):
        pass

    with contextlib.suppress(Rehearsal), db.session(engine) as s:
        acts.submit(s, REGISTRY, **TST, now=at("2026-09-14"), by=LAN)
        raise Rehearsal
    assert events(engine) == ["opened"]


@pytest.mark.parametrize("number", ["", "   ", "\r\n"])
def test_a_number_that_says_nothing_is_no_number(say: Say, number: str) -> None:
    with pytest.raises(AnswerError, match="say the document's number"):
        say(acts.submit, document_no=number)


def test_a_mistyped_year_is_not_taken_for_a_report_of_a_year_ahead(say: Say, engine: Engine) -> None:
    with pytest.raises(
        AnswerError, match=r"kstthc-quy 2027-Q3 opens only on 2027-\d\d-\d\d: .* dondoc rerun"
    ):
        say(acts.submit, period="2027-Q3", document_no="123/BC")
    with db.reading(engine) as s:
        assert queries.tasks(s, period="2027-Q3") == []
    assert say(acts.submit, period="2027-Q1", document_no="123/BC").opened
    # What is decided ahead is waived ahead.
    assert say(acts.waive, period="2027-Q3", reason="đã thống nhất").opened
