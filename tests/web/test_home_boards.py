"""The stable address of a board leads to its latest version, for whoever may see it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.links import forms
from engine.worklist import board_links as boards
from flows import names
from models import db
from tests.support.rounds import settings
from tests.web.conftest import Room, room_of
from tests.web.entering import log_in, person
from tests.web.entering import quick_hashes as quick_hashes

UI = "http://127.0.0.1:4200/v2/artifacts"


def leads_to(room: Room, key: str = "bang-chung") -> str:
    return str(room.get(f"/board/{key}", follow_redirects=False).headers["location"])


def test_it_leads_to_the_version_that_was_written_last(scratch: Engine, tmp_path: Path) -> None:
    room = room_of(scratch, tmp_path)
    assert leads_to(room) == f"{UI}/key/bang-chung"  # nothing was written yet
    for number in ("0001", "0002"):
        with db.session(scratch) as s:
            boards.remember(s, {"bang-chung": number, "hop-thu-di": "0003"})
    assert leads_to(room) == f"{UI}/artifact/0002"
    assert room.get("/board/..%2F..%2Fx").status_code == 404
    assert room.get("/board/b%C3%A1o").status_code == 404


def test_where_others_reach_the_page_it_is_for_whoever_entered(scratch: Engine, tmp_path: Path) -> None:
    public = replace(settings(tmp_path), page_url="http://127.0.0.1:4201")
    room = room_of(scratch, tmp_path, given=public)
    assert room.get("/board/bang-chung").status_code == 404
    assert boards.links_of(public) == ""  # nobody could follow it: boards link to each other as before
    person(room)
    assert boards.links_of(public) == "http://127.0.0.1:4201/board/"
    assert leads_to(room).startswith("/login?to=%2Fboard%2Fbang-chung")
    log_in(room)
    assert leads_to(room) == f"{UI}/key/bang-chung"


@pytest.mark.parametrize(("more", "links"), [({}, "http://127.0.0.1:4201/board/"), ({"page_port": 0}, "")])
def test_links_between_boards_lead_to_the_latest(tmp_path: Path, more: dict[str, int], links: str) -> None:
    given = replace(settings(tmp_path), **more)
    assert boards.links_of(given) == links
    told = names.latest(f"a {names.link('Bảng', 'bang-chung')} b", boards.links_of(given))
    assert told == f"a [Bảng]({links or '../../artifacts/key/'}bang-chung) b"


def test_every_page_leads_to_the_board_and_to_prefect(scratch: Engine, tmp_path: Path) -> None:
    room = room_of(scratch, tmp_path)
    person(room)
    log_in(room)
    with db.session(scratch) as s:
        forms.remember(s, {"record-submission": "0001"}, board="bang-chung")
    for path in ("/", "/coming", "/units", "/many", "/report", "/list/due", "/unit/TST"):
        shown = room.get(path).text
        assert 'href="/board/bang-chung"' in shown, path
        assert 'href="http://127.0.0.1:4200/v2"' in shown, path
