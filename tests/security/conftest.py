"""An attacker's view of an office: its pages as they are served, its persons, its mails."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
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
    config = serving.configured(office, ask=ask, of_one=of_one)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()
