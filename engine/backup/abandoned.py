"""What a backup leaves beside the database while it is taken, and whether it was left behind by one that was
killed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

FRESH = 600.0
"""Seconds for which nothing is taken away, whoever holds it: it may just have been made."""


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Inside, the file or folder is in use; the kernel forgets it however this process ends."""
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def sweep(folder: Path, pattern: str, now: datetime) -> list[str]:
    """Takes away what has such a name and nobody holds at `now`; answers the names. What cannot be, stays."""
    gone = []
    for path in sorted(folder.glob(pattern)):
        with contextlib.suppress(OSError):
            if not path.is_symlink() and now.timestamp() - path.stat().st_mtime > FRESH and _is_free(path):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
                gone.append(path.name)
    return gone


def _is_free(path: Path) -> bool:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True
