"""One Chromium for all that is looked at in the UI, which keeps a log of whom it asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.browser import chromium, require_chromium


@dataclass(frozen=True)
class Opened:
    """A browser, and the network log that is whole once it has been closed."""

    browser: Any
    log: Path


@pytest.fixture(scope="package")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Open from the first test of this folder to the last: no event loop can run in this thread meanwhile."""
    require_chromium()
    log = tmp_path_factory.mktemp("chromium") / "network.json"
    with chromium(f"--log-net-log={log}") as browser:
        yield Opened(browser, log)
