"""One real event that several duties wait for: reported, and taken back, in one go, all or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from calendars.rules import After, Boundary, DueRule
from config.registry import Registry
from config.registry.objects import Cycle
from engine.answers.event_report import EventReport
from engine.errors import AnswerError, UnknownName
from models import db, queries
from models.states import TaskState
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN, mails, quiet_round, settings, told

DAY = date(2026, 11, 20)


def _waits(code: str, **changed: Any) -> Any:
    """Within ten days of the event."""
    duty = replace(
        cast.QUARTERLY, code=code, cycle=Cycle.EVENT, only=None, worded="sau khi công bố", owed_by=("TST",),
        due=DueRule(boundary=Boundary.BY, after=After("event", days=10)),
    )  # fmt: skip
    return replace(duty, **changed)


REGISTRY: Registry = cast.registry(
    _waits("dang-tai"),
    _waits("niem-yet", owed_by=("TST", "CSXH")),
    _waits("bao-cao", due=DueRule(boundary=Boundary.BY, after=After("niem-yet", days=5))),
    _waits("het-han", to=date(2026, 11, 1)),
    _waits("viec-khac", worded="sau khi ký"),
    fingerprint="together",
)


@pytest.fixture
def engine(database: Engine, tmp_path: Path) -> Engine:
    quiet_round(database, REGISTRY, settings(tmp_path), at("2026-11-02"))
    return database


def _report(engine: Engine, home: Path, *codes: str, **more: Any) -> tuple[EventReport, ...]:
    given: dict[str, Any] = {"day": DAY, "by": LAN} | more
    return acts.report(engine, REGISTRY, settings(home), at("2026-11-23", 10), obligations=codes, **given)


def _open(engine: Engine) -> list[tuple[str, str]]:
    with db.reading(engine) as s:
        return sorted((t.obligation, t.unit) for t in queries.tasks(s) if t.state is TaskState.OPEN)


EVERY = [("bao-cao", "TST"), ("dang-tai", "TST"), ("niem-yet", "CSXH"), ("niem-yet", "TST")]


@pytest.mark.slow
def test_several_duties_named_at_once_make_one_mail(engine: Engine, tmp_path: Path) -> None:
    done = _report(engine, tmp_path, "niem-yet", "dang-tai", "niem-yet")
    assert [(one.obligation, one.opened, one.alike) for one in done] == [
        ("niem-yet", 3, ()), ("dang-tai", 1, ()),
    ]  # fmt: skip
    assert _open(engine) == EVERY
    assert not any(one.changed for one in _report(engine, tmp_path, "niem-yet", "dang-tai"))
    quiet_round(engine, REGISTRY, settings(tmp_path), at("2026-11-24"))
    # Before, the owner was asked whether it had happened.
    assert mails(engine) == [("2026-11-02", "VP"), ("2026-11-24", "CSXH"), ("2026-11-24", "TST")]
    assert len([line for line in told(engine) if line[1] == "TST"]) == 3


def test_all_that_wait_in_the_same_words_are_reported_and_taken_back(engine: Engine, tmp_path: Path) -> None:
    (alone,) = _report(engine, tmp_path, "dang-tai", dry_run=True)
    # What has ended is not offered, nor what opens with another's event.
    assert alone.alike == ("niem-yet",)
    assert [one.obligation for one in _report(engine, tmp_path, "dang-tai", alike=True)] == [
        "dang-tai", "niem-yet",
    ]  # fmt: skip
    assert _open(engine) == EVERY
    back = acts.withdraw(
        engine, REGISTRY, at("2026-11-24"),
        obligations=["niem-yet"], day=DAY, by=LAN, reason="nhầm", alike=True,
    )  # fmt: skip
    assert [(one.obligation, one.withdrawn) for one in back] == [("niem-yet", 3), ("dang-tai", 1)]
    assert _open(engine) == []


def test_only_the_duties_that_the_units_owe_come_with_it(engine: Engine, tmp_path: Path) -> None:
    done = _report(engine, tmp_path, "niem-yet", units=["CSXH"], alike=True)
    assert [one.obligation for one in done] == ["niem-yet"]
    assert _open(engine) == [("niem-yet", "CSXH")]


def test_one_that_cannot_be_done_leaves_all_undone(engine: Engine, tmp_path: Path) -> None:
    for wrong in ("het-han", "bao-cao", "kstthc-quy"):
        with pytest.raises(UnknownName):
            _report(engine, tmp_path, "dang-tai", wrong)
    assert _open(engine) == []
    _report(engine, tmp_path, "dang-tai", "niem-yet")
    with db.session(engine) as s:
        acts.submit(
            s, REGISTRY, obligation="dang-tai", period="2026-11-20", unit="TST", now=at("2026-11-24"), by=LAN
        )
    with pytest.raises(AnswerError, match="TST sent a report"):
        acts.withdraw(
            engine, REGISTRY, at("2026-11-24"),
            obligations=["niem-yet", "dang-tai"], day=DAY, by=LAN, reason="nhầm",
        )  # fmt: skip
    assert _open(engine) == [each for each in EVERY if each[0] != "dang-tai"]


def test_the_administrator_reads_what_was_done(engine: Engine, tmp_path: Path) -> None:
    """Ten days after Friday the 20th is Monday the 30th; after the 5th a Sunday, so Monday the 16th."""

    def said(**more: Any) -> str:
        return acts.vi(_report(engine, tmp_path, "dang-tai", **more)[0].message())

    alike = "; cùng chờ sự kiện như vậy, chưa ghi nhận: niem-yet"
    assert said(dry_run=True) == (
        "Chạy thử, chưa thay đổi gì: ghi nhận sự kiện ngày 20/11/2026, mở 1 việc "
        f"(dang-tai: 1 việc, hạn cuối 30/11/2026){alike}"
    )
    said()
    assert said() == "sự kiện ngày 20/11/2026 đã được ghi nhận từ trước, không thay đổi gì"
    assert said(day=date(2026, 11, 5)) == (
        "ghi nhận sự kiện ngày 05/11/2026, mở 1 việc (dang-tai: 1 việc, hạn cuối 16/11/2026 (ĐÃ QUA)); "
        f"trước đó đã có sự kiện: 2026-11-20{alike}"
    )
    given: dict[str, Any] = {"obligations": ["dang-tai"], "day": DAY, "by": LAN, "reason": "nhầm ngày"}
    (back,) = acts.withdraw(engine, REGISTRY, at("2026-11-24"), **given)
    assert acts.vi(back.message()) == "rút sự kiện ngày 20/11/2026, 1 việc đang mở được rút"
    (again,) = acts.withdraw(engine, REGISTRY, at("2026-11-25"), **given)
    assert acts.vi(again.message()) == "sự kiện ngày 20/11/2026 đã được rút từ trước, không thay đổi gì"
