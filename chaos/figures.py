"""The figures of what was tried, in one file that docs/reliability.md is written from."""

from __future__ import annotations

import fcntl
import json
import os
import platform
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.support import postgres


@dataclass(kw_only=True)
class Counted:
    """What a trial counts of letters that were to arrive, each once, and of the tasks that they tell of."""

    expected: int = 0
    arrived: int = 0
    doubled: int = 0
    """Mails that arrived again after a death between acceptance and record."""
    lost: int = 0
    strayed: int = 0
    tasks: int = 0
    tasks_doubled: int = 0
    violations: list[str] = field(default_factory=list)


FILE = Path(__file__).with_name("figures.json")


def note(file: Path, what: str, name: str, found: Any, **more: Any) -> None:
    """Puts the figures of one campaign in the place of its last ones."""
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = read(file)
        known.setdefault(what, {})[name] = {
            **vars(found),
            **{key: round(value, 1) if isinstance(value, float) else value for key, value in more.items()},
            "on": f"{datetime.now(UTC):%Y-%m-%d}",
            "machine": machine(),
        }
        file.write_text(json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    file.with_suffix(".lock").unlink(missing_ok=True)


def read(file: Path = FILE) -> dict[str, Any]:
    """All figures, by what was tried and on what."""
    return dict(json.loads(file.read_text())) if file.exists() else {}


def machine() -> str:
    """What it ran on, with the versions of what trials run."""
    cores = len(os.sched_getaffinity(0))
    return (
        f"{cores} cores, {platform.system()} {platform.release().split('-')[0]},"
        f" Python {platform.python_version()}, Prefect {version('prefect')},"
        f" SQLite {sqlite3.sqlite_version}{''.join(_servers())}"
    )


def _servers() -> Iterator[str]:
    folder = postgres.programs()
    for name, program in (
        ("PostgreSQL", str(folder / "postgres") if folder else None),
        ("Redis", shutil.which("redis-server")),
    ):
        if program:
            said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
            if found := re.search(r"\d+(\.\d+)+", said):
                yield f", {name} {found[0]}"
