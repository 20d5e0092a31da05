"""How much of the tests is run: quick, the usual, or all of them whole (CONTRIBUTING.md says which is which).

A test that is `long` is left to the whole. Of a test with many cases, `sampled(few)` leaves all but a few to
it; a test that goes through many cases itself asks `some`, and one with invented examples asks `examples`.
What is taken is drawn by a fixed seed: two runs do the same, and so do two machines.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

import pytest
from hypothesis import settings

WHOLE = os.environ.get("DONDOC_TEST_WHOLE", "") == "1"
LIVES = int(os.environ.get("DONDOC_TEST_LIVES", "1"))
"""How many times as many lives the hunts live; `make chaos` asks for more."""
PART = 8
"""One of so many invented examples is enough while nothing near it has changed."""
_SEED = 490
_T = TypeVar("_T")


def examples(whole: int) -> int:
    """How many of the invented examples to try."""
    return whole if WHOLE else max(20, whole // PART)


# No time is set to an example: how long it takes says how busy the machine is.
settings.register_profile("whole", deadline=None)
settings.register_profile("some", max_examples=examples(100), deadline=None, derandomize=True, database=None)


def some(cases: Sequence[_T], few: int) -> list[_T]:
    """The cases, or a few of them, in their order."""
    return list(cases) if WHOLE else [cases[at] for at in _drawn(len(cases), few)]


def goes_deeper(item: pytest.Item) -> bool:
    """Whether the whole tries more in this test than the usual tests do: it invents examples, or its file
    asks how much is wanted."""
    names = vars(getattr(item, "module", None) or object)
    return getattr(getattr(item, "obj", None), "is_hypothesis_test", False) or any(
        names.get(name) is not None for name in ("WHOLE", "some", "examples", "tiers")
    )


def sort_out(items: Sequence[pytest.Item]) -> None:
    """Marks as long what is not drawn of the tests that are `sampled`."""
    cases: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if item.get_closest_marker("sampled"):
            cases[item.nodeid.partition("[")[0]].append(item)
    for of_one in cases.values():
        mark = of_one[0].get_closest_marker("sampled")
        assert mark is not None
        leave_but(of_one, mark.args[0])


def leave_but(items: Sequence[pytest.Item], few: int) -> None:
    """Marks as long all but a few that are drawn."""
    taken = set(_drawn(len(items), few))
    for at, item in enumerate(items):
        if at not in taken:
            item.add_marker(pytest.mark.long)


def leave_twins(items: Sequence[pytest.Item], few: int) -> None:
    """Of tests that run on SQLite and PostgreSQL alike, marks those on PostgreSQL as long, all but a few."""
    names = {item.nodeid for item in items}
    twins = [
        item
        for item in items
        if item.get_closest_marker("postgres")
        and not item.get_closest_marker("long")
        and item.nodeid.replace("postgresql", "sqlite") in names - {item.nodeid}
    ]
    leave_but(twins, few)


def _drawn(among: int, few: int) -> list[int]:
    return sorted(random.Random(_SEED).sample(range(among), min(few, among)))
