"""Two deliveries over one outbox while now one, now the other stands still for longer than a lease.

`python -m chaos.stalls`: real processes, stopped by SIGSTOP at any moment and let go on, a real mail server
on loopback, which counts what comes twice. A process that stands still cannot renew what it has claimed, and
the other takes it over; what may come twice is the letter that each of its connections was handing over.
The first one works as of the beginning, as a round that was planned for then. `--burning` starves all.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from chaos import figures, sinks
from chaos.__main__ import DATABASES, _a_place, _databases
from config.settings import Settings
from engine.installation import Clock, Installation
from engine.mail import outbox
from models import db, queries
from tests.support import cast
from tests.support.mailroom import Mailroom

BEGINNING = cast.at("2026-09-17", 9)
_FORKED = multiprocessing.get_context("forkserver")


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried: so many mails, by so many connections of each process, each of which takes the server
    `pause` seconds; `lease` in seconds."""

    url: str
    home: str
    mails: int = 300
    connections: int = 2
    lease: int = 3
    pause: float = 0.1
    burning: int = 0
    seed: int = 1


@dataclass
class Figures:
    """What was counted, in all trials of a database."""

    trials: int = 0
    mails: int = 0
    stalls: int = 0
    doubled: int = 0
    lost_claims: int = 0
    most: int = 0
    """So many may come twice."""
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)

    def add(self, other: Figures) -> None:
        """Takes another's on top."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


def _room(trial: Trial, smtp: str = "") -> Mailroom:
    provinces = tuple(
        cast.unit(f"tinh-{n:04d}", f"BHXH số {n}", "province") for n in range(1, trial.mails + 1)
    )
    registry = cast.registry(cast.QUARTERLY, units=(*cast.UNITS[:4], *provinces))
    settings = Settings(
        home=Path(trial.home), mail_language="vi", smtp=smtp,
        lease_seconds=trial.lease, smtp_connections=trial.connections, delivery_minutes=60,
    )  # fmt: skip
    return Mailroom(db.engine_for(trial.url), registry, settings)


def _delivers(trial: Trial, smtp: str, number: int, began: float, lost: Any) -> None:
    """Delivers again and again until nothing is due; a lost claim is one that another had taken over."""
    room = _room(trial, smtp)
    while True:
        passed = time.monotonic() - began
        now = BEGINNING + timedelta(seconds=passed)
        read = Clock(now.astimezone(UTC), "this", time.clock_gettime(time.CLOCK_BOOTTIME))
        here = Installation(room.settings, room.registry, room.engine, read)
        report = outbox.deliver(here, BEGINNING if number == 0 else now, origin=f"deliver-{number}")
        with lost.get_lock():
            lost.value += report.lost
        with db.reading(room.engine) as s:
            counts = queries.outbox_counts(s, BEGINNING + timedelta(seconds=time.monotonic() - began))
            if not counts.waiting + counts.sending:
                return
        time.sleep(0.2)


def _burns() -> None:
    while True:
        pass


def tried(trial: Trial) -> Figures:
    """One outbox, from full to empty."""
    db.upgrade(trial.url)
    room, found, dice = _room(trial), Figures(trials=1), random.Random(trial.seed)
    room.open(cast.QUARTERLY.code, "2026-Q3", cast.at("2026-08-27"))
    room.tell(BEGINNING - timedelta(hours=1), units=[code for code in room.registry.units if "tinh" in code])
    found.mails = room.compose(BEGINNING - timedelta(hours=1))
    sink, lost = sinks.Server(trial.pause), _FORKED.Value("i", 0)
    sink.start()
    smtp, began = sink.settings()["DONDOC_SMTP"], time.monotonic()
    both = [
        _FORKED.Process(target=_delivers, args=(trial, smtp, number, began, lost), daemon=True)
        for number in (0, 1)
    ]
    fires = [_FORKED.Process(target=_burns, daemon=True) for _ in range(trial.burning)]
    try:
        for each in (*both, *fires):
            each.start()
        while not sink.so_far():
            time.sleep(0.05)
        found.stalls = _stall(both, trial, dice, began + 600)
        for each in both:
            each.join(60)
        # A letter that was cut off by a stall is tried again after a while.
        room.settings = replace(room.settings, smtp=smtp)
        room.deliver(BEGINNING + timedelta(hours=1))
    finally:
        for each in (*both, *fires):
            each.kill()
        came = Counter(each.message_id for each in sink.arrived())
        sink.stop()
    found.seconds = round(time.monotonic() - began, 1)
    found.lost_claims, found.most = lost.value, found.stalls * trial.connections
    found.doubled = sum(n - 1 for n in came.values())
    if len(came) != found.mails:
        found.violations.append(f"{len(came)} of {found.mails} mails came")
    if found.doubled > found.most:
        found.violations.append(f"{found.doubled} came twice in {found.stalls} stalls")
    if wrong := [m.id for m in room.messages() if m.state.value != "sent"]:
        found.violations.append(f"not recorded as sent: {wrong}")
    room.engine.dispose()
    return found


def _stall(both: list[Any], trial: Trial, dice: random.Random, until: float) -> int:
    """Stops one after the other while both are at work; how often."""
    stalls = 0
    while all(each.is_alive() for each in both) and time.monotonic() < until:
        time.sleep(dice.uniform(0.1, trial.lease))
        one = dice.choice(both)
        if not one.is_alive():
            break
        with suppress(ProcessLookupError):  # it was about to end, and no signal holds that up
            os.kill(one.pid, signal.SIGSTOP)
            time.sleep(trial.lease * dice.uniform(1.1, 1.6))
            os.kill(one.pid, signal.SIGCONT)
            stalls += 1
    return stalls


def main() -> int:
    """Exit code 1 for a broken promise."""
    parser = argparse.ArgumentParser(prog="python -m chaos.stalls", description=__doc__)
    parser.add_argument("--on", choices=DATABASES, action="append")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--note", type=Path, default=figures.FILE, help="where the figures go")
    for name in ("mails", "connections", "lease", "burning", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Trial("", ""), name))
    given, wrong = parser.parse_args(), 0
    with _a_place() as folder:
        for on in given.on or DATABASES:
            every = Figures()
            for n in range(given.times):
                (home := folder / f"{on}-{n}").mkdir()
                trial = Trial(
                    _databases(on)(home), str(home), given.mails, given.connections, given.lease,
                    burning=given.burning, seed=given.seed + n,
                )  # fmt: skip
                found = tried(trial)
                print(f"{datetime.now(UTC):%H:%M:%S}", on, vars(found), flush=True)
                every.add(found)
            noted = {"seed": given.seed, "connections": given.connections, "lease": given.lease}
            figures.note(given.note, "stalls", on, every, **noted)
            wrong += len(every.violations)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
