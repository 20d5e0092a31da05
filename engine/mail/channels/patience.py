"""A time limit for a whole exchange with a server, however it keeps one waiting.

A socket's own limit counts from byte to byte, so a server that drips one every two seconds holds a letter
without end. Here somebody beside it looks at the clock and cuts the connection: whatever waits on it ends.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import select
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from engine.mail.channels import End

_LONGEST_REPLY = 100_000
"""Bytes."""
_GO_ON = 354
_DOT = re.compile(rb"^\.", re.MULTILINE)


class Patience:
    """Watches the connection it is shown; `over` says that it was cut for having taken too long. One watchman
    for all of a connection's letters, begun with the first: a thread for each took a tenth of its time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.over = False
        self._line: socket.socket | None = None
        self._lock = threading.Condition()
        self._end: float | None = None
        """When what is limited has to be over; None: nothing is."""
        self._looks: float | None = None
        """When the watchman looks next of himself; None: he waits until he is told, or has gone."""
        self._watchman: threading.Thread | None = None

    def watch(self, connection: socket.socket) -> None:
        """From now on it is this connection. Its own handle is kept, whatever wraps the connection later."""
        with self._lock:
            self._let_go()
            self._line = socket.socket(fileno=os.dup(connection.fileno()))
            if self.over:
                self._cut()

    def let_go(self) -> None:
        """The connection is closed."""
        with self._lock:
            self._let_go()

    @contextlib.contextmanager
    def limited(self) -> Iterator[None]:
        """What happens inside ends after `seconds`: the connection is cut then, and reading it fails."""
        with self._lock:
            self.over = False
            self._end = time.monotonic() + self.seconds
            if self._watchman is None:
                self._watchman = threading.Thread(target=self._watch, name="patience", daemon=True)
                self._watchman.start()
            elif self._looks is None or self._looks > self._end:
                self._lock.notify()
        try:
            yield
        finally:
            with self._lock:
                self._end = None

    def dismiss(self) -> None:
        """Nothing is to be watched for now: the watchman goes home, and comes again when he is needed."""
        with self._lock:
            self._watchman = None
            self._lock.notify()

    def _watch(self) -> None:
        me = threading.current_thread()
        with self._lock:
            while self._watchman is me:
                if self._end is not None and time.monotonic() >= self._end:
                    self.over, self._end = True, None
                    self._cut()
                self._looks = self._end
                self._lock.wait(None if self._end is None else max(self._end - time.monotonic(), 0.0))

    def _cut(self) -> None:
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def _let_go(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


class _Short:
    """What a server says, no more than `left` bytes of it: `smtplib` would keep a reply without end."""

    def __init__(self, said: Any) -> None:
        self._said = said
        self.left = _LONGEST_REPLY

    def readline(self, most: int) -> bytes:
        """A line; OSError once the server has said too much."""
        line: bytes = self._said.readline(most)
        self.left -= len(line)
        if self.left < 0:
            raise OSError(errno.EMSGSIZE, "a reply without end")
        return line

    def close(self) -> None:
        """Close it."""
        self._said.close()


class Watched(smtplib.SMTP):
    """A connection that shows its socket to a `Patience` before the server has said a word, and hears no more
    of a reply than one can have."""

    def __init__(
        self,
        patience: Patience,
        *args: Any,
        tls: ssl.SSLContext | None = None,
        at_end: Callable[[End], None],
        **more: Any,
    ) -> None:
        self._patience, self._tls, self._at_end = patience, tls, at_end
        super().__init__(*args, **more)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        made = socket.create_connection((host, port), timeout, self.source_address)
        # A letter's end goes by itself, and is not to wait until its text was acknowledged.
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._patience.watch(made)
        return self._tls.wrap_socket(made, server_hostname=host) if self._tls else made

    def getreply(self) -> tuple[int, bytes]:
        """The next reply; SMTPServerDisconnected where it has no end."""
        if self.file is None and self.sock is not None:
            self.file = _Short(self.sock.makefile("rb"))
        if isinstance(self.file, _Short):
            self.file.left = _LONGEST_REPLY
        return super().getreply()

    def mail(self, sender: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        """From whom a letter comes: `smtplib` parses the same address for each."""
        return self.docmd("mail", " ".join((f"FROM:{_bracketed(sender)}", *options)))

    def rcpt(self, recip: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        """To whom it goes."""
        return self.docmd("rcpt", " ".join((f"TO:{_bracketed(recip)}", *options)))

    def data(self, msg: bytes) -> tuple[int, bytes]:  # type: ignore[override]
        """A letter's text, and its end by whom it may be: without that nobody has taken it, and a connection
        that is cut leaves nothing behind."""
        code, reply = self.docmd("data")
        if code != _GO_ON:
            raise smtplib.SMTPDataError(code, reply)
        self.send(_stuffed(msg))
        self._at_end(self._end)
        return self.getreply()

    def _end(self, wait: bool) -> bool:
        if not wait:
            ready = select.poll()
            ready.register(self.sock or -1, select.POLLOUT)
            if not ready.poll(0):
                return False
        self.send(b".\r\n")
        return True

    def close(self) -> None:
        """Close it, and the handle that was kept of it."""
        super().close()
        self._patience.let_go()


@lru_cache(maxsize=2048)
def _bracketed(address: str) -> str:
    return smtplib.quoteaddr(address)


def _stuffed(text: bytes) -> bytes:
    """As it travels: a line that begins with a dot has one more, and the last one ends. Ours nearly never
    begin so, which is seen at once; to look at each line took as long as to send them."""
    if b"\n." in text or text.startswith(b"."):
        text = _DOT.sub(b"..", text)
    return text if text.endswith(b"\r\n") else text + b"\r\n"
