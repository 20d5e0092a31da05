"""Killed under Prefect: `dondoc up` as an operator starts it, while a run that Prefect started sends letters.

One morning's letters leave a little at a time: each run is ended in another way, and the next one goes on. A
run that is asked to end gives back what it has claimed; of one that is killed the claims run out.
"""

from __future__ import annotations

import os
import re
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import text

from chaos.figures import Counted
from chaos.sinks import Server
from chaos.state import doubled, mails
from config import settings as settings_room
from flows.supervisor import gate, server
from models import db
from tests.support.cast import HANOI
from tests.support.ports import free_port
from tests.support.supervised import Up, ours
from tests.support.trial_office import TRIAL_FILE, small_office_folder

LEASE = 20
SLOWLY = 0.4
"""Seconds that a letter takes the mail server: time enough to die while letters leave."""
SOME = 5
"""So many letters leave before the next death."""
PATIENCE = 400
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

CALENDAR = """
calendar:
  country: VN
  language: vi
  years: {{from: 2015, to: 2040}}
  weekend: [{rest}]
  verified_until: 2026-12-31
"""


@dataclass
class Figures(Counted):
    """What was counted."""

    ended: list[str] = field(default_factory=list)
    given_back: int = 0
    """Runs that were asked to end and left no claim behind."""
    claims_ran_out: int = 0
    """Letters that were claimed by a run that was killed."""


class Trial:
    """One home, from its first start to the last letter."""

    def __init__(self, url: str, folder: Path, tell: Callable[[str], None]) -> None:
        self.figures, self.tell = Figures(), tell
        self.home, self.engine = folder / "home", db.engine_for(url)
        self.home.mkdir()
        self.mailroom = Server(SLOWLY)
        self.mailroom.start()
        self.names: Counter[str] = Counter()
        self.unrecorded: set[str] = set()
        office = busy_office(folder / "office", datetime.now(HANOI).date())
        self.port = free_port()
        self.more = {
            "DONDOC_DATABASE_URL": url,
            "DONDOC_PAGE_PORT": str(free_port()),
            "DONDOC_LEASE_SECONDS": str(LEASE),
            **self.mailroom.settings(),
        }
        self.office = office
        given = {
            "DONDOC_HOME": str(self.home),
            "DONDOC_CONFIG": str(office),
            "DONDOC_PREFECT_PORT": str(self.port),
        }
        self.prefect = server.environment(settings_room.load({**given, **self.more}))

    def run(self) -> Figures:
        """All of it."""
        up = self.up = Up(self.home, self.office, self.port, **self.more)
        try:
            self.asked_to_end(self.sending())
            self.killed(self.sending(), "the run is killed")
            self.killed(self.sending(runner=True), "the runner is killed, and with it the run")
            up.until("starting it again", PATIENCE)
            self.stopped(up)
            up = Up(self.home, self.office, self.port, **self.more)
            self.rest()
        finally:
            for process in [*ours(self.home), up.process.pid]:
                with_it(process, signal.SIGKILL)
            self.mailroom.stop()
            self.look(0)
            self.engine.dispose()
        self.count()
        return self.figures

    # --- what happens ---

    def sending(self, *, runner: bool = False) -> int:
        """The process of the run that sends just now, once some letters left, or the runner above it."""
        if self.figures.ended:
            self.ask_for_a_run()
        self.until(lambda: self.mailroom.so_far() >= SOME, "letters leave")
        run, above = processes(self.home)
        self.tell(f"{self.mailroom.so_far()} letters have left, run {run}, runner {above}")
        return above if runner else run

    def asked_to_end(self, process: int) -> None:
        """SIGTERM: a run ends by itself, and nobody has to wait for what it claimed."""
        os.kill(process, signal.SIGTERM)
        self.until(lambda: process not in ours(self.home), "the run ends")
        self.gave_back("the run is asked to end")

    def gave_back(self, how: str) -> None:
        """Nothing is claimed any more."""
        self.look(0)
        if kept := self.claimed():
            self.figures.violations.append(f"{how}: {kept} letters are still claimed")
        else:
            self.figures.given_back += 1
        self.ended(how)

    def killed(self, process: int, how: str) -> None:
        """SIGKILL: the claims run out."""
        os.kill(process, signal.SIGKILL)
        self.until(lambda: process not in ours(self.home) and not self.sends(), "the run is gone")
        self.look(1)
        if (claimed := self.claimed()) == 0:
            self.tell(f"{how}, and nothing is claimed any more")
        self.figures.claims_ran_out += claimed
        self.ended(how)
        time.sleep(LEASE + 1)

    def stopped(self, up: Up) -> None:
        """SIGTERM to the supervisor, while a run sends: all ends, and gives back what it claimed."""
        self.sending()
        up.process.send_signal(signal.SIGTERM)
        if up.ended(PATIENCE) != 0 or ours(self.home):
            self.figures.violations.append(f"the supervisor's end left {ours(self.home)}: {up.printed}")
        self.gave_back("the supervisor is asked to end")

    def rest(self) -> None:
        """Started again, all that is left leaves."""
        self.until(lambda: not self.waiting(), "everything has left")

    # --- what is looked at ---

    def sends(self) -> bool:
        return processes(self.home)[0] != 0

    def until(self, true: Callable[[], bool], what: str) -> None:
        limit = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > limit or self.up.process.poll() not in (None, 0):
                raise RuntimeError(f"never: {what}: {self.up.printed}")
            time.sleep(0.05)

    def claimed(self) -> int:
        return self._number("SELECT count(*) FROM message WHERE lower(state) = 'sending'")

    def waiting(self) -> int:
        return self._number("SELECT count(*) FROM message WHERE lower(state) IN ('pending', 'sending')")

    def _number(self, query: str) -> int:
        with self.engine.connect() as connection:
            return int(connection.execute(text(query)).scalar_one())

    def look(self, most: int) -> None:
        """After an end: what arrived, against what is recorded; at most so many are not."""
        here = mails(self.engine)
        for name, to in self.mailroom.arrived():
            if name in self.names and name not in self.unrecorded:
                self.figures.violations.append(f"{name} arrived again though that was recorded")
            if name not in here or here[name].to != to:
                self.figures.strayed += 1
                self.figures.violations.append(f"{name} strayed to {to}")
            self.names[name] += 1
            self.unrecorded.add(name)
        sent = {name for name, mail in here.items() if mail.state == "sent"}
        new = self.unrecorded - sent
        if len(new) > most:
            self.figures.violations.append(f"{len(new)} letters arrived and are not recorded, {most} may be")
        self.unrecorded = new

    def ended(self, how: str) -> None:
        self.figures.ended.append(how)
        self.tell(f"{how}: {sum(self.names.values())} letters have arrived")

    def ask_for_a_run(self) -> None:
        """As somebody does who presses Run: what waits is to leave now."""
        env = gate.with_key(self.prefect, self.home)
        named = {"deployments": {"name": {"any_": ["deliver"]}}}
        (deployment,) = server.call(env, "/deployments/filter", named)
        server.call(env, f"/deployments/{deployment['id']}/create_flow_run", {})

    def count(self) -> None:
        found, here = self.figures, mails(self.engine)
        found.expected, found.arrived = len(here), len(self.names)
        found.doubled = sum(self.names.values()) - len(self.names)
        lost = sorted(here.keys() - self.names.keys())
        found.lost = len(lost)
        found.violations += [f"{name} never arrived, it is {here[name].state}" for name in lost]
        twice = doubled(self.engine)
        found.tasks = self._number("SELECT count(*) FROM task")
        found.tasks_doubled = sum(each.startswith("task") for each in twice)
        found.violations += twice
        self.engine.dispose()


