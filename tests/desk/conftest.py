"""Ways to type a command: `ask` runs it in this process, `dondoc` as the real program with its exit code, and
`typed` both ways, the second in the long tests.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from config.loading import loader
from desk import cli, speaking
from tests.support import one_run, registries
from tests.support.trial_office import small_office_folder

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.executable).parent / "dondoc"
OPENING = "2026-09-11"
SUBMIT = ("submit", "kstthc-quy", "2026-Q3")
NUMBER = ("--document", "1/BC", "--as-of", "2026-09-14")


@dataclass(frozen=True)
class Answer:
    """What a command left: its exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No setting of the developer's own, and English, in which these tests look at what is printed unless
    they say otherwise.
    """
    for name in [name for name in os.environ if name.startswith("DONDOC_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DONDOC_LANGUAGE", "en")
    speaking.language.cache_clear()
    yield
    speaking.language.cache_clear()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that does not exist yet."""
    folder = tmp_path / "home"
    monkeypatch.setenv("DONDOC_HOME", str(folder))
    return folder


@pytest.fixture
def small_office(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry of two duties, for what is the same whatever the registry."""
    folder = small_office_folder(tmp_path / "small-office")
    monkeypatch.setenv("DONDOC_CONFIG", str(folder))
    return folder


@pytest.fixture
def first_round(home: Path) -> Callable[[str], None]:
    """Put the home where the first round of a day leaves it, with the shipped registry: `first_round(day)`.

    The round itself takes a second or more and is run once for all tests.
    """

    return lambda day: shutil.copytree(_after_first_round(day), home)


def _after_first_round(day: str) -> Path:
    return one_run.once(f"home-{day}", lambda folder: _typed_in(folder, ("round", "--as-of", day)))


def after_commands(name: str, *commands: tuple[str, ...], go_live: str = "") -> Path:
    """A home in which these commands were typed one after the other, made once for a run, to be copied."""

    def made(folder: Path) -> None:
        for words in commands:
            _typed_in(folder, words, go_live)

    return one_run.once(name, made)


def _typed_in(folder: Path, words: tuple[str, ...], go_live: str = "") -> None:
    """Types a command in a home of the shipped registry, without any setting of the developer's."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("DONDOC_")]:
            patch.delenv(name)
        patch.setenv("DONDOC_HOME", str(folder))
        if go_live:
            patch.setenv("DONDOC_GO_LIVE", go_live)
        patch.setattr(loader, "load", registries.load)
        assert cli.main(list(words)) == 0
    # A command leaves its connection to the end of the process: what it wrote is brought into the file now.
    with closing(sqlite3.connect(folder / "dondoc.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.fixture
def ask(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Answer]:
    """Run one command here: quick, and a failure shows our own lines."""
    monkeypatch.setattr(loader, "load", registries.load)

    def run(*words: str) -> Answer:
        capsys.readouterr()
        code = cli.main(list(words))
        streams = capsys.readouterr()
        return Answer(code, streams.out, streams.err)

    return run


@pytest.fixture(scope="session")
def at_work() -> Path:
    """A home after the round of OPENING and one report, to be copied."""

    def made(folder: Path) -> None:
        shutil.copytree(_after_first_round(OPENING), folder)
        _typed_in(folder, (*SUBMIT, "CSYT", *NUMBER))

    return one_run.once("home-at-work", made)


@pytest.fixture
def say(
    ask: Callable[..., Answer], home: Path, at_work: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Answer]:
    """Run one command in a language, each time in the same home."""

    def run(language: str, *words: str) -> Answer:
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(at_work, home)
        monkeypatch.setenv("DONDOC_LANGUAGE", language)
        return ask(*words)

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


@pytest.fixture(
    params=[pytest.param(False, id="here"), pytest.param(True, id="real", marks=pytest.mark.long)]
)
def typed(
    request: pytest.FixtureRequest,
    ask: Callable[..., Answer],
    dondoc: Callable[..., Answer],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Answer]:
    """Both ways in turn. What a command says is the same in both; each start of the program takes a second,
    so the real one is left to the long tests and to those few that are about the process.
    """
    if request.param:
        return dondoc

    def never(*_: object) -> None:
        raise AssertionError("the process of the tests would have become another program")

    def run(*words: str, **settings: str) -> Answer:
        with monkeypatch.context() as patch:
            patch.setattr(os, "execve", never)
            for name, value in settings.items():
                patch.setenv(name, value)
            return ask(*words)

    return run


def command(*words: str) -> list[str]:
    """The program as installed; as a module where it is not installed."""
    return [*([str(PROGRAM)] if PROGRAM.exists() else [sys.executable, "-m", "desk.cli"]), *words]


@pytest.fixture
def program() -> Callable[..., list[str]]:
    """The command line of the real program, for tests that handle the process themselves."""
    return command
