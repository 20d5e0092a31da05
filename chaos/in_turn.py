"""One long morning on several machines in which every part dies once, one after the other.

`python -m chaos.machines morning`: the deaths are spread over the mails; a part dies when enough mails
have left, what died before it is back and the Prefect servers answer. What may arrive twice is one for each
sender that died between the mail server's yes and its record.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from chaos.mornings import BACK, PARTS, Morning, Office, Probe, Sink
from chaos.stand import Stand

SECONDS = 120.0
"""So long the mails take at least: the mail server lets each wait for as long, that all may die meanwhile."""


@dataclass
class Turn:
    """What one part's death stalled, until the next part died."""

    at: float
    """When it died, in seconds after the morning began."""
    mails_stalled: float = 0.0
    prefect_silent: float = 0.0
    page_silent: float = 0.0


@dataclass
class Turns:
    """The whole morning; `parts` are the deaths in their order."""

    units: int = 0
    tasks: int = 0
    mails: int = 0
    lost: int = 0
    doubled: int = 0
    may: int = 0
    """So many may have come twice."""
    seconds: float = 0.0
    first: float = 0.0
    """Seconds until the first mail."""
    pause: float = 0.0
    """Seconds that the mail server took for a mail."""
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)


class _Deaths:
    """Who is dead just now, and who dies next."""

    def __init__(self, office: Office, prefect: Probe, page: Probe) -> None:
        self._office, self._stand = office, office.stand
        self._probes, self._before = (prefect, page), (0.0, 0.0)
        self._todo = list(PARTS[1:])
        self._all = len(self._todo)
        self._dead = ""
        self._died = 0.0
        self.turns: dict[str, Turn] = {}

    def look(self, came: int) -> None:
        """One look: somebody comes back, or dies."""
        if self._dead and not self._stand.parts[self._dead].running:
            if time.monotonic() > self._died + BACK:
                self._stand.again(self._dead)
            return
        if self.left == 0 or came < self._office.units * (len(self.turns) + 1) / (self._all + 1):
            return
        if self._dead and not self._stand.healthy():
            return
        self._counted()
        self._dead, self._died = self._todo.pop(0), time.monotonic()
        self.turns[self._dead] = Turn(round(self._died - self._office.began, 1))
        self._stand.kill(self._dead)

    @property
    def left(self) -> int:
        """How many have not died."""
        return len(self._todo)

    def over(self) -> None:
        """Whoever is dead comes back, and the last one's silence is counted."""
        if self._dead and not self._stand.parts[self._dead].running:
            self._stand.again(self._dead)
        self._stand.wait(self._stand.healthy, 120, "the Prefect servers")
        self._counted()

    def _counted(self) -> None:
        prefect, page = (probe.silent for probe in self._probes)
        if self._dead:
            turn = self.turns[self._dead]
            turn.prefect_silent = round(prefect - self._before[0], 1)
            turn.page_silent = round(page - self._before[1], 1)
        self._before = (prefect, page)


def morning(stand: Stand, sink: Sink, units: int, wait: float = 3600) -> Turns:
    """A morning in which each part dies once."""
    office = Office(stand, sink, units, senders=len([name for name in stand.parts if "worker" in name]))
    sink.pause = SECONDS * office.senders / units
    probes = Probe(f"{stand.api}/health"), Probe(stand.page)
    for probe in probes:
        probe.start()
    deaths = _Deaths(office, *probes)
    office.begin()
    found, counted = Turns(), Morning()
    if not office.through(wait, deaths.look):
        found.violations.append(f"after {wait} s mails still wait")
    deaths.over()
    for probe in probes:
        probe.end()
    office.over()
    office.count(counted, None)
    for name in ("units", "tasks", "mails", "lost", "doubled", "seconds"):
        setattr(found, name, getattr(counted, name))
    found.violations += counted.violations
    # One by the worker that dies, one by each sender when the database dies.
    found.may = 1 + office.senders
    if deaths.left:
        found.violations.append(f"all was over before {deaths.left} of the parts died")
    if found.doubled > found.may:
        found.violations.append(f"{found.doubled} mails came twice, where {found.may} may")
    _stalls(list(deaths.turns.values()), [at - office.began for at, _ in sink.came])
    found.pause = round(sink.pause, 3)
    found.first = round(min((at for at, _ in sink.came), default=0.0) - office.began, 1)
    found.parts = {part: vars(turn) for part, turn in deaths.turns.items()}
    return found


def _stalls(turns: list[Turn], times: list[float]) -> None:
    ends = [*(turn.at for turn in turns[1:]), max(times, default=0.0)]
    for turn, end in zip(turns, ends, strict=False):
        after = [turn.at, *(at for at in times if turn.at <= at <= end), end]
        turn.mails_stalled = round(max((b - a for a, b in pairwise(after)), default=0.0), 1)
