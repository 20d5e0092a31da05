"""What a trace costs against the simulation beneath it, with the shipped registry.

`python benchmarks/trace.py [YEAR]` prints the processor seconds of a simulated year, of its trace, and of the
trace of one unit and of one document, and each as a multiple of the first. A year of the whole
office is to stay under a minute.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from config.loading.loader import load  # noqa: E402
from config.settings import SHIPPED_REGISTRY, Settings  # noqa: E402
from engine.rounds.simulate import simulate  # noqa: E402
from engine.rounds.trace import trace  # noqa: E402

LIMIT = 60.0


def seconds(work: Callable[[], object]) -> float:
    """The processor seconds that it takes: others on the machine do not count."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> int:
    """Prints one line a case; 1 when a year takes longer than it may."""
    year = int(sys.argv[1]) if len(sys.argv) > 1 else 2026
    registry, settings = load(SHIPPED_REGISTRY), Settings(home=ROOT)
    days = date(year, 1, 1), date(year, 12, 31)
    document = next(iter(registry.documents))
    cases: dict[str, Callable[[], object]] = {
        "simulate": lambda: list(simulate(registry, settings, *days)),
        "trace": lambda: trace(registry, settings, *days),
        "trace, one unit": lambda: trace(registry, settings, *days, units=("VP",)),
        "trace, one document": lambda: trace(registry, settings, *days, document=document),
    }
    first = whole = 0.0
    for name, work in cases.items():
        taken = seconds(work)
        first = first or taken
        whole = taken if name == "trace" else whole
        print(f"{year}  {name:20} {taken:6.2f} s  {taken / first:4.2f} x")
    return 1 if whole > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
