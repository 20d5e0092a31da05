"""A unit that owes very many reports: its page has pages of them."""

from __future__ import annotations

import pytest

from models import db
from tests.support import acts
from tests.support.rounds import LAN
from tests.web.conftest import REGISTRY, Room


def test_a_unit_with_very_many_tasks_finds_them_on_pages(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.web.contents.OPEN_PAGE", 1)
    with db.session(room.office.engine) as s:
        acts.reassign(
            s, REGISTRY, obligation="kstthc-quy", period="2026-Q3", unit="CSXH", to="TST", reason="chuyển",
            now=room.now[0], by=LAN,
        )  # fmt: skip
    first, second = room.enter().text, room.get("/u/TST/?page=1").text
    assert ['name="task"' in each for each in (first, second)] == [True, True]
    assert ("CSXH" in first) != ("CSXH" in second)
    assert 'rel="next" href="/u/TST/?page=1"' in first
    assert 'rel="prev" href="/u/TST/"' in second
    assert 'action="/u/TST/sent?page=1#told"' in second
    for page in (first, second):  # the head counts all of them
        assert "2 việc phải làm" in page
