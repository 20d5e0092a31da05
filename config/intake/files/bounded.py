"""Another program at work on an untrusted file: alone, bounded in time, memory and size, gone when done."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from config.intake.files import limits
from config.intake.files.grids import IntakeError

_BOUNDED = 'ulimit -c 0; ulimit -v "$1"; ulimit -t "$2"; ulimit -f "$3"; shift 3; exec "$@"'


def run(command: Sequence[str], folder: Path, extra: Mapping[str, str] | None = None) -> bool:
    """Run it in the folder, which is its home, to its end; False when it cannot be started.

    It sees nothing of this process's environment but PATH, and no network where the system allows that. All
    that it started ends with it. IntakeError after `limits.OFFICE_SECONDS`.
    """
    whole = list(command)
    if shell := shutil.which("sh"):
        bounds = (limits.OFFICE_BYTES // 1024, limits.OFFICE_SECONDS, limits.EXPANDED_BYTES // 512)
        whole = [*_apart(), shell, "-c", _BOUNDED, "sh", *map(str, bounds), *whole]
    kept = {each: os.environ[each] for each in ("PATH", "SYSTEMROOT") if each in os.environ}
    home = {each: str(folder) for each in ("HOME", "TMPDIR", "TMP", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    try:
        started = subprocess.Popen(  # noqa: S603
            whole,
            env={**kept, **home, "LC_ALL": "C.UTF-8", **(extra or {})},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        started.wait(limits.OFFICE_SECONDS)
    except subprocess.TimeoutExpired:
        raise IntakeError("intake.slow-conversion", seconds=limits.OFFICE_SECONDS) from None
    finally:
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGKILL)
        else:
            started.kill()
        started.wait()
    return True


@cache
def _apart() -> tuple[str, ...]:
    """What runs a program without any network, where this system lets an ordinary user do so."""
    program = shutil.which("unshare")
    if program is None:
        return ()
    words = (program, "--map-root-user", "--net", "--")
    try:
        tried = subprocess.run([*words, "true"], capture_output=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return words if tried.returncode == 0 else ()
