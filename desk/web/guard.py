"""What stands before every page: bounds on sizes and on how often, headers that keep a browser inside, a log
without links.

Rates count in this process alone, by the address that the request comes from; behind a proxy on this machine
that is the address which the proxy names.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any
from urllib.parse import quote

from fastapi import HTTPException
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from engine.logbook import REQUEST
from engine.noted import noted

log = logging.getLogger("dondoc.web")
LONGEST_BODY = 64 * 1024
"""Bytes of a form: some hundred tasks ticked, each with a sentence."""
LONGEST_LIST = 512 * 1024
"""Bytes of a list that somebody pastes: a thousand lines of a document management system."""
_LISTS = frozenset({"/many", "/many/record"})
READS, WRITES, MISSES = parse("600/minute"), parse("120/minute"), parse("60/minute")
"""What one address may ask for, do, and get wrong. Whoever gets more wrong is told no more what is wrong;
what is right goes on opening, so that a neighbour's guesses keep nobody out."""
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-robots-tag": "noindex, nofollow",
}
KEPT = {"cache-control": "public, max-age=3600"}
"""For what is the same for everybody, and may be kept an hour."""
CALENDAR = "text/calendar; charset=utf-8"
_NETWORK = 64
_UNHEARD = frozenset({401, 403, 404})
_WRONG, _TOO_MANY, _TOO_LARGE = 400, 429, 413


class Guard:
    """An ASGI layer around the pages. `secure` says that browsers reach them by HTTPS alone."""

    def __init__(self, app: Any, *, secure: bool = False, counted: Counter[str] | None = None) -> None:
        self.app, self.secure = app, secure
        self.counted = Counter[str]() if counted is None else counted
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        caller = place_of((scope.get("client") or ("?",))[0])
        status = 500

        async def sending(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if status in _UNHEARD and not self._limiter.hit(MISSES, "miss", caller):
                    status = message["status"] = _TOO_MANY
                message["headers"] = [*message["headers"], *self._headers(scope, message["headers"])]
            await send(message)

        try:
            if not self._may(scope["method"], caller):
                await _plain(sending, _TOO_MANY, b"429\n")
            elif _is_doubtful(scope):
                await _plain(sending, _WRONG, b"400\n")
            elif _declared(scope) > (most := _longest(scope)):
                await _plain(sending, _TOO_LARGE, b"413\n")
            else:
                await self.app(scope, _bounded(receive, most), sending)
        finally:
            self.counted[f"{status // 100}xx"] += 1
            spent = (time.perf_counter() - began) * 1000
            path, method = shown(scope["path"]), scope["method"]
            fields = {"method": method, "path": path, "status": status, "ms": round(spent)}
            noted(log, logging.INFO, REQUEST, "%s %s %d %.0f ms", method, path, status, spent, **fields)

    def _may(self, method: str, caller: str) -> bool:
        kind: tuple[RateLimitItem, str] = (
            (READS, "read") if method in ("GET", "HEAD", "OPTIONS") else (WRITES, "write")
        )
        return self._limiter.hit(kind[0], kind[1], caller)

    def _headers(self, scope: Scope, given: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        names = {name.lower() for name, _ in given}
        wanted = dict(_HEADERS)
        if b"cache-control" not in names:
            wanted["cache-control"] = "no-store"
        if self.secure:
            wanted["strict-transport-security"] = "max-age=31536000"
        return [(name.encode(), value.encode()) for name, value in wanted.items()]


def place_of(address: str) -> str:
    """What counts as one address: of IPv6 the network, within which one machine has as many as it likes."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return address
    return str(found.ipv4_mapped or ip_network((int(found), _NETWORK), strict=False).network_address)


def to_save(name: str) -> dict[str, str]:
    """The headers of a file to be saved under that name."""
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}


def as_of(content: bytes, changed: datetime) -> dict[str, str]:
    """The headers of something that a program asks for again and again: what it is, and since when."""
    return {
        "etag": f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        "last-modified": format_datetime(changed, usegmt=True),
        "cache-control": "private, no-cache",
    }


def is_known(asked: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether who asks has this very state already (RFC 9110, 13.1): by its tag, else by its instant."""
    if (tags := asked.get("if-none-match")) is not None:
        return (
            now["etag"] in (tag.strip().removeprefix("W/") for tag in tags.split(",")) or tags.strip() == "*"
        )
    if (since := asked.get("if-modified-since")) is not None:
        try:
            return parsedate_to_datetime(since) >= parsedate_to_datetime(now["last-modified"])
        except (ValueError, TypeError):
            return False
    return False


def shown(path: str) -> str:
    """A path as a log may have it: a link in it opens a unit's page."""
    for start in ("/l/", "/ics/"):
        if path.startswith(start):
            return f"{start}..."
    return ascii(path[:200])[1:-1]


def _longest(scope: Scope) -> int:
    return LONGEST_LIST if scope["path"] in _LISTS else LONGEST_BODY


def _is_doubtful(scope: Scope) -> bool:
    """Whether a body's length is said in two ways: a proxy may go by the other, and see the end elsewhere."""
    names = [name for name, _ in scope["headers"] if name in (b"content-length", b"transfer-encoding")]
    return len(names) > 1


def _declared(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else LONGEST_LIST + 1
    return 0


def _bounded(receive: Receive, most: int) -> Receive:
    """The body as it comes, but no more of it than a form may have, whatever was declared."""
    seen = 0

    async def receiving() -> MutableMapping[str, Any]:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise HTTPException(_TOO_LARGE)
        return message

    return receiving


async def _plain(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    if status == _TOO_MANY:
        headers.append((b"retry-after", b"60"))
    if status == _WRONG:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
