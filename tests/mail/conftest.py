"""A database for the mails of a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import databases


@pytest.fixture
def url(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The URL of a migrated, empty SQLite database."""
    return databases.migrated(databases.SQLITE, tmp_path, request)
