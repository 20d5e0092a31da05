"""Who gets to Prefect's API: attackers against the server as `dondoc up` starts it."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from engine.links import keys
from engine.persons import sessions, stored
from engine.persons.roles import Role
from engine.persons.stored import Person, new_stamp
from flows.supervisor import gate
from tests.flows.conftest import Running

pytestmark = pytest.mark.server
PAGE = {"Accept": "text/html,*/*"}


def port_of(served: Running) -> int:
    return int(served.env["PREFECT_SERVER_API_PORT"])


def ask(
    served: Running, path: str, body: object = None, *, method: str = "", **headers: str
) -> tuple[int, dict[str, str], str]:
    """What the server answers: status, headers, text. Headers are given with _ for -."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    data = None if body is None else json.dumps(body).encode()
    if data is not None:
        sent.setdefault("Content-Type", "application/json")
    for _ in range(20):
        made = http.client.HTTPConnection("127.0.0.1", port_of(served), timeout=20)
        made.request(method or ("POST" if data is not None else "GET"), path, data, sent)
        answer = made.getresponse()
        said = answer.read().decode()
        made.close()
        if answer.status != 503:  # its database is busy for a moment
            break
        time.sleep(0.5)
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, said


def handshake(served: Running, path: str, **headers: str) -> int:
    """What the server says to a browser that wants to listen to a stream there."""
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port_of(served)}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol: prefect",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    with socket.create_connection(("127.0.0.1", port_of(served)), 20) as made:
        made.sendall("\r\n".join([*lines, "", ""]).encode())
        return int(made.recv(4096).split()[1])


@pytest.fixture
def people(served: Running) -> Iterator[dict[str, str]]:
    """The office let somebody in with each role: the cookie of each."""
    home = served.installation.settings.home
    known = keys.ensure(home)
    cookies = {}
    with stored.changing(home) as persons:
        for role in Role:
            persons[role.value] = made = Person(role.value, role, "$a-hash", new_stamp())
            cookies[role.value] = f"{sessions.COOKIE}={sessions.begun(known, made, datetime.now(UTC))}"
    yield cookies
    stored.path_in(home).unlink()


def test_another_site_that_is_looked_at_meanwhile_gets_nothing(served: Running) -> None:
    own = f"http://127.0.0.1:{port_of(served)}"
    assert ask(served, "/api/deployments/filter", {"limit": 1}, Origin=own)[0] == 200
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"},
        {"Origin": "https://evil.example", "Content_Type": "text/plain"},
    ):
        status, answer, said = ask(served, "/api/deployments/filter", {"limit": 1}, **headers)
        assert (status, "access-control-allow-origin" in answer) == (403, False), headers
        assert "deployment" not in said
    asked = {"Origin": "https://evil.example", "Access_Control_Request_Method": "POST"}
    assert ask(served, "/api/deployments/filter", method="OPTIONS", **asked)[0] == 403


def test_a_name_elsewhere_that_leads_to_this_machine_is_not_ours(served: Running) -> None:
    """DNS rebinding: to the browser it is that site's own page that asks."""
    for host in ("evil.example", f"evil.example:{port_of(served)}", "127.0.0.1.evil.example", "[::2]", ""):
        assert ask(served, "/api/admin/version", Host=host)[0] in (400, 403), host
    assert ask(served, "/api/admin/version", Host=f"localhost:{port_of(served)}")[0] == 200


def test_no_other_site_listens_to_or_sends_events(served: Running) -> None:
    for path in ("/api/events/out", "/api/events/in", "/api/logs/out"):
        assert handshake(served, path, Origin="https://evil.example") == 403, path
    assert handshake(served, "/api/events/out", Origin=f"http://127.0.0.1:{port_of(served)}") == 101


