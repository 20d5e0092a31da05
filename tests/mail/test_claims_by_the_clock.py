"""What is claimed is held against the time by then, however long ago the work began that sends it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.installation import Clock, Installation
from engine.mail import outbox, short_delivery
from engine.mail.channels import apprise_url
from engine.rounds import rounds
from models import db, queries
from tests.support import cast
from tests.support.cast import at
from tests.support.late_office import NOW
from tests.support.late_office import late as late_office
from tests.support.mailroom import mailroom

PLANNED = at("2026-08-25")
LATE = timedelta(seconds=400)
"""More than the lease."""


class Watching:
    """A channel that looks at each letter whether another could take its claim over at that time."""

    disturbs = False

    def __init__(self, engine: Any, then: Callable[[], datetime]) -> None:
        self.engine, self.then, self.sent, self.free = engine, then, 0, 0

    def __enter__(self) -> Watching:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def send(self, envelope: object) -> str:
        self.sent += 1
        with db.session(self.engine) as s:
            lease = timedelta(minutes=5)
            self.free += len(queries.claim_messages(s, self.then(), worker="other", lease=lease))
            s.rollback()
        return "250"


def clock_after(passed: timedelta) -> Clock:
    """One that was read at the planned time, so long ago."""
    return Clock(PLANNED, "this", time.clock_gettime(time.CLOCK_BOOTTIME) - passed.total_seconds())


@pytest.mark.parametrize("how", ["begun late", "took long", "took long, without a clock"])
def test_a_round_claims_by_the_time_at_which_it_sends(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    room = mailroom(url, tmp_path)
    if how == "begun late":
        began = PLANNED + LATE
        clock: Clock | None = Clock(began, "this", time.clock_gettime(time.CLOCK_BOOTTIME))
    else:
        clock = clock_after(LATE) if how == "took long" else None
        if clock is None:
            monkeypatch.setattr(rounds, "_passing", lambda: lambda: LATE)
    seen = Watching(room.engine, lambda: PLANNED + LATE)
    monkeypatch.setattr(outbox, "channel_for", lambda _: seen)
    here = Installation(room.settings, cast.registry(), room.engine, clock)
    report = rounds.run_round(here, PLANNED)
    assert (report.sent, seen.sent, seen.free) == (4, 4, 0)
    assert report.as_of == PLANNED


def test_a_short_message_is_claimed_by_the_time_at_which_it_leaves(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mails before it took longer than a lease."""
    room = late_office(url, tmp_path, {"TST:head": {"chat": "json://127.0.0.1:9/"}}, "chat")
    seen = Watching(room.engine, lambda: NOW + LATE)
    monkeypatch.setattr(apprise_url, "send", lambda *given, **more: seen.send(given))
    counted = time.clock_gettime(time.CLOCK_BOOTTIME) - LATE.total_seconds()
    here = Installation(room.settings, room.registry, room.engine, Clock(NOW, "this", counted))
    assert short_delivery.deliver(here, NOW).sent == 1
    assert (seen.sent, seen.free) == (1, 0)


def test_a_rehearsed_instant_stays_what_it_is(url: str, tmp_path: Path) -> None:
    room = mailroom(url, tmp_path)
    here = Installation(room.settings, room.registry, room.engine, clock_after(LATE))
    for days in (-1, 1):
        rehearsed = PLANNED + timedelta(days=days)
        assert here.by_now(rehearsed) == rehearsed
    late = here.by_now(PLANNED) - PLANNED
    assert LATE <= late < LATE + timedelta(minutes=1)
    ahead = PLANNED + LATE + timedelta(minutes=2)
    assert here.by_now(ahead) == ahead
