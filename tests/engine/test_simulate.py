"""Simulations: the same engine, another clock, and nothing that exists is touched."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.errors import RoundError
from engine.rounds.simulate import Answers, SimulatedMail, simulate
from models import db
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN, mornings, quiet_round, settings, snapshot, told

REGISTRY = cast.registry()


def lines(mails: list[SimulatedMail]) -> list[tuple[str, str, str]]:
    return sorted(
        (mail.day.isoformat(), mail.recipient, item.reason) for mail in mails for item in mail.items
    )


@pytest.mark.slow
def test_it_tells_what_the_rounds_then_do(database: Engine, tmp_path: Path) -> None:
    """The forecast of a quarter is what happens, when nobody sends."""
    given = settings(tmp_path, go_live=date(2026, 8, 3))
    forecast = lines(list(simulate(REGISTRY, given, date(2026, 8, 3), date(2026, 10, 30))))
    for now in mornings("2026-08-03", "2026-10-30"):
        quiet_round(database, REGISTRY, given, now)
    assert forecast == told(database)
    assert ("2026-10-02", "leadership", "escalated-leadership") in forecast


@pytest.mark.slow
def test_on_its_first_day_everything_stands_as_if_it_had_been_running(tmp_path: Path) -> None:
    mails = list(simulate(REGISTRY, settings(tmp_path), date(2026, 9, 14), date(2026, 9, 18)))
    # Not "opened late": the five-day reminder went on the 11th.
    assert {(mail.day.isoformat(), item.reason) for mail in mails for item in mail.items} == {
        ("2026-09-17", "reminder-1wd"),
        ("2026-09-18", "due-today"),
    }
    assert (mails[0].recipient, mails[0].address, mails[0].at) == (
        "CSXH",
        "csxh@bhxh.example",
        at("2026-09-17"),
    )


@pytest.mark.slow
def test_when_everybody_answers_on_the_last_day_nobody_is_late(tmp_path: Path) -> None:
    mails = list(
        simulate(REGISTRY, settings(tmp_path), date(2026, 8, 24), date(2026, 10, 30), answers=Answers.ON_TIME)
    )
    assert {reason for _, _, reason in lines(mails)} == {
        "opened", "reminder-10wd", "reminder-5wd", "reminder-1wd", "due-today",
    }  # fmt: skip


@pytest.mark.slow
def test_what_was_due_before_is_left_out_unless_go_live_is_set_back(tmp_path: Path) -> None:
    days = date(2026, 9, 21), date(2026, 9, 25)
    assert list(simulate(REGISTRY, settings(tmp_path), *days)) == []
    mails = simulate(REGISTRY, settings(tmp_path), *days, go_live=date(2026, 9, 1))
    assert ("2026-09-25", "VP", "escalated-owner") in lines(list(mails))


@pytest.mark.slow
def test_from_a_copy_it_knows_who_has_sent_and_leaves_the_original_alone(
    database: Engine, tmp_path: Path
) -> None:
    given = settings(tmp_path)
    quiet_round(database, REGISTRY, given, at("2026-09-11"))
    with db.session(database) as s:
        acts.submit(
            s,
            REGISTRY,
            obligation="kstthc-quy",
            period="2026-Q3",
            unit="TST",
            now=at("2026-09-11", 9),
            by=LAN,
        )
    before = snapshot(database)
    mails = list(simulate(REGISTRY, given, date(2026, 9, 11), date(2026, 9, 21), base=database))
    assert {mail.recipient for mail in mails} == {"CSXH", "TCKT", "tinh-15"}
    assert {reason for _, _, reason in lines(mails)} == {"reminder-1wd", "due-today", "overdue-1wd"}
    assert snapshot(database) == before
    with pytest.raises(RoundError, match="start there or later"):
        list(simulate(REGISTRY, given, date(2026, 9, 10), date(2026, 9, 21), base=database))


@pytest.mark.slow
def test_nothing_is_written_anywhere(tmp_path: Path) -> None:
    list(simulate(REGISTRY, settings(tmp_path), date(2026, 8, 24), date(2026, 9, 30)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2026, 9, 2), date(2026, 9, 1), "goes forward"),
        (date(2022, 1, 1), date(2029, 1, 1), "too long"),
        (date(2032, 1, 1), date(2033, 1, 1), "outside the working calendar"),
    ],
)
def test_days_that_make_no_sense_are_refused(tmp_path: Path, start: date, end: date, text: str) -> None:
    with pytest.raises(RoundError, match=text):
        list(simulate(REGISTRY, settings(tmp_path), start, end))
