"""Who may do what on the pages, and what following a link can do: nothing."""

from __future__ import annotations

import logging
import threading

import pytest
from sqlalchemy import Engine

from config.settings import Settings
from desk.web import guard
from desk.web.sessions import COOKIE
from engine.installation import Installation
from engine.links import keys, revoking
from engine.tasks.acts import acting
from models import db, queries
from models.states import TaskState
from tests.support.cast import at
from tests.support.rounds import LAN, quiet_round, settings
from tests.web.conftest import KEY, REGISTRY, Room, room_of, text_of

TASK = "/u/TST/task/kstthc-quy/2026-Q3/TST"
ANSWER = {"task": KEY, "number": "1/BC", "who": "Lan"}


def count(room: Room) -> int:
    with db.reading(room.office.engine) as s:
        return len(queries.history(s))


@pytest.mark.slow
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_following_a_link_changes_nothing(room: Room, method: str) -> None:
    room.enter()
    before = count(room)
    paths = [room.link(), "/u/TST/", "/u/TST/done", TASK, f"{TASK}/form.docx", "/", "/healthz"]
    paths += ["/u/TST/sent", f"{TASK}/sent", f"{TASK}/not-ours"]  # the forms' own addresses
    for path in paths:
        for more in ("", "?task=" + KEY + "&number=1&who=Lan", "?done=submitted&n=3"):
            answer = room.client.request(method, path + more, headers={"purpose": "prefetch"})
            assert answer.status_code in (200, 404)
            if method == "HEAD":
                assert answer.content == b""
    assert count(room) == before
    assert room.task().state is TaskState.OPEN


@pytest.mark.slow
def test_every_bad_link_has_the_same_answer(room: Room) -> None:
    good = room.link()
    bad = {
        "cut": good[:-3],
        "forged": good[:-3] + "AAA",
        "empty": "/l/x",
        "long": "/l/" + "x" * 5000,
        "no unit": room.link("NOBODY"),
        "no cookie": "/u/TST/",
        "no such unit": "/u/NOBODY/",
        "no such page": "/admin",
    }
    here = Installation(room.office.settings, REGISTRY, room.office.engine)
    with acting(here, at("2026-09-10"), LAN) as act:
        bad["revoked"] = room.link("VP")
        revoking.revoke(act, "VP", reason="x")
    answers = {name: room.get(path) for name, path in bad.items()}
    assert {each.status_code for each in answers.values()} == {404}
    assert len({each.text for each in answers.values()}) == 1
    assert "Đường dẫn không dùng được" in text_of(answers["cut"])
    room.go("2026-10-26")
    expired = room.get(good)
    assert (expired.status_code, expired.text) == (404, answers["cut"].text)


@pytest.mark.slow
def test_a_page_that_is_open_closes_when_its_link_is_revoked(room: Room) -> None:
    room.enter()
    here = Installation(room.office.settings, REGISTRY, room.office.engine)
    with acting(here, at("2026-09-10"), LAN) as act:
        revoking.revoke(act, "TST", reason="x")
    assert room.get("/u/TST/").status_code == 404
    assert room.client.post("/u/TST/sent", data=ANSWER).status_code == 404
    assert room.task().state is TaskState.OPEN
    assert room.enter().status_code == 200  # the next mail's link


def test_a_new_key_counts_at_once(room: Room) -> None:
    room.enter()
    keys.rotate(room.office.settings.home, at_once=True)
    assert room.get("/u/TST/").status_code == 404


@pytest.mark.slow
def test_a_link_to_read_records_nothing(room: Room) -> None:
    page = room.enter(acts=False)
    assert "Đường dẫn này chỉ để xem." in text_of(page)
    assert "<form" not in page.text
    assert "<form" not in room.get(TASK).text
    assert room.client.post("/u/TST/sent", data=ANSWER).status_code == 404
    assert room.task().state is TaskState.OPEN


@pytest.mark.slow
def test_a_form_of_another_site_is_refused(room: Room) -> None:
    room.enter()
    without = room.client.post("/u/TST/sent", data=ANSWER)
    assert without.status_code == 403
    cross = room.post("/u/TST/sent", ANSWER, headers={"sec-fetch-site": "cross-site"})
    assert cross.status_code == 403
    assert room.task().state is TaskState.OPEN
    assert room.post("/u/TST/sent", ANSWER).status_code == 200


