"""How long the quick commands take, against an interpreter that does nothing.

`python benchmarks/cli.py` prints the median of each in seconds and as a multiple of `python -c pass`. The
promises (help under 0.3 s, due under 0.6 s) are for two cores as found here; the multiple compares machines.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.measuring import QUICK  # noqa: E402

ROUNDS = 0 if QUICK else 7
LAST = "2026-01-31" if QUICK else "2026-12-31"
DONDOC = (sys.executable, "-m", "desk.cli")
CASES = {
    "python -c pass": (sys.executable, "-c", "pass"),
    "dondoc --help": (*DONDOC, "--help"),
    "dondoc due kstthc-quy 2026-Q3": (*DONDOC, "due", "kstthc-quy", "2026-Q3", "--json"),
    "dondoc due kstthc-quy": (*DONDOC, "due", "kstthc-quy", "--as-of", "2026-01-05"),
    "dondoc agenda, a year": (*DONDOC, "agenda", "--from", "2026-01-01", "--to", LAST),
    "dondoc calendar 2026": (*DONDOC, "calendar", "2026"),
    "dondoc check": (*DONDOC, "check"),
    "dondoc simulate, a year": (*DONDOC, "simulate", "--from", "2026-01-01", "--to", LAST),
}
LIMITS = {"dondoc --help": 0.3, "dondoc due kstthc-quy 2026-Q3": 0.6}


def median(command: tuple[str, ...], home: str) -> float:
    """Seconds of wall time, the median of ROUNDS runs after one that warms the disk."""
    times = []
    for _ in range(ROUNDS + 1):
        started = time.perf_counter()
        subprocess.run(
            command, cwd=ROOT, env=os.environ | {"DONDOC_HOME": home}, stdout=subprocess.DEVNULL, check=True
        )
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:] or times)


def main() -> int:
    """Print one line a case; 1 when a promise is broken."""
    broken = 0
    with tempfile.TemporaryDirectory() as home:
        nothing = median(CASES["python -c pass"], home)
        for name, command in CASES.items():
            taken = median(command, home)
            late = taken > LIMITS.get(name, float("inf"))
            broken += late
            print(f"{name:32} {taken:6.3f} s  {taken / nothing:5.1f} x{'  TOO SLOW' if late else ''}")
    return 1 if broken and not QUICK else 0


if __name__ == "__main__":
    sys.exit(main())
