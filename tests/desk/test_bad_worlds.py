"""What becomes of a home in a bad world, each case with its stated outcome: `tests/support/bad_worlds.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.bad_worlds import WORLDS, World, place

pytestmark = pytest.mark.slow  # most take a tenth of a second and more

EVERY_DAY = ("a registry file cut in the middle, which reads well", "a file in the outbox folder's place")


def marked(world: World) -> object:
    return pytest.param(world, id=world.seen, marks=() if world.seen in EVERY_DAY else pytest.mark.long)


@pytest.mark.parametrize("world", [marked(each) for each in WORLDS])
def test_a_bad_world(world: World, tmp_path: Path) -> None:
    with place(tmp_path) as here:
        world.try_it(here)
