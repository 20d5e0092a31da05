"""A morning on which much is due: it is taken by the part, with as many statements and as much room for
many as for few, and what is told to whom does not depend on where a part ends.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from engine.mail import digest
from engine.rounds.report import RoundReport
from engine.tasks import chasing
from models import db, queries
from models.scratch import scratch_engine
from tests.support import cast
from tests.support.cast import at
from tests.support.rounds import mornings, quiet_round, settings, snapshot

OPENED, DUE = at("2026-08-25"), at("2026-09-11")


def parts_of(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chasing, "CHUNK", size)
    monkeypatch.setattr(digest, "CHUNK", size)


@pytest.mark.slow
def test_what_is_told_does_not_depend_on_where_a_part_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry, lives = cast.registry(cast.QUARTERLY, cast.PLANS, cast.WHOLE_PLAN), []
    for size in (2000, 3):
        parts_of(size, monkeypatch)
        engine = scratch_engine()
        # An outage over the last day, so that several rungs come at once, and the owner and the leadership
        # are told of more tasks than a part holds.
        days = [*mornings("2026-08-25", "2026-09-15"), *mornings("2026-09-28", "2026-10-06")]
        counts = [quiet_round(engine, registry, settings(tmp_path), now).counts() for now in days]
        lives.append((counts, snapshot(engine)))
        engine.dispose()
    assert lives[0] == lives[1]
    assert sum(each["messages"] for each in lives[0][0]) > 20


def loud(units: int, home: Path, watched: Callable[[Any, Callable[[], RoundReport]], RoundReport]) -> None:
    """So many units are reminded on one morning, whose round is `watched`."""
    more = tuple(cast.unit(f"U{n:04}", f"Đơn vị {n}") for n in range(units))
    owed = replace(cast.QUARTERLY, owed_by=tuple(unit.code for unit in more))
    registry, engine = cast.registry(owed, units=(*cast.UNITS, *more)), scratch_engine()
    quiet_round(engine, registry, settings(home), OPENED)
    with db.session(engine) as s:
        queries.take_waiting(s, OPENED)
        queries.due.set_next_actions(s, [(number, DUE) for number in range(1, units + 1)])
    report = watched(engine, lambda: quiet_round(engine, registry, settings(home), DUE))
    assert (report.raised, report.messages, report.chased.reasons) == (units, units, {"reminder-5wd": units})
    engine.dispose()


@pytest.mark.slow
def test_a_loud_morning_has_as_many_statements_for_many_as_for_few(tmp_path: Path) -> None:
    counts: list[int] = []

    def counted(engine: Any, a_round: Callable[[], RoundReport]) -> RoundReport:
        counts.append(0)

        def one_more(*_: object) -> None:
            counts[-1] += 1

        event.listen(engine, "before_cursor_execute", one_more)
        return a_round()

    loud(30, tmp_path, counted)
    loud(300, tmp_path, counted)
    assert counts[0] == counts[1] < 80


@pytest.mark.slow
def test_a_loud_morning_needs_as_much_room_for_many_as_for_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts_of(50, monkeypatch)
    tops: list[int] = []

    def weighed(_engine: Any, a_round: Callable[[], RoundReport]) -> RoundReport:
        tracemalloc.start()
        try:
            return a_round()
        finally:
            tops.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()

    for units in (100, 100, 500):  # the first one also pays for what is made once
        loud(units, tmp_path, weighed)
    assert tops[2] < tops[1] * 1.5, tops
