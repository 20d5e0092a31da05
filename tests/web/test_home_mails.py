"""Tomorrow's mails on the administrators' page: read, held, dropped with a reason, sent now."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import Engine

from desk.web.home import foreseen, mails
from engine.errors import UnknownName
from engine.installation import Installation
from engine.mail.outbox import deliver
from engine.rounds import coming
from engine.rounds.ahead import foretold, send_ahead
from engine.tasks.acts import acting
from models import db, queries
from models.states import MessageState
from tests.support import acts
from tests.support.cast import at
from tests.support.rounds import LAN, quiet_round, settings
from tests.web.conftest import REGISTRY, Room, room_of, text_of
from tests.web.entering import HA, log_in, person
from tests.web.entering import quick_hashes as quick_hashes
from tests.web.test_home_worklist import send


@pytest.fixture
def room(scratch: Engine, tmp_path: Path) -> Room:
    """The third quarter, as of the afternoon of 22 September: somebody looks at the morning to come."""
    quiet_round(scratch, REGISTRY, settings(tmp_path), at("2026-08-25"))
    made = room_of(scratch, tmp_path)
    made.go("2026-09-22", 15)
    person(made)
    log_in(made)
    return made


def states(room: Room, recipient: str) -> dict[str, tuple[MessageState, str | None]]:
    with room.office.looking() as s:
        rows = queries.outbox_rows(s, recipient=recipient)
    return {row.round_key: (row.state, row.kept_by) for row in rows}


@pytest.mark.slow
def test_what_is_decided_about_tomorrows_mails_is_done_by_tomorrows_round(room: Room) -> None:
    for mail in _waiting(room):  # those of the first morning leave
        send(room, "/mails", {"what": "send", "number": str(mail)})
    assert _waiting(room) == []
    page = text_of(room.get("/coming"))
    assert "Sẽ gửi lúc 08:05 23/09/2026" in page
    assert "tst@bhxh.example" in page
    read = text_of(room.get("/coming/TST"))
    assert "Báo cáo công tác kiểm soát TTHC" in read
    assert "lý do" in send(room, "/mails", {"what": "drop", "recipient": "TST", "day": "2026-09-23"}).lower()
    of = {"day": "2026-09-23", "reason": "đã gọi điện"}
    assert "Đã ghi: bỏ thư." in send(room, "/mails", {"what": "drop", "recipient": "TST", **of})
    assert "Đã ghi: giữ thư." in send(room, "/mails", {"what": "hold", "recipient": "CSXH", **of})
    assert "bỏ thư sáng 23/09/2026 đã gọi điện · " + HA in text_of(room.get("/coming"))
    assert room.get("/coming/TST").status_code == 404  # nothing comes any more
    quiet_round(room.office.engine, REGISTRY, room.office.settings, at("2026-09-23", 8, 5))
    room.go("2026-09-23", 9)
    log_in(room)  # yesterday's session is over
    assert states(room, "TST")["2026-09-23"] == (MessageState.CANCELLED, None)
    assert states(room, "CSXH")["2026-09-23"] == (MessageState.PENDING, HA)
    assert "1 Thư đang giữ lại" in text_of(room.get("/"))
    with room.office.looking() as s:
        (kept,) = queries.kept_messages(s)
        told = [
            (each.kind, each.actor, each.reason)
            for each in queries.history(s)
            if each.kind.startswith("mail-")
        ]
    assert ("mail-dropped", HA, "đã gọi điện") in told
    assert ("mail-held", HA, "đã gọi điện") in told
    assert "Đã ghi: thư đi ngay" in send(room, "/mails", {"what": "send", "number": str(kept.id)})
    assert states(room, "CSXH")["2026-09-23"] == (MessageState.SENT, None)
    assert "không có nơi nhận" in send(room, "/mails", {"what": "hold", "recipient": "NOBODY", **of})


def _waiting(room: Room) -> list[int]:
    with room.office.looking() as s:
        rows = queries.outbox_rows(s, state=MessageState.PENDING)
    return [row.id for row in rows if row.id is not None]


@pytest.mark.slow
def test_a_mail_that_is_only_foretold_is_sent_now_and_not_once_more(room: Room) -> None:
    """On the afternoon of the 10th: five working days before the 18th are on the 11th."""
    room.go("2026-09-10", 15)
    log_in(room)
    for mail in _waiting(room):
        send(room, "/mails", {"what": "send", "number": str(mail)})
    assert _waiting(room) == []
    assert "Gửi ngay thư gửi Ban Quản lý thu" in room.get("/coming").text
    assert "Đã ghi: thư đi ngay" in send(room, "/mails", {"what": "send", "recipient": "TST"})
    sent = states(room, "TST")
    assert [state for state, _ in sent.values()] == [MessageState.SENT] * 2
    assert "không có gì gửi sớm được" in send(room, "/mails", {"what": "send", "recipient": "TST"})
    assert room.get("/coming/TST").status_code == 404
    quiet_round(room.office.engine, REGISTRY, room.office.settings, at("2026-09-11", 8, 5))
    assert states(room, "TST") == sent
    assert "2026-09-11" in states(room, "CSXH")
    with room.office.looking() as s:
        (told,) = [each for each in queries.history(s) if each.kind == "mail-hastened"][-1:]
        reasons = {
            each.reason for each in queries.notices(s) if each.recipient == "TST" and not each.collapsed
        }
    assert told.actor == HA
    assert reasons == {"opened", "reminder-5wd"}


def test_what_is_late_only_that_morning_is_told_that_morning(scratch: Engine, tmp_path: Path) -> None:
    """The last day is Friday the 18th; on Monday it is overdue, and on Friday nobody says so."""
    given = settings(tmp_path)
    for day in ("2026-08-25", "2026-09-18"):
        quiet_round(scratch, REGISTRY, given, at(day))
    here, now = Installation(given, REGISTRY, scratch), at("2026-09-18", 15)
    deliver(here, now)
    told = foretold(REGISTRY, given, scratch, now, "TST")
    assert {notice.reason for notice, _ in told} == {"overdue-1wd"}
    with pytest.raises(UnknownName), acting(here, now, LAN) as act:
        send_ahead(act, "TST", told)


def test_long_lists_stand_on_pages(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mails, "PAGE", 2)
    first = room.get("/coming")
    n = len(_waiting(room))
    assert f"Đang chờ trong hộp thư đi ({n})" in text_of(first)
    assert first.text.count('name="number"') == 2
    seen, link = [], "/coming"
    while link:
        page = room.get(link).text
        seen += re.findall(r'href="/mail/(\d+)"', page)
        found = re.search(r'rel="next" href="([^"]*waiting=\d+[^"]*)#h-waiting"', page)
        link = unescape(found[1]) if found else ""
    assert sorted(map(int, seen)) == sorted(_waiting(room))
    second = re.search(r'rel="next" href="(/coming\?at=1[^"]*)#h-at"', first.text)
    assert second is not None
    names = [
        set(re.findall(r'href="/coming/([^"]+)"', each)) for each in (first.text, room.get(second[1]).text)
    ]
    assert [len(each) for each in names] == [2, 2]
    assert not names[0] & names[1]


@pytest.mark.slow
def test_a_morning_is_rehearsed_once_until_something_happens(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    rehearsed: list[object] = []
    real = foreseen.coming
    monkeypatch.setattr(foreseen, "coming", lambda *given: rehearsed.append(given) or real(*given))
    for _ in range(3):
        assert "tst@bhxh.example" in text_of(room.get("/coming"))
    assert len(rehearsed) == 1
    submitted(room)
    assert "tst@bhxh.example" not in text_of(room.get("/coming"))
    assert len(rehearsed) == 2
    send(room, "/mails", {"what": "hold", "recipient": "CSXH", "day": "2026-09-23", "reason": "chờ"})
    room.get("/coming")
    assert len(rehearsed) == 3
    monkeypatch.setattr(foreseen, "KEPT_SECONDS", 0.0)
    send(room, "/mails", {"what": "hold", "recipient": "TCKT", "day": "2026-09-23", "reason": "chờ"})
    for _ in range(2):
        room.get("/coming")
    assert len(rehearsed) >= 5


def submitted(room: Room) -> None:
    """TST sends its report: it is told of nothing tomorrow."""
    with db.session(room.office.engine) as s:
        acts.submit(
            s,
            REGISTRY,
            obligation="kstthc-quy",
            period="2026-Q3",
            unit="TST",
            now=at("2026-09-22", 15),
            by=acts.By("lan"),
        )


@pytest.mark.slow
def test_an_office_with_very_many_tasks_is_told_that_no_page_waits_for_the_morning(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = len(_waiting(room))
    monkeypatch.setattr(coming, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(coming, "rehearsal_of", None)  # nobody may call it
    page = text_of(room.get("/coming"))
    assert "Cơ quan có hơn 2 việc" in page
    assert waiting == len(_waiting(room)) > 0
    assert "Cơ quan có hơn 2 việc" in text_of(room.get("/coming/TST"))
    assert "Cơ quan có hơn 2 việc" in send(room, "/mails", {"what": "send", "recipient": "TST"})
