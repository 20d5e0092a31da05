"""A supervisor as an operator starts it, and the processes that work for its home."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.support.served import ROOT


class Up:
    """One supervisor process and what it has printed so far, in English unless told otherwise."""

    def __init__(self, home: Path, config: Path, port: int, **more: str) -> None:
        env = {
            **os.environ,
            "DONDOC_LANGUAGE": "en",
            **more,
            "DONDOC_HOME": str(home),
            "DONDOC_CONFIG": str(config),
            "DONDOC_PREFECT_PORT": str(port),
            "PYTHONPATH": str(ROOT),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "flows.supervisor.up"],
            env=env,
            cwd=home,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.printed = ""
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.printed += line

    def until(self, text: str, seconds: float = 180) -> None:
        limit = time.monotonic() + seconds
        while text not in self.printed:
            assert time.monotonic() < limit, f"no {text!r} in:\n{self.printed}"
            assert self.process.poll() is None or text in self.printed, f"ended:\n{self.printed}"
            time.sleep(0.2)

    def ended(self, seconds: float = 60) -> int:
        code = self.process.wait(timeout=seconds)
        time.sleep(0.2)
        return code


def ours(home: Path) -> list[int]:
    """The processes that work for this home, by the environment they were started with."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes().split(b"\0")
            state = (folder / "stat").read_text().rsplit(")", 1)[1].split()[0]
        except (OSError, IndexError):
            continue
        if f"DONDOC_HOME={home}".encode() in environment and state != "Z":
            found.append(int(folder.name))
    return found
