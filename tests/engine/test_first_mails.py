"""On a loud morning the first mails leave before all are decided: whose are longest overdue, and only such as
nothing more can come into. What is told to whom is the same as without, whenever the round dies.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from config.registry import Registry
from engine.mail import outbox
from engine.rounds import early
from models import db, queries
from models.scratch import scratch_engine
from models.states import MessageState
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.databases import on_sqlite
from tests.support.rounds import die_at, settings, snapshot
from tests.support.tiers import WHOLE

DAYS = ("2026-08-25", "2026-09-11", "2026-09-28", "2026-09-29", "2026-10-02")
"""An outage over the last day: heads, the owners and the leadership hear as well."""
LAST = "2026-09-28"


def registry() -> Registry:
    """VP owns what others owe and owes something itself; TST owns one of its duties."""
    return cast.registry(
        cast.QUARTERLY,
        replace(cast.QUARTERLY, code="thu-quy", owner="TST", owed_by=("VP", "CSXH", "@tinh")),
        replace(cast.QUARTERLY, code="cua-vp", owner="VP", owed_by=("VP", "TCKT")),
    )


def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than two units are many, of whom three mails leave early."""
    monkeypatch.setattr(early, "UNITS", 2)
    monkeypatch.setattr(early, "MAILS", 3)


@pytest.mark.slow
def test_what_is_told_is_the_same_as_when_all_is_decided_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives = []
    for home in ("at-once", "early"):
        engine = scratch_engine()
        counts = [
            {**report.counts(), **report.delivered()}
            for report in (
                acts.a_round(engine, registry(), settings(tmp_path / home), at(day)) for day in DAYS
            )
        ]
        lives.append((counts, snapshot(engine)))
        engine.dispose()
        few(monkeypatch)
    assert lives[0] == lives[1]
    assert sum(each["messages"] for each in lives[0][0]) > 20


@pytest.mark.slow
def test_the_first_mails_are_of_the_longest_overdue_and_complete(
    database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few(monkeypatch)
    given = settings(tmp_path)
    acts.a_round(database, registry(), given, at("2026-09-11"))
    deliver, seen = outbox.deliver, []

    def watched(*said: Any, only: Collection[int] | None = None, **more: Any) -> outbox.DeliveryReport:
        with db.reading(database) as s:
            waiting = [each.recipient for each in queries.outbox_rows(s, state=MessageState.PENDING)]
            seen.append((sorted(waiting), len(queries.due.ids(s, at(LAST))), only is not None))
        return deliver(*said, only=only, **more)

    with db.session(database) as s:  # of two units it is longer overdue than of the others
        for unit in ("TST", "tinh-15"):
            (task,) = queries.tasks(s, obligation="kstthc-quy", unit=unit)
            task.late_from -= timedelta(days=3)
            s.add(task)
    monkeypatch.setattr(outbox, "deliver", watched)
    report = acts.a_round(database, registry(), given, at(LAST))
    (first, still_due, named), (rest, none_due, all_) = seen
    # TST is told of others' tasks as well, so that its mail waits for the rest.
    assert first == ["TST:head", "tinh-15", "tinh-15:head"]
    assert (still_due > 0, named, none_due, all_) == (True, True, 0, False)
    assert {"VP", "TST", "VP:head", "TCKT"} <= set(rest)
    assert len(rest) == report.messages - early.MAILS
    assert (report.sent, report.waiting) == (report.messages, 0)
    with db.reading(database) as s:
        sent = queries.outbox_rows(s, round_key=LAST)
    assert max(Counter(each.recipient for each in sent).values()) == 1
    with db.reading(database) as s:  # and each carries all that was raised for its recipient
        assert not queries.unsent_notices(s, lock=False)


@pytest.mark.slow
@on_sqlite
def test_killed_at_any_statement_the_next_round_finishes(
    database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few(monkeypatch)
    acts.a_round(database, registry(), settings(tmp_path / "before"), at("2026-09-11"))
    database.dispose()
    untouched = tmp_path / "untouched.db"
    shutil.copy(tmp_path / "dondoc.db", untouched)
    acts.a_round(database, registry(), settings(tmp_path / "whole"), at(LAST))
    expected, ids = snapshot(database), message_ids(tmp_path / "whole")
    assert len(ids) > 8
    died, statement = True, 1
    while died:
        home = tmp_path / f"death-{statement}"
        home.mkdir()
        shutil.copy(untouched, home / "dondoc.db")
        url = f"sqlite:///{home / 'dondoc.db'}"
        died = die_at(url, str(home), LAST, statement, registry())
        engine = db.engine_for(url)
        acts.a_round(engine, registry(), settings(home), at(LAST, 8, 10))
        assert snapshot(engine) == expected, f"killed at statement {statement}"
        assert set(message_ids(home)) == ids
        engine.dispose()
        statement += 20 if WHOLE else 80
    assert statement > 100, "a round has more statements than that"


def message_ids(home: Path) -> set[str]:
    return {message_from_bytes(path.read_bytes())["Message-ID"] for path in home.glob("outbox/**/*.eml")}
