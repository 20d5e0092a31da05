"""What workers get done in a morning on several machines, and whose processor time it takes."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from chaos.mornings import Office, Sink
from chaos.stand import Stand, below

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Work:
    """What workers got done."""

    units: int
    workers: int
    pause: float
    mails: int = 0
    round_seconds: float = 0.0
    seconds: float = 0.0
    a_second: float = 0.0
    processor: dict[str, float] = field(default_factory=dict)
    """Milliseconds of the processor for each mail, from the first to the last, by who took them."""
    busy: float = 0.0
    """How much of the whole machine was busy meanwhile, with whatever it was."""
    violations: list[str] = field(default_factory=list)


def worked(stand: Stand, sink: Sink, units: int, workers: int) -> Work:
    """A morning's mails by so many workers, from the first to the last."""
    found = Work(units, workers, sink.pause)
    office = Office(stand, sink, units, workers)
    office.begin()
    before: list[tuple[dict[str, float], float, float]] = []

    def at(came: int) -> None:
        if came and not before:
            before.append((spent(stand), *whole_machine()))

    if not office.through(1800, at):
        found.violations.append("mails still wait after half an hour")
    after, busy, all_of_it = spent(stand), *whole_machine()
    office.over()
    times = [at for at, _ in sink.came]
    found.mails, found.seconds = len(times), round(times[-1] - times[0], 1)
    found.round_seconds = round(times[0] - office.began, 1)
    found.a_second = round(len(times) / found.seconds, 1)
    if before:
        of = len(times)
        found.processor = {
            who: round((t - before[0][0].get(who, 0)) * 1000 / of, 1) for who, t in after.items()
        }
        found.busy = round((busy - before[0][1]) / (all_of_it - before[0][2]), 2)
    return found


def spent(stand: Stand) -> dict[str, float]:
    """Seconds of the processor that each kind of part has taken, with what it started; "sink" is the mail
    server, which is this process."""
    found = {"sink": time.process_time()}
    for name, part in stand.parts.items():
        if part.process is not None:
            kind = name.split("-")[0]
            mine = [part.process.pid, *below(part.process.pid)]
            found[kind] = found.get(kind, 0.0) + sum(_taken(each) for each in mine)
    return found


def _taken(process: int) -> float:
    """Its own time, and that of its children that have ended."""
    with suppress(OSError):
        words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return sum(int(each) for each in words[11:15]) / _TICKS
    return 0.0


def whole_machine() -> tuple[float, float]:
    """Seconds of all cores in which something ran, and all of them."""
    words = [int(each) for each in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(words) - words[3] - words[4]) / _TICKS, sum(words) / _TICKS
