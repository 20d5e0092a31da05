"""A database and an office for the replies of a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import databases
from tests.support.replying import Correspondence, correspondence


@pytest.fixture
def url(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The URL of a migrated, empty SQLite database."""
    return databases.migrated(databases.SQLITE, tmp_path, request)


@pytest.fixture
def office(url: str, tmp_path: Path) -> Correspondence:
    """The mail of the third quarter has left to CSXH, TCKT, TST and tinh-15."""
    return correspondence(url, tmp_path)
