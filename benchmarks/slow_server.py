"""No benchmark by itself: a mail server in a process of its own that takes a while over each letter, as one
does that writes it to its disk and looks at it.
"""

from __future__ import annotations

import multiprocessing
import socketserver
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection


@contextmanager
def running(seconds: float) -> Iterator[int]:
    """Its port on loopback; so many seconds pass between a letter's end and the answer to it."""
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    process = context.Process(target=_serve, args=(seconds, far), daemon=True)
    process.start()
    try:
        yield near.recv()
    finally:
        process.terminate()
        process.join()


def _serve(seconds: float, pipe: Connection) -> None:
    class Session(socketserver.StreamRequestHandler):
        """A thread for each connection: an event loop's clock counts whole milliseconds only."""

        disable_nagle_algorithm = True

        def handle(self) -> None:
            """Everything is taken, after a while."""
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline():
                command = line[:4].upper()
                if command == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    while self.rfile.readline() not in {b".\r\n", b""}:
                        pass
                    time.sleep(seconds)
                self.wfile.write(b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n")
                if command == b"QUIT":
                    break

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads = True
        pipe.send(server.server_address[1])
        server.serve_forever()
