"""Two ways to type a command: `ask` runs it in this process, `dondoc` as the real program with its exit
code.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desk import cli

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.executable).parent / "dondoc"


@dataclass(frozen=True)
class Answer:
    """What a command left: its exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that does not exist yet, and no setting of the developer's own."""
    for name in [name for name in os.environ if name.startswith("DONDOC_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv("DONDOC_HOME", str(folder))
    return folder


@pytest.fixture
def ask(home: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Run one command here: quick, and a failure shows our own lines."""

    def run(*words: str) -> Answer:
        capsys.readouterr()
        code = cli.main(list(words))
        streams = capsys.readouterr()
        return Answer(code, streams.out, streams.err)

    return run


@pytest.fixture
def dondoc(home: Path) -> Callable[..., Answer]:
    """Run the real program, as an operator's shell would."""

    def run(*words: str, **settings: str) -> Answer:
        done = subprocess.run(
            command(*words),
            cwd=ROOT,
            env=os.environ | settings,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return run


def command(*words: str) -> list[str]:
    """The program as installed; as a module where it is not installed."""
    return [*([str(PROGRAM)] if PROGRAM.exists() else [sys.executable, "-m", "desk.cli"]), *words]


@pytest.fixture
def program() -> Callable[..., list[str]]:
    """The command line of the real program, for tests that handle the process themselves."""
    return command
