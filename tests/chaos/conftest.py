"""The office that nobody disturbs, for those that are."""

from __future__ import annotations

import pytest

from chaos import script

SEED = 490


def silent(what: str) -> None:
    """Nobody listens."""


@pytest.fixture(scope="session")
def twin(tmp_path_factory: pytest.TempPathFactory) -> list[script.Morning]:
    """One morning that nobody disturbs."""
    return script.written(tmp_path_factory.mktemp("twin"), 1, SEED, silent)
