"""Where letters arrive: a real SMTP server on loopback, and the folder of `.eml` files."""

from __future__ import annotations

import asyncio
import re
import time
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

_ID = re.compile(rb"^Message-ID:\s*(<[^>]*>)", re.M | re.I)


class Arrival(NamedTuple):
    """One letter as it arrived: its Message-ID, and for whom."""

    message_id: str
    to: tuple[str, ...]


class Sink(Protocol):
    """What a campaign asks of a place where letters arrive."""

    def settings(self) -> dict[str, str]:
        """The settings that send letters here."""

    def arrived(self) -> list[Arrival]:
        """What has arrived since it was last asked, once all is quiet."""

    def gone(self) -> list[str]:
        """The Message-IDs of what had arrived and is there no more, as after a power cut."""

    def begin(self, home: Path) -> None:
        """Another home's letters will come."""

    def morning(self, day: date) -> None:
        """From now on that morning's will come."""


class Server(Controller):
    """An SMTP server that takes everything, each letter in so many seconds, and knows whether somebody is
    connected."""

    def __init__(self, seconds: float = 0) -> None:
        self._taken: list[Arrival] = []
        self._seconds = seconds
        self._open = 0
        super().__init__(self, hostname="127.0.0.1", port=0)

    def factory(self) -> SMTP:
        """A connection."""
        return _Line(self)

    def opened(self) -> None:
        """A connection begins."""
        self._open += 1

    def closed(self) -> None:
        """It has ended."""
        self._open -= 1

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Takes the letter: from here on it is the server's."""
        content = envelope.content
        assert isinstance(content, bytes)
        found = _ID.search(content)
        await asyncio.sleep(self._seconds / 2)
        self._taken.append(Arrival(found[1].decode() if found else "", tuple(sorted(envelope.rcpt_tos))))
        await asyncio.sleep(self._seconds / 2)
        return "250 taken"

    def settings(self) -> dict[str, str]:
        """See `Sink`."""
        return {"DONDOC_SMTP": f"smtp://127.0.0.1:{self.port}?starttls=no"}

    def arrived(self) -> list[Arrival]:
        """See `Sink`: a connection whose other end has died is read to its end first."""
        until = time.monotonic() + 20
        while self._open and time.monotonic() < until:
            time.sleep(0.005)
        taken, self._taken = self._taken, []
        return taken

    def so_far(self) -> int:
        """How many have been taken since it was last asked, whoever is connected."""
        return len(self._taken)

    def gone(self) -> list[str]:
        """Nothing: another machine's power does not go."""
        return []

    def begin(self, home: Path) -> None:
        """See `Sink`."""
        self._taken = []

    def morning(self, day: date) -> None:
        """See `Sink`: a letter has a name of its own."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class _Line(SMTP):
    def __init__(self, owner: Server) -> None:
        super().__init__(owner, enable_SMTPUTF8=True)
        self._owner = owner

    def connection_made(self, transport: Any) -> None:
        """Counted, so that one can wait for the end of all."""
        self._owner.opened()
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Counted as well."""
        super().connection_lost(error)
        self._owner.closed()


class Folder:
    """The outbox folder of a home: a file that is new, or was written again, has arrived."""

    def __init__(self) -> None:
        self._home = Path()
        self._known: dict[str, int] = {}
        self._ids: dict[str, str] = {}

    def begin(self, home: Path) -> None:
        """See `Sink`."""
        self._home, self._known, self._ids = home, {}, {}

    def morning(self, day: date) -> None:
        """See `Sink`: a letter has a name of its own."""

    def settings(self) -> dict[str, str]:
        """None: without a mail server letters become files."""
        return {}

    def gone(self) -> list[str]:
        """See `Sink`."""
        names = [name for name in self._known if not (self._home / "outbox" / name).exists()]
        for name in names:
            del self._known[name]
        return [self._ids.pop(name) for name in names]

    def arrived(self) -> list[Arrival]:
        """See `Sink`. A file that is not whole counts as a letter without a name."""
        found = []
        for path in sorted((self._home / "outbox").glob("*.eml")):
            node = path.stat().st_ino
            if self._known.get(path.name) == node:
                continue
            self._known[path.name] = node
            content = path.read_bytes()
            mail = message_from_bytes(content, policy=default)
            whole = content.rstrip().endswith(b"--")
            to = tuple(sorted(each.addr_spec for each in mail["To"].addresses)) if mail["To"] else ()
            self._ids[path.name] = str(mail["Message-ID"]) if whole else ""
            found.append(Arrival(self._ids[path.name], to))
        return found
