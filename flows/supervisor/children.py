"""Child processes of the supervisor: started in groups of their own, watched, and ended as a whole."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from language import Message

LOG_LIMIT = 5_000_000  # bytes: a longer log is set aside as NAME.log.1 when its child starts
_TAIL = 4_000


class Child:
    """One long-running program. Its output goes to a log file; its standard input is ours to hold open."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.command = list(command)
        self.env = dict(env)
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self._from = 0

    def start(self) -> None:
        """Start it, in a session of its own: Ctrl-C reaches us alone, and ending its group ends all it
        started.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            if self.log.stat().st_size > LOG_LIMIT:
                self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as out:
            self._from = out.tell()
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                env=self.env,
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started = time.monotonic()

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    @property
    def killed(self) -> bool:
        """Whether a signal ended it, not a fault of its own."""
        return self.process is not None and (self.process.poll() or 0) < 0

    def last_words(self) -> Message | str:
        """The last line of its log since this start, for a message."""
        with suppress(OSError), self.log.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(self._from, size - _TAIL))
            lines = [line.strip() for line in file.read().decode("utf-8", "replace").splitlines()]
            told = [line for line in lines if line]
            errors = [line for line in told if "Error" in line or line.startswith("error")]
            return (errors or told)[-1] if told else Message("up.said-nothing")
        return Message("up.no-log")

    def ask_to_end(self) -> None:
        """Ask its whole group to end, without waiting."""
        self._signal(signal.SIGTERM)

    def end(self, grace: float = 15.0) -> None:
        """Wait for its end, ask once more for a hard one after `grace` seconds, and sweep what it left
        running.
        """
        process = self.process
        if process is None:
            return
        try:
            process.wait(timeout=max(grace, 0.0))
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            process.wait(timeout=10)
        # A grandchild may outlive its parent; the group's number is free again only when the last one is
        # gone.
        self._signal(signal.SIGKILL)
        self._close_input(process.stdin)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    @staticmethod
    def _close_input(pipe: IO[bytes] | None) -> None:
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
