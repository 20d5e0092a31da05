"""One life: a real `dondoc` command in a process of its own, which may be made to die.

Processes are forked from one that has imported the program and read the office's registry, and has done
nothing else: to start each from nothing takes a second. One in forty is started from nothing all the same.
"""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path

from chaos.steps import Death, Way

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 600
"""Seconds after which a life hangs, which is a fault."""
FIRST = "CHAOS_FIRST"
"""The variable that says how many units are decided first: an office of few has no loud morning by itself."""
_KILLED = -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class Lived:
    """How a life ended: `code` is its exit code, or -9."""

    code: int
    said: str

    @property
    def killed(self) -> bool:
        """Whether it died before its end."""
        return self.code == _KILLED


def live(
    words: Sequence[str],
    environment: Mapping[str, str],
    death: Death,
    folder: Path,
    *,
    record: str = "",
    begun: Callable[[int], None] = lambda _: None,
) -> Lived:
    """Runs `dondoc WORDS` in an environment of these variables alone, as far as its death lets it.

    `record`: a file into which every write to disk is noted (see `chaos.recording`).
    `begun`: told of its process's number.
    """
    said = folder / "said"
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["chaos.warm"])
    process = context.Process(
        target=_life, args=(list(words), dict(environment), death, str(said), record), daemon=True
    )
    process.start()
    assert process.pid is not None
    begun(process.pid)
    patience = death.seconds if death.way is Way.CLOCK else LONGEST
    wait([process.sentinel], timeout=patience)
    if process.is_alive():
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        if death.way is not Way.CLOCK:
            raise RuntimeError(f"dondoc {' '.join(words)} hangs: {said.read_text(errors='replace')}")
    process.join()
    assert process.exitcode is not None
    return Lived(process.exitcode, said.read_text(errors="replace") if said.exists() else "")


def live_from_nothing(
    words: Sequence[str], environment: Mapping[str, str], death: Death, folder: Path
) -> Lived:
    """The same in a process that imports everything itself."""
    code = (
        "import sys; from chaos.life import _life; from chaos.steps import Death, Way;"
        f"_life({list(words)!r}, None, Death(Way({death.way.value!r}), {death.step!r}, {death.at!r}),"
        f" {str(folder / 'said')!r}, '')"
    )
    patience = death.seconds if death.way is Way.CLOCK else LONGEST
    path = {"PATH": os.environ.get("PATH", "")}
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env={**path, **environment}) as process:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
        process.kill()
    return Lived(process.returncode, (folder / "said").read_text(errors="replace"))


def _life(words: list[str], environment: dict[str, str] | None, death: Death, said: str, record: str) -> None:
    from chaos import steps

    into = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for stream in (1, 2):
        os.dup2(into, stream)
    os.close(into)
    if environment is not None:
        for name in list(os.environ):
            if name.startswith("DONDOC_") or name == FIRST:
                del os.environ[name]
        os.environ.update(environment)
        import chaos.warm  # noqa: F401  (the fork server has done it, unless it was another's or passed over an error)
    if units := os.environ.get(FIRST):
        from engine.rounds import early

        early.UNITS, early.MAILS = int(units), max(int(units) // 2, 1)
    steps.arm(death)
    if record:
        from chaos import recording

        recording.begin(record, death.at if death.way is Way.DISK else 0, steps.die)
    from desk.cli import main

    code = main(words)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def remember_the_registry() -> None:
    """Reads a registry once for all processes that are forked from this one."""
    from config.loading import loader

    loader.load = functools.cache(loader.load)
    loader.load(Path(os.environ.get("CHAOS_REGISTRY") or ROOT / "config" / "offices" / "bhxh"))
