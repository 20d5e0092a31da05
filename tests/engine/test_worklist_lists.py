"""The worklist's pages and the rulings on both kinds of database."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from engine.installation import Installation
from engine.mail import rulings
from engine.tasks.acts import acting
from engine.worklist.items import Worklist
from engine.worklist.kinds import Kind, counts
from models import db, queries
from tests.support import cast
from tests.support.cast import at
from tests.support.rounds import LAN, quiet_round, settings

REGISTRY = cast.registry()
DUTY = ("kstthc-quy", "2026-Q3")


def test_what_is_owed_is_counted_and_paged_and_a_ruling_is_taken_up(database: Engine, tmp_path: Path) -> None:
    given, now = settings(tmp_path), at("2026-09-23")
    here = Installation(given, REGISTRY, database)
    quiet_round(database, REGISTRY, given, at("2026-08-25"))
    with acting(here, at("2026-09-22"), LAN) as act:
        rulings.rule(act, "TST", date(2026, 9, 23), rulings.HOLD, reason="x")
    quiet_round(database, REGISTRY, given, now)
    with db.reading(database) as s:
        assert queries.owed_counts(s, now, until=date(2026, 10, 9)) == (4, 0)
        assert queries.owed_counts(s, now, until=date(2026, 10, 9), duty=("kstthc-quy", "2026-Q2")) == (0, 0)
        assert queries.overdue_by_duty(s, now) == [(*DUTY, 4)]
        assert [
            each.unit for each in queries.owed_page(s, now, until=None, limit=2, offset=1, duty=DUTY)
        ] == [
            "TCKT",
            "TST",
        ]
        read = Worklist(s, REGISTRY, given, now)
        found = {kind: len(read.page(kind, limit=9)) for kind in Kind}
        assert found == dict(counts(s, REGISTRY, given, now))
        (held,) = read.page(Kind.HELD, limit=9)
        assert (held.code, queries.rulings(s, since="2026-09-01")) == ("TST", [])
        assert queries.dead_page(s, limit=2, offset=0) == []
