"""What is made once for a run of the tests, however many workers share it: a folder, a server.

The process that begins the run makes a folder and names it in the environment, which its workers inherit; it
removes the folder when all of them have ended.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

_NAMED = "TESTS_OF_ONE_RUN"
_MEMORY = Path("/dev/shm")
_ROOM = 4 * 2**30
"""Bytes that must be free; a whole run takes a part of that."""


def begin() -> None:
    """Makes the run's folder. Others may pass through it: a database server runs as another user.

    Where there is room, all temporary files lie in memory: thousands of small databases wait for a disk at
    each commit, and no test is about what a disk does when the power goes.
    """
    where = tempfile.gettempdir()
    if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
        where = str(_MEMORY)
    made = tempfile.mkdtemp(prefix="dondoc-tests-", dir=where)
    Path(made).chmod(0o711)
    # What programs leave in their temporary folder goes with the run's; pytest keeps its own beside it, so
    # that one can look at the files of a test that failed.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", where)
    os.environ[_NAMED] = os.environ["TMPDIR"] = tempfile.tempdir = made


def folder() -> Path:
    """The run's folder."""
    return Path(os.environ[_NAMED])


def end() -> None:
    """Removes the run's folder."""
    shutil.rmtree(os.environ.pop(_NAMED), ignore_errors=True)


def once(name: str, make: Callable[[Path], None]) -> Path:
    """What is at `name` in the run's folder, made by whichever worker asks first; the others wait for it.

    `make` is given a path beside it; only what was made whole gets the name, so that a maker that fails
    leaves nothing that another worker would take for the whole.
    """
    made = folder() / name
    with (folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            half = folder() / f"{name}.half-made-by-{os.getpid()}"
            make(half)
            half.rename(made)
    return made
