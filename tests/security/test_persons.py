"""Logins: what somebody gains who guesses, keeps, plants or copies."""

from __future__ import annotations

import dataclasses
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from starlette.testclient import TestClient

from desk.web.app import app_of
from desk.web.guard import place_of
from desk.web.home.door import KNOWN
from engine.installation import Installation
from engine.links import keys
from engine.persons import changing, sessions
from engine.persons.roles import Role
from engine.persons.sessions import COOKIE
from engine.tasks.acts import acting
from tests.support.cast import at
from tests.support.rounds import LAN
from tests.web.conftest import REGISTRY, Room
from tests.web.entering import HA, PASSWORD, log_in, person, proof_of

pytestmark = pytest.mark.slow  # most take a tenth of a second and more

WRONG = "sai sai sai sai"


def from_address(room: Room, address: str) -> Room:
    """The same office, for somebody who knocks at another address."""
    app: Any = room.client.app
    client = TestClient(app, base_url="http://127.0.0.1:4201", client=(address, 1))
    return dataclasses.replace(room, client=client)


def test_a_copy_of_the_cookie_is_worth_nothing_once_its_person_left(room: Room) -> None:
    person(room)
    log_in(room)
    other = from_address(room, "10.0.0.1")
    log_in(other)
    copied = room.client.cookies[COOKIE]
    proof = proof_of(room.get("/").text)
    assert room.client.post("/logout", data={"proof": proof}, follow_redirects=False).status_code == 303
    thief = from_address(room, "10.0.0.9")
    # The last letter carries two bits that mean nothing: the copy may be written in other ways.
    for last in (copied[-1], *"ABCDwxyz0123456789_-"):
        thief.client.cookies.set(COOKIE, copied[:-1] + last)
        assert thief.get("/", follow_redirects=False).status_code == 303
    assert other.get("/", follow_redirects=False).status_code == 200  # the other browser stays in
    path = room.office.settings.home / "keys" / sessions.ENDED
    assert path.stat().st_mode & 0o777 == 0o600
    assert copied not in path.read_text()


def test_what_was_ended_is_kept_no_longer_than_it_could_be_used(room: Room) -> None:
    person(room)
    path = room.office.settings.home / "keys" / sessions.ENDED
    for day in ("2026-09-10", "2026-09-11", "2026-09-12"):
        room.go(day)
        log_in(room)
        room.client.post("/logout", data={"proof": proof_of(room.get("/").text)})
        assert len(path.read_text().splitlines()) == 1


def test_a_cookie_that_somebody_planted_is_not_the_session_after_the_login(room: Room) -> None:
    person(room)
    planted = "planted-by-another"
    room.client.cookies.set(COOKIE, planted)
    room.client.cookies.set("dondoc-before", planted, path="/login")
    done = log_in(room)
    first = done.cookies[COOKIE]
    assert first != planted
    again = log_in(room)
    assert again.cookies[COOKIE] != first  # two sessions of the same second are two


def test_who_knocks_for_another_cannot_lock_him_out(room: Room) -> None:
    """Guesses from everywhere close the door to strangers; where the person came in before, it stays open."""
    person(room)
    assert log_in(room).status_code == 303
    at_home = room.client.cookies.get(KNOWN, path="/login")
    assert at_home
    room.client.cookies.delete(COOKIE)
    for n in range(60):
        log_in(from_address(room, f"10.0.{n % 12}.7"), password=WRONG)
    assert (
        log_in(from_address(room, "192.168.7.7")).status_code == 429
    )  # a stranger, though the password is right
    assert log_in(room).status_code == 303
    # The mark is that person's alone, and no pass: it too is good for five guesses.
    person(room, "Đọc", Role.READ)
    for _ in range(5):
        assert log_in(room, password=WRONG).status_code == 403
    assert log_in(room).status_code == 429
    assert sessions.mark_of(room.office.link_keys, "Đọc", at_home, room.office.now) is None


def test_a_machine_with_a_whole_network_of_addresses_is_one(room: Room) -> None:
    person(room)
    codes = [
        log_in(from_address(room, f"2001:db8:0:1::{n:x}"), password=WRONG).status_code for n in range(1, 9)
    ]
    assert codes == [403] * 5 + [429] * 3
    assert place_of("2001:db8:0:2::1") != place_of("2001:db8:0:1::1")
    assert place_of("::ffff:10.0.0.1") == place_of("10.0.0.1") == "10.0.0.1"
    assert place_of("testclient") == "testclient"


def test_a_unit_s_keys_make_no_login_and_a_login_s_no_link(room: Room) -> None:
    """Every kind of token is signed for its own use, with the same keys."""
    person(room)
    log_in(room)
    tokens = {
        "link": room.link().removeprefix("/l/"),
        "session": room.client.cookies[COOKIE],
        "known": room.client.cookies.get(KNOWN, path="/login") or "",
    }
    stranger = from_address(room, "10.0.0.3")
    for kind, token in tokens.items():
        if kind != "session":
            stranger.client.cookies.set(COOKIE, token)
            assert stranger.get("/", follow_redirects=False).status_code == 303, kind
        if kind != "link":
            assert stranger.get(f"/l/{token}", follow_redirects=False).status_code == 404, kind
        assert stranger.get(f"/ics/{token}/unit.ics", follow_redirects=False).status_code == 404, kind


