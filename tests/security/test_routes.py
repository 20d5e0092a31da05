"""Every route of the pages, taken from the application itself, tried by everybody who may not use it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import text
from starlette.testclient import TestClient

from desk.web import app, guard
from desk.web.app import app_of
from desk.web.home.settling import FORMS
from engine.installation import Installation
from engine.persons import changing
from engine.persons.roles import Role
from engine.tasks.acts import acting
from models import db
from models.tables import SQLModel
from tests.support.cast import at
from tests.support.rounds import LAN
from tests.web.conftest import REGISTRY, Room
from tests.web.entering import PASSWORD, routes_of

pytestmark = pytest.mark.slow  # most take a tenth of a second and more

TO_ALL = {"/healthz", "/healthz/live", "/metrics", "/static/page.css", "/l/{token}", "/login"} | {
    "/ics/{token}/{kind}.ics"
}
"""Open to everybody: what they show is nobody's, or needs a token or a password. Who reads `/metrics`:
`tests/web/test_seeing.py`."""
FILLED = {
    "unit": "TST",
    "obligation": "kstthc-quy",
    "period": "2026-Q3",
    "of": "TST",
    "act": "sent",
    "kind": "overdue",
    "number": "1",
    "recipient": "TST",
    "token": "x",
    "name": "waive-task",
    "year": "2026",
}
ANSWER = {
    "task": "kstthc-quy/2026-Q3/TST",
    "number": "1/BC",
    "who": "Lan",
    "what": "drop",
    "recipient": "TST",
    "reason": "x",
    "lines": "[]",
    "pasted": "",
    "step": "confirm",
    "obligation": "kstthc-quy",
    "period": "2026-Q3",
    "unit": "TST",
}


@dataclass(frozen=True)
class Way:
    """One method of one route, and who may use it: a role, 'unit' or 'all'."""

    method: str
    path: str
    who: str
    name: str = ""
    """Which of the forms that one route serves."""

    @property
    def filled(self) -> str:
        """A path of it that there is."""
        return re.sub(r"\{(\w+)\}", lambda found: self._of(found[1]), self.path)

    def _of(self, part: str) -> str:
        return self.name if part == "name" and self.name else FILLED.get(part, "x")


def ways(room: Room) -> Iterator[Way]:
    """All there are."""
    for route in routes_of(app_of(room.office).app.routes):
        assert isinstance(route, APIRoute)
        calls = [each.call for each in route.dependant.dependencies]
        roles = [each.needs.value for each in calls if hasattr(each, "needs")]
        who = "unit" if app.entered in calls else roles[0] if roles else "all"
        for method in sorted(route.methods):
            if route.path == "/do/{name}":
                for name, form in FORMS.items():
                    yield Way(method, route.path, form.role.value, name)
            else:
                yield Way(method, route.path, who)


def state(room: Room) -> str:
    """All that the database says."""
    with db.reading(room.office.engine) as s:
        rows = [
            repr(sorted(map(repr, s.execute(text(f"SELECT * FROM {table.name}")).all())))
            for table in SQLModel.metadata.sorted_tables
        ]
    return sha256("".join(rows).encode()).hexdigest()


def somebody(room: Room, role: str) -> TestClient:
    """A browser: of nobody, of a unit by its link, of somebody with that role."""
    client = TestClient(app_of(room.office), base_url="http://127.0.0.1:4201")
    if role in ("nobody", "other", "reads"):
        if role != "nobody":
            client.get(room.link("TCKT" if role == "other" else "TST", acts=role != "reads"))
        return client
    if role == "unit":
        client.get(room.link())
        return client
    found = re.search(r'name="proof" value="([0-9a-f]+)"', client.get("/login").text)
    data = {"name": role, "password": PASSWORD, "proof": found[1] if found else ""}
    assert client.post("/login", data=data, follow_redirects=False).status_code == 303
    return client


@pytest.fixture
def people(room: Room) -> dict[str, TestClient]:
    """A browser for each kind of visitor."""
    here = Installation(room.office.settings, REGISTRY, room.office.engine)
    for role in Role:
        with acting(here, at("2026-09-10"), LAN) as act:
            changing.add(act, role.value, role, password=PASSWORD)
    return {each: somebody(room, each) for each in ("nobody", "other", "reads", "unit", *map(str, Role))}


def may(who: str, visitor: str) -> bool:
    """Whether the visitor may use what is for `who`."""
    if who == "all":
        return True
    if who == "unit":
        return visitor in ("unit", "reads")
    return visitor in list(Role) and Role(visitor).may(Role(who))


def proofs(client: TestClient, visitor: str) -> str:
    """The proof that this visitor's own pages carry."""
    page = {"unit": "/u/TST/", "reads": "/u/TST/", "other": "/u/TCKT/"}.get(visitor, "/")
    found = re.search(r'name="proof" value="([0-9a-f]+)"', client.get(page).text)
    return found[1] if found else ""


