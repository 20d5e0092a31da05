"""What the quick commands take, against an interpreter that does nothing: `python benchmarks/cli.py`.

The aims are for two cores that do nothing else: help in 0.15 s, `due` in 0.4 s, where a bare interpreter
takes some 0.015 s. As multiples of that interpreter they hold on any machine: what counts is the processor's
time of the command, imports and all.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.measuring import QUICK, Figures, keep  # noqa: E402

ROUNDS = 0 if QUICK else 5
LAST = "2026-01-31" if QUICK else "2026-12-31"
DONDOC = (sys.executable, "-m", "desk.cli")
BARE = "python -c pass"
WHAT = "Quick commands beside a bare interpreter"
CASES = {
    BARE: (sys.executable, "-c", "pass"),
    "dondoc --help": (*DONDOC, "--help"),
    "dondoc due --help": (*DONDOC, "due", "--help"),
    "dondoc due kstthc-quy 2026-Q3": (*DONDOC, "due", "kstthc-quy", "2026-Q3", "--json"),
    "dondoc due kstthc-quy": (*DONDOC, "due", "kstthc-quy", "--as-of", "2026-01-05"),
    "dondoc agenda, a year": (*DONDOC, "agenda", "--from", "2026-01-01", "--to", LAST),
    "dondoc calendar 2026": (*DONDOC, "calendar", "2026"),
    "dondoc check": (*DONDOC, "check"),
    "dondoc simulate, a year": (*DONDOC, "simulate", "--from", "2026-01-01", "--to", LAST),
}
AIMS = {"dondoc --help": 10, "dondoc due kstthc-quy 2026-Q3": 27}
"""At most so many times the bare interpreter: 0.15 s and 0.4 s where that one takes 0.015 s."""


def spent(command: tuple[str, ...], home: str) -> float:
    """Seconds of the processor for one run."""
    before = _children()
    env = os.environ | {"DONDOC_HOME": home}
    subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, check=True)
    return _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measures all in turn, and keeps what was found."""
    found: dict[str, list[float]] = {name: [] for name in CASES}
    with tempfile.TemporaryDirectory() as home:
        for _ in range(ROUNDS + 1):  # the first warms the disk
            for name, command in CASES.items():
                found[name].append(spent(command, home))
    took = {name: statistics.median(times[1:] or times) for name, times in found.items()}
    times = {name: seconds / took[BARE] for name, seconds in took.items()}
    over = [name for name, most in AIMS.items() if times[name] > most]
    aim = ", ".join(f"{name} at most {most} times" for name, most in AIMS.items())
    because = f"more than that: {', '.join(over)}" if over else ""
    reached = ", ".join(f"{name} {times[name]:.1f} times" for name in AIMS)
    keep(
        "cli",
        [
            Figures(WHAT, "milliseconds of the processor", {k: 1000 * s for k, s in took.items()}),
            Figures(WHAT, f"times {BARE}", times, aim, not over, because, reached=reached),
        ],
    )


if __name__ == "__main__":
    main()
