"""What runs leave in Prefect's database, by table, and whether its vacuum takes all of it away.

`python benchmarks/runs.py [MORNINGS] [MINUTES]` starts a real server as `dondoc up` does, and lives the
shipped office's year against it, units sending between: each of its first MORNINGS (249 are all) with the
runs of duties that the planner would have planned until then; no longer than MINUTES. Then everything is made
older than Prefect keeps it, and the server is started again, looking every few seconds.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.measuring import GIVEN, QUICK, Figures, keep, size  # noqa: E402
from benchmarks.years import Life  # noqa: E402
from config import settings as settings_room  # noqa: E402
from config.loading.loader import load  # noqa: E402
from config.registry import Registry  # noqa: E402
from engine.installation import Installation  # noqa: E402
from flows.coming import Planned, coming  # noqa: E402
from flows.supervisor import gate, server  # noqa: E402
from flows.supervisor.children import Child  # noqa: E402
from models import db  # noqa: E402

FIRST = date(2026, 1, 1)
A_YEAR = timedelta(365)
Weights = dict[str, tuple[int, int]]
"""By table: its rows, and the bytes of its pages with those of its indexes."""
IDLE, IDLE_A_DAY = (3 if QUICK else 40), 108
"""Deliveries that send nothing: how many are tried, and how many there are on a working day of nine hours."""
TABLES = (
    "flow_run",
    "flow_run_state",
    "task_run",
    "task_run_state",
    "log",
    "artifact",
    "events",
    "event_resources",
)
KEPT = ("flow_run", "flow_run_state", "log", "artifact", "artifact_collection", "events", "event_resources")


def main() -> int:
    """Keeps what a morning with its duty's run leaves, and what the vacuum leaves of all."""
    mornings, most = size(10, 1), float(GIVEN[1]) if len(GIVEN) > 1 else 600.0
    with tempfile.TemporaryDirectory() as home:
        settings = settings_room.load(
            {
                "DONDOC_HOME": home, "DONDOC_PREFECT_PORT": str(_free_port()), "DONDOC_PAGE_PORT": "0",
                "DONDOC_GO_LIVE": FIRST.isoformat(),
            }
        )  # fmt: skip
        bare = server.environment(settings)
        env = gate.with_key(bare, settings.home)
        os.environ.update(env)  # before anything of Prefect is imported
        file = Path(env["PREFECT_HOME"]) / "prefect.db"
        started = _server(bare)
        try:
            before = weighed(file)
            mornings, ran = asyncio.run(_mornings(mornings, time.monotonic() + 60 * most))
            _still(file)
            after = weighed(file)
            idle = asyncio.run(_idle(IDLE))
            _still(file)
            in_the_end = weighed(file)
        finally:
            started.end()
        if QUICK:  # a second server would take as long as all of this
            kept(mornings, ran, before, after, {}, _of_idle(after, in_the_end, idle))
            return 0
        older(file)
        started = _server(
            bare
            | {
                "PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS": "2",
                "PREFECT_SERVER_SERVICES_DB_VACUUM_ORPHAN_CLEANUP_LOOP_SECONDS": "3",
            }
        )
        try:
            _wait(lambda: _rows(file, "flow_run") + _rows(file, "events") == 0, 1200, started)
            _wait(lambda: _rows(file, "log") + _rows(file, "artifact") == 0, 600, started)
            with suppress(SystemExit):  # it is told how many stay
                _wait(lambda: _rows(file, "artifact_collection") == 0, 40, started)
            left = {f"{name}: rows left": float(_rows(file, name)) for name in KEPT}
        finally:
            started.end()
    kept(mornings, ran, before, after, left, _of_idle(after, in_the_end, idle))
    return 0


def kept(
    mornings: int,
    ran: int,
    before: Weights,
    after: Weights,
    left: dict[str, float],
    idle: Figures,
) -> None:
    """Bytes by table, and what they make of a year and of what Prefect keeps at a time."""
    grown = {name: after[name][1] - before[name][1] for name in TABLES}
    rows = {name: after[name][0] - before[name][0] for name in TABLES}
    a_run = sum(grown.values()) / ran
    events = (grown["events"] + grown["event_resources"]) / ran
    registry = load(settings_room.SHIPPED_REGISTRY)
    mornings_of_year, of_duties = len(list(_workdays(registry))), len(_planned(registry))
    runs = mornings_of_year + of_duties
    figures: dict[str, float] = {f"{name}: rows a run": rows[name] / ran for name in TABLES if rows[name]}
    figures |= {f"{name}: bytes a run": grown[name] / ran for name in TABLES if rows[name]}
    figures |= {
        "runs of duties in a year": float(of_duties),
        "MB that these runs left": sum(grown.values()) / 1e6,
        "KB a run in all": a_run / 1e3,
        f"MB of a year's {runs} runs, if nothing were taken away": a_run * runs / 1e6,
        "MB at a time: runs, logs and boards of 90 days, events of 7": (
            (a_run - events) * runs * 90 / 365 + events * runs * 7 / 365
        )
        / 1e6,
    }
    sizes = f"the shipped office, {mornings} mornings, {ran} runs, Prefect on SQLite"
    whole = all(n == 0 for n in left.values())
    keep(
        "runs",
        [
            Figures("What runs leave in Prefect's database", sizes, figures),
            idle,
            Figures(
                "What the vacuum leaves of them", sizes, left, "nothing", whole,
                "" if whole else "Prefect keeps which version of a board was the latest",
            ),
        ],
        ("prefect",),
    )  # fmt: skip


