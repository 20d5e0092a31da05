"""What a report costs: the figures of ten years counted from ten times as many tasks, in time and in memory.

`python benchmarks/report.py [UNITS]` fills databases in memory with monthly tasks of ten years (30 duties and
UNITS units, default 10; then ten times as many units), counts each with its trend over the years in a process
of its own, and prints seconds, the memory that counting took, and the ratios.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from calendars.rules import Boundary
from engine.report.counting import count
from engine.report.scope import of_year
from models import db
from models.scratch import scratch_engine
from models.states import Began, TaskState
from models.tables import task
from tests.support import cast

DUTIES, YEARS = 30, range(2017, 2027)
NOW = datetime(2026, 12, 31, 10, tzinfo=UTC)


def fill(engine: object, units: int) -> int:
    """Opens the tasks: of nine in ten something was sent, about the last day; how many there are."""
    opened = 0
    for year in YEARS:
        for month in range(1, 13):
            last = date(year, month, 15)
            late = datetime(year, month, 15, 17, tzinfo=UTC)
            rows = [
                {
                    "obligation": f"duty-{duty}", "period": f"{year}-{month:02}", "unit": f"unit-{unit}",
                    "holder": f"unit-{unit}", "owner": "VP",
                    "state": TaskState.SUBMITTED if (unit + duty) % 10 else TaskState.OPEN,
                    "nominal": last, "boundary": Boundary.BY, "last_day": last, "working_deadline": last,
                    "late_from": late, "original_last_day": last, "deadline_no": 0, "began": Began.OPENED,
                    "began_at": late, "opened_at": datetime(year, month, 1, tzinfo=UTC), "version": 1,
                    "submitted_at": datetime(year, month, 1 + (unit * 7 + duty) % 20, 3, tzinfo=UTC)
                    if (unit + duty) % 10 else None,
                }
                for duty in range(DUTIES)
                for unit in range(units)
            ]  # fmt: skip
            with engine.begin() as connection:  # type: ignore[attr-defined]
                connection.execute(task.insert(), rows)
            opened += len(rows)
    return opened


def measured(units: int) -> tuple[int, float, int]:
    """Tasks, seconds, and kilobytes that counting added to the process."""
    engine = scratch_engine()
    opened = fill(engine, units)
    registry = cast.registry(cast.QUARTERLY)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    with db.reading(engine) as s:
        count(s, registry, NOW, of_year(2026), years=True)
    seconds = time.perf_counter() - began
    return opened, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before


def main() -> int:
    """Prints both and their ratios."""
    if sys.argv[1:2] == ["--one"]:
        print(*measured(int(sys.argv[2])))
        return 0
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    found = []
    for each in (units, units * 10):
        said = subprocess.run(
            [sys.executable, __file__, "--one", str(each)],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
        found.append((int(said[0]), float(said[1]), int(said[2])))
        print(f"{found[-1][0]:9,} tasks: {found[-1][1]:6.2f} s, {found[-1][2] / 1024:6.1f} MB")
    (few, quick, small), (many, slow, large) = found
    times = slow / quick, large / max(small, 1)
    print(f"{many / few:.1f} times the tasks: {times[0]:.1f} times the time, {times[1]:.1f} times the memory")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
