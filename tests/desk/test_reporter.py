"""The reporter of errors: whatever the error is, and whatever it says, it is told in one line and noted."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desk import errors
from language.hidden import without_credentials


class Mute(Exception):
    """One of somebody's own."""

    def __str__(self) -> str:
        raise RuntimeError("says nothing")


class Odd(Exception):
    """What it says is no text."""

    def __str__(self) -> str:
        return 5  # type: ignore[return-value]


def around_itself() -> Exception:
    error = ValueError("turns in a circle")
    error.__cause__ = error
    return error


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path))
    monkeypatch.setenv("DONDOC_LANGUAGE", "en")
    return tmp_path


@pytest.mark.parametrize(
    "error",
    [
        Mute(), Odd(), around_itself(), ValueError("a \udcff name"), ValueError("x" * 10**6), ValueError(),
        KeyError(), ExceptionGroup("several", [Mute()]), RecursionError(), MemoryError(),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"),
    ],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_whatever_it_is_it_is_told_and_noted(
    home: Path, error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    assert errors.report(error) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"dondoc: unexpected {type(error).__name__}")
    assert said.count("\n") < 10
    assert type(error).__name__ in (home / "logs" / "dondoc.log").read_text("utf-8")


def test_arguments_that_are_no_text_are_spelt_out(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["dondoc", "tasks", "--unit", "\udcff"])
    assert errors.report(ZeroDivisionError("of our own")) == 1
    assert "--unit \\udcff" in (home / "logs" / "dondoc.log").read_text("utf-8")


@pytest.mark.parametrize("password", ["plain", "p@ss", "p/w", "p@/:ß?#", "a%40b", "'", "p;w"])
def test_a_password_in_an_address_is_told_nowhere(
    home: Path, password: str, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"postgresql://dondoc:{password}@db.office.example/dondoc"
    errors.report(ValueError(f"cannot use {url}"))
    told = capsys.readouterr().err + (home / "logs" / "dondoc.log").read_text("utf-8")
    assert "postgresql://***@db.office.example/dondoc" in told
    assert f":{password}@" not in told


def test_what_is_no_password_stays() -> None:
    text = "see https://dondoc.office.example/a, or ask a@office.example <https://x.example>"
    assert without_credentials(text) == text
