"""What a test needs from the machine: skipped with a reason where it is missing, unless it was demanded."""

from __future__ import annotations

import os
from collections import Counter
from typing import NoReturn

import pytest

DEMAND = "DONDOC_TEST_REQUIRE"
_BEYOND = "since this machine cannot"


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


def beyond(why: str) -> NoReturn:
    """Leaves a test out for what nobody can install: a right or a device that the machine does not give.

    It may be so where all is demanded too, but the run says it at its end.
    """
    pytest.xfail(f"{_BEYOND}: {why}")


def refuse_skips(session: pytest.Session) -> None:
    """At the end of a run: what the machine cannot do is said; and where all is demanded, a test that did not
    run for any other reason fails the run."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    stats = terminal.stats if terminal else {}
    left_out = [each.wasxfail.removeprefix("reason: ") for each in stats.get("xfailed", [])]
    told = Counter(each for each in left_out if each.startswith(_BEYOND))
    for why, tests in told.items():
        terminal.write_line(f"{tests} left out, {why}", yellow=True)
    skipped = len(stats.get("skipped", [])) + len(left_out) - told.total()
    if skipped and "all" in _demanded() and session.exitstatus == pytest.ExitCode.OK:
        terminal.write_line(f"{DEMAND} demands all, but {skipped} were skipped", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _demanded() -> set[str]:
    return {word.strip() for word in os.environ.get(DEMAND, "").split(",")}