def test_no_route_is_open_to_all_that_is_not_named_here(room: Room) -> None:
    assert {way.path for way in ways(room) if way.who == "all"} == TO_ALL


def test_nobody_gets_in_where_his_role_is_not_enough(room: Room, people: dict[str, TestClient]) -> None:
    before, tried = state(room), 0
    proof = {visitor: proofs(client, visitor) for visitor, client in people.items()}
    for way in ways(room):
        for visitor, client in people.items():
            if may(way.who, visitor):
                continue
            sent = {**ANSWER, "proof": proof[visitor]} if way.method == "POST" else None
            answer = client.request(way.method, way.filled, data=sent, follow_redirects=False)
            where = answer.headers.get("location", "")
            closed = answer.status_code in (403, 404, 429) or where.startswith("/login")
            # On this machine alone a board's address leads everybody on to the Prefect UI, which asks itself.
            closed |= way.path == "/board/{key}" and where.startswith(room.office.settings.web_base_url)
            assert closed, (way, visitor, answer.status_code, where)
            tried += 1
    assert tried > 60
    assert state(room) == before


def test_no_form_is_taken_without_the_proof_of_who_sends_it(
    room: Room, people: dict[str, TestClient]
) -> None:
    """As another site, or another person's page, would have a browser send it: with the cookies, and no proof
    of this very session."""
    before, strange = state(room), proofs(people["read"], "read")
    own = {each: proofs(people[each], each) for each in ("nobody", "unit", "administer")}
    tried = []
    for way in ways(room):
        if way.method in ("GET", "HEAD"):
            continue
        assert way.method == "POST", way
        visitor = {"all": "nobody", "unit": "unit"}.get(way.who, "administer")
        mine = own[visitor]
        wrong: list[tuple[dict[str, Any], dict[str, str]]] = [
            ({}, {}),
            ({"proof": "0" * 64}, {}),
            ({"proof": strange}, {}),
            ({"proof": mine}, {"sec-fetch-site": "cross-site"}),
            ({"proof": mine}, {"sec-fetch-site": "same-site"}),
        ]
        for proof, headers in wrong:
            answer = people[visitor].post(
                way.filled, data={**ANSWER, **proof}, headers=headers, follow_redirects=False
            )
            assert answer.status_code in (403, 429), (way, proof, headers, answer.status_code)
        tried.append(way.path)
    assert {"/u/{unit}/sent", "/login", "/logout", "/mails", "/many", "/many/record"} <= set(tried)
    assert state(room) == before
    assert people["administer"].get("/").status_code == 200  # nor was anybody sent out


@pytest.mark.parametrize("visitor", ["nobody", pytest.param("administer", marks=pytest.mark.long)])
def test_every_answer_keeps_a_browser_inside_and_is_kept_by_none(
    room: Room, people: dict[str, TestClient], visitor: str
) -> None:
    for way in ways(room):
        said = people[visitor].request(way.method, way.filled, follow_redirects=False).headers
        assert "default-src 'none'" in said["content-security-policy"], way
        assert "frame-ancestors 'none'" in said["content-security-policy"], way
        assert "script-src" not in said["content-security-policy"], way
        assert said["x-content-type-options"] == "nosniff"
        assert said["x-frame-options"] == "DENY"
        assert said["referrer-policy"] == "no-referrer"
        kept = said["cache-control"]
        assert kept == ("public, max-age=3600" if way.path == "/static/page.css" else "no-store"), way


@pytest.mark.long
@pytest.mark.parametrize("visitor", ["nobody", "administer"])
def test_what_a_request_says_of_its_host_leads_nobody_elsewhere(
    room: Room, people: dict[str, TestClient], visitor: str
) -> None:
    evil = {"host": "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "gopher"}
    for way in ways(room):
        for path in (way.filled, way.filled.rstrip("/"), way.filled + "/", "/" + way.filled):
            answer = people[visitor].request(way.method, path, headers=evil, follow_redirects=False)
            where = answer.headers.get("location", "/").removeprefix(room.office.settings.web_base_url)
            assert re.match(r"/(?![/\\])", where), (way, path, where)
            assert "evil.example" not in answer.text


@pytest.mark.long
def test_other_methods_do_nothing(room: Room, people: dict[str, TestClient]) -> None:
    before = state(room)
    for path in {way.filled for way in ways(room)}:
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"):
            answer = people["administer"].request(method, path, headers={"x-http-method-override": "POST"})
            assert answer.status_code in (404, 405, 429), (method, path)
            assert "access-control-allow-origin" not in answer.headers
    assert state(room) == before


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """One machine tries here for everybody: how often it may is another test's matter."""
    from limits import parse

    for name in ("READS", "WRITES", "MISSES"):
        monkeypatch.setattr(guard, name, parse("100000/minute"))
