"""Who comes in at the administrators' pages, what a role may, and when a session ends."""

from __future__ import annotations

import dataclasses
import json

import pytest
from starlette.testclient import TestClient

from desk.web.app import app_of, entered
from desk.web.home import entering
from engine.errors import PersonError
from engine.installation import Installation
from engine.persons import changing, stored
from engine.persons.roles import Role
from engine.tasks.acts import acting
from models import db, queries
from tests.support.cast import at
from tests.support.rounds import LAN
from tests.web.conftest import KEY, REGISTRY, Room, text_of
from tests.web.entering import HA, PASSWORD, log_in, person, proof_of, routes_of
from tests.web.entering import quick_hashes as quick_hashes
from tests.web.entering import room as room

HISTORY = "/task/kstthc-quy/2026-Q3/TST"


def test_every_path_asks_who_is_there(room: Room) -> None:
    """A path is for whoever has a unit's link, for a role, or named here as open to all."""
    open_to_all = {
        "/healthz",
        "/healthz/live",
        "/metrics",
        "/static/page.css",
        "/l/{token}",
        "/ics/{token}/{kind}.ics",
        "/login",
    }
    found: dict[str, str] = {}
    for route in routes_of(app_of(room.office).app.routes):
        calls = [each.call for each in route.dependant.dependencies]
        roles = [each.needs.value for each in calls if hasattr(each, "needs")]
        for method in sorted(route.methods - {"HEAD"}):
            unit = "unit's link" if entered in calls else ""
            found[f"{method} {route.path}"] = unit or ",".join(roles) or "all"
    assert {path.split(" ")[1] for path, who in found.items() if who == "all"} == open_to_all
    assert {path: who for path, who in found.items() if who in ("read", "record", "administer")} == {
        "GET /": "read",
        "POST /logout": "read",
        "GET /prefect": "read",
        "GET /list/{kind}": "read",
        "GET /task/{obligation}/{period}/{unit}": "read",
        "GET /mail/{number}": "read",
        "GET /do/{name}": "record",
        "POST /do/{name}": "record",
        "GET /board/{key}": "read",
        "GET /units": "read",
        "GET /unit/{code}": "read",
        "POST /unit/{code}": "administer",
        "GET /many": "record",
        "POST /many": "record",
        "POST /many/record": "record",
        "GET /coming": "read",
        "GET /coming/{recipient}": "read",
        "POST /mails": "administer",
        "GET /report": "read",
        "GET /report/{year}.{kind}": "read",
    }


def test_only_a_person_comes_in_and_goes_where_he_wanted(room: Room) -> None:
    assert "Đường dẫn không dùng được" in text_of(room.get("/"))  # an office that let nobody in
    person(room)
    assert room.get(HISTORY, follow_redirects=False).headers["location"].startswith("/login?to=%2Ftask%2F")
    done = log_in(room, to=HISTORY)
    assert (done.status_code, done.headers["location"]) == (303, HISTORY)
    cookie = done.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Max-Age=28800" in cookie
    assert "Lịch sử" in text_of(room.get(HISTORY))
    assert log_in(room, to="https://evil.example/").headers["location"] == "/"
    assert log_in(room, to="//evil.example/").headers["location"] == "/"


def test_a_wrong_name_and_a_wrong_password_read_alike_and_are_counted(room: Room) -> None:
    person(room)
    wrong = [log_in(room, password="sai sai sai sai"), log_in(room, name="Ai Đó")]
    assert {each.status_code for each in wrong} == {403}
    assert len({text_of(each) for each in wrong}) == 1
    assert "Tên hoặc mật khẩu không đúng." in text_of(wrong[0])
    for _ in range(4):
        log_in(room, password="sai sai sai sai")
    assert log_in(room).status_code == 429  # the right one as well: whoever guesses learns nothing
    assert not [each for each in (entering.COOKIE,) if each in room.client.cookies]


def test_a_login_from_another_site_is_refused(room: Room) -> None:
    person(room)
    data = {"name": HA, "password": PASSWORD}
    assert room.client.post("/login", data=data).status_code == 403
    proof = proof_of(room.get("/login").text)
    cross = {"sec-fetch-site": "cross-site"}
    assert room.client.post("/login", data={**data, "proof": proof}, headers=cross).status_code == 403


def test_a_session_ends_after_eight_hours_with_the_password_and_with_the_person(room: Room) -> None:
    here = Installation(room.office.settings, REGISTRY, room.office.engine)
    person(room)
    log_in(room)
    room.go("2026-09-10", 17)
    assert "Việc cần xử lý" in text_of(room.get("/"))
    room.go("2026-09-10", 19)
    assert "Đăng nhập" in text_of(room.get("/"))
    other = "một mật khẩu khác"
    for password, end in (
        (PASSWORD, lambda act: changing.give_password(act, HA, other)),
        (other, lambda act: changing.give_role(act, HA, Role.READ)),
        (other, lambda act: changing.remove(act, HA)),
    ):
        assert log_in(room, password=password).status_code == 303
        assert "Việc cần xử lý" in text_of(room.get("/"))
        with acting(here, at("2026-09-10"), LAN) as act:
            end(act)
        assert "Việc cần xử lý" not in text_of(room.get("/"))


def test_a_role_may_what_it_says_and_every_act_has_a_name(room: Room) -> None:
    person(room, "Đọc", Role.READ)
    person(room, HA, Role.RECORD)
    log_in(room, "Đọc")
    page = room.get("/")
    assert 'name="number/' not in page.text
    data = {"proof": proof_of(page.text), "task": KEY, "number": "12/BC-TST", "day": "2026-09-10"}
    assert room.client.post("/many", data=data).status_code == 403
    assert room.task().document_no is None
    log_in(room, HA)
    data["proof"] = proof_of(room.get("/").text)
    assert room.client.post("/many", data=data, follow_redirects=False).headers["location"] == "/?done=1"
    assert room.task().document_no == "12/BC-TST"
    (sent,) = [each for each in room.events() if each.kind == "submitted"]
    assert (sent.actor, sent.origin) == (HA, "web")
    with db.reading(room.office.engine) as s:
        (added, _) = [each for each in queries.history(s) if each.kind == "person-added"]
    assert (added.actor, added.data) == (LAN.actor, {"person": "Đọc", "role": "read"})


def test_the_offices_proxy_is_believed_from_its_address_alone(room: Room) -> None:
    person(room, HA, Role.READ, password=None)
    given = dataclasses.replace(room.office.settings, page_user_header="X-Remote-User")
    room.office.settings = given
    header = {"X-Remote-User": HA.encode("utf-8")}
    for address, status in (("127.0.0.1", 200), ("10.0.0.9", 303)):
        client = TestClient(app_of(room.office), base_url="http://127.0.0.1:4201", client=(address, 1))
        assert client.get("/", headers=header, follow_redirects=False).status_code == status
    strange = client.get("/", headers={"X-Remote-User": "Ai"}, follow_redirects=False)
    assert strange.status_code == 303  # not from the proxy: the login
    assert log_in(room, HA, "").status_code == 403  # without a password nobody logs in by the form


def test_the_file_of_persons_is_for_its_owner_alone_and_says_no_password(room: Room) -> None:
    person(room)
    path = stored.path_in(room.office.settings.home)
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text())["persons"][0]["hash"].startswith("$argon2id$")
    assert PASSWORD not in path.read_text()
    path.write_text("{")
    with pytest.raises(PersonError, match="is damaged"):
        stored.read(room.office.settings.home)
