"""A unit's request holds back what goes above it, for some working days, and the answer ends that."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.registry import Registry
from engine.answers import answers, requests, undo
from engine.errors import AnswerError
from engine.installation import Installation
from engine.tasks.acts import Act, TaskRef, acting
from engine.tasks.requests import all_waiting
from models import db
from tests.support import acts, cast
from tests.support.acts import en
from tests.support.cast import at
from tests.support.rounds import LAN, mornings, quiet_round, settings, told

pytestmark = pytest.mark.slow

REGISTRY = cast.registry()
TST = TaskRef("kstthc-quy", "2026-Q3", "TST")


@pytest.fixture
def engine(database: Engine, tmp_path: Path) -> Engine:
    """The third quarter is open; its last day is Friday 18 September. Nobody sends anything."""
    run(database, tmp_path, "2026-08-25", "2026-09-18")
    return database


def run(engine: Engine, home: Path, first: str, last: str, registry: Registry = REGISTRY) -> None:
    for now in mornings(first, last):
        quiet_round(engine, registry, settings(home), now)


def doing(engine: Engine, home: Path, day: str) -> AbstractContextManager[Act]:
    return acting(Installation(settings(home), REGISTRY, engine), at(day, 10), LAN)


def above(engine: Engine) -> list[tuple[str, str]]:
    """What went above the unit: (day, reason), of TST alone and of the leadership for it."""
    return [(day, reason) for day, to, reason in told(engine) if to in ("TST:head",)]


def own(engine: Engine) -> list[tuple[str, str]]:
    return [(day, reason) for day, to, reason in told(engine) if to == "TST" and day > "2026-09-18"]


def test_without_a_request_the_head_hears_on_the_third_day(engine: Engine, tmp_path: Path) -> None:
    run(engine, tmp_path, "2026-09-21", "2026-10-02")
    assert above(engine) == [("2026-09-23", "escalated-head")]


def test_a_request_holds_it_for_five_working_days_and_the_unit_goes_on_being_reminded(
    engine: Engine, tmp_path: Path
) -> None:
    with doing(engine, tmp_path, "2026-09-21") as act:
        requests.ask_extension(act, TST, new_day=date(2026, 9, 30), reason="Chờ số liệu")
    run(engine, tmp_path, "2026-09-22", "2026-10-02")
    # Asked on Monday the 21st: five working days later is Monday the 28th.
    assert above(engine) == [("2026-09-28", "escalated-head")]
    assert own(engine) == [
        ("2026-09-22", "overdue-1wd"),
        ("2026-09-23", "overdue-3wd"),
        ("2026-09-25", "overdue-5wd"),
    ]
    with db.reading(engine) as s:
        assert [request.actor for _, request in all_waiting(s)] == ["lan"]  # it waits until it is answered


def test_a_refusal_ends_the_holding_with_the_next_round(engine: Engine, tmp_path: Path) -> None:
    with doing(engine, tmp_path, "2026-09-21") as act:
        requests.ask_release(act, TST, reason="Thuộc Ban khác")
    run(engine, tmp_path, "2026-09-22", "2026-09-24")
    assert above(engine) == []
    with doing(engine, tmp_path, "2026-09-24") as act:
        requests.refuse(act, TST, reason="Kế hoạch giao")
    run(engine, tmp_path, "2026-09-25", "2026-10-02")
    assert above(engine) == [("2026-09-25", "escalated-head")]


def test_an_office_can_hold_nothing(engine: Engine, tmp_path: Path) -> None:
    strict = cast.registry(request_hold=0)
    with doing(engine, tmp_path, "2026-09-21") as act:
        requests.ask_release(act, TST, reason="Thuộc Ban khác")
    run(engine, tmp_path, "2026-09-22", "2026-10-02", strict)
    assert above(engine) == [("2026-09-23", "escalated-head")]


def test_it_holds_nothing_back_of_others(engine: Engine, tmp_path: Path) -> None:
    with doing(engine, tmp_path, "2026-09-21") as act:
        requests.ask_release(act, TST, reason="Thuộc Ban khác")
    run(engine, tmp_path, "2026-09-22", "2026-09-25")
    heads = {to for _, to, reason in told(engine) if reason == "escalated-head"}
    assert heads == {"CSXH:head", "TCKT:head", "tinh-15:head"}


def test_what_cannot_be_asked_or_refused(engine: Engine, tmp_path: Path) -> None:
    with doing(engine, tmp_path, "2026-09-21") as act:
        with pytest.raises(AnswerError) as refused:
            requests.refuse(act, TST, reason="x")
        assert en(refused.value.message) == "no request about kstthc-quy 2026-Q3 of TST waits for an answer"
        with pytest.raises(AnswerError):
            requests.ask_extension(act, TST, new_day=date(2026, 9, 21), reason="x")
        with pytest.raises(AnswerError):
            requests.ask_extension(act, TST, new_day=date(2027, 9, 21), reason="x")
        with pytest.raises(AnswerError):
            requests.ask_release(act, TST, reason=" ")
    with db.session(engine) as s:
        acts.submit(
            s, REGISTRY, obligation="kstthc-quy", period="2026-Q3", unit="TST", now=at("2026-09-22"), by=LAN
        )
    with doing(engine, tmp_path, "2026-09-23") as act, pytest.raises(AnswerError):
        requests.ask_release(act, TST, reason="x")


def test_an_extension_that_was_taken_back_settles_nothing(engine: Engine, tmp_path: Path) -> None:
    with doing(engine, tmp_path, "2026-09-18") as act:
        requests.ask_extension(act, TST, new_day=date(2026, 9, 30), reason="Chờ số liệu")
    with doing(engine, tmp_path, "2026-09-18") as act:
        answers.extend(act, TST, new_day=date(2026, 9, 30), reason="Đồng ý")
    with db.reading(engine) as s:
        assert all_waiting(s) == []
    with doing(engine, tmp_path, "2026-09-18") as act:
        undo.undo(act, TST, reason="Nhầm đơn vị")
    with db.reading(engine) as s:
        assert [request.to for _, request in all_waiting(s)] == [date(2026, 9, 30)]
