"""Who may come in at the page, let in and removed on the command line; a password is never an argument."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from desk import cli
from engine.persons import passwords

HA, PASSWORD = "Nguyễn Thu Hà", "mật khẩu đủ dài"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real library with parameters that cost a test nothing; English, whatever the developer speaks."""
    from argon2 import PasswordHasher

    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    monkeypatch.setenv("DONDOC_LANGUAGE", "en")


def typed(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))


@pytest.mark.slow
def test_a_person_is_let_in_changed_and_removed(
    ask, home: Path, small_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "ngắn")
    short = ask("person", "add", HA)
    assert (short.code, short.out) == (1, "")
    assert "10 to 200 characters" in short.err
    typed(monkeypatch, PASSWORD)
    assert "Dry run" in ask("person", "add", HA, "--dry-run").out
    assert ask("person", "list", "--json").json["persons"] == []
    typed(monkeypatch, PASSWORD)
    assert (
        ask("person", "add", HA, "--role", "administer", "--by", "Lan").out == f"Added {HA} (administers).\n"
    )
    typed(monkeypatch, PASSWORD)
    taken = ask("person", "add", HA)
    assert (taken.code, taken.out) == (1, "")
    file = home / "keys" / "persons.json"
    assert file.stat().st_mode & 0o077 == 0
    assert PASSWORD not in file.read_text(encoding="utf-8")
    before = file.read_text(encoding="utf-8")
    typed(monkeypatch, PASSWORD)  # the same one again: sessions end all the same
    assert ask("person", "password", HA, "--json").json["done"] == "password-given"
    assert file.read_text(encoding="utf-8") != before
    assert ask("person", "role", HA, "read").code == 0
    expected = [{"name": HA, "role": "read", "password": True}]
    assert ask("person", "list", "--json").json["persons"] == expected
    assert ask("person", "remove", "Ai").code == 1
    assert ask("person", "remove", HA).code == 0
    assert ask("person", "list", "--json").json["persons"] == []


def test_a_password_is_no_argument() -> None:
    import click

    group = cli.cli.get_command(click.Context(cli.cli), "person")
    assert isinstance(group, click.Group)
    for command in group.commands.values():
        assert not [each.name for each in command.params if "password" in (each.name or "")]
