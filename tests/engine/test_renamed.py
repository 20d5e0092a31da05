"""A duty gets another code: its tasks and their history stay, each unit is asked once, and reads a title.

The cast's third quarter of 2026 is open from 27 August under the code kstthc-quy, which becomes kstthc.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from config.registry import Registry
from engine.changes.plan import ChangeKind
from engine.errors import RegistryGone
from engine.mail.duty_contents import DutyReader
from engine.overview.boards import overview
from engine.tasks import used
from models import db, queries
from models.states import TaskState
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.edits import applied, only, planned
from tests.support.rounds import LAN, mornings, quiet_round, settings, told

UNITS = {"TST", "CSXH", "TCKT", "tinh-15"}
TITLE = "Báo cáo công tác kiểm soát TTHC quý"


def called(code: str, *before: str, **changed: Any) -> Registry:
    duty = replace(cast.QUARTERLY, code=code, renamed_from=before, **changed)
    return cast.registry(duty, fingerprint=f"{code} {before} {changed}")


RENAMED, FORGOTTEN = called("kstthc", "kstthc-quy"), called("kstthc")


@pytest.fixture
def engine(database: Engine, tmp_path: Path) -> Engine:
    """The third quarter is open for TST, CSXH, TCKT and tinh-15."""
    quiet_round(database, cast.registry(), settings(tmp_path), at("2026-08-27"))
    return database


def tasks(engine: Engine, code: str, period: str = "2026-Q3") -> dict[str, TaskState]:
    with db.reading(engine) as s:
        return {task.unit: task.state for task in queries.tasks(s, obligation=code, period=period)}


def submit(engine: Engine, registry: Registry, unit: str, now: str) -> None:
    with db.session(engine) as s:
        acts.submit(
            s, registry, obligation=registry_code(registry), period="2026-Q3", unit=unit,
            document_no="1/BC", now=at(now), by=LAN,
        )  # fmt: skip


def registry_code(registry: Registry) -> str:
    return next(iter(registry.obligations))


def test_plan_shows_it_and_apply_moves_the_tasks(engine: Engine, tmp_path: Path) -> None:
    now = at("2026-09-03")
    (change,) = planned(engine, RENAMED, tmp_path, now).changes
    assert (change.kind, change.obligation, change.period) == (ChangeKind.RENAMED, "kstthc", "2026-Q3")
    assert (set(change.units), acts.en(change.why)) == (UNITS, "it had the code kstthc-quy")
    done = applied(engine, RENAMED, tmp_path, now, reason="Đặt lại mã", expected=None)
    assert done.done == {"renamed": 4}
    assert tasks(engine, "kstthc") == dict.fromkeys(UNITS, TaskState.OPEN)
    assert tasks(engine, "kstthc-quy") == {}
    with db.reading(engine) as s:
        task = queries.task_of(s, "kstthc", "2026-Q3", "TST")
        assert task is not None
        events = queries.history(s, task_id=task.id)
    assert [each.kind for each in events] == ["opened", "renamed"]
    assert (events[-1].actor, events[-1].reason) == ("lan", "Đặt lại mã")
    assert (events[-1].data["from"], events[-1].data["to"]) == ("kstthc-quy", "kstthc")
    assert only(planned(engine, RENAMED, tmp_path, now)) == {}


@pytest.mark.slow
def test_a_round_moves_them_by_itself_and_goes_on_with_the_ladder(engine: Engine, tmp_path: Path) -> None:
    submit(engine, cast.registry(), "CSXH", "2026-09-03")
    for morning in mornings("2026-09-04", "2026-09-11"):
        quiet_round(engine, RENAMED, settings(tmp_path), morning)
    assert tasks(engine, "kstthc") == {**dict.fromkeys(UNITS, TaskState.OPEN), "CSXH": TaskState.SUBMITTED}
    # Opened once: the reminders of ten and five working days follow, and nothing is said twice.
    assert [why for _, who, why in told(engine) if who == "TST"] == [
        "opened",
        "reminder-10wd",
        "reminder-5wd",
    ]


@pytest.mark.slow
def test_what_was_asked_twice_meanwhile_is_asked_once_again(engine: Engine, tmp_path: Path) -> None:
    """A round ran before anybody wrote `renamed_from`: each unit has a task under both codes."""
    submit(engine, cast.registry(), "CSXH", "2026-09-03")
    with pytest.raises(RegistryGone, match="1 obligation"):
        quiet_round(engine, FORGOTTEN, settings(tmp_path), at("2026-09-04"))
    used.agree(engine, FORGOTTEN)  # somebody said that it is meant
    quiet_round(engine, FORGOTTEN, settings(tmp_path), at("2026-09-04"))
    submit(engine, FORGOTTEN, "TCKT", "2026-09-04")
    assert set(tasks(engine, "kstthc")) == set(tasks(engine, "kstthc-quy")) == UNITS
    assert only(planned(engine, RENAMED, tmp_path, at("2026-09-05"))) == {"renamed": 3}
    assert applied(engine, RENAMED, tmp_path, at("2026-09-05")).done == {"renamed": 3}
    # What was answered stays answered, under whichever code; the older task goes on otherwise.
    assert tasks(engine, "kstthc") == {
        "TST": TaskState.OPEN,
        "CSXH": TaskState.SUBMITTED,
        "TCKT": TaskState.SUBMITTED,
        "tinh-15": TaskState.OPEN,
    }
    assert tasks(engine, "kstthc-quy") == dict.fromkeys(UNITS, TaskState.WITHDRAWN)
    assert only(planned(engine, RENAMED, tmp_path, at("2026-09-05"))) == {}
    quiet_round(engine, RENAMED, settings(tmp_path), at("2026-09-07"))
    with db.reading(engine) as s:
        task = queries.task_of(s, "kstthc", "2026-Q3", "TST")
        assert task is not None
        assert [each.kind for each in queries.history(s, task_id=task.id)] == ["opened", "renamed"]
        (line,) = [each for each in overview(s, RENAMED, at("2026-09-07")) if each.figures.submitted]
    assert (line.figures.expected, line.figures.submitted) == (4, 2)


def test_a_second_new_code_knows_both_before(engine: Engine, tmp_path: Path) -> None:
    quiet_round(engine, RENAMED, settings(tmp_path), at("2026-09-04"))
    again = called("tthc", "kstthc-quy", "kstthc")
    quiet_round(engine, again, settings(tmp_path), at("2026-09-07"))
    assert tasks(engine, "tthc") == dict.fromkeys(UNITS, TaskState.OPEN)
    assert again.obligation("kstthc-quy").code == again.obligation("kstthc").code == "tthc"


def test_without_it_plan_says_by_title_what_a_unit_will_read_and_how_to_keep_its_tasks(
    engine: Engine, tmp_path: Path
) -> None:
    now = at("2026-09-03")
    withdrawn = [each for each in planned(engine, FORGOTTEN, tmp_path, now).changes if each.reads]
    (change,) = withdrawn
    assert (change.kind, change.obligation, len(change.units)) == (ChangeKind.WITHDRAWN, "kstthc-quy", 4)
    assert acts.vi(change.reads) == f"đơn vị đã được báo sẽ đọc: “Không phải thực hiện nữa: {TITLE}”"
    assert acts.en(change.hint) == (
        "if only its code is another: write renamed_from: kstthc-quy in kstthc, which keeps its tasks and "
        "their history"
    )
    applied(engine, FORGOTTEN, tmp_path, now)
    with db.reading(engine) as s:
        task = queries.task_of(s, "kstthc-quy", "2026-Q3", "TST")
        assert task is not None
        duty = DutyReader(s, FORGOTTEN, now.date()).duty(task)
    assert (duty.title, duty.title_en) == (TITLE, "Quarterly report on the control of procedures")


def test_a_duty_of_which_no_title_was_kept_is_no_bare_code_either(engine: Engine, tmp_path: Path) -> None:
    with db.session(engine) as s:
        queries.put(s, "titles", "{}")
    used.agree(engine, FORGOTTEN)
    quiet_round(engine, FORGOTTEN, settings(tmp_path), at("2026-09-03"))
    with db.reading(engine) as s:
        task = queries.task_of(s, "kstthc-quy", "2026-Q3", "TST")
        assert task is not None
        duty = DutyReader(s, FORGOTTEN, at("2026-09-03").date()).duty(task)
    assert (duty.title, duty.title_en) == (
        "Nhiệm vụ đã bỏ khỏi danh mục",
        "A duty that is no longer in the registry",
    )