@pytest.mark.slow
def test_one_units_proof_serves_no_other(room: Room) -> None:
    room.enter("TST")
    room.enter("CSXH")  # both are open beside each other in one browser
    assert room.get("/u/TST/").status_code == room.get("/u/CSXH/").status_code == 200
    wrong = room.post("/u/CSXH/sent", {**ANSWER, "task": "kstthc-quy/2026-Q3/CSXH"}, page="/u/TST/")
    assert wrong.status_code == 403
    assert room.task("CSXH").state is TaskState.OPEN


def test_what_browsers_are_told(room: Room) -> None:
    page = room.client.get(room.link(), follow_redirects=False)
    cookie = page.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/u/TST/" in cookie
    assert "Secure" not in cookie  # on loopback there is no HTTPS
    for path in ("/u/TST/", "/nothing", "/static/page.css", room.link()):
        headers = room.client.get(path, follow_redirects=False).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert "script-src" not in policy
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        cached = "public, max-age=3600" if path.endswith(".css") else "no-store"
        assert headers["cache-control"] == cached
        assert "server" not in headers


def test_behind_https_and_a_path(database: Engine, tmp_path: object) -> None:
    given = Settings(home=tmp_path, page_url="https://noibo.bhxh.example/don-doc/")  # type: ignore[arg-type]
    quiet_round(database, REGISTRY, settings(given.home), at("2026-08-25"))
    room = room_of(database, given.home, given=given)
    answer = room.client.get(room.link(), follow_redirects=False)
    assert answer.headers["location"] == "/don-doc/u/TST/"
    assert "Secure" in answer.headers["set-cookie"]
    assert "Path=/don-doc/u/TST/" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.slow
def test_more_than_a_form_has_is_not_read(room: Room) -> None:
    room.enter()
    assert room.post("/u/TST/sent", {**ANSWER, "note": "x" * 70_000}).status_code == 413

    def drip() -> object:
        for _ in range(100):
            yield b"note=" + b"x" * 1000 + b"&"

    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert room.client.post("/u/TST/sent", content=drip(), headers=kind).status_code == 413  # type: ignore[arg-type]
    files = {"file": ("a.docx", b"x" * 1000)}
    assert room.client.post("/u/TST/sent", data=ANSWER, files=files).status_code in (400, 403)
    assert room.task().state is TaskState.OPEN


@pytest.mark.slow
def test_guessing_links_ends_soon_and_does_not_keep_out_others(room: Room) -> None:
    codes = [room.get(f"/l/guess{n}").status_code for n in range(70)]
    assert codes[:60] == [404] * 60
    assert set(codes[60:]) == {429}
    assert room.enter().status_code == 200  # from the same address: a neighbour with a link comes in


def test_no_link_is_written_into_the_log(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    link = room.link()
    with caplog.at_level(logging.INFO):
        room.enter()
        room.get(link[:-4])
    said = "\n".join(record.getMessage() for record in caplog.records if record.name == "dondoc.web")
    assert "GET /l/... 303" in said
    assert link.removeprefix("/l/")[:12] not in said
    assert guard.shown("/u/TST/\n forged line") == "/u/TST/\\n forged line"


@pytest.mark.slow
def test_two_people_of_one_unit_at_once(room: Room) -> None:
    room.enter()
    page = room.get(TASK).text
    token = room.client.cookies.get(COOKIE, path="/u/TST/")
    assert token
    proof = page.split('name="proof" value="')[1][:64]
    together, codes = threading.Barrier(4), []

    def send(number: str) -> None:
        together.wait()
        data = {"proof": proof, "who": "Lan", "number": number}
        codes.append(room.client.post(f"{TASK}/sent", data=data).status_code)

    threads = [threading.Thread(target=send, args=(f"{n}/BC",)) for n in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(codes) == [200, 422, 422, 422]  # the others are told what was recorded before
    assert [each.kind for each in room.events()].count("submitted") == 1
