"""The real mail server to which the office delivers, and what arrived there, by the office's clock."""

from __future__ import annotations

import atexit
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from tests.support.mailroom import smtp_url, text_of
from tests.support.mailserver import Behaviour, Received, running


@dataclass(frozen=True)
class Letter:
    """A mail as it arrived: its Message-ID, to which addresses, when by the office's clock, and its text."""

    id: str
    to: tuple[str, ...]
    at: datetime
    text: str


@cache
def _server() -> Received:
    """One server for all lives of a process: it stops with it."""
    left = ExitStack()
    received = left.enter_context(running())
    atexit.register(left.close)
    return received


class Postroom:
    """The server, as one life sees it."""

    def __init__(self) -> None:
        self._server = _server()
        self.url = smtp_url(self._server.port)
        self._taken = len(self._server.letters)
        self.well()

    def well(self) -> None:
        """It takes everything again."""
        self._server.behaviour = Behaviour()

    @property
    def is_well(self) -> bool:
        """Whether it takes everything."""
        return self._server.behaviour == Behaviour()

    def answers(self, replies: Iterable[str]) -> None:
        """So it answers the texts of the coming letters; 'lost': it takes one and the answer never comes."""
        self._server.behaviour.data = list(replies)

    def refuses(self, address: str, reply: str) -> None:
        """So it answers whatever is for that address."""
        self._server.behaviour.rcpt[address] = reply

    def unsure(self) -> set[str]:
        """The Message-IDs of what it took without being heard."""
        return set(self._server.lost)

    def arrived(self, now: datetime) -> list[Letter]:
        """What has arrived since this was last asked."""
        new = self._server.letters[self._taken :]
        self._taken += len(new)
        return [Letter(str(mail["Message-ID"]), tuple(to), now, text_of(mail)) for _, to, mail in new]
