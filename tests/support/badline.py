"""Whoever is called and misbehaves, whatever protocol was expected of him: he says nothing, drips a byte now
and then, hangs up in the middle, answers without end, or talks of something else. On loopback, in threads.
"""

from __future__ import annotations

import contextlib
import itertools
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

BETWEEN = 0.05
"""Seconds between two bytes of a drip."""
FLOOD = 64_000_000
"""So many bytes of an answer without end: more than anybody may keep of one."""


@dataclass
class Line:
    """One call, as the one who is called has it."""

    socket: socket.socket
    over: threading.Event
    told: list[int]

    def say(self, text: bytes) -> None:
        """Says it at once."""
        self.socket.sendall(text)
        self.told[0] += len(text)

    def wait(self) -> None:
        """Says nothing more, and stays."""
        self.over.wait()

    def drip(self, first: bytes, again: bytes) -> None:
        """Says it byte by byte, then again and again, longer than anybody should wait."""
        for byte in itertools.islice(itertools.chain(first, itertools.cycle(again)), 400):
            self.say(bytes([byte]))
            if self.over.wait(BETWEEN):
                return

    def flood(self, again: bytes) -> None:
        """Says it again and again, as fast as it is listened to; at last it stays silent."""
        block = again * (1 + 65536 // len(again))
        sent = 0
        while sent < FLOOD and not self.over.is_set():
            self.say(block)
            sent += len(block)
        self.wait()

    def heard(self) -> Iterator[bytes]:
        """What is said to us, line by line."""
        with self.socket.makefile("rb") as said:
            yield from said


@dataclass
class Bad:
    """Who misbehaves: his port, how often he was called, and how many bytes he told in all."""

    port: int = 0
    calls: int = 0
    told: list[int] = field(default_factory=lambda: [0])


@contextlib.contextmanager
def called(behave: Callable[[Line], None]) -> Iterator[Bad]:
    """He listens on a free port until the block ends, and treats every call alike."""
    bad, over = Bad(), threading.Event()

    def answer(taken: socket.socket) -> None:
        with contextlib.suppress(OSError), taken:
            behave(Line(taken, over, bad.told))

    def listen(listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                taken, _ = listening.accept()
                bad.calls += 1
                threading.Thread(target=answer, args=(taken,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        bad.port = listening.getsockname()[1]
        threading.Thread(target=listen, args=(listening,), daemon=True).start()
        try:
            yield bad
        finally:
            over.set()
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
