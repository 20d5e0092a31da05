"""Each action of the worklist is a form of the page: filled in, shown, confirmed, recorded under a name."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from calendars.rules import After, Boundary, DueRule
from config.registry.objects import Cycle
from desk.web.app import app_of
from desk.web.office import Office
from engine.persons.roles import Role
from models import db, queries
from models.states import TaskState
from tests.replies.conftest import url as url
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.replying import READ, correspondence, reply_to, sent
from tests.support.rounds import LAN, quiet_round, settings
from tests.web.conftest import KEY, REGISTRY, Room, room_of, text_of
from tests.web.entering import HA, log_in, person
from tests.web.entering import overdue_room as overdue_room
from tests.web.entering import quick_hashes as quick_hashes

pytestmark = pytest.mark.slow  # most take a tenth of a second and more

OF = {"obligation": "kstthc-quy", "period": "2026-Q3", "unit": "TST"}
EXTEND = "/do/extend-deadline?obligation=kstthc-quy&period=2026-Q3&unit=TST&back=list%2Foverdue"


@pytest.fixture
def room(overdue_room: Room) -> Room:
    return overdue_room


def fields_of(page: str) -> dict[str, str]:
    """What a browser sends of the page's one form that is not the logout."""
    form = re.findall(r'<form[^>]*action="/do/[^"]*"[^>]*>(.*?)</form>', page, re.S)[0]
    found = re.findall(r'<input[^>]*?name="([^"]+)"(?![^>]*type="checkbox")[^>]*?value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found}


def write(room: Room, link: str, **more: str) -> Any:
    """Opens the form of a link, fills it in, and sends it."""
    page = room.get(link)
    assert page.status_code == 200, text_of(page)
    path = re.search(r'action="(/do/[^"#]+)', page.text)
    assert path is not None
    return room.client.post(unescape(path[1]), data=fields_of(page.text) | more)


def confirm(room: Room, preview: Any) -> Any:
    path = re.search(r'action="(/do/[^"#]+)', preview.text)
    assert path is not None, text_of(preview)
    data = fields_of(preview.text) | {"step": "confirm"}
    return room.client.post(path[1], data=data, follow_redirects=False)


def test_a_line_is_settled_in_three_steps_of_which_the_last_records(room: Room) -> None:
    found = re.search(r'href="(/do/extend-deadline\?[^"]*unit=TST[^"]*)"', room.get("/list/overdue").text)
    assert found is not None  # without a Prefect server
    form = room.get(unescape(found[1]))
    assert "quá hạn 3 ngày làm việc" in text_of(form)
    shown = write(room, unescape(found[1]), new_day="2026-10-02", reason="chờ số liệu")
    assert "Nếu xác nhận" in text_of(shown)
    assert "Hạn mới: thứ Sáu, 02/10/2026" in text_of(shown)
    assert room.task().last_day == date(2026, 9, 18)  # only shown
    done = confirm(room, shown)
    assert (done.status_code, done.headers["location"][:14]) == (303, "/list/overdue?")
    assert "Đã xong: Gia hạn. kstthc-quy 2026-Q3 TST" in text_of(room.get(done.headers["location"]))
    assert room.task().last_day == date(2026, 10, 2)
    last = room.events()[-1]
    assert (last.kind, last.actor, last.origin, last.reason) == ("extended", HA, "web", "chờ số liệu")


def test_what_the_task_cannot_take_is_one_sentence_and_what_was_written_stays(room: Room) -> None:
    refused = write(room, EXTEND, new_day="2026-09-01", reason="chờ")
    assert refused.status_code == 422
    assert refused.text.count('role="alert"') == 1
    assert "Hạn mới phải sau hạn hiện tại: 01/09/2026 không sau 18/09/2026" in text_of(refused)
    assert (fields_of(refused.text)["new_day"], fields_of(refused.text)["reason"]) == ("2026-09-01", "chờ")
    assert "lý do" in text_of(write(room, EXTEND, new_day="2026-10-02", reason=" ")).lower()
    english = write(room, EXTEND + "&lang=en", new_day="", reason="x")
    assert "Say until which day." in text_of(english)
    assert room.task().last_day == date(2026, 9, 18)


def test_of_two_who_settle_the_same_line_the_second_is_shown_what_became_of_it(room: Room) -> None:
    shown = write(room, EXTEND, new_day="2026-10-02", reason="chờ số liệu")
    with db.session(room.office.engine) as s:
        more = {"new_day": date(2026, 9, 25), "reason": "trước", "now": at("2026-09-23"), "by": LAN}
        acts.extend(s, REGISTRY, **OF, **more)
    again = confirm(room, shown)
    assert again.status_code == 422
    assert "Nếu xác nhận" in text_of(again)
    assert room.task().last_day == date(2026, 9, 25)
    assert confirm(room, again).status_code == 303
    assert room.task().last_day == date(2026, 10, 2)


def test_every_form_of_a_task_does_its_act(room: Room) -> None:
    def settle(name: str, **more: str) -> str:
        link = f"/do/{name}?obligation=kstthc-quy&period=2026-Q3&unit=TST&back=task/{KEY}"
        done = confirm(room, write(room, link, **more))
        assert done.status_code == 303, text_of(done)
        assert done.headers["location"].startswith(f"/task/{KEY}?did={name}")
        return room.events()[-1].kind

    assert settle("record-progress", percent="40", note="đang trình ký") == "progress"
    assert settle("record-submission", document_no="12/BC", sent_on="2026-09-22") == "submitted"
    assert (room.task().document_no, room.task().state) == ("12/BC", TaskState.SUBMITTED)
    assert settle("record-submission", document_no="13/BC", sent_on="2026-09-22", amend="1") == "amended"
    assert settle("return-report", new_day="2026-09-30", reason="thiếu phụ lục") == "returned"
    assert settle("undo-answer", what="returned", reason="nhầm") == "undone"
    assert settle("accept-report", note="đủ") == "accepted"
    assert settle("undo-answer", what="accepted", reason="nhầm") == "undone"
    assert settle("undo-answer", what="amended", reason="nhầm") == "undone"
    assert settle("undo-answer", what="submitted", reason="nhầm") == "undone"
    assert settle("reassign-task", to="CSXH", reason="đúng việc") == "reassigned"
    assert room.task().holder == "CSXH"
    assert settle("waive-task", reason="không phát sinh") == "waived"
    assert {each.actor for each in room.events()[1:]} - {"dondoc"} == {HA}


def test_a_request_is_granted_with_the_day_that_was_asked_for_or_refused(room: Room) -> None:
    def ask() -> None:
        with db.session(room.office.engine) as s:
            of = OF | {"new_day": date(2026, 9, 30), "reason": "chờ số liệu"}
            acts.ask_extension(s, REGISTRY, **of, now=room.office.now, by=LAN)

    ask()
    page = room.get("/list/asked").text
    link = re.search(r'href="(/do/refuse-request\?[^"]+)"', page)
    assert link is not None
    done = confirm(room, write(room, unescape(link[1]), reason="không có căn cứ"))
    assert done.headers["location"].startswith("/list/asked?did=refuse-request")
    room.now[0] = at("2026-09-23", 11)
    ask()
    link = re.search(r'href="(/do/grant-request\?[^"]+)"', room.get("/list/asked").text)
    assert link is not None
    form = room.get(unescape(link[1]))
    assert fields_of(form.text)["new_day"] == "2026-09-30"
    assert 'name="to_unit"' not in form.text  # of a request for time
    assert confirm(room, write(room, unescape(link[1]))).status_code == 303
    assert room.task().last_day == date(2026, 9, 30)
    again = room.client.post("/do/grant-request", data=fields_of(form.text))
    assert "không có đề nghị" in text_of(again).lower()


def test_who_may_not_is_not_offered_it_and_is_turned_away(room: Room) -> None:
    person(room, "Ghi", Role.RECORD)
    room.client.cookies.clear()
    log_in(room, "Ghi")
    page = room.get("/list/overdue").text
    assert "/do/record-submission?" in page
    assert "/do/extend-deadline" not in page
    assert room.get(EXTEND).status_code == 403
    assert room.client.post("/do/extend-deadline", data=OF).status_code == 403
    link = f"/do/record-submission?obligation=kstthc-quy&period=2026-Q3&unit=TST&back=task/{KEY}"
    proofless = fields_of(room.get(link).text) | {"document_no": "1/BC", "step": "confirm", "proof": "0" * 64}
    assert room.client.post("/do/record-submission", data=proofless).status_code == 403
    assert room.task().state is TaskState.OPEN
    assert room.get("/do/nothing").status_code == 404
    person(room, "Xem", Role.READ)
    room.client.cookies.clear()
    log_in(room, "Xem")
    assert room.get(link).status_code == 403


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example/", "task/a/b/../../x", "list/x#y", "\\x"]
)
def test_a_form_goes_back_to_pages_of_ours_alone(room: Room, back: str) -> None:
    shown = write(room, EXTEND, new_day="2026-10-02", reason="chờ", back=back)
    assert re.match(r"/(task/|list/|\?|$)", confirm(room, shown).headers["location"])
    assert "evil" not in confirm(room, shown).headers.get("location", "")


