"""What stands before the Prefect server: who may ask it, and from where.

Prefect itself asks nobody, and lets a page of any site read its answers; whoever reaches its API may do all
that the forms do. So

- a browser's request must be meant for this server by its name, and come from its own pages: another site
  that somebody looks at meanwhile, also one whose name leads to this machine, gets nothing;
- once the office let persons in (`dondoc person add`), a browser must bring the session of one: who
  administers may do everything, the others look. Without one it is led to the page's login. Our own processes
  bring a key;
- where `PREFECT_SERVER_API_AUTH_STRING` is set, Prefect asks for it and the rest is left to that.

One of several servers (`served_to_others`) listens to other machines, so it asks from the start: before the
first person was let in, nobody but our own processes gets an answer.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from contextlib import suppress
from datetime import UTC, datetime
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from config import settings as settings_room
from config.settings import Settings
from engine.errors import EngineError
from engine.links import keys
from engine.links.addresses import CAME, LOOPBACK, base_of
from engine.persons import sessions, stored
from engine.persons.roles import Role
from engine.persons.stored import Person
from flows.speaking import office_language
from flows.supervisor.server import AUTH, CUSTOM
from language import Message, say

KEY = "X-Dondoc-Key"
"""The header by which our own processes come in."""
_OPEN = frozenset({"/api/health", "/api/ready"})
_LOOKS = frozenset({"filter", "count", "paginate", "history", "lateness", "next", "search"})
"""Ends of POST paths that only look."""
_SECRET = ("/api/block", "/api/variables", "/api/admin", "/api/csrf-token")
"""What is not shown to those who only look: where Prefect keeps settings and secrets."""
_FEEDS = frozenset({"/api/events/out", "/api/logs/out"})
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def key_of(home: Path) -> str:
    """The key of our own processes; made where there is none. OSError where the home cannot be written."""
    path = home / stored.FOLDER / "prefect"
    with suppress(FileNotFoundError):
        if (found := path.read_text(encoding="ascii").strip()) and len(found) >= 40:
            return found
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = secrets.token_urlsafe(32)
    part = path.with_name(f"prefect.{secrets.token_hex(4)}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{made}\n")
    part.replace(path)
    return made


def with_key(env: Mapping[str, str], home: Path) -> dict[str, str]:
    """The environment of our own processes, with which they come in."""
    given = json.loads(env.get(CUSTOM) or "{}")
    return {**env, CUSTOM: json.dumps({**given, KEY: key_of(home)})}


def served(*, asks: bool = False) -> Any:
    """The application of the server's process (`uvicorn --factory`)."""
    from prefect.server.api.server import create_app
    from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

    app: Any = create_app()
    return Gate(ProxyHeadersMiddleware(app), settings_room.load(), os.environ, asks=asks)


def served_to_others() -> Any:
    """The application of a server that other machines reach."""
    return served(asks=True)


