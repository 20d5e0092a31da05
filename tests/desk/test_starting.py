"""`dondoc up`, `init` and `db`: an operator's first commands."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.links import keys


class Became(Exception):
    """The process would have become another program."""


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What `up` hands to the kernel; the process itself stays."""
    calls: list[Any] = []

    def execve(path: str, words: list[str], environment: dict[str, str]) -> None:
        calls.extend([path, words, environment])
        raise Became

    monkeypatch.setattr(os, "execve", execve)
    return calls


def test_up_becomes_the_supervisor_with_a_database_in_place(ask, home: Path, executed: list[Any]) -> None:
    ask("up")
    path, words, environment = executed
    assert path == sys.executable
    assert words == [sys.executable, "-P", "-m", "flows.supervisor.up"]
    assert environment["DONDOC_HOME"] == str(home)
    root = Path(environment["PYTHONPATH"].split(os.pathsep)[0])
    assert (root / "flows" / "supervisor" / "up.py").exists()
    assert ask("db", "status", "--json").json["state"] == "current"


def test_the_keys_of_the_links_are_there_before_the_first_mails_leave(
    ask, home: Path, executed: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page that makes them otherwise is served after the first round."""
    monkeypatch.setenv("DONDOC_PAGE_PORT", "0")
    ask("up")
    assert not (home / "keys").exists()  # no page is served, so there is nothing to open
    monkeypatch.delenv("DONDOC_PAGE_PORT")
    ask("up")
    (key,) = keys.read(home)
    assert len(key) >= 32


def test_a_dry_up_makes_nothing(ask, home: Path, executed: list[Any]) -> None:
    answer = ask("up", "--dry-run")
    assert answer.code == 0
    assert "flows.supervisor.up" in answer.out
    assert not home.exists()
    assert executed == []


def test_deploying_becomes_the_part_that_registers(ask, home: Path, executed: list[Any]) -> None:
    assert "in the pool co-quan" in ask("deploy", "--pool", "co-quan", "--dry-run").out
    assert (home.exists(), executed) == (False, [])
    ask("deploy", "--pool", "co-quan", "--api", "https://a.example/api")
    program, words, env = executed
    assert words[3:] == [
        "flows.supervisor.parts", "deploy", "--pool", "co-quan", "--api", "https://a.example/api"
    ]  # fmt: skip
    assert (program, env["DONDOC_HOME"]) == (words[0], str(home))
    assert ask("deploy").code == 2  # which pool?


def test_db_tells_its_state_before_and_after(ask, home: Path) -> None:
    missing = ask("db", "status", "--json")
    assert (missing.code, missing.json["state"]) == (1, "missing")
    assert "would be made" in ask("db", "upgrade", "--dry-run").out
    assert not home.exists()
    assert "was made" in ask("db", "upgrade").out
    assert "current already" in ask("db", "upgrade").out
    current = ask("db", "status", "--json")
    assert (current.code, current.json["state"], current.json["rows"]["tasks"]) == (0, "current", 0)


def test_a_database_of_a_newer_version_is_left_alone(ask, home: Path) -> None:
    ask("db", "upgrade")
    with sqlite3.connect(home / "dondoc.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert ask("db", "status", "--json").json["state"] == "schema_newer"
    answer = ask("round", "--as-of", "2026-09-11")
    assert answer.code == 1
    assert "newer" in answer.err
    assert not (home / "outbox").exists()


def test_the_url_hides_its_password(ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_DATABASE_URL", "postgresql://clerk:geheim@db.example/dondoc")
    answer = ask("db", "url", "--json")
    assert answer.json == {"url": "postgresql://***@db.example/dondoc"}


@pytest.mark.slow
def test_init_fills_the_empty_folder_in_which_one_stands(
    ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "office"
    here.mkdir()
    monkeypatch.chdir(here)
    same = here.stat().st_ino
    assert ask("init", ".").code == 0
    assert here.stat().st_ino == same
    assert (here / "units.yaml").is_file()
    assert not [each.name for each in here.iterdir() if each.name.startswith(".")]


@pytest.mark.slow
def test_init_makes_a_registry_that_passes_its_check(
    ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "offices" / "mine"
    assert "units.yaml" in ask("init", str(folder), "--dry-run").out
    assert not folder.parent.exists()
    assert ask("init", str(folder)).code == 0
    assert {path.suffix for path in folder.iterdir() if path.is_file()} == {".yaml"}
    monkeypatch.setenv("DONDOC_CONFIG", str(folder))
    assert ask("check").code == 0
    assert ask("round", "--as-of", "2026-09-11").code == 0
    again = ask("init", str(folder))
    assert again.code == 2
    assert "choose another" in again.err
    assert [path.name for path in folder.parent.iterdir()] == ["mine"]


@pytest.mark.parametrize(("asked", "said"), [(None, "Its first mails"), ("vi", "Để có những thư đầu tiên")])
def test_the_example_is_handed_over_in_its_own_language(
    asked: str | None, said: str, ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DONDOC_LANGUAGE")  # the office in use is the shipped one, which speaks Vietnamese
    if asked:
        monkeypatch.setenv("DONDOC_LANGUAGE", asked)
    assert said in ask("init", "--example", str(tmp_path / "company")).out


def test_init_of_a_folder_that_is_no_registry_makes_nothing(
    ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_CONFIG", str(tmp_path / "nowhere"))
    refused = ask("init", str(tmp_path / "new"))
    assert (refused.code, refused.out) == (2, "")
    assert "there is no registry to copy" in refused.err
    assert not (tmp_path / "new").exists()
