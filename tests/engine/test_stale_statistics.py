"""A morning after a night in which PostgreSQL counted its rows: then every mail had left, so it expects none
that waits, while a round queues one for everybody. No statement may go through all of them for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from engine.rounds.rounds import Steps
from models import db, queries
from tests.support import cast, postgres
from tests.support.cast import at
from tests.support.rounds import quiet_round, settings
from tests.support.visited import Ran, visited

UNITS = 600
MANY = 40
"""So many rows a unit may be looked at in one statement, in all steps of its plan."""
OPENED, DUE, NEXT = at("2026-08-25"), at("2026-09-11"), at("2026-09-18")


@pytest.fixture
def server(postgres_server: postgres.Server, upgraded_template: str) -> Iterator[Engine]:
    """A migrated database of PostgreSQL's."""
    url = postgres_server.new_database(upgraded_template)
    engine = db.engine_for(url)
    yield engine
    engine.dispose()
    postgres_server.drop(url)


def night(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def looked_too_often(ran: list[Ran]) -> list[str]:
    return [f"{each.rows} rows: {each.statement[:120]}" for each in ran if each.rows > UNITS * MANY]


@pytest.mark.slow
def test_nor_on_the_very_first_morning(server: Engine, tmp_path: Path) -> None:
    """When PostgreSQL has never seen a mail."""
    more = tuple(cast.unit(f"U{n:04}", f"Đơn vị {n}") for n in range(UNITS))
    owed = replace(cast.QUARTERLY, owed_by=tuple(unit.code for unit in more))
    registry, given = cast.registry(owed, units=(*cast.UNITS, *more)), settings(tmp_path)
    quiet_round(server, registry, given, OPENED, steps=Steps.RAISE)
    night(server)
    with visited(server) as ran:
        assert quiet_round(server, registry, given, DUE).messages == UNITS
    assert not looked_too_often(ran)


@pytest.mark.slow
def test_no_statement_goes_through_all_mails_for_each(server: Engine, tmp_path: Path) -> None:
    more = tuple(cast.unit(f"U{n:04}", f"Đơn vị {n}") for n in range(UNITS))
    owed = replace(cast.QUARTERLY, owed_by=tuple(unit.code for unit in more))
    registry, given = cast.registry(owed, units=(*cast.UNITS, *more)), settings(tmp_path)
    quiet_round(server, registry, given, OPENED)
    with db.session(server) as s:
        queries.take_waiting(s, OPENED)
        queries.due.set_next_actions(s, [(number, DUE) for number in range(1, UNITS + 1)])
    night(server)
    with visited(server) as ran:
        assert quiet_round(server, registry, given, DUE).messages == UNITS
        assert not looked_too_often(ran)
        # Of those that a delivery names, it does not look for them among all that wait.
        with db.session(server) as s:
            some = [each.id for each in queries.outbox_rows(s, limit=20)]
            claimed = queries.claim_messages(
                s, DUE, worker="w", lease=timedelta(minutes=5), limit=20, ids=some
            )
        assert len(claimed) == 20
        (claim,) = [each for each in ran if "picked" in each.statement]
        assert "ix_message_state" not in claim.plan
    # No mail could leave for a week: what waits goes into the new mails.
    with db.session(server) as s:
        queries.release(s, some, worker="w")
        queries.due.set_next_actions(s, [(number, NEXT) for number in range(1, UNITS + 1)])
    with visited(server) as ran:
        quiet_round(server, registry, given, NEXT)
    assert not looked_too_often(ran)
    with db.reading(server) as s:
        assert (
            len([each for each in queries.outbox_rows(s, limit=None) if each.state == "cancelled"]) == UNITS
        )
