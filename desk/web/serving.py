"""Serving the pages: one process, until it is told to stop."""

from __future__ import annotations

import logging
import socket
from typing import Any

import uvicorn
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from desk.web.app import app_of
from desk.web.home.entering import PEER
from desk.web.office import Office
from desk.web.patience import ASKING, OF_ONE, patient
from engine.logbook import AsText, keep

_AT_ONCE = 256
"""Connections at the same time; more are told to come again. Of one address: `desk.web.patience`."""
_LINGER = 5
"""Seconds that a connection may stay open with nothing said."""


def serve(office: Office, listening: socket.socket) -> None:
    """Serves on a socket that is bound already, until SIGINT or SIGTERM."""
    told = logging.StreamHandler()
    told.setFormatter(AsText(office.settings.log_format))
    logging.basicConfig(level=logging.INFO, handlers=[told])
    if office.settings.log_to != "stderr":  # where all of it goes anyway
        keep(office.settings)
    uvicorn.Server(configured(office)).run(sockets=[listening])


def configured(office: Office, *, ask: float = ASKING, of_one: int = OF_ONE) -> uvicorn.Config:
    """The server of an office's pages, with its bounds."""
    pages: Any = app_of(office)
    believed = office.settings.page_proxies
    return uvicorn.Config(
        _peer_kept(ProxyHeadersMiddleware(pages, trusted_hosts=list(believed))),
        http=patient(tuple(believed) if office.settings.page_url else (), ask=ask, of_one=of_one),
        ws="none",
        access_log=False,  # it would write the links down; `desk.web.guard` logs without them
        log_config=None,
        server_header=False,
        proxy_headers=False,  # ours stands around it, so that the real peer stays known
        limit_concurrency=_AT_ONCE,
        timeout_keep_alive=_LINGER,
        lifespan="off",
    )


def _peer_kept(app: Any) -> Any:
    """Keeps the address that a request really comes from, before a proxy's header is believed."""

    async def keeping(scope: Any, receive: Any, send: Any) -> None:
        scope[PEER] = scope.get("client")
        await app(scope, receive, send)

    return keeping


def listen(address: str, port: int) -> socket.socket:
    """A socket bound to the address; OSError where another program has it."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address, port))
    except OSError:
        listening.close()
        raise
    return listening
