"""The administrators' worklist: its numbers are the boards', and what is recorded there is recorded whole."""

from __future__ import annotations

import re
from datetime import date
from email.message import EmailMessage
from html import unescape
from urllib.parse import unquote

import pytest
from sqlalchemy import update

from engine.errors import RoundBehind
from engine.links.forms import remember
from engine.overview import boards
from engine.worklist.items import Worklist
from engine.worklist.kinds import Kind, counts
from models import db, queries
from models.tables import task as t
from tests.support import acts
from tests.support.cast import at
from tests.support.rounds import LAN
from tests.web.conftest import KEY, REGISTRY, Room, text_of
from tests.web.entering import HA, proof_of
from tests.web.entering import overdue_room as overdue_room
from tests.web.entering import quick_hashes as quick_hashes

CSXH, TCKT = "kstthc-quy/2026-Q3/CSXH", "kstthc-quy/2026-Q3/TCKT"
DATA = {"day/" + KEY: "2026-09-18", "day/" + CSXH: "18/09/2026", "day/" + TCKT: "2026-09-18"}


@pytest.fixture
def room(overdue_room: Room) -> Room:
    return overdue_room


def send(room: Room, path: str, data: dict[str, str | list[str]]) -> str:
    proof = proof_of(room.get("/").text)
    return text_of(room.client.post(path, data={"proof": proof, **data}))


def test_the_numbers_are_the_boards(room: Room) -> None:
    of = {"obligation": "kstthc-quy", "period": "2026-Q3", "unit": "TCKT", "now": at("2026-09-23"), "by": LAN}
    with db.session(room.office.engine) as s:
        acts.extend(s, REGISTRY, **of, new_day=date(2026, 9, 30), reason="chờ số liệu")
    with room.office.looking() as s:
        lines = boards.overview(s, REGISTRY, room.office.now)
        found = counts(s, REGISTRY, room.office.settings, room.office.now)
    assert found[Kind.OVERDUE] == sum(line.figures.overdue for line in lines) == 3
    assert found[Kind.DUE] == sum(line.figures.open for line in lines) == 1
    page = text_of(room.get("/"))
    assert "3 Quá hạn" in page
    assert "quá hạn 3 ngày làm việc (hạn cuối 18/09/2026)" in page
    send(room, "/many", {"task": KEY, "number": "12/BC", "day": "2026-09-18"})
    assert "2 Quá hạn" in text_of(room.get("/"))


def test_the_last_rounds_stand_at_the_foot_with_how_they_ended(room: Room) -> None:
    acts.a_round(room.office.engine, REGISTRY, room.office.settings, at("2026-09-23", 9))
    with pytest.raises(RoundBehind):
        acts.a_round(room.office.engine, REGISTRY, room.office.settings, at("2026-09-22"))
    foot = text_of(room.get("/")).partition("Các lượt chạy gần đây")[2]
    assert foot.index("bị từ chối: lượt chạy gần nhất") < foot.index("09:00")
    assert "hoàn tất" in foot


def test_a_task_of_a_period_that_there_is_not_keeps_no_other_out_of_the_list(room: Room) -> None:
    """As a hand in the database leaves it; each way to it opens."""
    with db.session(room.office.engine) as s:
        s.execute(update(t).where(t.c.unit == "TCKT").values(period="2026-Q9"))
    assert "4 Quá hạn" in text_of(room.get("/"))
    assert len(set(re.findall(r'href="(/task/[^"]+)"', room.get("/list/overdue").text))) == 4
    assert room.get("/task/kstthc-quy/2026-Q9/TCKT").status_code == 200


def test_a_page_of_a_list_is_read_and_no_more(room: Room) -> None:
    with room.office.looking() as s:
        read = Worklist(s, REGISTRY, room.office.settings, room.office.now)
        pages = [read.page(Kind.OVERDUE, limit=3, offset=offset) for offset in (0, 3)]
    assert [[item.code for item in page] for page in pages] == [["CSXH", "TCKT", "TST"], ["tinh-15"]]


def test_a_duty_s_late_units_are_two_clicks_from_the_prefect_ui(room: Room) -> None:
    home = room.get("/").text  # the first click: every board and description links here
    second = re.search(r'href="(/list/overdue\?duty=[^"]+)">[^<]*: 4 đơn vị', home)
    assert second is not None
    late = room.get(unescape(second[1]))
    assert "Quá hạn (4)" in text_of(late)
    assert f'href="/task/{KEY}"' in late.text  # the third: its history
    assert "Quá hạn (0)" in text_of(room.get("/list/overdue?duty=kstthc-quy%2F2026-Q2"))


