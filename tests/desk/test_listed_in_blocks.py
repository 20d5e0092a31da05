"""`dondoc tasks` prints while it reads: what comes in many blocks is what comes in one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desk.as_json import answer_in_blocks
from models.queries import listing

pytestmark = pytest.mark.slow
DAY = ("--as-of", "2026-09-14")


@pytest.fixture
def opened(at_work: Path, home: Path) -> None:
    shutil.copytree(at_work, home)


def test_in_json_and_as_a_table(opened: None, ask, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("tasks", "--state", "all", *DAY)
    whole, table = ask(*words, "--json").json, ask(*words).out
    assert whole["count"] == len(whole["tasks"]) > 60
    monkeypatch.setattr(listing, "AT_ONCE", 7)
    assert ask(*words, "--json").json == whole
    blocks = ask(*words).out
    # A column is as wide as its widest cell so far, and a list that goes on has every column.
    rows = [[line.split()[:4] for line in each.splitlines()] for each in (table, blocks)]
    assert rows[0][1:-1] == rows[1][1:-1]
    assert table.splitlines()[-1] == blocks.splitlines()[-1]
    assert {"FIGURE", "PROGRESS"} <= set(blocks.splitlines()[0].split())


def test_as_a_workbook(opened: None, ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = []
    for size in (1000, 7):
        monkeypatch.setattr(listing, "AT_ONCE", size)
        file = tmp_path / f"{size}.xlsx"
        assert ask("tasks", *DAY, "-o", str(file)).code == 0
        found.append(list(load_workbook(file).worksheets[0].values))
    assert found[0] == found[1]
    assert len(found[0]) > 40


@pytest.mark.parametrize("blocks", [[], [[]], [[{"a": 1}]], [[{"a": []}, {"b": {"c": "ệ"}}], [], [None]]])
def test_a_document_in_blocks_is_the_same_document(blocks: list, capsys: pytest.CaptureFixture[str]) -> None:
    answer_in_blocks({"as_of": "x"}, "rows", blocks, lambda: {"count": 3})
    said = capsys.readouterr().out
    whole = {"as_of": "x", "rows": [row for block in blocks for row in block], "count": 3}
    assert said == json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
