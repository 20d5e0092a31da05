"""docs/security.md names a test for each threat, and each of them is there and runs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "security.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def threats() -> list[list[str]]:
    """The cells of every line of the page's tables of threats."""
    found, within = [], False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if cells == ["tried", "stops it", "left", "test"]:
            within = True
        elif not cells:
            within = False
        elif within and set("".join(cells)) != {"-"}:
            found.append(cells)
    return found


@cache
def functions_of(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(each.name for each in tree.body if isinstance(each, kinds))


def named() -> set[tuple[str, str]]:
    return {found for cells in threats() for found in NAMED.findall(cells[3])}


def test_each_threat_says_what_stops_it_and_names_a_test_that_is_there() -> None:
    assert len(threats()) > 50
    for cells in threats():
        assert len(cells) == 4, cells
        assert cells[0], cells
        assert cells[1], cells
        tests = NAMED.findall(cells[3])
        assert tests, cells
        assert cells[3].count("::") == len(tests), cells
        for file, test in tests:
            assert test in functions_of(file), f"{file}::{test}"


def test_no_test_of_an_attack_is_left_out_of_the_page() -> None:
    here = {
        (f"tests/security/{path.name}", test)
        for path in Path(__file__).parent.glob("test_*.py")
        if path != Path(__file__)
        for test in functions_of(f"tests/security/{path.name}")
        if test.startswith("test_")
    }
    here |= {
        ("tests/flows/test_gate.py", test)
        for test in functions_of("tests/flows/test_gate.py")
        if test[:5] == "test_"
    }
    assert here - named() == set()


@pytest.mark.long
def test_each_of_them_is_collected() -> None:
    files = sorted({file for file, _ in named()})
    words = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *files]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    collected = {
        tuple(line.partition("[")[0].split("::")[:2]) for line in done.stdout.splitlines() if "::" in line
    }
    assert named() - collected == set()