def test_a_link_to_a_form_of_no_task_says_so(room: Room) -> None:
    page = room.get("/do/extend-deadline?obligation=kstthc-quy&period=2031-Q3&unit=TST")
    assert page.status_code == 422
    assert "kstthc-quy 2031-Q3 chưa được mở cho TST" in text_of(page)
    assert "NOBODY" in text_of(
        room.get("/do/extend-deadline?obligation=kstthc-quy&period=2026-Q3&unit=NOBODY")
    )


def test_a_mail_that_a_person_holds_is_released_from_the_worklist(room: Room) -> None:
    from engine.mail import rulings

    with room.office.looking() as s:
        (mail,) = queries.outbox_rows(s, recipient="TST")[:1]
    assert mail.id is not None
    with room.office.acting(HA) as act:
        rulings.hold(act, [mail.id], reason="chờ")
    link = re.search(r'href="(/do/release-mail\?[^"]+)"', room.get("/list/held").text)
    assert link is not None
    assert confirm(room, write(room, unescape(link[1]))).status_code == 303
    with room.office.looking() as s:
        assert queries.kept_messages(s) == []


def test_an_event_is_reported_and_its_tasks_open(scratch: Engine, tmp_path: Path) -> None:
    duty = replace(
        cast.QUARTERLY,
        code="sau-cong-bo",
        cycle=Cycle.EVENT,
        only=None,
        worded="sau khi công bố",
        owed_by=("TST",),
    )
    due = DueRule(boundary=Boundary.BY, after=After("event", days=10))
    registry = cast.registry(cast.QUARTERLY, replace(duty, due=due), fingerprint="waits")
    quiet_round(scratch, registry, settings(tmp_path), at("2026-09-07"))
    room = room_of(scratch, tmp_path, registry)
    person(room)
    log_in(room)
    link = re.search(r'href="(/do/fire-event\?[^"]+)"', room.get("/list/event").text)
    assert link is not None
    assert 'type="text" maxlength="80"' not in room.get(unescape(link[1])).text  # the duty is not asked again
    shown = write(room, unescape(link[1]), day="2026-09-09", reason="công văn 1")
    assert "công văn" in shown.text
    with room.office.looking() as s:
        assert queries.tasks(s, obligation="sau-cong-bo") == []
    assert confirm(room, shown).headers["location"].startswith("/list/event?did=fire-event")
    with room.office.looking() as s:
        (task,) = queries.tasks(s, obligation="sau-cong-bo")
    assert (task.unit, task.period) == ("TST", "2026-09-09")


def test_a_reply_is_read_and_decided(url: str, tmp_path: Path) -> None:
    office = correspondence(url, tmp_path)
    office.arrive(reply_to(office.message()))
    office.read(sent(sure=False))
    here = office.room
    made = Office(here.settings, here.engine, clock=lambda: READ, load=lambda _: here.registry)
    room = Room(made, [READ], TestClient(app_of(made), base_url="http://127.0.0.1:4201"))
    person(room)
    log_in(room)
    links = re.findall(r'href="(/do/decide-reply\?[^"]+)"', room.get("/list/asked").text)
    assert len(links) == 2
    accept, dismiss = (unescape(each) for each in links)
    assert "Hệ thống hiểu" in text_of(room.get(accept))
    assert write(room, dismiss, reason="").status_code == 422
    assert "123/BC" in text_of(shown := write(room, accept))
    assert office.task().document_no is None
    assert confirm(room, shown).status_code == 303
    assert (office.task().document_no, office.reply().decided_by) == ("123/BC", HA)
    assert "đã" in text_of(write(room, dismiss, reason="nhầm"))  # decided already: one sentence
