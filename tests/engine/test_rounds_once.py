"""Nothing twice and nothing missing: a round again, rounds at once in real processes, outages, and sudden
deaths.
"""

from __future__ import annotations

import shutil
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.errors import RoundBehind, RoundError
from models import db, queries
from models.states import MessageState
from tests.support import acts, cast, races
from tests.support.cast import at
from tests.support.databases import on_postgresql, on_sqlite
from tests.support.rounds import die_at, mails, mornings, quiet_round, race, settings, snapshot, told
from tests.support.tiers import WHOLE

UNITS = ["CSXH", "TCKT", "TST", "tinh-15"]


def test_a_round_twice_does_nothing_the_second_time(database: Engine, tmp_path: Path) -> None:
    registry, given = cast.registry(), settings(tmp_path)
    first = quiet_round(database, registry, given, at("2026-08-25"))
    assert (first.tasks_opened, first.raised, first.messages) == (4, 4, 4)
    before = snapshot(database)
    again = quiet_round(database, registry, given, at("2026-08-25"))
    later = quiet_round(database, registry, given, at("2026-08-25", 14))
    for report in (again, later):
        assert (report.tasks_opened, report.chased.looked, report.raised, report.messages) == (0, 0, 0, 0)
    assert snapshot(database) == before


@pytest.mark.slow
def test_rounds_at_once_in_several_processes(database: Engine, database_url: str, tmp_path: Path) -> None:
    lines = races.together(race, [(database_url, str(tmp_path), "2026-09-11", True)] * 4)
    assert [line.count("4 tasks opened") for line in lines].count(1) == 1, lines
    with db.reading(database) as s:
        sent = queries.outbox_rows(s, state=MessageState.SENT)
    files = message_ids(tmp_path)
    assert len(sent) == len(files) == len(set(files)) == 4
    assert told(database) == [("2026-09-11", unit, "reminder-5wd") for unit in UNITS]
    with db.reading(database) as s:
        assert len(queries.history(s, kind="opened")) == 4


@pytest.mark.slow
def test_ten_days_of_outage_tell_the_gravest_once(database: Engine, tmp_path: Path) -> None:
    registry, given = cast.registry(), settings(tmp_path)
    for now in mornings("2026-08-25", "2026-09-15"):
        quiet_round(database, registry, given, now)
    sent_before = mails(database)
    told_before = told(database)
    # Down from Wednesday 16 to Friday 25 September, over the deadline.
    quiet_round(database, registry, given, at("2026-09-28"))
    new = [line for line in told(database) if line not in told_before]
    assert new == sorted(
        [("2026-09-28", unit, "overdue-5wd") for unit in UNITS]
        + [("2026-09-28", f"{unit}:head", "escalated-head") for unit in UNITS]
        + [("2026-09-28", "VP", "escalated-owner")] * 4
    )
    recipients = sorted([*UNITS, *(f"{unit}:head" for unit in UNITS), "VP"])
    assert mails(database) == sorted(sent_before + [("2026-09-28", recipient) for recipient in recipients])
    folded = told(database, collapsed=True)
    for unit in UNITS:
        why = "collapsed: into escalate-owner-5wd; engine was down"
        # remind-1wd, due-today, overdue-1wd and escalate-head-3wd came to the unit in those days.
        assert [line for line in folded if line[1] == unit] == [("2026-09-28", unit, why)] * 4
    # And the ladder goes on where it would have.
    for now in mornings("2026-09-29", "2026-10-02"):
        quiet_round(database, registry, given, now)
    assert told(database)[-4:] == [("2026-10-02", "leadership", "escalated-leadership")] * 4


def test_an_outage_over_the_opening_opens_late(database: Engine, tmp_path: Path) -> None:
    registry, given = cast.registry(), settings(tmp_path)
    quiet_round(database, registry, given, at("2026-08-03"))
    quiet_round(database, registry, given, at("2026-09-14"))
    assert told(database) == [("2026-09-14", unit, "reminder-5wd") for unit in UNITS]
    assert set(told(database, collapsed=True)) == {
        ("2026-09-14", unit, "collapsed: into remind-5wd; opened late") for unit in UNITS
    }


@pytest.mark.slow
def test_after_a_year_of_outage_every_period_is_there(database: Engine, tmp_path: Path) -> None:
    registry, given = cast.registry(), settings(tmp_path)
    quiet_round(database, registry, given, at("2025-12-01"))
    quiet_round(database, registry, given, at("2026-12-01"))
    with db.reading(database) as s:
        assert sorted(queries.periods_opened(s, "kstthc-quy")) == ["2026-Q1", "2026-Q2", "2026-Q3"]
    # Nobody above the units hears on the morning on which these are first told.
    assert {who for _, who, _ in told(database)} == set(UNITS)
    # The leadership hears of it nine working days after the units, as far apart as the ladder has them.
    for day in ("2026-12-02", "2026-12-11"):
        quiet_round(database, registry, given, at(day))
    assert "leadership" not in {who for _, who, _ in told(database)}
    quiet_round(database, registry, given, at("2026-12-14"))
    assert ("2026-12-14", "leadership", "escalated-leadership") in told(database)


