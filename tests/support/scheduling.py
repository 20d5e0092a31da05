"""Which tests a worker takes together, and in which order: for the distribution of pytest-xdist.

The files whose tests share the Prefect server are one piece of work, so that one worker starts one server;
they come first, because they mostly wait. A file is a piece, since what it makes for its module is made once;
the longest files are cut into their tests' functions, or the last worker would still be at one of them when
the others are done. (xdist's own `loadgroup` does nothing with pytest 9.2, which reads a node's id from
elsewhere than where xdist writes the group.)
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

SERVED = (
    "test_served",
    "test_served_forms",
    "test_served_events",
    "test_served_lost",
    "test_gate",
    "test_registry_changes",
    "test_ui_browser",
    "test_ui_held",
    "test_ui_quiet",
)
CUT = (
    "test_hunt",
    "test_bad_input",
    "test_story",
    "test_plan_command",
    "test_event_command",
    "test_file_bombs",
)
"""Files whose tests have nothing costly in common, longest first."""


class Pieces(LoadScopeScheduling):
    """One queue of pieces of work, in the order of the collection."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # xdist would sort them by the number of their tests

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        name = _name(file)
        if name in SERVED:
            return "served"
        return f"{file}::{test.partition('[')[0]}" if name in CUT else file


def first_to_last(item: pytest.Item) -> int:
    """Where a test stands: those of the server first, then the files that are cut."""
    name = _name(item.nodeid.partition("::")[0])
    if is_served(item):
        return 0
    return 1 if item.get_closest_marker("server") else 2 + (name not in CUT)


def is_served(item: pytest.Item) -> bool:
    """Whether its file shares the Prefect server."""
    return _name(item.nodeid.partition("::")[0]) in SERVED


def check(item: pytest.Item) -> None:
    """One worker has the Prefect server: another file that uses it would start a second one."""
    if "served" in getattr(item, "fixturenames", ()) and not is_served(item):
        raise pytest.UsageError(f"{item.nodeid} uses `served`: name its file in {__name__}.SERVED")


def _name(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".py")
