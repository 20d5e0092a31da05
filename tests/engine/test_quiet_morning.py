"""What a morning costs, counted in statements: with nothing to do it is the same for four open tasks and
for 1,200.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from config.registry import Registry
from models import db, queries
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.databases import on_sqlite
from tests.support.rounds import mornings, quiet_round, settings


def big(units: int) -> Registry:
    """The cast's registry with so many units that owe, four duties."""
    more = tuple(cast.unit(f"U{n:04}", f"Đơn vị {n}") for n in range(units))
    codes = tuple(unit.code for unit in more)
    duties = [replace(cast.QUARTERLY, code=f"duty-{n}", owed_by=codes) for n in range(4)]
    return cast.registry(*duties, units=(*cast.UNITS, *more))


def statements(engine: Engine, registry: Registry, home: Path, when: str) -> int:
    count = 0

    def one_more(*_: object) -> None:
        nonlocal count
        count += 1

    event.listen(engine, "before_cursor_execute", one_more)
    try:
        acts.a_round(engine, registry, settings(home), at(when))
    finally:
        event.remove(engine, "before_cursor_execute", one_more)
    return count


@pytest.mark.long
def test_a_quiet_morning_costs_the_same_whatever_lies_open(tmp_path: Path) -> None:
    cost = {}
    for units in (1, 300):
        home = tmp_path / str(units)
        url = f"sqlite:///{home / 'dondoc.db'}"
        db.upgrade(url)
        engine, registry = db.engine_for(url), big(units)
        quiet_round(engine, registry, settings(home), at("2026-08-25"))
        acts.a_round(engine, registry, settings(home), at("2026-08-26"))
        with db.reading(engine) as s:
            assert len(queries.tasks(s)) == 4 * units
        cost[units] = statements(engine, registry, home, "2026-08-27")
        engine.dispose()
    assert cost[1] == cost[300]
    assert cost[300] < 70


@pytest.mark.slow
@on_sqlite
def test_a_loud_morning_costs_a_few_statements_a_chunk_and_not_one_a_task(
    database: Engine, tmp_path: Path
) -> None:
    registry = big(300)
    given = settings(tmp_path)
    for now in mornings("2026-08-25", "2026-09-10"):
        quiet_round(database, registry, given, now)
    count = 0

    def one_more(*_: object) -> None:
        nonlocal count
        count += 1

    event.listen(database, "before_cursor_execute", one_more)
    report = quiet_round(database, registry, given, at("2026-09-11"))
    assert (report.raised, report.messages) == (1200, 300)
    assert count < 85
