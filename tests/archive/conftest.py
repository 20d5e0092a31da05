"""A year goes in several batches."""

from __future__ import annotations

import pytest

from engine.archive import moving


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "BATCH", 23)
