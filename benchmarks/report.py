"""What a report costs: the figures of ten years counted from more and more tasks, in time and in memory.

`python benchmarks/report.py [TASKS]` fills databases in memory with monthly tasks of ten years (30 duties, so
36 hundred tasks a unit), up to TASKS, and counts each with its trend over the years in a process of its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import GIVEN, Growth, keep, seconds, sizes
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
A_UNIT = DUTIES * len(YEARS) * 12


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
    with db.reading(engine) as s:
        taken = seconds(lambda: count(s, registry, NOW, of_year(2026), years=True))
    return opened, taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before


def main() -> int:
    """Keeps both, each size in a process of its own."""
    if GIVEN[:1] == ["--one"]:
        print(*measured(int(GIVEN[1])))
        return 0
    opened, times, memory = list[int](), list[float](), list[float]()
    for tasks in sizes((10_000, 100_000, 1_000_000), (A_UNIT, 2 * A_UNIT)):
        command = [sys.executable, __file__, "--one", str(max(1, round(tasks / A_UNIT)))]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        opened.append(int(said[0]))
        times.append(float(said[1]))
        memory.append(int(said[2]) / 1024)
    name = "A report with its trend over ten years"
    keep(
        "report",
        [
            Growth(name, "tasks", "seconds of the processor", opened, {"dondoc": times}),
            Growth(f"{name}, memory", "tasks", "MB that counting adds", opened, {"dondoc": memory}),
        ],
        ("sqlalchemy",),
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
