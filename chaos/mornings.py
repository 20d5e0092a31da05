"""Mornings on several machines (`chaos.stand`) while a part dies: when a fifth of the mails has left; it is
started again after `BACK` seconds, as its unit file does. Every mail must arrive; what may arrive twice is
one for each sender that died.
"""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise

import psycopg
from aiosmtpd.smtp import SMTP, Envelope, Session

from chaos import sinks
from chaos.stand import Stand, answers
from flows.supervisor.server import ServerError

PARTS = ("nothing", "worker-1", "api-1", "balancer", "services", "redis", "postgres", "page-1")
BACK = 5.0
"""Seconds until a part that died is started again: `RestartSec` of the unit files."""
EVERY = 2.0
"""Seconds between two deliveries that are asked for."""
LEASE = 30
"""`lease_seconds` here: what a dead sender had claimed is free again after so long."""
NAMED = re.compile(rb"^Message-ID:\s*(<[^>]*>)", re.M | re.I)
_ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


class Sink(sinks.Server):
    """A mail server that knows when each letter came."""

    def __init__(self, seconds: float = 0) -> None:
        self.came: list[tuple[float, str]] = []
        super().__init__(seconds)

    @property
    def pause(self) -> float:
        """Seconds that it takes for a letter."""
        return self._seconds

    @pause.setter
    def pause(self, seconds: float) -> None:
        self._seconds = seconds

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Takes the letter."""
        answer = await super().handle_DATA(server, session, envelope)
        assert isinstance(envelope.content, bytes)
        found = NAMED.search(envelope.content)
        self.came.append((time.monotonic(), found[1].decode() if found else ""))
        return answer


@dataclass
class Morning:
    """What was counted of one morning."""

    units: int = 0
    tasks: int = 0
    mails: int = 0
    lost: int = 0
    doubled: int = 0
    seconds: float = 0.0
    mails_stalled: float = 0.0
    """The longest time without a mail after the death."""
    prefect_silent: float = 0.0
    """How long Prefect did not answer through the balancer, in all."""
    page_silent: float = 0.0
    crashed_after: float = 0.0
    """Seconds after which the run of a dead worker was marked Crashed; 0: none was left."""
    runs: dict[str, int] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)


class Probe(threading.Thread):
    """Asks an address four times a second, and adds up how long it did not answer."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.url, self.silent, self._over = url, 0.0, threading.Event()

    def run(self) -> None:
        """Until `end`."""
        while not self._over.is_set():
            began = time.monotonic()
            there = answers(self.url)
            self._over.wait(0.25)
            if not there:
                self.silent += time.monotonic() - began

    def end(self) -> float:
        """Stops asking; the seconds of silence."""
        self._over.set()
        self.join()
        return round(self.silent, 1)


