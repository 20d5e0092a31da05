"""A real HTTP server on loopback, in a thread, that takes what a chat's hook would: it answers as a test
says, hangs, or drips its answer byte by byte."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HANGS, DRIPS = 1, 2


@dataclass
class Hook:
    """`answers` to the coming requests, then `always`: a status, HANGS or DRIPS. `got`: (path, text)."""

    port: int = 0
    answers: list[int] = field(default_factory=list)
    always: int = 200
    got: list[tuple[str, str]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def texts(self) -> list[str]:
        """What arrived, in order."""
        return [text for _, text in self.got]

    def url(self, path: str = "hook") -> str:
        """The Apprise URL of a hook of this server."""
        return f"json://127.0.0.1:{self.port}/{path}"


@contextmanager
def listening(always: int = 200, *answers: int) -> Iterator[Hook]:
    """The server, for as long as the test runs."""
    hook = Hook(answers=list(answers), always=always)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            hook.got.append((self.path, body["message"]))
            answer = hook.answers.pop(0) if hook.answers else hook.always
            if answer == HANGS:
                hook.closing.wait(20)
                return
            if answer == DRIPS:
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                for _ in range(1000):
                    if hook.closing.is_set():
                        return
                    self.wfile.write(b".")
                    self.wfile.flush()
                    time.sleep(0.05)
                return
            self.send_response(answer)
            if 300 <= answer < 400:
                self.send_header("Location", f"http://127.0.0.1:{hook.port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hook.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        hook.closing.set()
        server.shutdown()
        server.server_close()