def test_time_does_not_go_backwards(database: Engine, tmp_path: Path) -> None:
    registry, given = cast.registry(), settings(tmp_path)
    quiet_round(database, registry, given, at("2026-09-11"))
    before = snapshot(database)
    with pytest.raises(RoundBehind, match="a round never goes back"):
        quiet_round(database, registry, given, at("2026-09-11", 7, 58))
    # A clock that is a little behind joins the last round, and so does who asks to.
    assert quiet_round(database, registry, given, at("2026-09-11", 7, 59, 30)).as_of == at("2026-09-11")
    assert quiet_round(database, registry, given, at("2026-09-10", 9), join=True).as_of == at("2026-09-11")
    # Days behind it is not late: the last round ran ahead of the true time, and nothing must call that well.
    with pytest.raises(RoundBehind, match="a round never goes back"):
        quiet_round(database, registry, given, at("2026-09-01"), join=True)
    assert snapshot(database) == before
    with pytest.raises(RoundError, match="time zone"):
        quiet_round(database, registry, given, at("2026-09-12").replace(tzinfo=None))


def test_a_dry_run_says_the_same_and_leaves_nothing(database: Engine, tmp_path: Path) -> None:
    registry, given = cast.registry(), settings(tmp_path)
    quiet_round(database, registry, given, at("2026-08-03"))
    before = snapshot(database)
    dry = quiet_round(database, registry, given, at("2026-09-11"), dry_run=True)
    assert snapshot(database) == before
    with db.reading(database) as s:
        assert queries.fact(s, "last_round_at") == at("2026-08-03").isoformat()
    real = quiet_round(database, registry, given, at("2026-09-11"))
    assert dry.counts() == real.counts()
    assert real.counts()["opened_by_obligation"] == {"kstthc-quy": 4}


def test_an_unknown_name_or_half_a_scope_does_nothing(database: Engine, tmp_path: Path) -> None:
    registry, given = cast.registry(), settings(tmp_path)
    for scope, text in (
        ({"obligation": "kstthc-qui"}, "did you mean kstthc-quy"),
        ({"obligation": "kstthc-quy", "period": "2026-Q4"}, "reported in Q1, Q2, Q3"),
        ({"units": ["TTS"]}, "did you mean TST"),
        ({"period": "2026-Q3"}, "needs its obligation"),
    ):
        with pytest.raises(Exception, match=text):
            quiet_round(database, registry, given, at("2026-08-25"), **scope)
    with db.reading(database) as s:
        assert queries.facts(s) == {}
        assert queries.rounds(s) == []


@pytest.mark.slow
@on_sqlite
def test_killed_at_any_statement_the_next_round_finishes(
    database: Engine, database_url: str, tmp_path: Path
) -> None:
    """A real process dies before every third statement of the same round (not in the long tests: before every
    tenth); the next round leaves no trace of it.
    """
    untouched = tmp_path / "untouched.db"
    shutil.copy(tmp_path / "dondoc.db", untouched)
    acts.a_round(database, cast.registry(), settings(tmp_path / "whole"), at("2026-09-11"))
    expected = snapshot(database)
    assert len(message_ids(tmp_path / "whole")) == 4
    died, statement = True, 1
    while died:
        home = tmp_path / f"death-{statement}"
        home.mkdir()
        shutil.copy(untouched, home / "dondoc.db")
        died = one_death(home, statement, expected)
        statement += 3 if WHOLE else 20
    assert statement > 40, "a round has more statements than that"


def one_death(home: Path, statement: int, expected: dict[str, object]) -> bool:
    """Dies before that statement, and lets the next round finish; False when the round was over before it."""
    url = f"sqlite:///{home / 'dondoc.db'}"
    died = die_at(url, str(home), "2026-09-11", statement)
    engine = db.engine_for(url)
    try:
        # Ten minutes later the dead process's claims have expired.
        acts.a_round(engine, cast.registry(), settings(home), at("2026-09-11", 8, 10))
        with db.reading(engine) as s:
            counts = queries.outbox_counts(s, at("2026-09-11", 8, 10))
        assert snapshot(engine) == expected, f"killed at statement {statement}"
        assert (counts.sent, counts.waiting, counts.sending, counts.dead) == (4, 0, 0, 0)
    finally:
        engine.dispose()
    assert len(set(message_ids(home))) == 4, f"killed at statement {statement}"
    return died


def message_ids(home: Path) -> list[str]:
    return [message_from_bytes(path.read_bytes())["Message-ID"] for path in home.glob("outbox/**/*.eml")]


@on_postgresql
def test_killed_on_postgresql_the_next_round_finishes(database_url: str, tmp_path: Path) -> None:
    assert die_at(database_url, str(tmp_path), "2026-09-11", 12)
    engine = db.engine_for(database_url)
    try:
        quiet_round(engine, cast.registry(), settings(tmp_path), at("2026-09-11", 8, 10))
        assert told(engine) == [("2026-09-11", unit, "reminder-5wd") for unit in UNITS]
        assert len(mails(engine)) == 4
    finally:
        engine.dispose()


@pytest.mark.parametrize("day", ["2014-12-31", "2062-09-11", "2099-01-01"])
def test_a_day_outside_the_calendar_is_refused_before_anything_is_done(
    database: Engine, tmp_path: Path, day: str
) -> None:
    with pytest.raises(RoundError, match=f"{day} is outside the working calendar"):
        quiet_round(database, cast.registry(), settings(tmp_path), at(day))
    with db.reading(database) as s:
        assert queries.fact(s, "last_round_at") is None
        assert queries.tasks(s) == []
