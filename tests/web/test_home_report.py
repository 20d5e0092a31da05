"""The year on the administrators' pages: the figures of `dondoc report`, to be read and taken along."""

from __future__ import annotations

import io
from html import unescape

import docx
import pytest
from openpyxl import load_workbook

from engine.persons.roles import Role
from engine.report.counting import count
from engine.report.scope import of_year
from tests.web.conftest import REGISTRY, Room, text_of
from tests.web.entering import log_in, person
from tests.web.entering import overdue_room as overdue_room
from tests.web.entering import quick_hashes as quick_hashes


@pytest.mark.slow
def test_it_says_what_the_report_says(room: Room) -> None:
    """Four units owe the third quarter since 18 September, three working days; nobody has sent it."""
    with room.office.looking() as s:
        total = count(s, REGISTRY, room.office.now, of_year(2026), years=True).total
    assert (total.overdue, total.received) == (4, 0)
    page = text_of(room.get("/report"))
    assert "Số báo cáo phải gửi: 4, của 4 đơn vị. Đã gửi 0 báo cáo" in page
    assert "báo cáo quá hạn, chưa gửi 4" in page
    assert "4 Quá hạn" in text_of(room.get("/"))  # and what waits says the same
    raw = room.get("/report").text
    assert raw.count("<svg") == 2
    assert "style=" not in raw  # which the page's own rules would not let through
    assert "Năm 2025" in unescape(room.get("/report").text)
    assert room.get("/report?year=1999").status_code == 404
    assert "reports overdue, not sent 4" in text_of(room.get("/report?lang=en"))


@pytest.mark.slow
def test_it_is_taken_along_as_a_file(room: Room) -> None:
    book = load_workbook(io.BytesIO(room.get("/report/2026.xlsx").content))
    assert len(book.sheetnames) >= 4
    paper = docx.Document(io.BytesIO(room.get("/report/2026.docx").content))
    assert any("quá hạn" in part.text for part in paper.paragraphs)
    answer = room.get("/report/2026.csv")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''bao-cao-2026.csv"
    assert room.get("/report/2026.exe").status_code == 404


@pytest.fixture
def room(overdue_room: Room) -> Room:
    return overdue_room


def test_whoever_may_only_look_may_look_at_it(room: Room) -> None:
    person(room, "Chuyên viên 2", Role.READ)
    log_in(room, "Chuyên viên 2")
    assert room.get("/report").status_code == 200
