"""What a watchman is answered, and who may read it."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine, event, text
from starlette.testclient import TestClient

from desk.web import readiness
from desk.web.app import app_of
from models import db, queries
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import settings
from tests.web.conftest import REGISTRY, Room, room_of

TOKEN = "k3-long-enough-for-a-token"
HERE = ("127.0.0.1", 40000)
DOCS = (Path(__file__).resolve().parents[2] / "docs" / "seeing.md").read_text(encoding="utf-8")


def asked(
    room: Room, path: str = "/metrics", *, client: Any = HERE, host: str = "127.0.0.1:4201", **headers: Any
) -> Any:
    """What the page answers a program at that address."""
    page = TestClient(app_of(room.office), base_url=f"http://{host}", client=client)
    return page.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def given(room: Room, **more: Any) -> Room:
    room.office.settings = replace(room.office.settings, **more)
    return room


def test_without_a_token_only_this_machine_reads_the_figures(room: Room) -> None:
    assert asked(room).status_code == 200
    assert asked(room, client=("::1", 1), host="[::1]:4201").status_code == 200
    assert asked(room, client=("10.0.0.7", 1)).status_code == 403
    for header in ("x_forwarded_for", "forwarded", "via", "x_real_ip"):
        assert asked(room, **{header: "127.0.0.1"}).status_code == 403
    # A browser on this machine whose name was turned to loopback by somebody else's server.
    assert asked(room, host="elsewhere.example").status_code == 403


def test_behind_a_published_address_this_machine_is_no_proof(room: Room) -> None:
    assert asked(given(room, page_url="https://dondoc.office.example")).status_code == 403


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7"])
def test_with_a_token_whoever_has_it_reads_them(room: Room, address: str) -> None:
    given(room, metrics_token=TOKEN, page_url="https://dondoc.office.example")
    client = (address, 1)
    assert asked(room, client=client, authorization=f"Bearer {TOKEN}").status_code == 200
    for wrong in ("", "Bearer", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ư"):
        answer = asked(room, client=client, authorization=wrong.encode())
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.text == "401\n"


def test_guessing_the_token_is_slow(room: Room) -> None:
    given(room, metrics_token=TOKEN)
    codes = [room.get("/metrics", headers={"authorization": f"Bearer {n}"}).status_code for n in range(70)]
    assert codes == [401] * 60 + [429] * 10


def test_nothing_in_them_names_anybody(room: Room) -> None:
    answer = asked(room).text
    words = {each for unit in cast.UNITS for each in (unit.code, unit.name, unit.email)} - {None}
    words |= {"kstthc-quy", "490/KH-BHXH", str(room.office.settings.home), "@"}
    values = set(re.findall(r'="([^"]*)"', answer))
    assert not {word for word in words if word in values or (len(str(word)) > 4 and str(word) in answer)}
    assert max(len(family.samples) for family in text_string_to_metric_families(answer)) <= 40


def test_every_figure_is_documented_and_no_other(room: Room) -> None:
    acts.a_round(room.office.engine, REGISTRY, settings(room.office.settings.home), at("2026-08-25", 9))
    with db.session(room.office.engine) as s:
        queries.seeing.note_backup(s, at("2026-08-25"))
    families = list(text_string_to_metric_families(asked(room).text))
    names = {sample.name for family in families for sample in family.samples} | {"dondoc_round_last_findings"}
    table = DOCS[DOCS.index("| figure |") : DOCS.index("## Alerts")]
    assert set(re.findall(r"`(dondoc_\w+)`", table)) == names
    assert all(family.documentation for family in families)


def test_the_figures_tell_how_the_office_does(database: Engine, tmp_path: Path) -> None:
    acts.a_round(database, REGISTRY, settings(tmp_path), at("2026-08-25"))
    room = room_of(database, tmp_path)
    room.go("2026-09-21", 9)
    with db.session(database) as s:
        acts.submit(
            s,
            REGISTRY,
            obligation="kstthc-quy",
            period="2026-Q3",
            unit="TST",
            now=at("2026-09-04"),
            by=acts.By("lan"),
        )
        s.execute(text("UPDATE message SET state = 'dead' WHERE recipient = 'CSXH'"))
        s.execute(text("UPDATE message SET state = 'pending', kept_by = 'lan' WHERE recipient = 'TCKT'"))
    told = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(asked(room).text)
        for sample in family.samples
    }
    assert told["dondoc_tasks", "open"] == 0
    assert told["dondoc_tasks", "overdue"] == 3
    assert told["dondoc_tasks", "submitted"] == 1
    assert told["dondoc_outbox_messages", "older", "dead"] == 1
    assert told["dondoc_outbox_messages", "older", "held"] == 1
    assert told["dondoc_round_last", "opened"] == 4
    assert told["dondoc_round_last_outcome", "clean"] == 1
    assert told["dondoc_round_behind_seconds",] == 55 * 60
    assert {each for key, each in told.items() if key[0] == "dondoc_scrape_errors"} == {0}


def test_a_scrape_costs_the_same_whatever_lies_open(room: Room) -> None:
    statements = []
    event.listen(room.office.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    asked(room)
    assert len(statements) < 70


def test_it_is_ready_and_says_so_in_codes(room: Room) -> None:
    answer = asked(room, "/healthz", client=("10.0.0.7", 1))
    assert (answer.status_code, answer.json()) == (200, {"live": True, "ready": True, "failing": []})
    assert asked(room, "/healthz/live").json() == {"live": True}


def test_it_is_not_ready_without_its_database_and_lives_on(room: Room) -> None:
    with db.session(room.office.engine) as s:
        s.execute(text("DROP TABLE told_too"))
    answer = asked(room, "/healthz")
    assert (answer.status_code, answer.json()) == (503, {"live": True, "ready": False, "failing": ["schema"]})
    assert asked(room, "/healthz/live").status_code == 200


def test_whatever_is_wrong_health_says_codes_alone(room: Room) -> None:
    """Errors of which each would name a file, a table or an address."""
    home = room.office.settings.home
    room.office.settings.outbox.write_text("a file in its place", encoding="utf-8")
    given(room, home=home / "gone")
    with db.session(room.office.engine) as s:
        s.execute(text("DROP TABLE silence"))
    answer = asked(room, "/healthz", client=("10.0.0.7", 1))
    assert set(answer.json()) == {"live", "ready", "failing"}
    assert {"home", "schema"} <= set(answer.json()["failing"]) <= set(readiness.CHECKS)
    assert answer.status_code == 503


def test_asking_for_health_writes_nothing_and_costs_once_in_some_seconds(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL a look costs a tenth of a second: anybody could keep the pages from everybody else."""
    monkeypatch.setattr(readiness, "KEPT_SECONDS", 3600.0)
    statements: list[str] = []
    event.listen(room.office.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    assert room.get("/healthz").status_code == 200
    once = len(statements)
    assert [room.get("/healthz").status_code for _ in range(20)] == [200] * 20
    assert len(statements) == once
    first = {each.split()[0].upper() for each in statements}
    assert first <= {"SELECT", "PRAGMA", "BEGIN", "ROLLBACK", "SHOW", "SET"}, first


def test_what_is_kept_of_it_is_looked_at_again(room: Room) -> None:
    kept = readiness.Readiness(itertools.count(0, 3).__next__)
    for found in (True, True, False):
        assert kept.of(room.office)["home"] is found
        given(room, home=room.office.settings.home / "gone")


def test_what_only_mornings_need_does_not_take_the_page_away(room: Room) -> None:
    room.office.settings.outbox.write_text("a file in its place", encoding="utf-8")
    answer = asked(room, "/healthz")
    assert (answer.status_code, answer.json()["failing"]) == (200, ["outbox"])
