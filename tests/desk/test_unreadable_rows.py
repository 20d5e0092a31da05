"""One row that this version cannot read: lists go on, figures refuse, and each names the row."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

ROW = "period 2026-09, unit PC"
DAY = ("--as-of", "2026-09-14")


@pytest.fixture
def spoilt(small_office: Path, home: Path, ask: Any) -> Any:
    """An office in which what stands in one column of PC's task is set by hand."""
    assert ask("round", "--as-of", "2026-09-11").code == 0

    def spoil(column: str, word: str) -> None:
        with closing(sqlite3.connect(home / "dondoc.db")) as c:
            of = "unit = 'PC' AND obligation = 'thu-mo' AND period = '2026-09'"
            c.execute(f"UPDATE task SET {column} = ? WHERE {of}", (word,))
            c.commit()

    return spoil


@pytest.mark.slow
def test_the_list_goes_on_and_names_whose_state_nobody_knows(spoilt: Any, ask: Any) -> None:
    spoilt("state", "frozen")
    found = ask("tasks", *DAY)
    assert found.code == 0
    assert "TST" in found.out
    assert ROW in found.err
    listed = ask("tasks", *DAY, "--json")
    rows = {(each["obligation"], each["period"], each["unit"]) for each in listed.json["tasks"]}
    assert ("thu-mo", "2026-09", "TST") in rows
    assert ("thu-mo", "2026-09", "PC") not in rows
    assert ROW in listed.err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("column", "word", "words"),
    [
        ("state", "frozen", ("report", "--year", "2026")),
        ("state", "frozen", ("board",)),
        ("state", "frozen", ("history", "thu-mo", "2026-09", "PC")),
        ("began", "thawed", ("tasks",)),
        ("began", "thawed", ("plan",)),
        ("figure", "97,5", ("tasks", "--unit", "PC")),
        ("boundary", "after", ("tasks", "--obligation", "thu-mo")),
    ],
)
def test_what_cannot_go_on_names_the_row_and_says_what_to_do(
    spoilt: Any, ask: Any, column: str, word: str, words: tuple[str, ...]
) -> None:
    spoilt(column, word)
    found = ask(*words, *DAY)
    assert found.code == 1
    assert ROW in found.err
    assert f"column {column}" in found.err
    assert "restore a backup; `dondoc doctor` tells" in found.err
    assert f"{column} = {word}" in ask("doctor").out
    assert ask("tasks", "--unit", "TST", *DAY).code == 0
