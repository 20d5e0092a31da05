"""The laws hold in lives that Hypothesis invents: a small fixed sample here, a larger one in the long tests,
fresh ones by `python -m tests.laws`.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.laws.machine import Life

_FIXED = settings(
    stateful_step_count=28, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck), phases=(Phase.generate,),
)  # fmt: skip
"""Not made smaller here: `python -m tests.laws` does that, which takes minutes."""


SEEDS = 20


@pytest.mark.slow
def test_the_laws_hold_in_a_few_lives() -> None:
    run_state_machine_as_test(Life, settings=settings(_FIXED, max_examples=3))
    assert Life.seen["steps"] > 40


@pytest.mark.long
@pytest.mark.parametrize("number", range(SEEDS))
def test_the_laws_hold_in_ten_thousand_steps(number: int) -> None:
    """All seeds together: each makes some five hundred steps."""
    before = Life.seen["steps"]
    run_state_machine_as_test(
        seed(number)(type("Life", (Life,), {"seen": Life.seen})),
        settings=settings(_FIXED, max_examples=6, stateful_step_count=100, derandomize=False),
    )
    assert Life.seen["steps"] - before >= 500
