"""Opening, scanning, planning and changing tasks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from models import db, queries
from models.states import TASK_MOVES, Began, TaskState, TransitionError, may_move
from models.tables import Task
from tests.support import office, races

A_SECOND = timedelta(seconds=1)


def units(found: list[Any]) -> list[str]:
    return [task.unit for task in found]


# Opening


def test_a_task_is_opened_as_said_with_its_event(opened: Engine) -> None:
    with db.reading(opened) as s:
        found = office.the_task(s)
        (event,) = queries.history(s, task_id=found.id)
    assert found.model_dump(exclude={"id"}) == {
        "obligation": "kstthc-quy",
        "period": "2026-Q3",
        "unit": "TST",
        "holder": "TST",
        "owner": "VP",
        "state": "open",
        "nominal": date(2026, 9, 19),
        "boundary": "before",
        "last_day": date(2026, 9, 18),
        "working_deadline": date(2026, 9, 18),
        "late_from": datetime(2026, 9, 18, 17, tzinfo=UTC),
        "original_last_day": date(2026, 9, 18),
        "deadline_no": 0,
        "began": Began.OPENED,
        "began_at": office.OPENED,
        "opened_at": office.OPENED,
        "next_action_at": office.FIRST_REMINDER,
        "submitted_at": None,
        "document_no": None,
        "figure": None,
        "version": 1,
    }
    assert (event.kind, event.at, event.actor, event.origin) == ("opened", office.OPENED, "dondoc", "engine")


def test_opening_again_opens_only_what_is_new(opened: Engine) -> None:
    with db.session(opened) as s:
        assert office.open_q3(s) == 0
        queries.sync_roster(s, [("kstthc-quy", unit, None, None) for unit in (*office.UNITS, "PC")], "f2")
        assert office.open_q3(s, actor="lan", origin="cli", reason="bổ sung") == 1
        assert office.open_q3(s, period="2026-Q2") == 5
    with db.reading(opened) as s:
        events = queries.history(s, kind="opened")
        assert len(events) == len({event.task_id for event in events}) == 4 + 1 + 5
        late_comer = office.the_task(s, "PC")
        assert [e.actor for e in queries.history(s, task_id=late_comer.id)] == ["lan"]


def test_an_ended_task_is_not_opened_again(opened: Engine) -> None:
    with db.session(opened) as s:
        queries.change(s, office.the_task(s), TaskState.WAIVED, event=office.happening("waived"))
        assert office.open_q3(s) == 0
        assert office.the_task(s).state is TaskState.WAIVED


def test_who_owes_depends_on_the_day(database: Engine) -> None:
    merger = date(2025, 7, 1)
    with db.session(database) as s:
        rows = [("d", "old", None, merger), ("d", "new", merger, None), ("d", "always", None, None)]
        queries.sync_roster(s, [*rows, ("other", "else", None, None)], "f1")
        for day, owing in ((date(2025, 6, 30), {"old", "always"}), (merger, {"new", "always"})):
            period = day.isoformat()
            assert office.open_q3(s, obligation="d", period=period, on_day=day) == 2
            assert set(units(queries.tasks(s, period=period))) == owing


def test_a_subset_is_opened(database: Engine) -> None:
    with db.session(database) as s:
        office.fill_roster(s)
        assert office.open_q3(s, only_units=[]) == 0
        assert office.open_q3(s, only_units={"TST", "CSYT", "NOBODY"}) == 2
        assert queries.missing_units(s, "kstthc-quy", "2026-Q3") == ["CSYT", "TST"]


def test_the_roster_is_rewritten_only_when_the_registry_changed(database: Engine) -> None:
    with db.session(database) as s:
        assert queries.sync_roster(s, [("d", "TST", None, None)], "f1") is True
        assert queries.sync_roster(s, [("never", "looked at", None, None)], "f1") is False
        assert office.open_q3(s, obligation="d") == 1
        assert queries.sync_roster(s, [], "f2") is True
        assert office.open_q3(s, obligation="d", period="2026-Q2") == 0


@pytest.mark.slow
def test_two_processes_open_at_once(database: Engine, database_url: str) -> None:
    with db.session(database) as s:
        office.fill_roster(s, [f"U{n}" for n in range(3_000)])
    assert sorted(races.together(races.open_q3, [(database_url,)] * 2)) == [0, 3_000]
    with db.reading(database) as s:
        opened = queries.history(s, kind="opened")
        assert len(opened) == len({event.task_id for event in opened}) == len(queries.tasks(s)) == 3_000


# Scanning


def test_a_task_is_due_from_its_instant_on(opened: Engine) -> None:
    with db.reading(opened) as s:
        for now, number in ((office.FIRST_REMINDER - A_SECOND, 0), (office.FIRST_REMINDER, 4)):
            assert len(queries.due.tasks_due(s, now)) == number


def test_the_scan_leaves_out_what_has_ended_and_what_waits(opened: Engine) -> None:
    with db.session(opened) as s:
        by_unit = {task.unit: task.id for task in queries.due.tasks_due(s, office.FIRST_REMINDER)}
        later = office.FIRST_REMINDER + timedelta(days=3)
        assert queries.due.set_next_actions(s, [(by_unit["TST"], later), (by_unit["CSYT"], None)]) == 2
        queries.change(
            s,
            office.the_task(s, "CSXH"),
            TaskState.SUBMITTED,
            event=office.happening("submitted"),
            submitted_at=office.OPENED,
        )
        # A round that planned it before it was submitted does not wake it again.
        assert queries.due.set_next_actions(s, [(by_unit["CSXH"], later)]) == 0
        assert units(queries.due.tasks_due(s, office.FIRST_REMINDER)) == ["TCKT"]
        assert units(queries.due.tasks_due(s, later)) == ["TCKT", "TST"]  # the longest waiting first
        scopes: list[tuple[dict[str, Any], list[str]]] = [
            ({}, ["TCKT", "TST"]),
            ({"units": ["TST", "CSXH"]}, ["TST"]),
            ({"obligation": "nq01-thang"}, []),
            ({"obligation": office.OBLIGATION, "period": "2026-Q3"}, ["TCKT", "TST"]),
            ({"period": "2026-Q2"}, []),
        ]
        for scope, found in scopes:
            ids = queries.due.ids(s, later, **scope)
            assert units(queries.due.part(s, ids, later, suffix=":head")) == found
        # What was planned anew or answered since it was counted is not due any more.
        all_four = list(by_unit.values())
        assert units(queries.due.part(s, all_four, later, suffix=":head")) == ["TCKT", "TST"]
        assert units(queries.due.part(s, all_four, office.FIRST_REMINDER, suffix=":head")) == ["TCKT"]


def test_planning_is_no_change_a_form_could_lose_to(opened: Engine) -> None:
    with db.session(opened) as s:
        seen = office.the_task(s)
        assert seen.id is not None
        queries.due.set_next_actions(s, [(seen.id, office.LATE_FROM)])
    with db.session(opened) as s:
        now = queries.change(s, seen, TaskState.WAIVED, event=office.happening("waived"))
    assert (now.version, now.state, now.next_action_at) == (2, TaskState.WAIVED, None)


@pytest.mark.slow
@pytest.mark.parametrize("now", [office.LATE_FROM])
def test_two_rounds_at_once_raise_each_notice_once(opened: Engine, database_url: str, now: datetime) -> None:
    with db.session(opened) as s:
        queries.sync_roster(s, [("kstthc-quy", f"U{n}", None, None) for n in range(2_000)], "f2")
        assert office.open_q3(s) == 2_000
    answers = races.together(races.raise_notices, [(database_url, now)] * 2)
    assert all(due == new for due, new in answers)
    assert sum(new for _, new in answers) == 2_004


# Changing


def move(s: Any, to: TaskState, **fields: Any) -> Task:
    return queries.change(s, office.the_task(s), to, event=office.happening(str(to)), **fields)


def test_a_report_is_submitted_returned_submitted_again_and_accepted(opened: Engine) -> None:
    sent, again = office.OPENED + timedelta(days=5), office.OPENED + timedelta(days=9)
    with db.session(opened) as s:
        assert move(s, TaskState.SUBMITTED, submitted_at=sent, document_no="12/BC").version == 2
        back = move(
            s,
            TaskState.OPEN,
            deadline_no=1,
            began=Began.RETURNED,
            began_at=sent,
            next_action_at=office.LATE_FROM,
        )
        assert (back.submitted_at, back.next_action_at) == (None, office.LATE_FROM)
        move(s, TaskState.SUBMITTED, submitted_at=again)
        done = move(s, TaskState.ACCEPTED)
        assert (done.version, done.submitted_at, done.document_no) == (5, again, "12/BC")
        kinds = [event.kind for event in queries.history(s, task_id=done.id)]
    assert kinds == ["opened", "submitted", "open", "submitted", "accepted"]


@pytest.mark.parametrize("current", list(TaskState))
@pytest.mark.parametrize("to", list(TaskState))
def test_only_the_allowed_moves_are_made(scratch: Engine, current: TaskState, to: TaskState) -> None:
    allowed = {
        ("open", "open"),
        ("open", "submitted"),
        ("open", "waived"),
        ("open", "withdrawn"),
        ("submitted", "submitted"),
        ("submitted", "accepted"),
        ("submitted", "open"),
        ("withdrawn", "open"),
    }
    assert may_move(current, to) is ((current, to) in allowed)
    with db.session(scratch) as s:
        office.fill_roster(s)
        office.open_q3(s)
        s.execute(text("UPDATE task SET state = :state WHERE unit = 'TST'"), {"state": str(current)})
        before = len(queries.history(s))
        if (current, to) in allowed:
            assert move(s, to, submitted_at=office.OPENED if to is TaskState.SUBMITTED else None).state is to
            return
        with pytest.raises(
            TransitionError, match=f"kstthc-quy 2026-Q3 of TST is {current} and cannot"
        ) as caught:
            move(s, to)
        assert caught.value.why == "forbidden"
        assert len(queries.history(s)) == before


def test_every_state_has_its_moves_written_down() -> None:
    assert TASK_MOVES.keys() == set(TaskState)


def test_a_stale_change_is_refused_and_leaves_no_event(opened: Engine) -> None:
    with db.reading(opened) as s:
        seen = office.the_task(s)
    with db.session(opened) as s:
        move(s, TaskState.SUBMITTED, submitted_at=office.OPENED)
    with (
        pytest.raises(
            TransitionError, match=r"TST was changed by somebody else meanwhile \(it is submitted now\)"
        ) as caught,
        db.session(opened) as s,
    ):
        queries.change(s, seen, TaskState.WAIVED, event=office.happening("waived"))
    assert caught.value.why == "stale"
    with db.reading(opened) as s:
        assert queries.history(s, kind="waived") == []


@pytest.mark.slow
def test_two_submissions_at_once_lose_none_silently(opened: Engine, database_url: str) -> None:
    now = office.OPENED + timedelta(days=3)
    answers = races.together(races.submit, [(database_url, no, now) for no in ("1/BC", "2/BC")])
    assert sorted(answers) == ["done", "stale"]
    with db.reading(opened) as s:
        task = office.the_task(s)
        (event,) = queries.history(s, task_id=task.id, kind="submitted")
    assert (task.version, task.document_no) == (2, ("1/BC", "2/BC")[answers.index("done")])
    assert event.actor == "lan"


def test_a_change_is_asked_for_properly(opened: Engine) -> None:
    with db.session(opened) as s:
        with pytest.raises(TypeError, match="does not set original_last_day, unit"):
            move(s, TaskState.OPEN, unit="PC", original_last_day=date(2026, 1, 1))
        with pytest.raises(TypeError, match="needs submitted_at"):
            move(s, TaskState.SUBMITTED)
        gone = office.the_task(s)
        gone.id = 10**6
        s.expunge(gone)
        with pytest.raises(TransitionError, match="there is no task 1000000"):
            queries.change(s, gone, TaskState.WAIVED, event=office.happening("waived"))


def test_a_dissolved_unit_hands_over_what_is_open(opened: Engine) -> None:
    with db.session(opened) as s:
        office.open_q3(s, period="2026-Q2")
        move(s, TaskState.SUBMITTED, submitted_at=office.OPENED)
        wake = office.OPENED + timedelta(hours=1)
        event = office.happening("handed_over", law="QĐ 1")
        assert queries.hand_over(s, "TST", "PC", event=event, next_action_at=wake) == 1
        assert queries.hand_over(s, "TST", "PC", event=event) == 0
        moved = queries.task_of(s, "kstthc-quy", "2026-Q2", "TST")
        assert moved is not None
        assert (moved.unit, moved.holder, moved.version, moved.next_action_at) == ("TST", "PC", 2, wake)
        assert office.the_task(s).holder == "TST"  # sent already: history stays where it happened
        (said,) = queries.history(s, kind="handed_over")
        assert (said.task_id, said.data) == (moved.id, {"from": "TST", "to": "PC", "law": "QĐ 1"})
        assert queries.open_holders(s) == {"CSXH": 2, "CSYT": 2, "TCKT": 2, "PC": 1}


# Finding


def test_tasks_are_found_by_what_is_given(opened: Engine) -> None:
    with db.session(opened) as s:
        office.open_q3(s, period="2026-Q2", last_day=date(2026, 6, 18), late_from=office.OPENED)
        move(s, TaskState.SUBMITTED, submitted_at=office.OPENED)
    with db.reading(opened) as s:
        assert len(queries.tasks(s)) == 8
        assert [t.period for t in queries.tasks(s, unit="TST")] == ["2026-Q2", "2026-Q3"]  # by deadline
        assert units(queries.tasks(s, state=TaskState.SUBMITTED)) == ["TST"]
        assert len(queries.tasks(s, state=[TaskState.OPEN, TaskState.WAIVED])) == 7
        assert len(queries.tasks(s, late_by=office.OPENED)) == 4
        assert len(queries.tasks(s, late_by=office.LATE_FROM)) == 7
        assert len(queries.tasks(s, last_day_from=date(2026, 9, 18), last_day_to=date(2026, 9, 18))) == 4
        assert len(queries.tasks(s, owner="VP", holder="TST", limit=1)) == 1
        assert queries.tasks(s, owner="PC") == []
        assert queries.task_of(s, "kstthc-quy", "2026-Q1", "TST") is None
        assert set(queries.periods_opened(s, "kstthc-quy")) == {"2026-Q2", "2026-Q3"}
        ids = [t.id for t in queries.tasks(s, unit="TST") if t.id]
        assert {row.unit for row in queries.tasks_by_id(s, ids).values()} == {"TST"}
        assert queries.tasks_by_id(s, []) == {}