class Office:
    """One morning of a stand: its runs are asked for as a schedule would, until all mails have left."""

    def __init__(self, stand: Stand, sink: Sink, units: int, senders: int) -> None:
        self.stand, self.sink, self.units, self.senders = stand, sink, units, senders
        self.runs: list[str] = []
        self._asked = 0.0
        stand.database("dondoc", "empty")
        sink.came.clear()
        sink.arrived()
        self.began = time.monotonic()

    def begin(self) -> None:
        """The morning's round is asked for."""
        self.runs.append(self.stand.run("morning-round", even_on_day_off=True))

    def go_on(self) -> bool:
        """One look: a delivery is asked for as a schedule would, when none waits to begin; whether everything
        has left. Runs that stand as Running count for nothing: their worker may be dead."""
        waiting, sent = self.outbox()
        if sent + waiting and not waiting:
            return True
        if sent + waiting and time.monotonic() > self._asked + EVERY:
            with suppress(ServerError, IndexError):  # nobody answers just now: the next look asks again
                if self.states()["early"] < self.senders:
                    self.runs.append(self.stand.run("deliver"))
                    self._asked = time.monotonic()
        return False

    def outbox(self) -> tuple[int, int]:
        """How many messages wait, and how many have left; (0, 0) where the database does not answer."""
        try:
            with psycopg.connect(self.stand.url, connect_timeout=2) as connection:
                rows = connection.execute("SELECT state, count(*) FROM message GROUP BY 1").fetchall()
        except psycopg.Error:
            return 0, 0
        counts = {str(state).lower(): n for state, n in rows}
        return sum(n for state, n in counts.items() if state not in ("sent",)), counts.get("sent", 0)

    def states(self) -> Counter[str]:
        """How the runs asked for stand, by Prefect's kind; how many are to begin, and how many to end."""
        body = {"flow_runs": {"id": {"any_": self.runs[-50:]}}, "limit": 200}
        found = Counter(str(run["state_type"]) for run in self.stand.call("/flow_runs/filter", body))
        found["early"] = found["SCHEDULED"]
        found["active"] = sum(n for kind, n in found.items() if kind not in _ENDED)
        return found

    def through(self, seconds: float, at: Callable[[int], None] = lambda _: None) -> bool:
        """To the end of the morning; `at` is told at each look how many mails have come."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            at(len(self.sink.came))
            if self.go_on():
                return True
            time.sleep(1)
        return False

    def over(self) -> None:
        """Takes back the runs that have not begun: they are no part of another morning."""
        for run in self.runs[-50:]:
            with suppress(ServerError):
                if self.stand.call(f"/flow_runs/{run}")["state_type"] in ("SCHEDULED", "PENDING"):
                    cancelled = {"state": {"type": "CANCELLED"}, "force": True}
                    self.stand.call(f"/flow_runs/{run}/set_state", cancelled)

    def count(self, found: Morning, died: float | None) -> None:
        """What the database and the mail server say in the end."""
        with psycopg.connect(self.stand.url) as connection:
            found.tasks = connection.execute("SELECT count(*) FROM task").fetchall()[0][0]
            rows = connection.execute("SELECT message_id_header, state FROM message").fetchall()
        came = Counter(name for _, name in self.sink.came)
        ours = {name: str(state).lower() for name, state in rows}
        found.units, found.mails = self.units, len(came)
        found.lost = sum(1 for name in ours if not came[name])
        found.doubled = sum(n - 1 for n in came.values())
        found.violations += [f"{name} is {state}" for name, state in ours.items() if state != "sent"][:20]
        found.violations += [f"{name} is not ours" for name in came.keys() - ours.keys()][:20]
        if len(ours) != self.units or found.lost:
            found.violations.append(f"{len(ours)} mails for {self.units} units, {found.lost} lost")
        times = [at for at, _ in self.sink.came]
        found.seconds = round(max(times) - self.began, 1) if times else 0.0
        if died is not None:
            after = [died, *(at for at in times if at >= died)]
            found.mails_stalled = round(max((b - a for a, b in pairwise(after)), default=0), 1)


def killed(
    stand: Stand, sink: Sink, part: str, units: int, *, back: float = BACK, wait: float = 900
) -> Morning:
    """A morning in which the part dies when a fifth of the mails has left."""
    found, died = Morning(), [0.0]
    office = Office(stand, sink, units, senders=len([name for name in stand.parts if "worker" in name]))
    prefect, page = Probe(f"{stand.api}/health"), Probe(stand.page)
    prefect.start()
    page.start()
    office.begin()

    def at(came: int) -> None:
        if died[0] == 0 and came > units / 5 and part != "nothing":
            died[0] = time.monotonic()
            stand.kill(part)
        elif died[0] and not stand.parts[part].running and time.monotonic() > died[0] + back:
            stand.again(part)

    if not office.through(wait, at):
        found.violations.append(f"after {wait} s mails still wait")
    if died[0] and not stand.parts[part].running:
        stand.again(part)
    if part != "nothing" and not died[0]:
        found.violations.append("all was over before the death")
    stand.wait(stand.healthy, 120, "the Prefect servers")
    found.prefect_silent, found.page_silent = prefect.end(), page.end()
    office.over()
    office.count(found, died[0] or None)
    # Between the mail server's yes and its record each sender may die, or the database for all of them.
    may = {"worker-1": 1, "postgres": office.senders}.get(part, 0)
    if found.doubled > may:
        found.violations.append(f"{found.doubled} mails came twice, where {may} may")
    if "worker" in part:
        found.crashed_after = _marked(office, died[0])
    found.runs = {kind: n for kind, n in office.states().items() if n and kind.isupper()}
    return found


def _marked(office: Office, died: float) -> float:
    """When the last run of a dead worker is marked; -1 after five minutes."""
    limit = time.monotonic() + 300
    while time.monotonic() < limit:
        if not office.states()["active"]:
            return round(time.monotonic() - died, 1)
        time.sleep(1)
    return -1
