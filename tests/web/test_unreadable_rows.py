"""A row that this version cannot read: only its own pages say so, and the operator's log names it."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import text

from models import db
from tests.web.conftest import Room, text_of

TASK = "/u/TST/task/kstthc-quy/2026-Q3/TST"


def test_only_the_pages_of_that_row_cannot_be_shown(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    room.enter()
    assert room.get("/u/TST/").status_code == 200
    with db.session(room.office.engine) as s:
        s.execute(text("UPDATE task SET began = 'thawed' WHERE unit = 'TST'"))
    with caplog.at_level(logging.ERROR):
        for path in ("/u/TST/", TASK):
            page = room.get(path)
            assert (page.status_code, "tạm thời chưa xem được" in text_of(page)) == (503, True)
    assert "unit TST" in caplog.text
    assert "'thawed'" in caplog.text
    room.enter("CSXH")
    assert room.get("/u/CSXH/").status_code == 200