def test_where_persons_are_let_in_nobody_else_gets_to_the_api(
    served: Running, people: dict[str, str]
) -> None:
    for path, body in (
        ("/api/admin/version", None),
        ("/api/deployments/filter", {"limit": 1}),
        ("/api/variables/", {"name": "a", "value": "b"}),
        ("/docs", None),
        ("/openapi.json", None),
    ):
        for headers in (
            {},
            {"Cookie": f"{sessions.COOKIE}=WyJhZG1pbmlzdGVyIl0.x"},
            {"Cookie": people["administer"][:-4] + "AAAA"},
            {gate.KEY.replace("-", "_"): "guess"},
            {"X_Forwarded_For": "127.0.0.1", "X_Remote_User": "administer"},
        ):
            status, _, said = ask(served, path, body, **headers)
            assert status == 401, (path, headers)
            assert f"127.0.0.1:{served.installation.settings.page_port}/" in said  # where to log in
    for path in ("/api/events/out", "/api/events/in"):
        assert handshake(served, path) == 403
    assert ask(served, "/api/health")[0] == 200
    assert served.runner.running


def test_a_browser_is_led_to_the_page_s_login_and_back(served: Running, people: dict[str, str]) -> None:
    status, answer, _ = ask(served, "/v2/artifacts/key/x?a=1", **PAGE)
    page = served.installation.settings.page_port
    assert (status, answer["location"]) == (
        303,
        f"http://127.0.0.1:{page}/prefect?to=%2Fv2%2Fartifacts%2Fkey%2Fx%3Fa%3D1",
    )
    # Led back without a cookie, he is told why, and not sent round in a circle.
    assert ask(served, "/v2/artifacts/key/x?a=1&from=dondoc", **PAGE)[0] == 403
    status, _, said = ask(served, "/v2/artifacts/key/x?a=1&from=dondoc", Cookie=people["read"], **PAGE)
    assert (status, "<html" in said) == (200, True)


def test_who_may_look_looks_and_who_administers_acts(served: Running, people: dict[str, str]) -> None:
    made: tuple[str, Any] = ("/api/variables/", {"name": "tried", "value": "by a reader"})
    secret = {"include_secrets": True}
    for role in ("read", "record"):
        cookie = {"Cookie": people[role]}
        assert ask(served, "/api/deployments/filter", {"limit": 1}, **cookie)[0] == 200
        assert ask(served, "/api/deployments/count", {}, **cookie)[0] == 200
        assert ask(served, *made, **cookie)[0] == 403
        assert ask(served, "/api/block_documents/filter", secret, **cookie)[0] == 403
        assert ask(served, "/api/variables/filter", {}, **cookie)[0] == 403
        assert ask(served, "/api/admin/settings", **cookie)[0] == 403
        assert ask(served, "/api/deployments/filter", method="DELETE", **cookie)[0] == 403
        assert ask(served, "/api//variables/", {"name": "a", "value": "b"}, **cookie)[0] == 403
        assert handshake(served, "/api/events/out", **cookie) == 101
        assert handshake(served, "/api/events/in", **cookie) == 403
    cookie = {"Cookie": people["administer"]}
    assert ask(served, *made, **cookie)[0] == 201
    own = {gate.KEY.replace("-", "_"): gate.key_of(served.installation.settings.home)}
    assert ask(served, "/api/admin/version", **own)[0] == 200


def test_a_session_that_was_ended_opens_prefect_no_more(served: Running, people: dict[str, str]) -> None:
    home, cookie = served.installation.settings.home, people["administer"]
    assert ask(served, "/api/admin/version", Cookie=cookie)[0] == 200
    sessions.end(home, keys.read(home), cookie.partition("=")[2], datetime.now(UTC))
    assert ask(served, "/api/admin/version", Cookie=cookie)[0] == 401


def test_our_own_key_is_for_its_owner_alone(served: Running) -> None:
    home = served.installation.settings.home
    path = home / "keys" / "prefect"
    assert path.stat().st_mode & 0o777 == 0o600
    assert gate.key_of(home) == gate.key_of(home)
    status, _, said = ask(served, "/api/admin/settings")
    assert status == 200
    assert gate.key_of(home) not in said
