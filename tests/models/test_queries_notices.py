"""The ledger of notices, and which message carries them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from calendars.ladders import Role
from models import db, queries
from models.queries.outbox import NewMessage
from models.states import MessageState, TaskState
from tests.support import office

MORNING = datetime(2026, 9, 14, 1, tzinfo=UTC)


def draft(task: Any, rung: str = "remind-5wd", **changed: Any) -> queries.NewNotice:
    made = queries.NewNotice(task.id, task.deadline_no, rung, Role.UNIT, task.holder, "reminder-5wd", MORNING)
    return made._replace(**changed)


def digest(recipient: str = "TST", day: str = "2026-09-14", at: datetime = MORNING) -> NewMessage:
    header = f"<{recipient}.{day}@dondoc.example>"
    return NewMessage(recipient, day, "digest", header, at, at, f"{recipient.lower()}@bhxh.example")


def test_a_notice_is_recorded_once(opened: Engine) -> None:
    with db.session(opened) as s:
        task = office.the_task(s)
        (first,) = queries.add_notices(s, [draft(task)])
        assert first[1:] == (*draft(task)[:-1], False, None)
        assert first.role is Role.UNIT
        head = draft(task, role=Role.HEAD, recipient="TST:head")
        # Told to another, on another rung, for another deadline: all different notices. The same: nothing.
        new = queries.add_notices(
            s, [draft(task, reason="other"), head, draft(task, "due-today"), draft(task, deadline_no=1)]
        )
        assert [(n.rung, n.recipient, n.deadline_no) for n in new] == [
            ("remind-5wd", "TST:head", 0),
            ("due-today", "TST", 0),
            ("remind-5wd", "TST", 1),
        ]
        assert queries.add_notices(s, []) == []
        assert len(queries.notices(s, task_id=task.id)) == 4
        assert queries.notices(s, recipient="TST:head") == [new[0]]
        assert queries.notices(s, raised_from=MORNING + timedelta(seconds=1)) == []


@pytest.mark.slow
def test_many_notices_are_recorded_in_a_stroke(database: Engine) -> None:
    with db.session(database) as s:
        office.fill_roster(s, [f"U{n}" for n in range(5_000)])
        office.open_q3(s)
        due = queries.due.tasks_due(s, office.FIRST_REMINDER)
        known = [draft(task) for task in due[:10]]
        assert len(queries.add_notices(s, known)) == 10
        new = queries.add_notices(s, [draft(task) for task in due])
        assert {n.task_id for n in new} == {task.id for task in due[10:]}
        told = queries.ledger(s, [task.id for task in due])
        assert [told[task.id] for task in due] == [{("remind-5wd", task.holder)} for task in due]


def test_the_ledger_is_of_the_deadline_that_runs_now(opened: Engine) -> None:
    with db.session(opened) as s:
        task, other = office.the_task(s), office.the_task(s, "CSXH")
        assert task.id is not None
        assert other.id is not None
        queries.add_notices(s, [draft(task), draft(task, "due-today", collapsed=True)])
        assert queries.ledger(s, [task.id, other.id]) == {
            task.id: {("remind-5wd", "TST"), ("due-today", "TST")},
            other.id: set(),
        }
        queries.change(s, task, TaskState.OPEN, event=office.happening("extended"), deadline_no=1)
        assert queries.ledger(s, [task.id]) == {task.id: set()}
        queries.add_notices(s, [draft(task, deadline_no=1)])
        assert queries.ledger(s, [task.id]) == {task.id: {("remind-5wd", "TST")}}


def test_notices_wait_for_a_message_and_are_carried_once(opened: Engine) -> None:
    with db.session(opened) as s:
        task, other = office.the_task(s), office.the_task(s, "CSXH")
        queries.add_notices(s, [draft(task), draft(task, "due-today", collapsed=True), draft(other)])
        waiting = queries.unsent_notices(s)
        assert [(n.recipient, n.rung) for n in waiting] == [("CSXH", "remind-5wd"), ("TST", "remind-5wd")]
        assert queries.unsent_notices(s, raised_until=MORNING - timedelta(seconds=1)) == []
        assert queries.unsent_notices(s, recipient="TST", lock=False) == waiting[1:]

        one, two = queries.queue_messages(s, [digest("TST"), digest("CSXH")])
        assert [m.recipient for m in (one, two)] == ["CSXH", "TST"]
        assert queries.attach(s, one.id, [waiting[0].id]) == 1
        assert queries.attach(s, two.id, [n.id for n in waiting]) == 1  # the other is taken already
        assert queries.unsent_notices(s) == []
        assert [n.recipient for n in queries.notices(s, message_id=one.id)] == ["CSXH"]


def test_a_second_round_of_the_day_adds_to_the_waiting_message(opened: Engine) -> None:
    with db.session(opened) as s:
        (first,) = queries.queue_messages(s, [digest()])
    with db.session(opened) as s:
        (again,) = queries.queue_messages(s, [digest(at=MORNING + timedelta(hours=2))])
        assert again == first  # the first one's instants stand
        (tomorrow,) = queries.queue_messages(s, [digest(day="2026-09-15")])
        assert tomorrow.id != first.id


def test_a_message_that_has_begun_to_leave_takes_nothing_more(opened: Engine) -> None:
    with db.session(opened) as s:
        (notice,) = queries.add_notices(s, [draft(office.the_task(s))])
        (message,) = queries.queue_messages(s, [digest()])
        queries.claim_messages(s, MORNING, worker="w", lease=timedelta(minutes=5))
        (now,) = queries.queue_messages(s, [digest()])
        assert (now.id, now.state) == (message.id, MessageState.SENDING)
        assert queries.attach(s, message.id, [notice.id]) == 0
        assert [n.id for n in queries.unsent_notices(s)] == [notice.id]  # waits for the next one
