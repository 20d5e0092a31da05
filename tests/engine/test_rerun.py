"""Rerunning a period: what it would do, for whom, and that doing it twice does it once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from engine.errors import RoundBehind, UnknownName
from engine.rounds.rerun import RerunReport
from models import db, queries
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN, mornings, quiet_round, settings, snapshot, told

REGISTRY = cast.registry()
UNITS = ("TST", "CSXH", "TCKT", "tinh-15")


def again(engine: Engine, home: Path, when: str, **more: Any) -> RerunReport:
    given = {"obligation": "kstthc-quy", "period": "2026-Q3", **more}
    return acts.rerun(engine, REGISTRY, settings(home), at(when, 10), **given)


@pytest.mark.slow
def test_by_default_it_only_says_what_it_would_do(database: Engine, tmp_path: Path) -> None:
    quiet_round(database, REGISTRY, settings(tmp_path), at("2026-10-01"))
    before = snapshot(database)
    report = again(database, tmp_path, "2026-10-01")
    assert (report.dry_run, set(report.opened), report.raised) == (True, set(UNITS), 4)
    assert (
        str(report)
        == "rerun kstthc-quy 2026-Q3: would have: 4 tasks opened, 4 notices, resent to 0 units, 0 messages"
    )
    assert snapshot(database) == before


@pytest.mark.slow
def test_it_opens_a_period_of_before_go_live_on_purpose(database: Engine, tmp_path: Path) -> None:
    given = settings(tmp_path)
    quiet_round(database, REGISTRY, given, at("2026-10-01"))
    report = again(
        database, tmp_path, "2026-10-01", units=["TST"], execute=True, actor="lan", reason="bổ sung"
    )
    assert report.opened == ("TST",)
    with db.reading(database) as s:
        (task,) = queries.tasks(s)
        (opened,) = queries.history(s, task_id=task.id)
    assert (opened.actor, opened.reason, task.last_day) == ("lan", "bổ sung", date(2026, 9, 18))
    assert again(database, tmp_path, "2026-10-01", execute=True).opened == ("CSXH", "TCKT", "tinh-15")
    assert again(database, tmp_path, "2026-10-01", execute=True).opened == ()
    # The morning tells it, and from then on it is chased like any other.
    for now in mornings("2026-10-02", "2026-10-07"):
        quiet_round(database, REGISTRY, given, now)
    assert ("2026-10-07", "VP", "escalated-owner") in told(database)


@pytest.mark.slow
def test_what_opens_late_goes_up_by_the_ladders_own_distances(database: Engine, tmp_path: Path) -> None:
    """Its last day was 18 September; the ladder says 1, 3, 5 and 10 working days after it."""
    given = settings(tmp_path)
    quiet_round(database, REGISTRY, given, at("2026-10-01"))
    again(database, tmp_path, "2026-10-01", units=["TST"], execute=True)
    for now in mornings("2026-10-02", "2026-10-20"):
        quiet_round(database, REGISTRY, given, now)
    assert told(database) == [
        ("2026-10-01", "TST", "overdue-5wd"),
        ("2026-10-05", "TST:head", "escalated-head"),
        ("2026-10-07", "VP", "escalated-owner"),
        ("2026-10-14", "leadership", "escalated-leadership"),
    ]


@pytest.mark.slow
def test_resending_mails_the_present_rung_again_and_only_to_those_who_still_owe(
    database: Engine, tmp_path: Path
) -> None:
    given = settings(tmp_path)
    for now in mornings("2026-08-25", "2026-09-11"):
        quiet_round(database, REGISTRY, given, now)
    with db.session(database) as s:
        acts.submit(
            s,
            REGISTRY,
            obligation="kstthc-quy",
            period="2026-Q3",
            unit="CSXH",
            now=at("2026-09-11", 9),
            by=LAN,
        )
    assert again(database, tmp_path, "2026-09-11", resend=True).resent == ("TCKT", "TST", "tinh-15")
    done = again(
        database, tmp_path, "2026-09-11", resend=True, execute=True, units=["TST", "CSXH"], key="rerun-1"
    )
    assert (done.resent, done.messages) == (("TST",), 1)
    retried = again(
        database, tmp_path, "2026-09-11", resend=True, execute=True, units=["TST", "CSXH"], key="rerun-1"
    )
    assert (retried.resent, retried.messages) == ((), 0)
    with db.reading(database) as s:
        kinds = [(m.kind, m.round_key) for m in queries.outbox_rows(s, recipient="TST", limit=None)]
    assert kinds[0] == ("resend", "rerun-1")
    assert [kind for kind, _ in kinds].count("resend") == 1
    assert told(database)[-2:] == [
        ("2026-09-11", "TST", "resent: reminder-5wd"),
        ("2026-09-11", "tinh-15", "reminder-5wd"),
    ]
    # The ladder goes on as if nothing had happened.
    quiet_round(database, REGISTRY, given, at("2026-09-17"))
    assert ("2026-09-17", "TST", "reminder-1wd") in told(database)


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"period": "2026-Q4"}, "reported in Q1, Q2, Q3"),
        ({"units": ["VP"]}, "VP does not owe kstthc-quy for 2026-Q3"),
        ({"units": ["TTS"]}, "did you mean TST"),
    ],
)
def test_wrong_names_do_nothing(database: Engine, tmp_path: Path, changed: dict[str, Any], text: str) -> None:
    with pytest.raises(UnknownName, match=text):
        again(database, tmp_path, "2026-09-11", execute=True, **changed)
    with db.reading(database) as s:
        assert queries.facts(s) == {}


def test_it_does_not_go_back_in_time(database: Engine, tmp_path: Path) -> None:
    quiet_round(database, REGISTRY, settings(tmp_path), at("2026-10-01"))
    with pytest.raises(RoundBehind):
        again(database, tmp_path, "2026-09-11", execute=True)
