"""A mail server on loopback that misbehaves line by line: it refuses, drops, stalls, drips, talks nonsense.

A reply is a line, or one of: DROP (closes the connection), TOOK (keeps the letter and closes it), STALL (says
nothing more), DRIP:line (a byte now and then, never the end of the line, until it drops), FLOOD:line (it
again and again, as fast as it is listened to).
"""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

DROP, STALL, DRIP, TOOK, FLOOD = "DROP", "STALL", "DRIP:", "TOOK", "FLOOD:"
BETWEEN = 0.05
"""Seconds between two bytes of a drip."""
MOST = 60
Reply = str | Sequence[str]
_SAID = {
    "greeting": "220 here", "EHLO": "250-here\r\n250 SIZE 1000000", "HELO": "250 here", "STARTTLS": "502 no",
    "AUTH": "235 in", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "end": "250 taken",
    "RSET": "250 ok", "NOOP": "250 ok", "QUIT": "221 bye",
}  # fmt: skip


@dataclass
class BadServer:
    """What it says to which word; a sequence is used up reply by reply, its last one stays. `letters`: the
    Message-IDs it took, `connections` how often it was called.
    """

    says: Mapping[str, Reply] = field(default_factory=dict)
    letters: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def __post_init__(self) -> None:
        self._told: dict[str, int] = {}
        self._over = threading.Event()

    def be(self, says: Mapping[str, Reply]) -> None:
        """From now on it says something else."""
        self.says, self._told = says, {}

    def _reply(self, word: str) -> str:
        given = self.says.get(word, _SAID.get(word, "500 what?"))
        if isinstance(given, str):
            return given
        n = self._told.get(word, 0)
        self._told[word] = n + 1
        return given[min(n, len(given) - 1)]

    def _peek(self, word: str) -> str:
        told = dict(self._told)
        reply = self._reply(word)
        self._told = told
        return reply

    def _say(self, line: socket.socket, word: str) -> str:
        reply = self._reply(word)
        if reply in (DROP, TOOK):
            raise ConnectionAbortedError
        if reply == STALL:
            self._over.wait()
            raise ConnectionAbortedError
        if reply.startswith(DRIP):
            for byte in (reply.removeprefix(DRIP).encode() * MOST)[:MOST]:
                line.sendall(bytes([byte]))
                if self._over.wait(BETWEEN):
                    break
            raise ConnectionAbortedError
        while reply.startswith(FLOOD):
            line.sendall((reply.removeprefix(FLOOD) + "\r\n").encode() * 1000)
        line.sendall(reply.encode("utf-8", "surrogateescape") + b"\r\n")
        return reply

    def _talk(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError), line, line.makefile("rb") as heard:
            self._say(line, "greeting")
            while said := heard.readline():
                word = said.split(b" ")[0].strip().decode("latin-1").upper()
                reply = self._say(line, word)
                if word == "DATA" and reply.startswith("354"):
                    text = bytearray()
                    while (row := heard.readline()) not in (b".\r\n", b""):
                        text += row
                    name = re.search(rb"(?im)^Message-ID:\s*(\S+)", bytes(text))
                    if self._peek("end") == TOOK and name:
                        self.letters.append(name[1].decode())
                    if self._say(line, "end").startswith("2") and name:
                        self.letters.append(name[1].decode())
                if word == "QUIT":
                    return

    def _serve(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = listening.accept()
                self.connections += 1
                threading.Thread(target=self._talk, args=(line,), daemon=True).start()


@contextlib.contextmanager
def running(says: Mapping[str, Reply] | None = None) -> Iterator[BadServer]:
    """One on a free port of loopback, until the block ends."""
    made = BadServer(says or {})
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made.port = listening.getsockname()[1]
        threading.Thread(target=made._serve, args=(listening,), daemon=True).start()
        try:
            yield made
        finally:
            made._over.set()
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
