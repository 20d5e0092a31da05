"""A test that cannot run here is skipped by name, and fails where it was demanded."""

from __future__ import annotations

import pytest

from tests.support.required import DEMAND, require


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