class Gate:
    """An ASGI layer around Prefect."""

    def __init__(
        self,
        app: Any,
        settings: Settings,
        env: Mapping[str, str],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        asks: bool = False,
    ) -> None:
        self.app, self.settings, self._clock, self._asks = app, settings, clock, asks
        self._by_prefect = bool(env.get(AUTH))
        web = urlsplit(env.get("PREFECT_UI_API_URL") or settings.web_base_url)
        self._web = f"{web.scheme}://{web.netloc.rpartition('@')[2]}".casefold()
        near = urlsplit(env.get("PREFECT_API_URL") or f"http://127.0.0.1:{settings.prefect_port}")
        self._port = near.port
        self._names = LOOPBACK | {web.hostname or "", near.hostname or ""}
        self._key = key_of(settings.home)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        said = _headers(scope)
        if not self._is_from_here(said):
            await _refuse(scope, send, 403, self._say("up.gate-elsewhere"))
        elif self._by_prefect or self._is_ours(said) or scope["path"] in _OPEN:
            await self.app(scope, receive, send)
        else:
            await self._asked(scope, said, receive, send)

    async def _asked(self, scope: Scope, said: dict[str, list[str]], receive: Receive, send: Send) -> None:
        try:
            persons = stored.read(self.settings.home)
            person = self._person(scope, said, persons) if persons else None
        except EngineError:  # keys or persons cannot be read: nobody comes in
            await _refuse(scope, send, 503, "503")
            return
        if not (persons or self._asks) or (person is not None and _may(scope, person)):
            await self.app(scope, receive, send)
        elif person is not None:
            await _refuse(scope, send, 403, self._say("up.gate-role"))
        elif not _is_page(scope, said):
            await _refuse(scope, send, 401, self._say("up.gate-login"))
        elif (
            CAME.encode() in scope["query_string"]
        ):  # the page has just sent him: no cookie of it comes along
            await _refuse(scope, send, 403, self._say("up.gate-no-cookie"))
        else:
            await _lead(send, self._login(scope, said))

    def _is_from_here(self, said: dict[str, list[str]]) -> bool:
        """Whether the request is meant for us, and no page of another site sent it."""
        host = (said.get("host") or [""])[0].casefold()
        if not self._by_prefect and _name(host) not in self._names:
            return False
        for origin in said.get("origin", ()):
            from_ = urlsplit(origin.casefold())
            alike = _name(from_.netloc) in LOOPBACK and from_.port == self._port
            if not (from_.netloc == host or alike or origin.casefold() == self._web):
                return False
        if said.get("origin"):  # of ours: under another name of this machine, to a browser another site
            return True
        return said.get("sec-fetch-site", [""])[0] != "cross-site" or "navigate" in said.get(
            "sec-fetch-mode", ()
        )

    def _is_ours(self, said: dict[str, list[str]]) -> bool:
        given = (said.get(KEY.casefold()) or [""])[0]
        return hmac.compare_digest(given.encode(), self._key.encode())

    def _person(
        self, scope: Scope, said: dict[str, list[str]], persons: Mapping[str, Person]
    ) -> Person | None:
        header = self.settings.page_user_header
        peer = (scope.get("client") or ("", 0))[0]
        if header and (name := sessions.vouched(self.settings, peer, said.get(header.casefold(), []))):
            return persons.get(name)
        home = self.settings.home
        known = keys.read(home)
        tokens = [each for line in said.get("cookie", ()) for each in _cookies(line)]
        found = [sessions.person_of(home, known, each, persons, self._clock()) for each in tokens if known]
        return next((each for each in found if each is not None), None)

    def _login(self, scope: Scope, said: dict[str, list[str]]) -> str:
        name = _name((said.get("host") or [""])[0].casefold())
        if not self.settings.page_url and name in LOOPBACK:
            near = f"[{name}]" if ":" in name else name
            page = f"http://{near}:{self.settings.page_port}"
        else:
            page = base_of(self.settings)
        query = scope["query_string"].decode("latin-1")
        to = scope["path"] + (f"?{query}" if query else "")
        return f"{page}/prefect?{urlencode({'to': to})}"

    def _say(self, name: str) -> str:
        return say(Message(name, page=f"{base_of(self.settings)}/"), office_language(self.settings))


def _may(scope: Scope, person: Person) -> bool:
    """Who administers may do everything; the others look, and not at settings."""
    path = str(scope["path"])
    if person.role.may(Role.ADMINISTER):
        return True
    if path.startswith(_SECRET):
        return False
    if scope["type"] == "websocket":
        return path in _FEEDS
    if scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return True
    return scope["method"] == "POST" and path.rstrip("/").rpartition("/")[2] in _LOOKS


def _headers(scope: Scope) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").casefold(), []).append(value.decode("latin-1"))
    return found


def _cookies(line: str) -> list[str]:
    try:
        jar = SimpleCookie(line)
    except CookieError:
        return []
    return [jar[sessions.COOKIE].value] if sessions.COOKIE in jar else []


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_page(scope: Scope, said: dict[str, list[str]]) -> bool:
    """Whether a person wants to see a page, and no program an answer."""
    wants = "text/html" in ",".join(said.get("accept", ()))
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and wants
        and not scope["path"].startswith("/api")
    )


async def _lead(send: Send, to: str) -> None:
    headers = [
        (b"location", to.encode("latin-1")),
        (b"content-length", b"0"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(scope: Scope, send: Send, status: int, text: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    body = f"{text}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
