"""An attacker's view of an office: its pages as they are served, its persons, its mails."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from desk.web import serving
from desk.web.office import Office
from tests.web.entering import quick_hashes as quick_hashes
from tests.web.entering import room as room


@contextmanager
def served(office: Office, *, ask: float = 15, of_one: int = 32) -> Iterator[int]:
    """The pages as `dondoc web` serves them, on a port of loopback."""
    listening = serving.listen("127.0.0.1", 0)
    server = uvicorn.Server(serving.configured(office, ask=ask, of_one=of_one))
    with listening, started(server, lambda: server.run(sockets=[listening])):
        yield listening.getsockname()[1]


@contextmanager
def started(server: uvicorn.Server, run: Callable[[], None]) -> Iterator[None]:
    """A server that `run` runs, in a thread of its own until the end; it answers when this begins."""
    thread = threading.Thread(target=run)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        thread.join(10)
