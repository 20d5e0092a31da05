"""Ours and the others side by side: the same work in turn, several times in one run, and the medians.

A figure alone says how fast a machine is; a ratio within one run says how fast the code is. What is found is
kept in `benchmarks/found/` and told by `docs/performance.md`, which `make bench` writes.
"""

from __future__ import annotations

import json
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

FOUND = Path(__file__).resolve().parent / "found"
ROUNDS = 5


@dataclass
class Comparison:
    """What was compared, and how many things each did in a second of the processor."""

    what: str
    sizes: str
    aim: str
    """The aim, in words; empty where there is none."""
    ours: str
    """The name of our own case among `a_second`."""
    a_second: dict[str, float] = field(default_factory=dict)
    met: bool | None = None


def in_turn(
    cases: Mapping[str, Callable[[], int]],
    rounds: int = ROUNDS,
    *,
    before: Callable[[], object] = lambda: None,
    spent: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """How many things each case does in a second of the processor, the median of the rounds; a case answers
    how many it did. `before` makes ready for each, and does not count; `spent`: what the processor's time is
    read off, where another process works too."""
    found: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, work in cases.items():
            before()
            began = spent()
            done = work()
            found[name].append(done / max(spent() - began, 1e-9))
    return {name: statistics.median(each) for name, each in found.items()}


def keep(name: str, comparisons: list[Comparison], packages: tuple[str, ...] = ()) -> None:
    """Writes what was found, with the machine and the versions, and prints it."""
    FOUND.mkdir(exist_ok=True)
    machine = {
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {_processor()}",
        "versions": {each: version(each) for each in packages},
    }
    told = {"machine": machine, "comparisons": [asdict(each) for each in comparisons]}
    (FOUND / f"{name}.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    for each in comparisons:
        print(f"{each.what} ({each.sizes})")
        base = each.a_second[each.ours]
        for case, rate in sorted(each.a_second.items(), key=lambda item: -item[1]):
            print(f"  {case:44} {rate:14,.0f} a second  {base / rate:8.2f}")
        if each.aim:
            print(f"  aim: {each.aim}: {'met' if each.met else 'not met'}")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]} ({len(names)} processors)" if names else platform.processor()
