"""A quarter, as it is lived: opened, reminded, some send, one is late, escalated step by step, sends, and
it stops.

All dates are worked out on a wall calendar: the third quarter's report is due before Saturday 19 September
2026, so on Friday the 18th; 31 August to 2 September are days off and Saturday 22 August is worked.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from engine.answers import answers
from engine.overview.boards import period_board, tally_of
from models import db, queries
from models.states import Standing, TaskState
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN, mails, mornings, quiet_round, settings, told

Q3: dict[str, Any] = {"obligation": "kstthc-quy", "period": "2026-Q3"}


@pytest.mark.slow
def test_a_quarter(database: Engine, tmp_path: Path) -> None:
    registry, given = cast.registry(), settings(tmp_path)

    def walk(first: str, last: str) -> None:
        for now in mornings(first, last):
            quiet_round(database, registry, given, now)

    def send(unit: str, when: str, number: str) -> answers.Answer:
        with db.session(database) as s:
            return acts.submit(s, registry, **Q3, unit=unit, now=at(when, 15), by=LAN, document_no=number)

    # It opens on Tuesday 25 August, fifteen working days ahead, for three central units and one province.
    walk("2026-08-20", "2026-08-24")
    assert told(database) == []
    walk("2026-08-25", "2026-08-25")
    units = ["CSXH", "TCKT", "TST", "tinh-15"]
    expected = [("2026-08-25", unit, "opened") for unit in units]
    assert told(database) == expected
    assert mails(database) == [("2026-08-25", unit) for unit in units]

    # Ten working days before is Friday 4 September: the long weekend does not count.
    walk("2026-08-26", "2026-09-10")
    expected += [("2026-09-04", unit, "reminder-10wd") for unit in units]
    assert told(database) == expected

    # CSXH sends two weeks ahead, TCKT on the last afternoon: neither hears of it again.
    assert send("CSXH", "2026-09-10", "12/BC-CSXH").late is False
    walk("2026-09-11", "2026-09-18")
    units.remove("CSXH")
    expected += [("2026-09-11", unit, "reminder-5wd") for unit in units]
    expected += [("2026-09-17", unit, "reminder-1wd") for unit in units]
    expected += [("2026-09-18", unit, "due-today") for unit in units]
    assert told(database) == expected
    assert send("TCKT", "2026-09-18", "7/BC-TCKT").late is False

    # Monday the 21st is the first working day after. The province answers that afternoon: late by one.
    walk("2026-09-19", "2026-09-21")
    units.remove("TCKT")
    expected += [("2026-09-21", unit, "overdue-1wd") for unit in units]
    assert told(database) == expected
    assert send("tinh-15", "2026-09-21", "3/BC").late is True

    # TST is silent: to its head on Wednesday, to the owner on Friday, to the leadership on 2 October.
    walk("2026-09-22", "2026-10-02")
    expected += [
        ("2026-09-23", "TST", "overdue-3wd"),
        ("2026-09-23", "TST:head", "escalated-head"),
        ("2026-09-25", "TST", "overdue-5wd"),
        ("2026-09-25", "VP", "escalated-owner"),
        ("2026-10-02", "leadership", "escalated-leadership"),
    ]
    assert told(database) == expected
    with db.reading(database) as s:
        board = {
            row.task.unit: (row.standing, row.workdays_late)
            for row in period_board(s, registry, at("2026-10-02"), **Q3)
        }
    assert board == {
        "TST": (Standing.OVERDUE, 10),
        "tinh-15": (Standing.SUBMITTED_LATE, 1),
        "CSXH": (Standing.ON_TIME, 0),
        "TCKT": (Standing.ON_TIME, 0),
    }

    # It sends at last, and is accepted: late it stays, and everything is silent.
    assert send("TST", "2026-10-05", "99/BC-TST").late is True
    with db.session(database) as s:
        accepted = acts.accept(s, registry, **Q3, unit="TST", now=at("2026-10-06"), by=LAN)
    assert accepted.late is True
    assert accepted.task.state is TaskState.ACCEPTED
    walk("2026-10-06", "2026-11-30")
    assert told(database) == expected
    assert told(database, collapsed=True) == []
    with db.reading(database) as s:
        tally = tally_of(s, registry, at("2026-11-30"), obligation="kstthc-quy")
        task = queries.task_of(s, "kstthc-quy", "2026-Q3", "TST")
        assert task is not None
        kinds = [(e.kind, e.actor, e.origin) for e in queries.history(s, task_id=task.id)]
    assert acts.vi(tally.message()) == "4/4 đã nộp, 2 chậm"
    assert acts.en(tally.message()) == "4/4 sent, 2 late"
    assert kinds == [("opened", "dondoc", "engine"), ("submitted", "lan", "cli"), ("accepted", "lan", "cli")]
    assert task.last_day == task.original_last_day == date(2026, 9, 18)
