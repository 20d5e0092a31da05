"""A reported event is taken back: with its open tasks, and not when somebody reported on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from engine.errors import AnswerError, UnknownName
from models import db, queries
from models.states import TaskState
from tests.support import acts, published
from tests.support.cast import at
from tests.support.published import CODE, REGISTRY, Report, on_record, states
from tests.support.rounds import LAN, mornings, quiet_round, settings, told


@pytest.fixture
def engine(database: Engine, tmp_path: Path) -> Engine:
    return published.live(database, tmp_path)


@pytest.fixture
def report(engine: Engine, tmp_path: Path) -> Report:
    return published.reporter(engine, tmp_path)


@pytest.fixture
def withdraw(engine: Engine) -> Report:
    return published.withdrawer(engine)


@pytest.mark.slow
def test_a_mistyped_event_is_withdrawn_with_its_open_tasks(
    report: Report, withdraw: Report, engine: Engine, tmp_path: Path
) -> None:
    report()
    with db.session(engine) as s:
        acts.waive(
            s, REGISTRY, obligation=CODE, period="2026-11-20", unit="CSXH", reason="không phát sinh",
            now=at("2026-11-24"), by=LAN,
        )  # fmt: skip
    assert withdraw(dry_run=True).withdrawn == 2
    done = withdraw()
    assert (done.changed, done.withdrawn) == (True, 2)
    assert states(engine) == {
        "CSXH": TaskState.WAIVED, "TST": TaskState.WITHDRAWN, "tinh-15": TaskState.WITHDRAWN,
    }  # fmt: skip
    assert withdraw("2026-11-25").changed is False
    with db.reading(engine) as s:
        task = queries.task_of(s, CODE, "2026-11-20", "TST")
        assert task is not None
        history = [(event.kind, event.reason) for event in queries.history(s, task_id=task.id)]
    assert history == [("opened", "event of 2026-11-20: Quyết định 12/QĐ"), ("withdrawn", "nhầm ngày")]
    assert on_record(engine) == [("2026-11-20", "lan", "nhầm ngày", True)]
    before = len(told(engine))
    for now in mornings("2026-11-26", "2026-12-04"):
        quiet_round(engine, REGISTRY, settings(tmp_path), now)
    assert len(told(engine)) == before
    assert withdraw("2026-12-07").changed is False


def test_what_was_withdrawn_by_mistake_opens_again_with_reminders_of_its_own(
    report: Report, withdraw: Report, engine: Engine, tmp_path: Path
) -> None:
    report()
    withdraw()
    again = report("2026-11-25")
    assert (again.changed, again.opened) == (True, 3)
    with db.reading(engine) as s:
        task = queries.task_of(s, CODE, "2026-11-20", "TST")
        assert task is not None
        assert (task.state, task.deadline_no, task.last_day) == (TaskState.OPEN, 1, date(2026, 11, 27))
        kinds = [event.kind for event in queries.history(s, task_id=task.id)]
    assert kinds == ["opened", "withdrawn", "reopened"]
    quiet_round(engine, REGISTRY, settings(tmp_path), at("2026-11-26"))
    assert [line for line in told(engine) if line[1] == "TST"][-1] == ("2026-11-26", "TST", "reminder-1wd")
    assert on_record(engine) == [("2026-11-20", "lan", "Quyết định 12/QĐ", False)]


@pytest.mark.parametrize("returned", [False, True])
def test_an_event_that_somebody_reported_on_stays(
    report: Report, withdraw: Report, engine: Engine, returned: bool
) -> None:
    report()
    tst: dict[str, Any] = {"obligation": CODE, "period": "2026-11-20", "unit": "TST", "by": LAN}
    with db.session(engine) as s:
        acts.submit(s, REGISTRY, **tst, now=at("2026-11-24"))
        if returned:
            acts.return_report(
                s, REGISTRY, **tst, now=at("2026-11-24", 9), new_day=date(2026, 12, 1), reason="thiếu ảnh"
            )
    with pytest.raises(AnswerError, match=r"cannot be withdrawn: TST sent a report for it; .* waive"):
        withdraw()
    assert TaskState.WITHDRAWN not in states(engine).values()


def test_an_event_that_nobody_reported_cannot_be_withdrawn(report: Report, withdraw: Report) -> None:
    with pytest.raises(
        UnknownName, match="no event of cong-khai on 2026-11-20 is on record: none is recorded"
    ):
        withdraw()
    report()
    with pytest.raises(UnknownName, match="on 2026-11-21 is on record: recorded are those of 2026-11-20"):
        withdraw(day=date(2026, 11, 21))
    with pytest.raises(AnswerError, match="a reason is needed"):
        withdraw(reason=" ")
