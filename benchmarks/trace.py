"""What a trace costs against the simulation beneath it, with the shipped registry.

`python benchmarks/trace.py [YEAR]` takes in turn a simulated year, its trace, and the trace of one unit and
of one document. A year of the whole office is to stay under a minute.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.measuring import QUICK, Comparison, in_turn, keep, size  # noqa: E402
from config.loading.loader import load  # noqa: E402
from config.settings import SHIPPED_REGISTRY, Settings  # noqa: E402
from engine.rounds.simulate import simulate  # noqa: E402
from engine.rounds.trace import trace  # noqa: E402

LIMIT = 60.0


def main() -> int:
    """Keeps how many days each does in a second."""
    year = size(2026, 2026)
    registry, settings = load(SHIPPED_REGISTRY), Settings(home=ROOT)
    first, last = date(year, 1, 1), date(year, 1, 15) if QUICK else date(year, 12, 31)
    days, document = (last - first).days + 1, next(iter(registry.documents))
    cases = {
        "simulate": lambda: list(simulate(registry, settings, first, last)),
        "trace": lambda: trace(registry, settings, first, last),
        "trace, one unit": lambda: trace(registry, settings, first, last, units=("VP",)),
        "trace, one document": lambda: trace(registry, settings, first, last, document=document),
    }
    rates = in_turn({name: lambda work=work: (work(), days)[1] for name, work in cases.items()}, 1)
    sizes = f"the shipped office, {days} days of {year}"
    met = days / rates["trace"] <= LIMIT
    keep("trace", [Comparison("Days of a trace", sizes, "a year in a minute", "trace", rates, met)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
