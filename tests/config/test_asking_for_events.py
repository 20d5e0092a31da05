"""How often an office asks whether an event has happened, and which events may happen again."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.loading import loader
from config.registry.objects import ASKED_EVERY
from config.settings import SHIPPED_REGISTRY
from tests.config.conftest import OFFICE, settle


@pytest.mark.parametrize("often", [*ASKED_EVERY, "never"])
def test_an_office_says_how_often(tmp_path: Path, often: str) -> None:
    text = OFFICE.replace("  roll: next\n", f"  roll: next\n  ask_events: {often}\n")
    assert loader.load(settle(tmp_path, office=text)).office.ask_events == often


def test_one_that_says_nothing_asks_quarterly(tmp_path: Path) -> None:
    assert loader.load(settle(tmp_path)).office.ask_events == "quarterly"


@pytest.mark.slow
def test_which_events_of_the_shipped_registry_may_happen_again() -> None:
    """A decision that publishes procedures is issued each time these change, and each unit becomes autonomous
    by a decision of its own; a decree that is awaited is issued once.
    """
    registry = loader.load(SHIPPED_REGISTRY)
    again = {code for code, duty in registry.obligations.items() if duty.recurs}
    assert {"kh490-2.2", "kh490-3.4", "kh490-3.5", "kh490-3.6", "kh3035-52", "kh3035-53"} <= again
    assert not again & {"kh3035-67", "kh3035-68", "kh3035-80", "kh3035-81"}
