"""The named steps are there, and a process that is armed dies at the one that was asked for."""

from __future__ import annotations

import importlib
import os
import signal
from itertools import count

import pytest

from chaos import steps
from chaos.steps import EVERY_STEP, Death, Way
from engine.mail import left


@pytest.mark.slow
@pytest.mark.parametrize("name", list(EVERY_STEP))
def test_every_step_is_a_function_of_today(name: str) -> None:
    module, _, path = EVERY_STEP[name].where.partition(":")
    found = importlib.import_module(module)
    for each in path.split("."):
        found = getattr(found, each)
    assert callable(found)


@pytest.mark.parametrize("at", [1, 3])
def test_a_process_dies_at_the_passing_that_was_asked_for(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    passed = count()
    monkeypatch.setattr(left, "note", lambda *_: next(passed))
    child = os.fork()
    if child == 0:
        steps.arm(Death(Way.STEP, "what left is noted", at))
        while next(passed) < 9:
            left.note(None, "", None)  # type: ignore[arg-type]
            os.write(2, b".")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
