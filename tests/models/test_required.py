"""A test that cannot run here is skipped by name, and fails where it was demanded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.required import DEMAND, require

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("demanded", "outcome"),
    [
        ("", pytest.skip.Exception),
        ("browser", pytest.skip.Exception),
        ("browser, postgres", pytest.fail.Exception),
        ("all", pytest.fail.Exception),
    ],
)
def test_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, demanded: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv(DEMAND, demanded)
    with pytest.raises(outcome, match="initdb is not installed"):
        require("postgres", None, "initdb is not installed")


def test_what_is_there_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DEMAND, "all")
    require("postgres", "/usr/bin", "it is there")


ONE = """
import pytest
from tests.support.required import beyond, refuse_skips
def pytest_sessionfinish(session): refuse_skips(session)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("left_out", "demanded", "code", "said"),
    [
        ("pytest.skip('no disk')", "", 0, "1 skipped"),
        ("pytest.skip('no disk')", "all", 1, "demands all, but 1 were skipped"),
        ("pytest.xfail('not today')", "all", 1, "demands all, but 1 were skipped"),
        ("beyond('mount: no right')", "all", 0, "1 left out, since this machine cannot: mount: no right"),
    ],
)
def test_what_did_not_run_is_told_at_the_end(
    tmp_path: Path, left_out: str, demanded: str, code: int, said: str
) -> None:
    (tmp_path / "conftest.py").write_text(ONE, encoding="utf-8")
    test = f"import pytest\nfrom tests.support.required import beyond\ndef test_it(): {left_out}\n"
    (tmp_path / "test_it.py").write_text(test, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", tmp_path, tmp_path],
        env=os.environ | {DEMAND: demanded, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, said in done.stdout) == (code, True), done.stdout