def busy_office(folder: Path, today: date) -> Path:
    """A small office all of whose units owe something, and that is at work whatever day and hour it is."""
    small_office_folder(folder)
    _write(folder / TRIAL_FILE, "[TST, PC, CNTT]", '["@trung-uong", "@tinh"]')
    _write(
        folder / "office.yaml", 'hours: {from: "07:30", to: "17:00"}', 'hours: {from: "00:00", to: "23:59"}'
    )
    rest = [DAYS[(today.weekday() + n) % 7] for n in (3, 4)]
    (folder / "calendar.yaml").write_text(CALENDAR.format(rest=", ".join(rest)))
    return folder


def _write(file: Path, old: str, new: str) -> None:
    content = file.read_text()
    if old not in content:
        raise RuntimeError(f"{file.name} has no {old}")
    file.write_text(content.replace(old, new))


def processes(home: Path) -> tuple[int, int]:
    """The process of the run that works for this home, and the runner's; 0 for none."""
    run = runner = 0
    for process in ours(home):
        words = _words(process)
        if "flows.serve" in words:
            runner = process
        elif re.search(r"prefect[./](flow_)?engine|flow-run execute", words):
            run = process
    return run, runner


def _words(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def with_it(process: int, how: signal.Signals) -> None:
    """A signal to a process that may be gone."""
    try:
        os.kill(process, how)
    except ProcessLookupError:
        return
