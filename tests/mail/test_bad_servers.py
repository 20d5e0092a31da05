"""Mail servers that misbehave, each with its stated outcome: see `tests/support/bad_servers.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.bad_servers import CASES, Case, tried

EVERY_DAY = (
    "greets with 421", "drips its greeting byte by byte", "answers the log-in with 454",
    "answers every MAIL with 451", "drips its answer to the text",
)  # fmt: skip


def marked(case: Case) -> object:
    return pytest.param(case, id=case.seen, marks=() if case.seen in EVERY_DAY else pytest.mark.long)


@pytest.mark.parametrize("case", [marked(each) for each in CASES])
def test_a_mail_server_that_misbehaves(case: Case, url: str, tmp_path: Path) -> None:
    found = tried(case, url, tmp_path)
    assert (found.sent, found.postponed, found.dead, found.stopped) == (
        case.sent,
        case.postponed,
        case.dead,
        case.stopped,
    ), found
    assert not case.told or any(case.told in each for each in found.told), found.told
    assert found.claimed == 0
    # Once it is well, everything that waited has arrived, and twice only what the server had kept unheard.
    assert (found.arrived, found.doubled, found.lost) == (4 - case.dead, case.twice, 0)
