"""Opening tasks, and looking at open ones, beside bare statements: `python benchmarks/opening.py [TASKS]`.

The limit is one INSERT ... SELECT of the same columns from a roster of the same size; SQLModel's `add_all` is
what one would write first. On SQLite, in a file.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import Engine, text  # noqa: E402
from sqlmodel import Session  # noqa: E402

from benchmarks.measuring import QUICK, Comparison, in_turn, keep, size  # noqa: E402
from calendars.deadlines import Boundary  # noqa: E402
from models import db, queries  # noqa: E402
from models.states import Began, TaskState  # noqa: E402
from models.tables import Task  # noqa: E402

UNITS, BY_HAND = (100, 100) if QUICK else (10_000, 10_000)
OPENED = datetime(2026, 9, 1, 1, tzinfo=UTC)
EVENT = queries.Happening(OPENED, "opened", "benchmark", "engine")
FIXED = {
    "owner": "VP", "nominal": date(2026, 9, 19), "boundary": Boundary.BEFORE, "last_day": date(2026, 9, 18),
    "working_deadline": date(2026, 9, 18), "late_from": datetime(2026, 9, 18, 17, tzinfo=UTC),
}  # fmt: skip


@contextmanager
def database(duties: int) -> Iterator[Engine]:
    """A migrated database with a roster of 10,000 units for so many duties."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/dondoc.db"
        db.upgrade(url)
        engine = db.engine_for(url)
        with db.session(engine) as s:
            roster = [(f"duty-{d}", f"unit-{n}", None, None) for d in range(duties) for n in range(UNITS)]
            queries.sync_roster(s, roster, "benchmark")
        yield engine
        engine.dispose()


def ours(engine: Engine, duties: int, period: str) -> int:
    """As a round opens: a task and its event for every unit, a duty at a time."""
    opened = 0
    for d in range(duties):
        with db.session(engine) as s:
            new = queries.NewTasks(
                obligation=f"duty-{d}", period=period, next_action_at=OPENED + timedelta(days=1), **FIXED
            )
            opened += queries.open_tasks(s, new, on_day=date(2026, 9, 1), event=EVENT)
    return opened


def bare(engine: Engine, duties: int, period: str) -> int:
    """The same rows by two statements of SQL a duty, and nothing else."""
    opened = 0
    for d in range(duties):
        with engine.begin() as c:
            last = c.execute(text("SELECT coalesce(max(id), 0) FROM task")).scalar_one()
            done = c.execute(
                text(
                    "INSERT INTO task (unit, holder, obligation, period, owner, nominal, boundary, last_day,"
                    " working_deadline, late_from, state, original_last_day, deadline_no, began, began_at,"
                    " opened_at, next_action_at, version) SELECT unit, unit, obligation, :period, 'VP',"
                    " '2026-09-19', 'before', '2026-09-18', '2026-09-18', '2026-09-18 17:00:00.000000',"
                    " 'open', '2026-09-18', 0, 'opened', '2026-09-01 01:00:00.000000',"
                    " '2026-09-01 01:00:00.000000', '2026-09-02 01:00:00.000000', 1"
                    " FROM roster WHERE obligation = :duty"
                ),
                {"period": period, "duty": f"duty-{d}"},
            )
            c.execute(
                text(
                    "INSERT INTO event (task_id, at, kind, actor, origin, reason, data)"
                    " SELECT id, '2026-09-01 01:00:00.000000', 'opened', 'benchmark', 'engine', '', '{}'"
                    " FROM task WHERE id > :last"
                ),
                {"last": last},
            )
            opened += done.rowcount
    return opened


def objects(engine: Engine, period: str) -> int:
    """SQLModel's own way: an object a task, without their events."""
    with Session(engine) as s:
        s.add_all(
            Task(
                obligation="by-hand", period=period, unit=f"unit-{n}", holder=f"unit-{n}",
                state=TaskState.OPEN, original_last_day=date(2026, 9, 18), deadline_no=0, began=Began.OPENED,
                began_at=OPENED, opened_at=OPENED, next_action_at=OPENED + timedelta(days=1), version=1,
                **FIXED,
            )
            for n in range(BY_HAND)
        )  # fmt: skip
        s.commit()
    return BY_HAND


def main() -> None:
    """Measures, and keeps what was found."""
    tasks = size(1_000_000, 200)
    duties = max(1, tasks // UNITS)
    turn = iter(range(10**6))
    with database(duties) as engine:
        rates = in_turn(
            {
                "dondoc, a task and its event": lambda: ours(engine, duties, f"ours-{next(turn)}"),
                "bare INSERT ... SELECT of both": lambda: bare(engine, duties, f"bare-{next(turn)}"),
                "SQLModel add_all, the task alone": lambda: objects(engine, f"objects-{next(turn)}"),
            },
            3,
        )
        again = in_turn({"dondoc": lambda: ours(engine, duties, "ours-0") or duties * UNITS}, 3)

        def quiet() -> int:
            with db.reading(engine) as s:
                assert queries.tasks_due(s, OPENED, lock=False) == []
            return 1

        scan = in_turn({"dondoc": quiet}, 15)
    limit = rates["bare INSERT ... SELECT of both"]
    sizes = f"{duties * UNITS:,} tasks a turn: {UNITS:,} units, {duties:,} duties, SQLite"
    mine = "dondoc, a task and its event"
    half = rates[mine] >= limit / 2
    looked = f"among {duties * UNITS * 6:,} open tasks"
    keep(
        "opening",
        [
            Comparison("Opening tasks", sizes, "half of the bare statements", mine, rates, half),
            Comparison("Opening again what is open", sizes, "", "dondoc", again),
            Comparison(
                "A look for what is due, of which there is nothing", looked, "50 a second (20 ms)", "dondoc",
                scan, scan["dondoc"] >= 50,
            ),
        ],
        ("sqlalchemy", "sqlmodel"),
    )  # fmt: skip


if __name__ == "__main__":
    main()
