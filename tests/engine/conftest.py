"""The engine says the same on both kinds of database; that the queries do is for the tests of `models/`."""

from __future__ import annotations

import pytest

from tests.support import tiers

DRAWN = 30
"""So many of its tests run on PostgreSQL too in the usual tests, beside those that are marked slow."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ids = {item.nodeid for item in items}
    twins = [
        item
        for item in items
        if item.path.parent.name == "engine"
        and "[postgresql" in item.nodeid
        and item.nodeid.replace("[postgresql", "[sqlite") in ids
        and not item.get_closest_marker("slow")
        and not item.get_closest_marker("long")
    ]
    tiers.leave_but(twins, DRAWN)
