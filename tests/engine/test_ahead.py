"""A clock put forward, a day named far ahead, a long holiday, a power cut: which of them waits for a word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.errors import RoundAhead
from engine.installation import Clock, Installation
from engine.rounds.rounds import run_round
from engine.tasks.acts import acting
from engine.tasks.going_on import agree, go_on
from engine.tasks.turns import last_round
from models import db, queries
from tests.support import cast
from tests.support.cast import at
from tests.support.rounds import LAN, settings

Round = Callable[..., datetime]
MONDAY = at("2026-09-07")


@pytest.fixture
def a_round(scratch: Engine, tmp_path: Path) -> Round:
    """A round as of an instant by a machine whose clock and count say so; the last round there is."""

    def run(as_of: datetime, now: datetime, days: float, start: str = "first", **more: bool) -> datetime:
        clock = Clock(now, start, days * 86_400)
        run_round(Installation(settings(tmp_path), cast.registry(), scratch, clock), as_of, **more)
        with db.reading(scratch) as s:
            last = last_round(s)
        assert last is not None
        return last

    run(MONDAY, MONDAY, 1)
    return run


def test_a_long_holiday_needs_no_word(a_round: Round) -> None:
    later = MONDAY + timedelta(days=12)
    assert a_round(later, later, 13) == later


@pytest.mark.parametrize("days", [10, 31])
def test_a_power_cut_needs_no_word(a_round: Round, days: int) -> None:
    later = MONDAY + timedelta(days=days)
    assert a_round(later, later, 0.01, "second") == later
    assert a_round(later + timedelta(days=1), later + timedelta(days=1), 1.01, "second") > later


def test_a_clock_that_was_put_forward_waits_for_a_word(a_round: Round, scratch: Engine) -> None:
    wrong = MONDAY + timedelta(days=41)
    with pytest.raises(RoundAhead, match="gone days further than the machine has run"):
        a_round(wrong, wrong, 2)
    with db.reading(scratch) as s:
        assert last_round(s) == MONDAY
        assert [each.kind for each in queries.history(s) if "ahead" in each.kind] == []
    # Put right, it goes on as if nothing had been.
    next_day = MONDAY + timedelta(days=1)
    assert a_round(next_day, next_day, 2) == next_day


def test_a_machine_without_a_witness_is_asked_after_a_month(a_round: Round) -> None:
    for start in ("second", ""):
        much = MONDAY + timedelta(days=32)
        with pytest.raises(RoundAhead, match="32 days ago"):
            a_round(much, much, 0.01, start)


def test_a_day_named_far_ahead_waits_for_a_word(a_round: Round) -> None:
    named, now = MONDAY + timedelta(days=40), MONDAY + timedelta(hours=1)
    with pytest.raises(RoundAhead, match="such a round would make every later one wait"):
        a_round(named, now, 1.1)
    a_round(named, now, 1.1, dry_run=True)  # to look is free
    soon = MONDAY + timedelta(days=3)
    assert a_round(soon, now, 1.1) == soon
    # Catching up by days that are gone names no day ahead of anything.
    gone = MONDAY + timedelta(days=60)
    assert a_round(gone, MONDAY + timedelta(days=300), 301) == gone


def test_a_home_to_rehearse_in_is_ahead_already(a_round: Round, scratch: Engine, tmp_path: Path) -> None:
    clock = Clock(MONDAY - timedelta(days=200), "first", 0)
    named = MONDAY + timedelta(days=90)
    run_round(Installation(settings(tmp_path), cast.registry(), scratch, clock), named)


def test_nor_does_an_act_take_the_rounds_turn_far_ahead(
    a_round: Round, scratch: Engine, tmp_path: Path
) -> None:
    here = Installation(settings(tmp_path), cast.registry(), scratch, Clock(MONDAY, "first", 86_400))
    named = MONDAY + timedelta(days=40)
    with pytest.raises(RoundAhead), acting(here, named, LAN, in_turn=True):
        pass
    with acting(here, named, LAN, in_turn=True, dry_run=True):
        pass


def test_the_word_holds_for_a_day_and_is_recorded(a_round: Round, scratch: Engine, tmp_path: Path) -> None:
    late = MONDAY + timedelta(days=41)
    here = Installation(settings(tmp_path), cast.registry(), scratch, Clock(late, "first", 2 * 86_400))
    with acting(here, late, LAN) as act:
        said = go_on(act, here.clock or Clock(late, "", 0))
    assert (said.restored, said.ahead) == (None, "clock")
    assert a_round(late, late, 2) == late
    assert a_round(late + timedelta(days=20), late + timedelta(days=20), 22) > late
    with db.reading(scratch) as s:
        (event,) = [each for each in queries.history(s) if each.kind == "ahead-agreed"]
    assert event.actor == "lan"
    with acting(here, late, LAN) as act:  # nothing waits now
        assert not go_on(act, Clock(late, "first", 2 * 86_400))


def test_a_word_for_a_named_day_is_for_that_day(a_round: Round, scratch: Engine, tmp_path: Path) -> None:
    named = MONDAY + timedelta(days=40)
    here = Installation(settings(tmp_path), cast.registry(), scratch, Clock(MONDAY, "first", 86_400))
    with acting(here, named, LAN) as act:
        agree(act, named)
    with pytest.raises(RoundAhead):
        a_round(named + timedelta(days=1), MONDAY, 1)
    assert a_round(named, MONDAY, 1) == named


def test_the_machine_says_which_start_it_is() -> None:
    first, again = Clock.of_machine(MONDAY), Clock.of_machine(MONDAY)
    assert (first.start, first.now) == (again.start, MONDAY)
    assert again.seconds >= first.seconds
