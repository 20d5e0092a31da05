"""Opening tasks beside bare statements, and as others would: `python benchmarks/opening.py [TASKS]`.

The limit is one INSERT ... SELECT of the same columns from a roster of the same size, and of the events;
SQLModel's `add_all` is what one would write first, APScheduler's `add_job` a job to look at each by itself.
On SQLite in a file, and on a PostgreSQL server of its own.
"""

from __future__ import annotations

import logging
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore  # noqa: E402
from apscheduler.schedulers.background import BackgroundScheduler  # noqa: E402
from sqlalchemy import text  # noqa: E402
from sqlmodel import Session  # noqa: E402

from benchmarks.databases import Measured, Memory, database, kinds  # noqa: E402
from benchmarks.measuring import QUICK, Comparison, Found, in_turn, keep, size  # noqa: E402
from calendars.deadlines import Boundary  # noqa: E402
from models import db, queries  # noqa: E402
from models.states import Began, TaskState  # noqa: E402
from models.tables import Task  # noqa: E402

UNITS, BY_HAND = (100, 20) if QUICK else (10_000, 1_000)
OPENED = datetime(2026, 9, 1, 1, tzinfo=UTC)
EVENT = queries.Happening(OPENED, "opened", "benchmark", "engine")
FIXED = {
    "owner": "VP", "nominal": date(2026, 9, 19), "boundary": Boundary.BEFORE, "last_day": date(2026, 9, 18),
    "working_deadline": date(2026, 9, 18), "late_from": datetime(2026, 9, 18, 17, tzinfo=UTC),
}  # fmt: skip
OURS, BARE = "dondoc, a task and its event", "bare INSERT ... SELECT of both"
ALONE, JOBS = "SQLModel add_all, the task alone", "APScheduler add_job, a job a task"


def ours(measured: Measured, duty: int, period: str) -> int:
    """As a round opens: a task and its event for every unit."""
    with db.session(measured.engine) as s:
        new = queries.NewTasks(
            obligation=f"duty-{duty}", period=period, next_action_at=OPENED + timedelta(days=1), **FIXED
        )
        return queries.open_tasks(s, new, on_day=date(2026, 9, 1), event=EVENT)


def bare(measured: Measured, duty: int, period: str) -> int:
    """The same rows by two statements of SQL, and nothing else."""
    with measured.engine.begin() as c:
        last = c.execute(text("SELECT coalesce(max(id), 0) FROM task")).scalar_one()
        done = c.execute(
            text(
                "INSERT INTO task (unit, holder, obligation, period, owner, nominal, boundary, last_day,"
                " working_deadline, late_from, state, original_last_day, deadline_no, began, began_at,"
                " opened_at, next_action_at, version) SELECT unit, unit, obligation, CAST(:period AS text),"
                " 'VP', '2026-09-19', 'before', '2026-09-18', '2026-09-18', '2026-09-18 17:00:00.000000',"
                " 'open', '2026-09-18', 0, 'opened', '2026-09-01 01:00:00.000000',"
                " '2026-09-01 01:00:00.000000', '2026-09-02 01:00:00.000000', 1"
                " FROM roster WHERE obligation = :duty"
            ),
            {"period": period, "duty": f"duty-{duty}"},
        )
        c.execute(
            text(
                "INSERT INTO event (task_id, at, kind, actor, origin, reason, data)"
                " SELECT id, '2026-09-01 01:00:00.000000', 'opened', 'benchmark', 'engine', '', '{}'"
                " FROM task WHERE id > :last"
            ),
            {"last": last},
        )
        return done.rowcount


def objects(measured: Measured, period: str) -> int:
    """SQLModel's own way: an object a task, without their events."""
    with Session(measured.engine) as s:
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


def look(obligation: str, period: str, unit: str) -> None:
    """What a job of APScheduler's would do when its time has come."""


def jobs(scheduler: BackgroundScheduler, period: str) -> int:
    """APScheduler's way: a job of its own for each task, kept in the same database."""
    for n in range(BY_HAND):
        given = ["by-hand", period, f"unit-{n}"]
        when = OPENED + timedelta(days=36_500)
        scheduler.add_job(look, "date", given, run_date=when, id=f"{period} {n}")
    return BY_HAND


def measure(measured: Measured, duties: int) -> list[Found]:
    """Opening, and opening again, in one database."""
    with db.session(measured.engine) as s:
        roster = ((f"duty-{d}", f"unit-{n}", None, None) for d in range(duties) for n in range(UNITS))
        queries.sync_roster(s, roster, "benchmark")
    measured.settle()
    first, second = iter(range(duties)), iter(range(duties))
    with Memory() as memory:
        rates = in_turn(
            {
                OURS: lambda: ours(measured, next(first), "2026-Q3"),
                BARE: lambda: bare(measured, next(second), "2026-Q4"),
            },
            duties,
            spent=measured.spent,
        )
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(engine=measured.engine)})
    scheduler.start(paused=True)
    turn = iter(range(10**6))
    rates |= in_turn(
        {
            ALONE: lambda: objects(measured, f"objects-{next(turn)}"),
            JOBS: lambda: jobs(scheduler, f"jobs-{next(turn)}"),
        },
        3,
        spent=measured.spent,
    )
    scheduler.shutdown(wait=False)
    again = iter(range(duties))
    looked = "each period looked at again, as after a change of the registry"
    costs = in_turn(
        {looked: lambda: ours(measured, next(again), "2026-Q3") or UNITS}, duties, spent=measured.spent
    )
    costs["opened for the first time"] = rates[OURS]
    sizes = f"{duties * UNITS:,} tasks: {UNITS:,} units, {duties:,} duties, {measured.kind}"
    return [
        Comparison(
            "Opening tasks", f"{sizes}; {memory}", "half of the bare statements", OURS, rates,
            rates[OURS] >= rates[BARE] / 2,
        ),
        Comparison("Opening again what is open", sizes, "", looked, costs),
    ]  # fmt: skip


def main() -> None:
    """Measures, and keeps what was found."""
    duties = max(1, size(1_000_000, UNITS) // UNITS)
    found: list[Found] = []
    for kind in kinds():
        with database(kind) as measured:
            found += measure(measured, duties)
    keep("opening", found, ("sqlalchemy", "sqlmodel", "apscheduler", "psycopg"))


if __name__ == "__main__":
    main()
