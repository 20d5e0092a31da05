"""An office that has lived for half a year, made once for a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.scratch import scratch_engine
from tests.report.lived import Lived, live


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """Some units of it have working calendars of their own."""
    engine = scratch_engine()
    yield live(engine, tmp_path_factory.mktemp("lived"))
    engine.dispose()
