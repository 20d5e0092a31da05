"""What of a unit lies in archives is on its pages all the same."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from engine.archive import moving
from engine.archive.places import file_of
from models import db
from models.states import MessageState
from models.tables import message
from tests.support import acts
from tests.support.cast import at
from tests.support.rounds import LAN, quiet_round
from tests.web.conftest import REGISTRY, Room, text_of

TASK = "/u/TST/task/kstthc-quy/2026-Q3/TST"


@pytest.mark.slow
def test_what_is_archived_is_listed_by_year_and_can_be_read(room: Room) -> None:
    room.enter()
    room.post(TASK + "/sent", {"who": "Họ Đệm Tên", "number": "12/BC-TST"})
    office = room.office
    quiet_round(office.engine, REGISTRY, office.settings, at("2027-01-04"))
    with db.session(office.engine) as s:  # what is newest of all stays
        acts.reassign(
            s, REGISTRY, obligation="kstthc-quy", period="2026-Q3", unit="CSXH", to="TCKT", reason="chuyển",
            now=at("2027-01-04"), by=LAN,
        )  # fmt: skip
        s.execute(update(message).values(state=MessageState.CANCELLED))
    told = text_of(room.get(TASK)).partition("Lịch sử")[2]
    room.go("2027-06-01")
    moved = list(moving.archive(office.engine, office.settings.archives, 2027, room.now[0]))
    assert sum(each.tasks for each in moved) == 1
    room.enter()
    assert "/u/TST/done" in room.get("/u/TST/").text
    assert "12/BC-TST" not in room.get("/u/TST/done").text
    assert '<a href="/u/TST/done?year=2026">2026</a>' in room.get("/u/TST/done").text
    year = room.get("/u/TST/done", params={"year": 2026})
    assert "12/BC-TST" in text_of(year)
    assert TASK in year.text
    page = room.get(TASK)
    assert text_of(page).partition("Lịch sử")[2] == told
    assert "<form" not in page.text
    assert room.get("/u/TST/done", params={"year": 2025}).status_code == 404
    file_of(office.settings.archives, 2026).unlink()
    for path in ("/u/TST/done?year=2026", TASK):
        away = room.get(path)
        assert (away.status_code, "tạm thời chưa xem được" in text_of(away)) == (503, True)
    assert room.get("/u/TST/done").status_code == 200
