"""A unit that asked for more time is merged while its request waits."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.answers import requests
from engine.errors import UnknownName
from engine.history.of_task import history_of
from engine.installation import Installation
from engine.overview.labels import labels_of
from engine.tasks import lookup
from engine.tasks.acts import TaskRef, acting
from engine.tasks.requests import all_waiting
from language import say
from models import db, queries
from tests.support import cast
from tests.support.cast import at
from tests.support.rounds import LAN, mornings, quiet_round, settings, told

REGISTRY = cast.registry()
OLD = TaskRef("kstthc-quy", "2025-Q2", "tinh-10")


def merged(engine: Engine, home: Path) -> Engine:
    """The second quarter is overdue; tinh-10 asks on Monday 30 June 2025, and is tinh-15 on Tuesday."""
    for now in mornings("2025-06-18", "2025-06-30"):
        quiet_round(engine, REGISTRY, settings(home), now)
    with acting(Installation(settings(home), REGISTRY, engine), at("2025-06-30", 10), LAN) as act:
        requests.ask_extension(act, OLD, new_day=date(2025, 7, 15), reason="Chờ số liệu")
    quiet_round(engine, REGISTRY, settings(home), at("2025-07-01"))
    return engine


@pytest.mark.slow
def test_the_request_goes_on_with_whoever_takes_the_task_over(scratch: Engine, tmp_path: Path) -> None:
    """Seen: it was gone without a word, and the successor's head heard on the first morning."""
    merged(scratch, tmp_path)
    with db.reading(scratch) as s:
        assert [(task.unit, task.holder, each.to) for task, each in all_waiting(s)] == [
            ("tinh-10", "tinh-15", date(2025, 7, 15))
        ]
    first = [to for day, to, _ in told(scratch) if day == "2025-07-01"]
    assert (first.count("tinh-15"), first.count("tinh-15:head")) == (2, 1)  # the head: of tinh-11's alone
    with acting(Installation(settings(tmp_path), REGISTRY, scratch), at("2025-07-01", 10), LAN) as act:
        assert requests.grant(act, OLD).task.last_day == date(2025, 7, 15)


@pytest.mark.slow
def test_the_history_says_it_in_the_readers_language(scratch: Engine, tmp_path: Path) -> None:
    """Seen: 'tinh-10 ended on 2025-07-01; its successor is tinh-15' between Vietnamese lines."""
    merged(scratch, tmp_path)
    with db.reading(scratch) as s:
        task = queries.task_of(s, *OLD)
        assert task is not None
        (line,) = [
            each for each in history_of(s, REGISTRY, task, at("2025-07-02")) if each.kind == "handed-over"
        ]
    assert say(line.what, "vi", "board") == "Chuyển cho đơn vị kế thừa: BHXH Lào Cai"
    assert say(line.reason, "vi", "board") == "BHXH Lào Cai cũ kết thúc hoạt động từ 01/07/2025"


def test_it_is_not_passed_on_to_a_unit_that_is_no_more(scratch: Engine, tmp_path: Path) -> None:
    """Seen: 'tinh-11 không tồn tại vào ngày ...' and not whom to name in its place."""
    quiet_round(scratch, REGISTRY, settings(tmp_path), at("2026-09-09"))
    asked = TaskRef("kstthc-quy", "2026-Q3", "TST")
    with acting(Installation(settings(tmp_path), REGISTRY, scratch), at("2026-09-09", 10), LAN) as act:
        requests.ask_extension(act, asked, new_day=date(2026, 9, 25), reason="Chờ số liệu")
        with pytest.raises(
            UnknownName, match="tinh-11 does not exist on 2026-09-09; its successor is tinh-15"
        ):
            requests.pass_on(act, asked, to="tinh-11", reason="Xin ý kiến")


@pytest.mark.slow
def test_a_link_fills_the_form_in_with_the_task_that_is_meant(scratch: Engine, tmp_path: Path) -> None:
    """Seen: a link for a merged unit's task named its successor alone, which may have the same report to send
    for itself, or two of them: the answer was recorded of the other, or refused with no way to say which."""
    merged(scratch, tmp_path)
    day = date(2025, 7, 2)
    with db.reading(scratch) as s:
        task = queries.task_of(s, *OLD)
    assert task is not None
    given = {name: str(each) for name, each in labels_of(REGISTRY, task, day).items()}
    assert (given["period"], given["unit"][:7]) == ("2025-Q2/tinh-10", "tinh-15")  # the list has no tinh-10
    assert lookup.ref_of(REGISTRY, **given, today=day) == OLD
    own = lookup.ref_of(REGISTRY, "kstthc-quy", "quý II/2025", "tinh-15", day)
    assert own == TaskRef("kstthc-quy", "2025-Q2", "tinh-15")
    with pytest.raises(UnknownName):
        lookup.ref_of(REGISTRY, "kstthc-quy", "2025-Q2/TST", "tinh-15", day)
