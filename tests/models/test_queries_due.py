"""What a round looks at part by part: who shares it, and which tasks stand alike."""

from __future__ import annotations

from sqlalchemy import Engine

from calendars.ladders import Role
from models import db, queries
from models.states import TaskState
from tests.support import office
from tests.support.databases import on_postgresql


@on_postgresql
def test_two_rounds_share_the_due_tasks(opened: Engine) -> None:
    with db.session(opened) as one, db.session(opened) as other:
        ids = queries.due.ids(one, office.LATE_FROM)
        assert len(queries.due.part(one, ids[:3], office.LATE_FROM, suffix=":head")) == 3
        assert len(queries.due.part(other, ids, office.LATE_FROM, suffix=":head")) == 1


def test_tasks_that_stand_alike_are_told_apart_from_others(opened: Engine) -> None:
    with db.session(opened) as s:
        by_unit = {task.unit: task for task in queries.due.tasks_due(s, office.FIRST_REMINDER)}
        told = [
            ("TST", "opened", Role.UNIT, "TST"),
            ("TST", "late", Role.HEAD, "TST:head"),
            ("CSXH", "opened", Role.UNIT, "CSXH"),
            ("CSXH", "late", Role.HEAD, "CSXH:head"),
            ("TCKT", "opened", Role.UNIT, "TST"),  # who held it before
            ("TCKT", "late", Role.LEADERSHIP, "leadership"),
        ]
        queries.add_notices(
            s,
            [
                queries.NewNotice(by_unit[unit].id, 0, rung, role, who, rung, office.OPENED)
                for unit, rung, role, who in told
            ],
        )
        queries.change(
            s, office.the_task(s, "CSYT"), TaskState.OPEN, event=office.happening("extended"), deadline_no=1
        )
        found = {
            each.unit: each
            for each in queries.due.part(
                s, queries.due.ids(s, office.FIRST_REMINDER), office.FIRST_REMINDER, suffix=":head"
            )
        }
    assert found["TST"].alike == found["CSXH"].alike == found["TCKT"].alike != found["CSYT"].alike
    assert queries.due.told_pairs(found["TST"].told) == {("opened", "@"), ("late", "@:head")}
    assert queries.due.told_pairs(found["CSXH"].told) == {("opened", "@"), ("late", "@:head")}
    assert queries.due.told_pairs(found["TCKT"].told) == {("opened", "TST"), ("late", "leadership")}
    assert queries.due.told_pairs(found["CSYT"].told) == set()
    assert (found["TST"].deadline_no, found["CSYT"].deadline_no) == (0, 1)
