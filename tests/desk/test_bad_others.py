"""Everybody else whom dondoc calls, misbehaving, each with its outcome: `tests/support/bad_others.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.bad_others import CASES, Case

pytestmark = pytest.mark.slow

EVERY_DAY = ("drips a mail", "announces four gigabytes instead of a mail", "drips its status")


def marked(case: Case) -> object:
    often = case.seen in EVERY_DAY and case.who != "a chat service"
    name = f"{case.who} {case.seen}".replace(" ", "-")
    return pytest.param(case, id=name, marks=() if often else pytest.mark.long)


@pytest.mark.parametrize("case", [marked(each) for each in CASES])
def test_somebody_who_is_called_misbehaves(case: Case, tmp_path: Path) -> None:
    case.try_it(tmp_path)
