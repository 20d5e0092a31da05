"""The named steps are there, and a process that is armed dies at the one that was asked for."""

from __future__ import annotations

import importlib
import os
import signal
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from chaos import chat, sinks, steps
from chaos.steps import EVERY_STEP, Death, Way
from config.loading import loader
from engine.mail import left
from engine.rounds import early
from models.scratch import scratch_engine
from tests.support import acts, cast
from tests.support.cast import at as on
from tests.support.rounds import settings


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


def resolved(name: str) -> tuple[Any, str]:
    module, _, path = EVERY_STEP[name].where.partition(":")
    *inner, last = path.split(".")
    found: Any = importlib.import_module(module)
    for each in inner:
        found = getattr(found, each)
    return found, last


def passed(channel: str, monkeypatch: pytest.MonkeyPatch) -> tuple[set[str], set[str]]:
    """The steps of that channel, and those that have been passed by the time it is looked."""
    found: set[str] = set()
    monkeypatch.setattr(early, "UNITS", 2)
    for name in steps.steps_of(channel):
        holder, last = resolved(name)
        monkeypatch.setattr(holder, last, getattr(holder, last))  # as it was, afterwards
        steps.at_step(EVERY_STEP[name], 1, lambda name=name: found.add(name))
    return set(steps.steps_of(channel)), found


@pytest.mark.slow
@pytest.mark.parametrize("channel", ["smtp", "folder"])
def test_a_round_passes_every_step_of_its_channel(
    channel: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = sinks.Server()
    server.start()
    try:
        more = {"smtp": f"smtp://127.0.0.1:{server.port}?starttls=no"} if channel == "smtp" else {}
        every, found = passed(channel, monkeypatch)
        acts.a_round(scratch_engine(), cast.registry(), settings(tmp_path, **more), on("2026-09-11"))
    finally:
        server.stop()
    assert found == every


@pytest.mark.long
def test_a_round_passes_every_step_of_a_chat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = chat.Server()
    try:
        registry = loader.load(chat.office(tmp_path / "office", server.port))
        every, found = passed("chat", monkeypatch)
        acts.a_round(scratch_engine(), registry, settings(tmp_path, channels="on"), on("2026-09-03"))
    finally:
        server.close()
    assert found == every
