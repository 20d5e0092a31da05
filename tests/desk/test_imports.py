"""What the quick commands import: the promise behind their speed, without a stopwatch (benchmarks/cli.py
has one).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "prefect",
    "sqlalchemy",
    "sqlmodel",
    "pydantic",
    "rich",
    "fastapi",
    "apprise",
    "jinja2",
    "alembic",
    "asyncio",
    "prometheus_client",
    "structlog",
    "xlsxwriter",
}

SCRIPT = """
import sys
from desk import cli
code = cli.main(sys.argv[1:])
assert code == 0, code
print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)
"""


def _imported(*words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["due", "--help"],
        ["due", "kstthc-quy", "2026-Q3", "--json"],
        ["due", "kstthc-quy", "--as-of", "2026-01-05"],
        ["agenda", "--from", "2026-01-01", "--to", "2026-03-31"],
        ["calendar", "2026"],
        ["check"],
    ],
)
@pytest.mark.sampled(3)
def test_quick_commands_import_nothing_heavy(home: Path, words: list[str]) -> None:
    assert _imported(*words) & HEAVY == set()


def test_help_does_not_even_load_the_registry(home: Path) -> None:
    assert _imported("--help") & {"config", "calendars", "models", "engine", "yaml"} == set()


@pytest.mark.long
def test_the_list_of_heavy_modules_can_be_met(home: Path) -> None:
    assert _imported("simulate", "--from", "2026-01-05", "--to", "2026-01-05") >= {"sqlalchemy"}
