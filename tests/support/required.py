"""What a test needs from the machine: skipped with a reason where it is missing, unless it was demanded."""

from __future__ import annotations

import os

import pytest

DEMAND = "DONDOC_TEST_REQUIRE"


def require(name: str, present: object, why: str) -> None:
    """Goes on when `present` is true; otherwise skips the test, saying `why` (what to install).

    `DONDOC_TEST_REQUIRE=postgres,browser` (or `all`) turns the skip into a failure: on the machine that
    decides whether the work is good, nothing may pass by not running.
    """
    if present:
        return
    if _demanded() & {name, "all"}:
        pytest.fail(f"{DEMAND} demands {name}, but {why}", pytrace=False)
    pytest.skip(f"{name}: {why}")


def refuse_skips(session: pytest.Session) -> None:
    """At the end of a run: where all is demanded, a skip, whatever its reason, fails the run."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = terminal.stats.get("skipped", []) if terminal and "all" in _demanded() else []
    if skipped and session.exitstatus == pytest.ExitCode.OK:
        terminal.write_line(f"{DEMAND} demands all, but {len(skipped)} were skipped", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _demanded() -> set[str]:
    return {word.strip() for word in os.environ.get(DEMAND, "").split(",")}
