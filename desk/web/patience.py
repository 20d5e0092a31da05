"""How long and how often a connection may be there: whoever opens many and says nothing, or says it letter by
letter, keeps nobody else out. The server under it has a bound on connections, but waits for ever for the
first word of each.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

ASKING, ANSWERING = 15.0, 120.0
"""Seconds within which a request must be whole, and its answer be taken."""
OF_ONE = 32
"""Connections of one address; the office's own proxies have no such bound."""


def patient(believed: tuple[str, ...], *, ask: float = ASKING, of_one: int = OF_ONE) -> type[H11Protocol]:
    """The protocol of a server that waits no longer than this; `believed`: the addresses of the proxies."""

    class Patient(H11Protocol):
        _end: asyncio.TimerHandle | None = None
        _asking = False

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if self._of_same() > of_one:
                transport.abort()
                return
            self._wait(asking=True)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            whole = self.conn.their_state not in (h11.IDLE, h11.SEND_BODY)
            if whole or not self._asking:
                self._wait(asking=not whole)

        def on_response_complete(self) -> None:
            self._stop()
            super().on_response_complete()
            if self.conn.their_state in (h11.SEND_BODY, h11.DONE):  # another came with the one before
                self._wait(asking=self.conn.their_state is h11.SEND_BODY)

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

        def _of_same(self) -> int:
            if self.client is None or self.client[0] in believed:
                return 0
            others: Any = self.connections
            return sum(each.client is not None and each.client[0] == self.client[0] for each in others)

        def _wait(self, *, asking: bool) -> None:
            self._stop()
            self._asking = asking
            self._end = self.loop.call_later(ask if asking else ANSWERING, self.transport.abort)

        def _stop(self) -> None:
            if self._end is not None:
                self._end.cancel()
            self._end, self._asking = None, False

    return Patient