def test_new_keys_at_once_end_every_session(room: Room) -> None:
    person(room)
    log_in(room)
    keys.rotate(room.office.settings.home, at_once=True)
    assert room.get("/", follow_redirects=False).status_code == 303


def test_the_login_leads_to_no_other_site(room: Room) -> None:
    person(room)
    for to in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n//evil.example",
        "javascript:alert(1)",
        "/\r\nset-cookie: a=b",
        " //evil.example",
        "http:/evil.example",
    ):
        answer = log_in(room, to=to)
        where = urlsplit(urljoin("http://127.0.0.1:4201/login", answer.headers["location"]))
        assert (answer.status_code, where.scheme, where.netloc) == (303, "http", "127.0.0.1:4201"), to
        assert "a=b" not in str(answer.headers.get_list("set-cookie"))
        room.client.cookies.delete(COOKIE)


def test_the_page_leads_to_the_prefect_ui_and_nowhere_else(room: Room) -> None:
    """Which looks at the same cookie, if it comes along: so under the same name of this machine."""
    assert room.get("/prefect", follow_redirects=False).status_code == 404  # nobody was let in yet
    person(room, role=Role.READ)
    assert room.get("/prefect", follow_redirects=False).headers["location"].startswith("/login?")
    log_in(room)
    for to, where in (
        ("/v2/artifacts/key/x?a=1", "http://127.0.0.1:4200/v2/artifacts/key/x?a=1&from=dondoc"),
        ("//evil.example", "http://127.0.0.1:4200/?from=dondoc"),
        ("@evil.example", "http://127.0.0.1:4200/?from=dondoc"),
        (".evil.example", "http://127.0.0.1:4200/?from=dondoc"),
        ("/\r\nset-cookie: a=b", "http://127.0.0.1:4200/?from=dondoc"),
    ):
        answer = room.get("/prefect", params={"to": to}, follow_redirects=False)
        assert answer.headers["location"] == where
        assert "set-cookie" not in answer.headers
    named = {"host": "localhost:4201", "cookie": f"{COOKIE}={room.client.cookies[COOKIE]}"}
    answer = room.get("/prefect", headers=named, follow_redirects=False)
    assert answer.headers["location"] == "http://localhost:4200/?from=dondoc"
    named["host"] = "evil.example"
    answer = room.get("/prefect", headers=named, follow_redirects=False)
    assert answer.headers["location"] == "http://127.0.0.1:4200/?from=dondoc"


def test_a_name_cannot_forge_a_line_of_the_log(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    person(room)
    log_in(room, name="x\n2026-09-10 login of somebody: accepted", password="mật khẩu trong nhật ký")
    said = [each.getMessage() for each in caplog.records if each.name == "dondoc.web"]
    assert [each for each in said if "refused" in each]
    assert all("\n" not in each for each in said)
    assert all("trong nhật ký" not in each for each in said)


def test_the_proxy_s_header_from_outside_is_nobody(room: Room) -> None:
    """Two headers, one of them from outside; other ways to write it; another machine."""
    here = Installation(room.office.settings, REGISTRY, room.office.engine)
    with acting(here, at("2026-09-10"), LAN) as act:
        changing.add(act, HA, Role.ADMINISTER, password=None)
    room.office.settings = dataclasses.replace(room.office.settings, page_user_header="X-Remote-User")
    name = HA.encode()
    near = TestClient(app_of(room.office), base_url="http://127.0.0.1:4201", client=("127.0.0.1", 1))
    far = TestClient(app_of(room.office), base_url="http://127.0.0.1:4201", client=("10.0.0.9", 1))
    assert near.get("/", headers={"X-Remote-User": name}).status_code == 200
    for client, headers in (
        (near, [(b"X-Remote-User", name), (b"x-remote-user", "Ai Đó".encode())]),
        (near, [(b"X_Remote_User", name)]),
        (far, [(b"X-Remote-User", name), (b"X-Forwarded-For", b"127.0.0.1")]),
        (far, [(b"X-Remote-User", name), (b"Forwarded", b"for=127.0.0.1")]),
    ):
        assert client.get("/", headers=headers, follow_redirects=False).status_code != 200


def test_a_password_is_never_short_and_costs_no_more_when_long(room: Room) -> None:
    from engine.errors import PersonError

    for bad in ("", "x" * 9, "x" * 201):
        with pytest.raises(PersonError):
            person(room, "Ai", password=bad)
    person(room)
    assert log_in(room, password="x" * 50_000).status_code == 403
    assert log_in(room, name="x" * 50_000).status_code == 403
    assert PASSWORD not in str(room.get("/login").headers)