def test_ticked_lines_are_shown_then_recorded_each_whole(room: Room) -> None:
    data = {"task": [KEY, CSXH, "kstthc-quy/2026-Q3/NOBODY"], "number": "7/BC", **DATA}
    shown = send(room, "/many", data)
    assert "1 dòng không ghi nhận được" in shown
    assert room.task().document_no is None  # only shown
    proof, page = proof_of(room.get("/").text), room.client
    preview = page.post("/many", data={"proof": proof, **data}).text
    lines = re.search(r'name="lines" value="([^"]+)"', preview)
    assert lines is not None
    good = {"proof": proof, "lines": unescape(lines[1])}
    sent = page.post("/many/record", data=good, follow_redirects=False)
    assert sent.headers["location"] == "/?done=2"
    assert (room.task().document_no, room.task("CSXH").document_no) == ("7/BC", "7/BC")
    assert {each.actor for each in room.events() if each.kind == "submitted"} == {HA}
    for strange in ("[[1, 2]]", "[1]", '[["1", "a"]]', "x"):
        assert page.post("/many/record", data={"proof": proof, "lines": strange}).status_code == 403
    one = send(room, "/many", {"task": [], "row": [TCKT], f"number/{TCKT}": "8/BC", **DATA})
    assert "Đã ghi nhận 1 báo cáo." in one
    assert room.task("TCKT").document_no == "8/BC"
    assert "chưa chọn hay điền dòng nào" in send(room, "/many", {"number": "9/BC"})


def test_a_pasted_list_is_shown_and_an_unreadable_one_says_why(room: Room) -> None:
    pasted = "Đơn vị\tSố văn bản\tNgày\nTST\t12/BC-TST\t18/09/2026\nKhông có\t1/BC\t18/09/2026\n"
    given = {"pasted": pasted, "duty": "kstthc-quy", "period": "2026-Q3"}
    shown = send(room, "/many", given)
    assert "TST kstthc-quy 2026-Q3 12/BC-TST 18/09/2026 ghi nhận" in shown
    assert "1 dòng không ghi nhận được" in shown
    assert "cột" in send(room, "/many", {"pasted": "abc"})


def test_the_form_of_a_line_has_the_prefect_form_as_the_second_way(room: Room) -> None:
    line = re.search(r'href="(/do/extend-deadline\?[^"]*unit=CSXH[^"]*)"', room.get("/").text)
    assert line is not None
    assert "/deployments/" not in room.get(unescape(line[1])).text  # no Prefect server registered the forms
    with db.session(room.office.engine) as s:
        remember(s, {"extend-deadline": "0c7e", "record-submission": "1d8f"}, board="bang-chung")
    form = r'href="(http://127.0.0.1:4200/v2/deployments/deployment/0c7e/run\?[^"]+)"'
    found = re.search(form, room.get(unescape(line[1])).text)
    assert found is not None
    assert 'href="/board/bang-chung"' in room.get("/").text
    assert '"period": "2026-Q3", "unit": "CSXH · ' in unquote(found[1])


def test_what_was_recorded_of_a_task_is_taken_back_from_its_page(room: Room) -> None:
    """The form is offered where there is something to take back, in every state."""
    undo = r'href="/do/undo-answer\?[^"]+"'
    of = {"obligation": "kstthc-quy", "period": "2026-Q3", "unit": "TST", "now": at("2026-09-23"), "by": LAN}
    assert re.search(undo, room.get(f"/task/{KEY}").text) is None
    for name, more in (("extend", {"new_day": date(2026, 9, 30), "reason": "chờ số liệu"}), ("submit", {})):
        with db.session(room.office.engine) as s:
            getattr(acts, name)(s, REGISTRY, **of, **more)
        assert re.search(undo, room.get(f"/task/{KEY}").text) is not None, name


def test_the_history_has_the_mails_and_nothing_of_them_is_markup(room: Room) -> None:
    with room.office.looking() as s:
        (mail,) = queries.outbox_rows(s, recipient="TST")[:1]
    page = room.get(f"/task/{KEY}")
    assert f'href="/mail/{mail.id}"' in page.text
    assert "Mở việc" in text_of(page)
    assert "nhắc quá hạn" in text_of(page)
    made = EmailMessage()
    made["Subject"] = "<b>x</b>"
    made.set_content("<script>alert(1)</script> & báo cáo")
    made.add_alternative("<h1>HTML</h1>", subtype="html")
    folder = room.office.settings.outbox
    for old in folder.glob(f"*-{mail.id}.eml"):
        old.unlink()
    folder.mkdir(exist_ok=True)
    (folder / f"x-{mail.id}.eml").write_bytes(bytes(made))
    shown = room.get(f"/mail/{mail.id}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; báo cáo" in shown
    assert "<script>" not in shown
    assert "HTML" not in shown.replace("DOCTYPE", "").replace("<!doctype html>", "")
    assert room.get("/mail/99999").status_code == 404
