"""The runner that is killed while the first round runs is started again, like any other that dies."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from config.settings import Settings
from flows.supervisor import up
from flows.supervisor.children import Child


def runner(tmp_path: Path, program: str, monkeypatch: pytest.MonkeyPatch) -> up.Supervisor:
    """A supervisor whose runner is another program; the server never answers."""
    monkeypatch.setattr(up, "PATIENCE", (0.05,))
    made = up.Supervisor(Settings(home=tmp_path, prefect_port=9))
    made.runner = Child("runner", [sys.executable, "-c", program], dict(os.environ), tmp_path / "serve.log")
    made._start_runner()
    return made


def stopped(made: up.Supervisor) -> None:
    with pytest.raises(up.Stopped):
        made._first_round()


def test_a_killed_first_runner_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = runner(tmp_path, "import time; time.sleep(60)", monkeypatch)
    first, began = made.runner.process, made.began
    assert first is not None
    waits = threading.Thread(target=stopped, args=(made,), daemon=True)
    waits.start()
    os.kill(first.pid, signal.SIGKILL)
    limit = time.monotonic() + 30
    while (made.runner.process is first or not made.runner.running) and time.monotonic() < limit:
        time.sleep(0.05)
    try:
        assert made.runner.running
        assert made.began > began  # what the one before was asked for is not waited for
    finally:
        made.stopping.set()
        waits.join(timeout=30)
        made.runner.ask_to_end()
        made.runner.end()


def test_one_that_ends_by_a_fault_of_its_own_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = runner(tmp_path, "import sys; sys.exit('error: no such registry')", monkeypatch)
    assert made.runner.process is not None
    made.runner.process.wait(timeout=30)
    with pytest.raises(up.UpError, match="no such registry"):
        made._first_round()
    made.runner.end()
