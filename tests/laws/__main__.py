"""`python -m tests.laws --steps N`: lives that nobody has seen, on SQLite or PostgreSQL, until so many steps
are done; notes its figures, and exits with 1 where a law did not hold, with the steps that broke it.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import logging
import os
import platform
import random
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from models import db
from tests.laws.laws import Broken
from tests.laws.machine import Life
from tests.support import one_run, postgres

FILE = Path(__file__).with_name("figures.json")
"""What docs/reliability.md is written from."""
STEPS_OF_A_LIFE = 100
LIVES_OF_A_SEED = 6


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m tests.laws", description=__doc__)
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument(
        "--seed", type=int, default=None, help="the first; further ones follow it (default: drawn)"
    )
    parser.add_argument("--on", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--note", type=Path, default=FILE, help="the JSON file that gets the figures")
    parser.add_argument(
        "--smaller", action="store_true", help="looks for fewer steps that break it (minutes)"
    )
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)  # a bad mail server is told of in each step
    first = random.randrange(10**6) if given.seed is None else given.seed
    began, broken, number = time.process_time(), [], first
    with _a_place(), _database(given.on) as database:
        Life.database = staticmethod(database)
        while Life.seen["steps"] < given.steps:
            found = _lives(number, smaller=given.smaller)
            print(
                f"seed {number}: {Life.seen['steps']} steps, {found['law'] if found else 'all held'}",
                flush=True,
            )
            if found:
                print(found["how"], flush=True)
                broken.append(found)
            number += 1
    figures = {
        "seeds": f"{first} to {number - 1}", "broken": broken, "seen": dict(sorted(Life.seen.items())),
        "cpu_seconds": round(time.process_time() - began, 1),
    }  # fmt: skip
    _note(given.note, given.on, figures)
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    return 1 if broken else 0


def _lives(number: int, *, smaller: bool) -> dict[str, Any] | None:
    """The lives of one seed; which law did not hold in one of them, and how it came to that."""
    phases = (Phase.generate, *((Phase.shrink,) if smaller else ()))
    wanted = settings(
        max_examples=LIVES_OF_A_SEED, stateful_step_count=STEPS_OF_A_LIFE, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=phases, print_blob=False,
    )  # fmt: skip
    life = seed(number)(type("Life", (Life,), {"seen": Life.seen}))
    told = io.StringIO()
    try:
        with contextlib.redirect_stdout(told):
            run_state_machine_as_test(life, settings=wanted)
    except Exception as error:
        steps = [each for each in getattr(error, "__notes__", ()) if "laws_hold" not in each]
        law = error.law if isinstance(error, Broken) else type(error).__name__
        how = "\n".join([f"{type(error).__name__}: {error}", *steps])
        return {"seed": number, "law": law, "how": how}
    return None


@contextlib.contextmanager
def _a_place() -> Iterator[None]:
    one_run.begin()
    try:
        yield
    finally:
        postgres.stop_that_of_this_run()
        one_run.end()


@contextlib.contextmanager
def _database(kind: str) -> Iterator[Any]:
    """How each life gets an empty database of its own."""
    if kind == "sqlite":
        template = one_run.once("sqlite-template", lambda file: db.upgrade(f"sqlite:///{file}"))

        def copied(home: Path) -> Engine:
            return db.engine_for(f"sqlite:///{shutil.copy(template, home / 'dondoc.db')}")

        yield copied
        return
    programs = postgres.programs()
    if programs is None:
        raise SystemExit("PostgreSQL's server programs are not installed (initdb, postgres)")
    server = postgres.of_this_run(programs)
    name = postgres.template_of_this_run(server)
    made: list[str] = []

    def fresh(home: Path) -> Engine:
        for url in made:
            server.drop(url)
        made[:] = [server.new_database(name)]
        return db.engine_for(made[0])

    yield fresh


def _note(file: Path, kind: str, figures: dict[str, Any]) -> None:
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    on = f"{datetime.now(UTC):%Y-%m-%d}"
    machine = f"{len(os.sched_getaffinity(0))} cores, {platform.system()}, Python {platform.python_version()}"
    known.setdefault("laws", {})[kind] = figures | {"on": on, "machine": machine}
    file.write_text(json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
