"""The guides say commands that work: each is typed as it stands, in its section's own home, on the day that a
comment before it names (`<!-- at 2026-09-16 09:30 -->`), after the round of that morning; or by the real
program, as of today (`<!-- program: today -->`), where a process of its own is needed.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest

from config.settings import EXAMPLE_REGISTRY, SHIPPED_REGISTRY
from desk import cli, office, speaking
from tests.desk.conftest import PROGRAM
from tests.support.cast import HANOI
from tests.support.english_office import vietnamese_in

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDES = ("huong-dan.md", "another-office.md")
_PART = re.compile(
    r"<!-- (?P<key>at|config|program|[a-z]+\.yaml):? (?P<value>.*?) -->"
    r"|^ *```(?P<lang>\w*)\n(?P<text>.*?)^ *```",
    re.S | re.M,
)


@dataclass(frozen=True)
class Section:
    """A heading of a guide, with its comments and fenced blocks in their order: (key or language, text)."""

    guide: str
    title: str
    parts: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.guide}: {self.title}"


def sections() -> Iterator[Section]:
    for guide in GUIDES:
        for section in ("\n" + (DOCS / guide).read_text(encoding="utf-8")).split("\n## ")[1:]:
            title, _, text = section.partition("\n")
            found = [
                (m["key"] or m["lang"] or "typed", m["value"] or m["text"] or "")
                for m in _PART.finditer(text)
            ]
            if any(key == "typed" for key, _ in found):
                yield Section(guide, title, tuple(found))


ALL = tuple(sections())


def typed_in(section: Section) -> Iterator[list[str]]:
    for key, text in section.parts:
        if key == "typed":
            for line in text.splitlines():
                words = shlex.split(line, comments=True)
                assert words[0] == "dondoc", line
                yield words[1:]


@pytest.mark.parametrize("section", ALL, ids=str)
def test_every_command_and_option_of_a_guide_is_there(section: Section) -> None:
    for words in typed_in(section):
        command: click.Command = cli.cli
        context = click.Context(command)
        rest = list(words)
        while isinstance(command, click.Group) and rest and (inner := command.get_command(context, rest[0])):
            command, rest = inner, rest[1:]
        assert command is not cli.cli, words
        known = {name for each in command.params for name in each.opts}
        assert {word for word in rest if word.startswith("-")} <= known, words


def test_every_picture_of_a_guide_is_there_and_says_what_it_shows() -> None:
    shown = {}
    for guide in (*DOCS.glob("*.md"), DOCS.parent / "README.md"):
        for said, file in re.findall(r"!\[(.*?)\]\((.*?)\)", guide.read_text(encoding="utf-8")):
            assert (guide.parent / file).is_file(), (guide.name, file)
            assert len(said) > 20, (guide.name, file)
            shown[(guide.parent / file).name] = guide.name
    assert {"home-worklist.png", "home-history.png", "home-coming.png", "unit-page.png"} <= set(shown)


@pytest.mark.long
@pytest.mark.parametrize("section", ALL, ids=str)
def test_a_guide_works_word_for_word(
    section: Section, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    registry = tmp_path / "registry"
    shutil.copytree(EXAMPLE_REGISTRY if section.guide.startswith("another") else SHIPPED_REGISTRY, registry)
    english = section.guide == "another-office.md"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DONDOC_CONFIG", str(registry))
    monkeypatch.setenv("DONDOC_GO_LIVE", "2026-09-01")
    monkeypatch.delenv("DONDOC_LANGUAGE")
    speaking.language.cache_clear()
    program = False
    for key, text in section.parts:
        match key:
            case "program":
                program = True
            case "at":
                _clock(monkeypatch, datetime.fromisoformat(text).replace(tzinfo=HANOI))
                if not english:
                    assert cli.main(["round"]) == 0
            case "config":
                monkeypatch.setenv("DONDOC_CONFIG", str(tmp_path / text))
                monkeypatch.setenv("DONDOC_HOME", str(tmp_path / text / "var"))
            case "typed" if program:
                for line in text.splitlines():
                    words = [str(PROGRAM), *shlex.split(line, comments=True)[1:]]
                    done = subprocess.run(words, capture_output=True, text=True, check=False)
                    assert done.returncode == 0, f"{line}: {done.stderr}"
            case "typed":
                for line in text.splitlines():
                    capsys.readouterr()
                    code = cli.main(shlex.split(line, comments=True)[1:])
                    said = capsys.readouterr()
                    assert (code, said.err) == (0, ""), line
                    assert not english or vietnamese_in(said.out) == [], line
            case "yaml" | "bash":
                pass
            case file:
                _put(registry / file, text, next(said for lang, said in section.parts if lang == "yaml"))


def _clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return at.astimezone(tz or UTC)

    monkeypatch.setattr(office, "datetime", Clock)


def _put(file: Path, begins: str, line: str) -> None:
    """In place of the one line that begins so."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    (at,) = [number for number, each in enumerate(lines) if each.strip().startswith(begins)]
    lines[at] = line
    file.write_text("".join(lines), encoding="utf-8")
