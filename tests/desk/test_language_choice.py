"""In which language the command line speaks: the variable, else the setting, else the office's first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import settings
from config.loading import loader
from desk import speaking

ROOT = Path(__file__).resolve().parents[2]
ENGLISH, VIETNAMESE = "Usage: dondoc", "Cách dùng: dondoc"


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator has said nothing about the language."""
    monkeypatch.delenv("DONDOC_LANGUAGE")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry folder of the operator's own, named by the variable."""
    target = tmp_path / "registry"
    shutil.copytree(settings.SHIPPED_REGISTRY, target)
    monkeypatch.setenv("DONDOC_CONFIG", str(target))
    return target


def _speak(folder: Path, line: str) -> None:
    file = folder / "office.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    (place,) = [n for n, text in enumerate(lines) if text.lstrip().startswith("language:")]
    lines[place] = line
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_the_shipped_office_is_where_the_settings_say_and_speaks_vietnamese(ask, silent: None) -> None:
    assert settings.SHIPPED_REGISTRY == speaking.SHIPPED_REGISTRY
    assert ask("--help").out.startswith(VIETNAMESE)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("  language: vi", VIETNAMESE),
        ("  language: vi+en", VIETNAMESE),
        ("  language: en", ENGLISH),
        ('  language: "en"   # the office is abroad', ENGLISH),
        ("  language: 'vi+en'", VIETNAMESE),
    ],
)
def test_without_a_choice_the_offices_first_language(
    ask, folder: Path, silent: None, line: str, begins: str
) -> None:
    _speak(folder, line)
    assert ask("--help").out.startswith(begins)
    # As the loader reads it, which is slower.
    assert begins == (VIETNAMESE if loader.load(folder).office.language.startswith("vi") else ENGLISH)


def test_an_office_written_between_braces(ask, folder: Path, silent: None) -> None:
    office = "{code: X, name: Sở X, name_en: X, language: vi, roll: next}"
    (folder / "office.yaml").write_text(f"office: {office}\n", encoding="utf-8")
    assert ask("--help").out.startswith(VIETNAMESE)


@pytest.mark.parametrize("text", ["", "office: [", "office:\n  # language: vi\n  name: X\n", "\udcff"])
def test_an_office_that_cannot_be_read_is_spoken_to_in_english(
    ask, folder: Path, silent: None, text: str
) -> None:
    (folder / "office.yaml").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert ask("--help").out.startswith(ENGLISH)
    (folder / "office.yaml").unlink()
    assert ask("--help").out.startswith(ENGLISH)


def test_the_setting_wins_over_the_office_and_the_variable_over_both(
    ask, home: Path, silent: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    (home / "dondoc.toml").write_text('language = "en"\n', encoding="utf-8")
    assert ask("--help").out.startswith(ENGLISH)
    monkeypatch.setenv("DONDOC_LANGUAGE", "vi")
    assert ask("--help").out.startswith(VIETNAMESE)
    monkeypatch.setenv("DONDOC_LANGUAGE", "")  # empty counts as not set
    assert ask("--help").out.startswith(ENGLISH)


@pytest.mark.slow
def test_the_registry_that_the_file_names_counts_from_the_file(
    ask, home: Path, silent: None, tmp_path: Path
) -> None:
    home.mkdir()
    shutil.copytree(settings.SHIPPED_REGISTRY, home / "abroad")
    _speak(home / "abroad", "  language: en")
    (home / "dondoc.toml").write_text('config = "abroad"\n', encoding="utf-8")
    assert ask("--help").out.startswith(ENGLISH)
    assert ask("check").code == 0


@pytest.mark.parametrize("content", [b"language = ", b"language = 3\n", b'language = "fr"\n', b"\xff"])
def test_a_wrong_settings_file_stops_what_needs_it_and_no_help(
    ask, home: Path, silent: None, content: bytes
) -> None:
    home.mkdir()
    (home / "dondoc.toml").write_bytes(content)
    assert ask("--help").out.startswith(VIETNAMESE)
    answer = ask("due", "kstthc-quy")
    assert (answer.code, answer.out) == (1, "")
    assert "dondoc.toml" in answer.err


@pytest.mark.parametrize("words", [["--help"], ["due"], ["due", "kstthc-quy", "--json"], ["check"], []])
def test_a_wrong_choice_is_one_clear_error(ask, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.setenv("DONDOC_LANGUAGE", "fr")
    answer = ask(*words)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "dondoc: DONDOC_LANGUAGE: cần vi hoặc en, thấy 'fr'\n"


def test_the_doctor_tells_a_wrong_choice_with_all_else(ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_LANGUAGE", "VI")
    answer = ask("doctor", "--json")
    assert answer.code == 1
    first = answer.json["checks"][0]
    assert (first["check"], first["level"]) == ("settings", "problem")
    assert "DONDOC_LANGUAGE" in first["found"]
    assert "expected vi or en" in first["found"]


@pytest.mark.slow
def test_help_reads_one_file_of_the_registry_and_loads_no_room(home: Path, silent: None) -> None:
    script = (
        "import sys; opened = []\n"
        "sys.addaudithook(lambda event, about: opened.append(str(about[0])) if event == 'open' else None)\n"
        "from desk import cli; assert cli.main(['--help']) == 0\n"
        "print(*[name for name in opened if '/offices/' in name], file=sys.stderr)\n"
        "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True
    )
    read, modules = done.stderr.splitlines()
    assert [Path(name).name for name in read.split()] == ["office.yaml"]
    assert (
        set(modules.split()) & {"config", "calendars", "models", "engine", "yaml", "babel", "tomllib"}
        == set()
    )