def _server(env: dict[str, str]) -> Child:
    child = Child("server", server.command(env), env, Path(env["DONDOC_HOME"]) / "server.log")
    child.start()
    made = Path(env["PREFECT_HOME"]) / "prefect.db"
    _wait(lambda: made.exists() and server.is_healthy(env), 240, child)
    return child


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(true: Callable[[], bool], most: float, child: Child) -> None:
    until = time.monotonic() + most
    while not true():
        if not child.running or time.monotonic() > until:
            raise SystemExit(f"{child.name} is not ready: {child.log.read_text()[-2000:]}")
        time.sleep(0.3)


def _planned(registry: Registry) -> list[Planned]:
    """The runs of duties that the calendar of a year makes, by instant."""
    began = datetime.combine(FIRST, datetime.min.time(), registry.office.zone).astimezone(UTC)
    return list(coming(registry, began, go_live=FIRST, horizon=A_YEAR))


def _workdays(registry: Registry) -> Iterator[date]:
    every = (FIRST + timedelta(n) for n in range(A_YEAR.days))
    return (day for day in every if registry.calendar.is_workday(day))


async def _mornings(most: int, until: float) -> tuple[int, int]:
    """The first mornings of the year, each after the runs of duties of its time, at their instants; how many
    mornings and runs there were."""
    from flows import morning, obligation

    settings = settings_room.load()
    db.upgrade(settings.database)
    here = Installation(settings, load(settings.config), db.engine_for(settings.database))
    life, planned, ran, mornings = Life(here), _planned(here.registry), 0, 0
    for day in islice(_workdays(here.registry), most):
        at = datetime.combine(day, here.registry.office.morning, here.registry.office.zone).astimezone(UTC)
        travel: Callable[[], Any] = lambda at=at: at  # noqa: E731
        morning.clock = morning.scheduled = obligation.clock = travel  # type: ignore[assignment]
        life.send(at)
        while planned and planned[0].at <= at:
            each = planned.pop(0)
            await obligation.obligation(each.obligation, each.period, at=each.at)
            ran += 1
        await morning.morning_round()
        mornings, ran = mornings + 1, ran + 1
        if time.monotonic() > until:
            break
    here.engine.dispose()
    return mornings, ran


async def _idle(number: int) -> int:
    """Deliveries that have nothing to send, as there is one every five minutes."""
    from flows import delivery

    for _ in range(number):
        await delivery.deliver()
    return number


def _of_idle(before: Weights, after: Weights, ran: int) -> Figures:
    """What they leave: the planner deletes the runs after two days, Prefect its events after seven."""
    grown = {name: (after[name][1] - before[name][1]) / ran for name in TABLES}
    events = grown["events"] + grown["event_resources"]
    figures = {f"{name}: rows a run": (after[name][0] - before[name][0]) / ran for name in TABLES}
    figures |= {"KB a run, events": events / 1e3, "KB a run, the rest": (sum(grown.values()) - events) / 1e3}
    figures["MB at a time: runs of 2 working days, events of 5"] = (
        IDLE_A_DAY * ((sum(grown.values()) - events) * 2 + events * 5) / 1e6
    )
    sizes = f"{ran} deliveries, Prefect on SQLite"
    return Figures("What a delivery leaves that sends nothing", sizes, figures)


def weighed(file: Path) -> Weights:
    """Every table that grows with runs."""
    query = (
        "SELECT m.tbl_name, sum(d.pgsize) FROM dbstat d JOIN sqlite_schema m ON m.name = d.name GROUP BY 1"
    )
    with closing(sqlite3.connect(file)) as connection:
        pages = dict(connection.execute(query).fetchall())
    return {name: (_rows(file, name), int(pages.get(name, 0))) for name in TABLES}


def _rows(file: Path, name: str) -> int:
    with closing(sqlite3.connect(file, timeout=30)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0])


def _still(file: Path) -> None:
    """Waits until the server has written what it was told: it writes events some seconds later."""
    seen = -1
    while (now := sum(_rows(file, name) for name in TABLES)) != seen:
        seen = now
        time.sleep(13)


def older(file: Path) -> None:
    """Everything as if it had happened a hundred days earlier."""
    with closing(sqlite3.connect(file, timeout=30)) as connection, connection:
        for name, column in (
            ("flow_run", "end_time"),
            ("events", "occurred"),
            ("event_resources", "occurred"),
        ):
            connection.execute(f"UPDATE {name} SET {column} = datetime({column}, '-100 days') || '.000000'")


if __name__ == "__main__":
    sys.exit(main())
