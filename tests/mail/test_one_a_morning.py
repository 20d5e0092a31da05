"""One mail a recipient and morning, also where a delivery comes before the round, or a sender died."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config import setting_values
from config.setting_values import Refused
from engine.installation import Installation
from engine.rounds.rounds import Steps, deliver_messages, run_round
from models import db, queries
from tests.support import cast
from tests.support.cast import at
from tests.support.mailroom import smtp_url
from tests.support.mailserver import Received, running
from tests.support.rounds import settings

pytestmark = pytest.mark.slow
REGISTRY = cast.registry()
DAY = "2026-09-17"
"""The mails of 11 September wait; on this day, a working day before the last, each unit is reminded."""


def office(database: Engine, home: Path, server: Received) -> Installation:
    """The third quarter, opened and reminded of once, with the reminder of the 11th in the outbox."""
    here = Installation(settings(home, smtp=smtp_url(server.port)), REGISTRY, database)
    run_round(here, at("2026-09-04"))
    run_round(here, at("2026-09-11"), steps=Steps.QUEUE)
    server.letters.clear()
    return here


def mails(server: Received) -> dict[str, int]:
    """How many each mailbox got."""
    return Counter(to for _, recipients, _ in server.letters for to in recipients)


def deliver(here: Installation, day: str, hour: int, minute: int = 0) -> int:
    return deliver_messages(here, at(day, hour, minute), origin="deliver").sent


def test_what_waits_from_before_leaves_with_the_mornings_round_and_not_five_minutes_earlier(
    database: Engine, tmp_path: Path
) -> None:
    with running() as server:
        here = office(database, tmp_path, server)
        assert [deliver(here, DAY, 8, minute) for minute in (0, 5)] == [0, 0]
        assert run_round(here, at(DAY, 8, 5)).sent == 4
        assert deliver(here, DAY, 8, 10) == 0
    assert set(mails(server).values()) == {1}


def test_it_waits_for_no_round_that_does_not_come(database: Engine, tmp_path: Path) -> None:
    with running() as server:
        here = office(database, tmp_path, server)
        assert deliver(here, DAY, 8, 14) == 0
        assert deliver(here, DAY, 8, 15) == 4
    assert set(mails(server).values()) == {1}


def test_what_is_queued_today_waits_for_nothing(database: Engine, tmp_path: Path) -> None:
    with running() as server:
        here = office(database, tmp_path, server)
        run_round(here, at(DAY, 8), steps=Steps.QUEUE)
        assert deliver(here, DAY, 8, 2) == 4
    assert set(mails(server).values()) == {1}


@pytest.mark.parametrize("minutes", [5, 48 * 60])
def test_of_a_letter_that_waits_and_a_later_one_whose_sender_died_one_leaves(
    database: Engine, tmp_path: Path, minutes: int
) -> None:
    """The later one goes into the one that waits; while somebody may be sending it, it is let alone."""
    with running() as server:
        here = office(database, tmp_path, server)
        with db.session(database) as s:  # which somebody is sending when the next ones are queued
            slow = {"worker": "slow", "lease": timedelta(days=9)}
            held = queries.claim_messages(s, at("2026-09-11"), **slow)
        run_round(here, at(DAY), steps=Steps.QUEUE)
        with db.session(database) as s:
            for each in held:
                queries.mark_failed(s, each.id, worker="slow", error="451", retry_at=at(DAY, 9))
            later = [row.id for row in queries.outbox_rows(s, round_key=DAY) if row.id is not None]
            claim = {"worker": "dead", "lease": timedelta(minutes=minutes), "ids": later}
            assert len(queries.claim_messages(s, at(DAY), **claim)) == 4
        assert deliver(here, "2026-09-18", 9) == 4
    assert set(mails(server).values()) == {1}
    with db.reading(database) as s:
        rows = queries.messages_by_id(s, later).values()
        assert {row.state.value for row in rows} == {"cancelled" if minutes == 5 else "sending"}


def test_no_lease_outlives_the_night() -> None:
    """What a sender held that died in the evening goes into the next morning's mail, and not beside it."""
    good = setting_values.READERS["lease_seconds"]
    assert good("3600") == 3600
    with pytest.raises(Refused):
        good("3601")
