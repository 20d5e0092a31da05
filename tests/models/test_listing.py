"""The list of tasks as the database makes it: the same as asking each task, at any instant, in blocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest
from sqlalchemy import Engine

from models import db, queries
from models.queries import listing
from models.queries.changing import Happening
from models.states import Standing, TaskState, standing
from models.tables import Task
from tests.support import office

pytestmark = pytest.mark.slow
NOW = datetime(2026, 9, 14, 1, tzinfo=UTC)
UNITS = [f"U{n:02}" for n in range(24)]


def at(days: int) -> datetime:
    return NOW + timedelta(days)


@pytest.fixture
def some(database: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Tasks of every standing, two of which went to another holder, read five at a time."""
    monkeypatch.setattr(listing, "AT_ONCE", 5)
    with db.session(database) as s:
        office.fill_roster(s, UNITS)
        office.open_q3(s)
        for n, task in enumerate(queries.tasks(s)):
            event = Happening(at(n - 10), "submitted", "a", "cli")
            if n % 4 == 0:
                queries.change(s, task, TaskState.SUBMITTED, event=event, submitted_at=event.at)
            elif n % 4 == 1:
                queries.change(s, task, TaskState.WAIVED, event=event)
        moved = Happening(at(1), "handed-over", "a", "engine")
        assert queries.hand_over(s, "U02", "U03", event=moved) == 1
    return database


def _asked_one_by_one(engine: Engine, when: datetime, unit: str | None) -> list[tuple[str, Standing, str]]:
    with db.reading(engine) as s:
        held = queries.holders_before(s, when)
        found = []
        for task in queries.tasks(s):
            assert isinstance(task, Task)
            holder = held.get(task.id or 0, task.holder)
            if task.opened_at <= when and unit in (None, task.unit, holder):
                dates = {"late_from": task.late_from, "submitted_at": task.submitted_at}
                found.append((task.unit, standing(task.state, **dates, as_of=when), holder))
        return found


@pytest.mark.parametrize("days", [-20, -3, 0, 2, 30])
def test_it_is_what_asking_each_task_finds(some: Engine, days: int) -> None:
    when = at(days)
    for unit in (None, "U02", "U03", "U05"):
        wanted = _asked_one_by_one(some, when, unit)
        for stands in (None, listing.UNSENT, listing.SENT, listing.LATE, (Standing.WAIVED,), ()):
            with db.reading(some) as s:
                held = queries.holders_before(s, when)
                blocks = listing.listed(s, when, listing.Asked(stands=stands, unit=unit), held)
                found = []
                for block in blocks:
                    assert 0 < len(block) <= 5
                    # What a line says beside is asked for while the list is still being read.
                    assert len(queries.newest_events(s, [each.task.id for each in block])) == len(block)
                    found += [(each.task.unit, each.standing, each.holder) for each in block]
            assert found == [each for each in wanted if stands is None or each[1] in stands]


def test_by_its_state_as_stored(some: Engine) -> None:
    for state in TaskState:
        with db.reading(some) as s:
            found = chain.from_iterable(listing.listed(s, at(60), listing.Asked(state=state), {}))
            units = [each.task.unit for each in found]
            assert units == [each.unit for each in queries.tasks(s, state=state)]


def test_what_a_holder_must_act_on(some: Engine) -> None:
    with db.reading(some) as s:
        assert listing.held_counts(s, "U03", NOW) == (2, 0)
        assert listing.held_counts(s, "U03", at(30)) == (2, 2)
        assert listing.held_counts(s, "U02", NOW) == (0, 0)
        pages = [listing.held_page(s, "U03", limit=1, offset=n) for n in range(3)]
        assert [[each.unit for each in page] for page in pages] == [["U02"], ["U03"], []]
