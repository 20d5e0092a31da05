"""A Prefect server that lives and says nothing is started again like a dead one: a small real one."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows.supervisor import server
from flows.supervisor.asking import Asking
from flows.supervisor.up import Stopped, Supervisor
from tests.support.ports import free_port
from tests.support.served import settings_for

SERVER = """
import socket, sys
from pathlib import Path
port, starts, healthy = int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
first = not starts.exists()
with starts.open("a") as file:
    file.write("start ")
kept = []
with socket.create_server(("127.0.0.1", port)) as listening:
    while True:
        line, _ = listening.accept()
        if first and healthy == 0:
            kept.append(line)  # taken, and nothing is said
            continue
        healthy -= 1
        line.recv(9999)
        line.sendall(b"HTTP/1.0 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\ntrue")
        line.close()
"""
IDLE = [sys.executable, "-c", "import sys; sys.stdin.read()"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(settings_for(tmp_path / "office", tmp_path, free_port()))
    made.runner.command = IDLE
    made._told.add("plan")
    yield made
    made.stop()


def watched(office: Supervisor, starts: Path, stop_it: bool) -> None:
    """Watches until the server was started twice and answers again."""
    office._start_server()
    office.runner.start()
    assert office.server.process is not None
    old = office.server.process
    if stop_it:
        os.kill(old.pid, signal.SIGSTOP)

    def until() -> None:
        limit = time.monotonic() + 30
        while time.monotonic() < limit:
            if starts.read_text().count("start") > 1 and server.is_healthy(office.env):
                break
            time.sleep(0.1)
        office.stopping.set()

    looking = threading.Thread(target=until)
    looking.start()
    with suppress(Stopped):  # the watch may be about to look at it as well
        office.watch(Asking(partial(server.answers, office.env), every=0.1, patience=0.3))
    looking.join()
    assert starts.read_text().count("start") == 2
    assert old.poll() == -signal.SIGKILL
    assert office.runner.running


@pytest.mark.slow
@pytest.mark.parametrize("how", ["accepts and says nothing", "is stopped"])
def test_it_is_started_again(
    office: Supervisor, how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    starts, stop_it = tmp_path / "starts", how == "is stopped"
    healthy = "-1" if stop_it else "1"
    port = office.env["PREFECT_SERVER_API_PORT"]
    office.server.command = [sys.executable, "-c", SERVER, port, str(starts), healthy]
    watched(office, starts, stop_it)
    told = capsys.readouterr().out
    assert told.count("\n") == 1, told
    assert "không trả lời" in told or "has answered nothing" in told


def test_silence_for_a_while_is_no_hang() -> None:
    said = iter([False, False, True, False, False, False, True])
    clock = iter(range(0, 10_000, 30))
    asking = Asking(lambda _: next(said), every=60, timer=lambda: float(next(clock)))
    found: list[bool] = []
    while len(found) < 6:
        before = asking.missed
        hangs = asking.hangs()
        if hangs or asking.missed != before:
            found.append(hangs)
    assert found == [False, False, False, False, False, True]


def test_a_refusal_is_an_answer() -> None:
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as refusing:  # to every question 501
        threading.Thread(target=refusing.handle_request, daemon=True).start()
        env = {"PREFECT_API_URL": f"http://127.0.0.1:{refusing.server_port}/api"}
        assert server.answers(env, 10.0)
    assert not server.answers(env, 1.0)
