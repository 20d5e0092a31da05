"""No letter is lost or sent twice: a slow deliverer, two at once, one that is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from engine.mail.digest import Part
from models import db, queries
from models.states import MessageState
from tests.support.cast import at
from tests.support.mailroom import deliver_in_process, four_waiting, mailroom, smtp_url
from tests.support.mailserver import Behaviour, running
from tests.support.races import together

TODAY = at("2026-09-17")
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_a_slow_run_keeps_its_claims_alive(url: str, tmp_path: Path) -> None:
    """Each letter takes 100 s of a lease of 300: claims are renewed, so no other worker takes them over."""
    seconds = [0.0]
    with running() as server:
        room = four_waiting(url, tmp_path, server.port, TODAY)
        room.settings = replace(room.settings, delivery_minutes=10)
        taken_over = []

        def timer() -> float:
            return seconds[0]

        class Slow:
            disturbs = False

            def __enter__(self) -> Slow:
                return self

            def __exit__(self, *_: object) -> None:
                return

            def send(self, envelope: object) -> str:
                seconds[0] += 100
                with db.session(room.engine) as s:
                    now = TODAY + timedelta(seconds=seconds[0])
                    rows = queries.claim_messages(s, now, worker="other", lease=timedelta(minutes=5))
                    taken_over.extend(rows)
                return "250"

        report = room.deliver(TODAY, channel=Slow(), timer=timer)
    assert report.sent == 4
    assert taken_over == []


@pytest.mark.slow
def test_two_deliverers_at_once_send_nothing_twice(database_url: str, tmp_path: Path) -> None:
    with running(Behaviour(delay=0.01)) as server:
        room = mailroom(database_url, tmp_path, smtp=smtp_url(server.port))
        # Fifteen periods of four units each, every one a message of its own.
        for year in range(2024, 2029):
            for quarter in (1, 2, 3):
                room.open("kstthc-quy", f"{year}-Q{quarter}", at("2026-08-27"))
        room.tell(TODAY)
        with db.reading(room.engine) as s:
            ids = [task.id for task in queries.tasks(s)]
        for task_id in ids:
            room.compose(TODAY, kind="resend", round_key=f"rerun-{task_id}", only=Part([task_id]))
        sent = together(
            deliver_in_process,
            [(database_url, str(tmp_path), server.port, worker, TODAY) for worker in ("one", "two")],
        )
        assert sum(sent) == len(server.ids) == len(set(server.ids)) == 60
        assert {m.state for m in room.messages()} == {MessageState.SENT}


@pytest.mark.slow
def test_a_killed_deliverers_letters_go_again_under_the_same_id(database_url: str, tmp_path: Path) -> None:
    with running() as server:
        room = four_waiting(database_url, tmp_path, server.port, TODAY)
        arguments = [database_url, str(tmp_path), str(server.port), TODAY.isoformat(), "2"]
        done = subprocess.run(
            [sys.executable, "-m", "tests.support.mailroom", *arguments], cwd=ROOT, check=False, timeout=60
        )
        assert done.returncode == -signal.SIGKILL
        assert len(server.ids) == 2
        states = [m.state for m in room.messages()]
        assert sorted(states) == [MessageState.SENDING] * 3 + [MessageState.SENT]
        # The dead one's claims hold for the lease, then they are anybody's.
        soon = TODAY + timedelta(minutes=4)
        assert room.deliver(soon).sent == 0
        later = TODAY + timedelta(minutes=6)
        assert room.deliver(later).sent == 3
        assert len(server.ids) == 5
        assert len(set(server.ids)) == 4
        assert {m.state for m in room.messages()} == {MessageState.SENT}


def test_the_outbox_folder_shows_a_letter_once_after_a_crash(url: str, tmp_path: Path) -> None:
    room = mailroom(url, tmp_path)
    room.open("kstthc-quy", "2026-Q3", at("2026-08-27"))
    room.tell(TODAY, units=["TST"])
    room.compose(TODAY)

    class Lost(BaseException):
        """The process ends here: no error of one letter, which would only be set aside."""

    class Dying:
        disturbs = False

        def __init__(self) -> None:
            from engine.mail.channels.choose import channel_for

            self.inner = channel_for(room.settings)

        def __enter__(self) -> Dying:
            self.inner.__enter__()
            return self

        def __exit__(self, *_: object) -> None:
            return

        def send(self, envelope: object) -> str:
            self.inner.send(envelope)  # type: ignore[arg-type]
            raise Lost

    with pytest.raises(Lost):
        room.deliver(TODAY, channel=Dying())
    assert room.deliver(TODAY + timedelta(minutes=6)).sent == 1
    assert len(room.files()) == 1
