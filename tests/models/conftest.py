"""A database to ask."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from models import db
from tests.support import office


@pytest.fixture
def opened(database: Engine) -> Engine:
    """Q3 opened for four units."""
    with db.session(database) as s:
        office.fill_roster(s)
        assert office.open_q3(s) == 4
    return database
