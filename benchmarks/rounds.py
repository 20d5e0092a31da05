"""What a round costs as the number of open tasks grows, on a database in memory.

`python benchmarks/rounds.py` opens tasks for one period, 1,000 and then 100 times as many, and prints how
long opening takes for each task, and a quiet morning's scan with each: it should hardly grow.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import QUICK
from calendars.deadlines import Boundary
from models import db, queries
from models.scratch import scratch_engine

SIZES = (10, 100) if QUICK else (1_000, 100_000)
SCANS = 15
OPENED = datetime(2026, 9, 1, 1, tzinfo=UTC)


def filled(tasks: int) -> tuple[Engine, float]:
    """A database with so many open tasks that all wait for tomorrow, and the seconds that opening took."""
    engine = scratch_engine()
    with db.session(engine) as s:
        queries.sync_roster(s, [("duty", f"unit-{n}", None, None) for n in range(tasks)], str(tasks))
    began = time.perf_counter()
    with db.session(engine) as s:
        new = queries.NewTasks(
            obligation="duty",
            period="2026-Q3",
            owner="VP",
            nominal=date(2026, 9, 19),
            boundary=Boundary.BEFORE,
            last_day=date(2026, 9, 18),
            working_deadline=date(2026, 9, 18),
            late_from=datetime(2026, 9, 18, 17, tzinfo=UTC),
            next_action_at=OPENED + timedelta(days=1),
        )
        event = queries.Happening(OPENED, "opened", "benchmark", "engine")
        queries.open_tasks(s, new, on_day=date(2026, 9, 1), event=event)
    return engine, time.perf_counter() - began


def median(work: Callable[[], object]) -> float:
    """The median of several runs, in seconds."""
    taken = []
    for _ in range(SCANS):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def main() -> int:
    """Prints the figures, and what the larger costs against the smaller."""
    opening, scanning = [], []
    for size in SIZES:
        engine, seconds = filled(size)

        def quiet(engine: Engine = engine) -> None:
            with db.reading(engine) as s:
                assert queries.tasks_due(s, OPENED) == []

        opening.append(size / seconds)
        scanning.append(median(quiet))
        print(
            f"{size:>8,} tasks: opened at {opening[-1]:>9,.0f}/s, a quiet scan {scanning[-1] * 1000:6.2f} ms"
        )
    print(f"{SIZES[1] // SIZES[0]} times the tasks: a quiet scan takes {scanning[1] / scanning[0]:.1f} times")
    return 0


if __name__ == "__main__":
    sys.exit(main())
