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
print(*sorted(sys.modules), file=sys.stderr)
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


HELP, WITH_REGISTRY = 200, 420
"""So many modules at most, Python's own among them: each costs a fraction of a millisecond."""


@pytest.mark.parametrize(
    ("words", "most"),
    [
        (["--help"], HELP),
        (["due", "--help"], HELP),
        (["due", "kstthc-quy", "2026-Q3", "--json"], WITH_REGISTRY),
        (["due", "kstthc-quy", "--as-of", "2026-01-05"], WITH_REGISTRY),
        (["agenda", "--from", "2026-01-01", "--to", "2026-03-31"], WITH_REGISTRY),
        (["calendar", "2026"], WITH_REGISTRY),
        (["check"], WITH_REGISTRY),
    ],
)
@pytest.mark.sampled(3)
def test_quick_commands_import_nothing_heavy_and_not_much(home: Path, words: list[str], most: int) -> None:
    imported = _imported(*words)
    assert _tops(imported) & HEAVY == set()
    assert len(imported) <= most
    assert len([name for name in imported if name.startswith("holidays.countries")]) <= 1


def test_help_does_not_even_load_the_registry(home: Path) -> None:
    assert _tops(_imported("--help")) & {"config", "calendars", "models", "engine", "yaml"} == set()


def _tops(names: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


@pytest.mark.long
def test_the_list_of_heavy_modules_can_be_met(home: Path) -> None:
    assert _tops(_imported("simulate", "--from", "2026-01-05", "--to", "2026-01-05")) >= {"sqlalchemy"}
