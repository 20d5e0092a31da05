"""The office's proxy, as the docs have it: a real nginx before the pages and before the gate of Prefect."""

from __future__ import annotations

import asyncio
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from flows.supervisor.gate import Gate
from tests.security.conftest import served, started
from tests.support import proxy
from tests.support.proxy import HOST, Proxy
from tests.support.required import require
from tests.web.conftest import Room
from tests.web.entering import HA, PASSWORD, person

pytestmark = pytest.mark.long
WEB = f"https://{HOST}:8443"
PAGE = {"Accept": "text/html"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def behind(scope: Any, receive: Any, send: Any) -> None:
    """What stands where Prefect would: it answers, and says back what it hears."""
    if scope["type"] == "http":
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]}
        )
        await send({"type": "http.response.body", "body": b"the answer"})
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (heard := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": heard["text"]})


@contextmanager
def gated(room: Room, *, asks: bool) -> Iterator[int]:
    """The gate, as the server's process has it, on a port of loopback."""
    env = {"PREFECT_UI_API_URL": f"{WEB}/api"}
    app: Any = Gate(behind, room.office.settings, env, lambda: room.now[0], asks=asks)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, proxy_headers=False, log_config=None, lifespan="off")
        server = uvicorn.Server(config)
        with started(server, lambda: asyncio.run(server.serve(sockets=[listening]))):
            yield listening.getsockname()[1]


@dataclass
class Office:
    """An office that others reach through its proxy, and somebody of it who may come in."""

    room: Room
    proxy: Proxy

    def login(self) -> str:
        """The cookie of a session, from the form as a browser elsewhere sees it."""
        form = self.proxy.ask("/login", headers=PAGE)
        proof = re.search(r'name="proof" value="([0-9a-f]+)"', form.text)
        assert proof, form
        wanted = {"name": HA, "password": PASSWORD, "proof": proof[1]}
        body = "&".join(f"{name}={_quoted(value)}" for name, value in wanted.items()).encode()
        sent = {**FORM, "Cookie": form.cookies, "Origin": f"https://{HOST}", "Sec-Fetch-Site": "same-origin"}
        answer = self.proxy.ask("/login", body, headers=sent)
        assert answer.status == 303, answer
        return answer.cookies


def _quoted(text: str) -> str:
    from urllib.parse import quote_plus

    return quote_plus(text)


@pytest.fixture(params=[proxy.of_the_docs, proxy.of_several_machines], ids=["one", "several"])
def office(request: pytest.FixtureRequest, room: Room, tmp_path: Path) -> Iterator[Office]:
    require("nginx", proxy.program(), "nginx is not installed (Debian: nginx-light)")
    room.office.settings = replace(
        room.office.settings,
        page_url=f"https://{HOST}",
        web_base_url=WEB,
        page_user_header="X-Remote-User",
    )
    person(room)
    folder = tmp_path / "nginx"
    folder.mkdir()
    several = request.param is proxy.of_several_machines
    with (
        served(room.office) as page,
        gated(room, asks=several) as prefect,
        proxy.running(request.param(), folder, page=page, prefect=prefect) as nginx,
    ):
        yield Office(room, nginx)


def test_who_logs_in_at_the_page_comes_to_prefect_and_nobody_else(office: Office) -> None:
    asked = office.proxy.ask
    assert asked("/", headers=PAGE).status == 303
    led = asked("/deployments?page=2", at_prefect=True, headers=PAGE)
    assert (led.status, led.headers["location"]) == (
        303,
        f"https://{HOST}/prefect?to=%2Fdeployments%3Fpage%3D2",
    )
    assert asked("/api/flows/count", b"{}", at_prefect=True).status == 401
    cookie = office.login()
    page = asked("/", headers={"Cookie": cookie, **PAGE})
    assert (page.status, HA in page.text) == (200, True)
    assert page.headers["strict-transport-security"].startswith("max-age=")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    back = asked("/prefect?to=/deployments", headers={"Cookie": cookie, **PAGE})
    assert back.headers["location"].startswith(f"{WEB}/deployments"), back
    in_ = {"Cookie": cookie}
    assert asked("/deployments", at_prefect=True, headers={**in_, **PAGE}).text == "the answer"
    for origin, status in (
        (WEB, 200),
        ("https://evil.example", 403),
        (f"https://{HOST}", 403),
        ("null", 403),
    ):
        answer = asked("/api/flows/count", b"{}", at_prefect=True, headers={**in_, "Origin": origin})
        assert answer.status == status, origin


def test_streams_of_events_pass_through_for_whoever_is_in(office: Office) -> None:

    def listening(**headers: str) -> Any:
        made = socket.create_connection(("127.0.0.1", office.proxy.prefect))
        there, tls = f"wss://{HOST}:8443/api/events/out", proxy.untrusting()
        return connect(there, sock=made, ssl=tls, server_hostname=HOST, additional_headers=headers)

    with listening(Cookie=office.login(), Origin=WEB) as stream:
        stream.send("heard")
        assert stream.recv(10) == "heard"
    for headers in ({}, {"Cookie": office.login(), "Origin": "https://evil.example"}):
        with pytest.raises(InvalidStatus), listening(**headers):
            pass


def test_a_name_from_outside_is_nobody(office: Office) -> None:
    for header in ("X-Remote-User", "X_Remote_User", "x-remote-user"):
        sent = {header: HA.encode().decode("latin-1"), **PAGE}
        assert office.proxy.ask("/", headers=sent).status == 303
        assert office.proxy.ask("/api/flows/", at_prefect=True, headers=sent).status == 401


def test_links_stand_in_no_log_of_the_proxy(office: Office) -> None:
    link = office.room.link()
    answer = office.proxy.ask(link)
    assert answer.status == 303
    office.proxy.ask(f"{link}x")
    office.proxy.ask("/ics/a-secret-address.ics")
    assert office.proxy.ask("/healthz/live").status == 200
    time.sleep(0.1)
    logs = office.proxy.logs()
    assert '"GET /healthz/live ' in logs
    for secret in (link, link.rpartition("/")[2], "a-secret-address"):
        assert secret not in logs


@pytest.mark.parametrize("given", [proxy.of_the_docs, proxy.of_several_machines])
def test_nor_when_the_pages_are_away(given: Callable[[], str], tmp_path: Path) -> None:
    require("nginx", proxy.program(), "nginx is not installed (Debian: nginx-light)")
    with proxy.running(given(), tmp_path, page=1, prefect=1) as nginx:
        assert nginx.ask("/l/a-secret-link").status == 502
        assert nginx.ask("/healthz").status == 502
        time.sleep(0.1)
        assert "a-secret-link" not in nginx.logs()
        assert "/healthz" in nginx.logs()


def test_each_address_counts_by_itself_and_none_can_say_that_it_is_another(office: Office) -> None:
    codes = [
        office.proxy.ask(f"/nothing/{n}", headers={"X-Forwarded-For": f"10.0.0.{n}"}).status
        for n in range(61)
    ]
    assert codes == [404] * 60 + [429]


def test_figures_need_their_token_and_health_needs_none(office: Office) -> None:
    assert office.proxy.ask("/metrics").status == 403
    assert '{"live":true,' in office.proxy.ask("/healthz").text


def test_what_is_too_much_is_refused_through_it_as_well(office: Office) -> None:
    for size, path in ((70_000, "/login"), (600_000, "/many")):
        assert office.proxy.ask(path, b"a" * size, headers=FORM).status == 413
