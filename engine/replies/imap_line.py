"""A connection to an IMAP server that is bounded in time and bytes, whatever comes over it.

A socket's own limit counts from byte to byte, and `imaplib` keeps whatever is said: a server that drips would
hold the reader without end, one that answers without end would fill the machine.
"""

from __future__ import annotations

import contextlib
import imaplib
import socket
import ssl
from collections.abc import Iterator
from typing import Any

from config.mail_servers import ReplyMailbox
from engine.mail.channels.patience import Patience

ANSWER = 30.0
"""Seconds for each answer, or the next part of one."""


class TooMuch(Exception):
    """The server says more than was asked of it."""


class ImapLine:
    """The connection, opened by `connect` within `within`."""

    def __init__(self, where: ReplyMailbox) -> None:
        self.where = where
        self.patience = Patience(ANSWER)
        self._client: imaplib.IMAP4 | None = None
        self.left = 0

    @property
    def client(self) -> imaplib.IMAP4:
        """What it is asked by."""
        assert self._client is not None, "opened by `connect`"
        return self._client

    @property
    def too_slow(self) -> bool:
        """Whether it was cut for having taken too long."""
        return self.patience.over

    @contextlib.contextmanager
    def within(self, seconds: float, size: int) -> Iterator[None]:
        """What happens inside takes no longer, and hears no more bytes: TooMuch, or the connection is cut."""
        self.patience.seconds, self.left = seconds, size
        with self.patience.limited():
            yield

    def connect(self) -> imaplib.IMAP4:
        """Connects, encrypted as the settings say; not logged in yet."""
        where = self.where
        tls = None if where.security == "none" else _tls(where)
        self._client = client = _Client(self, tls if where.security == "ssl" else None)
        if where.security == "starttls":
            client.starttls(tls)
        return client

    def close(self) -> None:
        """Hangs up, without a word."""
        if self._client is not None:
            with contextlib.suppress(OSError):
                self._client.shutdown()
        self.patience.let_go()
        self.patience.dismiss()

    def spend(self, size: int) -> None:
        """So many bytes are heard now."""
        self.left -= size
        if self.left < 0:
            raise TooMuch


class _Client(imaplib.IMAP4):
    """Shows its socket before the server has said a word, and counts what is heard."""

    def __init__(self, line: ImapLine, tls: ssl.SSLContext | None) -> None:
        self._line, self._tls = line, tls
        super().__init__(line.where.host, line.where.port, ANSWER)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        made = socket.create_connection((self._line.where.host, self._line.where.port), timeout)
        self._line.patience.watch(made)
        return self._tls.wrap_socket(made, server_hostname=self._line.where.host) if self._tls else made

    def read(self, size: int) -> bytes:
        """Counted before anything is set aside for it."""
        self._line.spend(size)
        return super().read(size)

    def readline(self) -> bytes:
        """No longer than what is left to hear."""
        heard: Any = getattr(self, "_file", None) or self.file  # Python 3.14 calls it so
        line = bytes(heard.readline(self._line.left + 1))
        self._line.spend(len(line))
        return line


def _tls(where: ReplyMailbox) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if where.ca_file:
        context.load_verify_locations(where.ca_file)
    return context
