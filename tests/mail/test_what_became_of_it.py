"""What became of a task since its unit was told: words, section and subject of its own, and the calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy.orm import Session

from models import db
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.mailroom import Mailroom, mailroom, text_of
from tests.support.rounds import LAN

KEY = {"obligation": "kstthc-quy", "period": "2026-Q3", "unit": "TST"}
NEXT = "2026-09-10"
"""The morning after what is done on the 9th: six working days before the last day, the 18th; no rung."""
UID = "kstthc-quy.2026-Q3.TST@dondoc.bhxh.example"


@pytest.fixture
def room(url: str, tmp_path: Path) -> Mailroom:
    """The quarterly duty is open since 27 August, and its units had a mail that morning."""
    made = mailroom(url, tmp_path)
    morning(made, "2026-08-27")
    return made


def morning(room: Mailroom, day: str) -> dict[str, EmailMessage]:
    """A round; its mails by the local part of whom they go to."""
    from dataclasses import replace

    before = room.files()
    settings = replace(room.settings, go_live=date(2026, 8, 27))
    acts.a_round(room.engine, room.registry, settings, at(day))
    fresh = {key: mail for key, mail in room.files().items() if key not in before}
    return {str(mail["To"].addresses[0].username): mail for mail in fresh.values()}


def do(room: Mailroom, act: Callable[..., Any], day: str = "2026-09-09", **said: Any) -> None:
    with db.session(room.engine) as s:
        _do(s, room, act, day, said)


def _do(s: Session, room: Mailroom, what: Callable[..., Any], day: str, said: dict[str, Any]) -> None:
    what(s, room.registry, now=at(day, 10), by=LAN, **KEY, **said)


def entries(mail: EmailMessage) -> dict[str, list[tuple[str, str, int]]]:
    """The calendar's entries by method: uid, status, sequence."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            calendar: Any = Calendar.from_ical(part.get_payload(decode=True))
            assert calendar["METHOD"] == part.get_param("method")
            for event in calendar.walk("VEVENT"):
                assert event["ORGANIZER"] == "mailto:dondoc@bhxh.example"
                found.setdefault(str(calendar["METHOD"]), []).append(
                    (str(event["UID"]), str(event["STATUS"]), int(event["SEQUENCE"]))
                )
    return found


def first_sequence(room: Mailroom) -> int:
    (mail,) = [mail for mail in room.files().values() if "tst@bhxh.example" in str(mail["To"])]
    ((_, status, sequence),) = entries(mail)["PUBLISH"]
    assert status == "CONFIRMED"
    return sequence


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "said", "section", "line", "subject"),
    [
        (
            acts.submit,
            {"document_no": "123/BC"},
            "--- ĐÃ GHI NHẬN BÁO CÁO (1) ---",
            "kiểm soát TTHC quý III/2026: đã gửi văn bản số 123/BC ngày 09/09/2026, đúng hạn",
            "Đã ghi nhận: Kiểm soát TTHC quý III/2026, hạn 18/09",
        ),
        (
            acts.waive,
            {"reason": "đơn vị mới sắp xếp"},
            "--- ĐƯỢC MIỄN KỲ NÀY (1) ---",
            "(hạn đã báo: thứ Sáu, 18/09/2026; mã việc kstthc-quy/2026-Q3/TST); lý do: đơn vị mới sắp xếp",
            "Được miễn: Kiểm soát TTHC quý III/2026, hạn 18/09",
        ),
        (
            acts.reassign,
            {"to": "CSXH", "reason": "chuyển nhiệm vụ"},
            "--- ĐÃ GIAO ĐƠN VỊ KHÁC THỰC HIỆN (1) ---",
            # Seen: 'thay cho Ban Quản lý thu', in the mail to that very unit.
            "kiểm soát TTHC quý III/2026, nay do Ban Chính sách BHXH thực hiện "
            "(hạn đã báo: thứ Sáu, 18/09/2026; mã việc kstthc-quy/2026-Q3/TST); lý do: chuyển nhiệm vụ",
            "Đã giao đơn vị khác: Kiểm soát TTHC quý III/2026, hạn 18/09",
        ),
    ],
)
def test_what_ends_is_told_once_and_taken_out_of_the_calendar(
    room: Mailroom, what: Callable[..., Any], said: dict[str, Any], section: str, line: str, subject: str
) -> None:
    before = first_sequence(room)
    do(room, what, **said)
    told = morning(room, NEXT)
    text = text_of(told["tst"])
    assert section in text
    assert line in text
    assert told["tst"]["Subject"] == subject
    ((uid, status, sequence),) = entries(told["tst"])["CANCEL"]
    assert (uid, status) == (UID, "CANCELLED")
    assert sequence > before
    assert "PUBLISH" not in entries(told["tst"])
    assert "tst" not in morning(room, "2026-09-11")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "said", "section", "subject"),
    [
        (
            acts.extend,
            {"new_day": date(2026, 10, 16), "reason": "chờ số liệu"},
            "--- ĐÃ ĐƯỢC GIA HẠN (1) ---",
            "Gia hạn: Kiểm soát TTHC quý III/2026, hạn 16/10: còn 26 ngày làm việc",
        ),
        (
            acts.return_report,
            {"new_day": date(2026, 9, 16), "reason": "thiếu phụ lục 2"},
            "--- BÁO CÁO ĐƯỢC TRẢ LẠI, ĐỀ NGHỊ HOÀN THIỆN (1) ---",
            "Trả lại: Kiểm soát TTHC quý III/2026, hạn 16/09: còn 4 ngày làm việc",
        ),
    ],
)
def test_another_deadline_has_words_of_its_own_and_moves_the_entry(
    room: Mailroom, what: Callable[..., Any], said: dict[str, Any], section: str, subject: str
) -> None:
    before = first_sequence(room)
    if what is acts.return_report:
        do(room, acts.submit, "2026-09-08")
        cancelled = entries(morning(room, "2026-09-09")["tst"])["CANCEL"][0][2]
        assert cancelled > before
        before = cancelled
    do(room, what, **said)
    told = morning(room, NEXT)["tst"]
    assert section in text_of(told)
    assert "SẮP ĐẾN HẠN" not in text_of(told)
    assert told["Subject"] == subject
    ((uid, status, sequence),) = entries(told)["PUBLISH"]
    assert (uid, status) == (UID, "CONFIRMED")
    assert sequence > before


@pytest.mark.slow
def test_the_mail_after_the_news_is_an_ordinary_one(room: Mailroom) -> None:
    do(room, acts.extend, new_day=date(2026, 9, 25), reason="chờ số liệu")
    assert "ĐÃ ĐƯỢC GIA HẠN (1)" in text_of(morning(room, NEXT)["tst"])
    later = text_of(morning(room, "2026-09-18")["tst"])  # five working days before
    assert "SẮP ĐẾN HẠN (1)" in later
    assert "Đã gia hạn: hạn ban đầu là thứ Sáu, 18/09/2026; lý do: chờ số liệu" in later


@pytest.mark.slow
def test_who_gets_it_from_another_is_told_so(room: Mailroom) -> None:
    do(room, acts.reassign, to="VP", reason="chuyển nhiệm vụ")
    text = text_of(morning(room, NEXT)["vp"])
    assert "--- MỚI ĐƯỢC GIAO LẠI CHO ĐƠN VỊ (1) ---" in text
    assert "Thực hiện thay cho: Ban Quản lý thu" in text
    assert "Được giao lại: chuyển nhiệm vụ" in text


@pytest.mark.slow
def test_what_is_returned_before_the_morning_is_told_as_returned_alone(room: Mailroom) -> None:
    do(room, acts.submit)
    do(room, acts.return_report, new_day=date(2026, 9, 16), reason="thiếu phụ lục 2")
    told = morning(room, NEXT)["tst"]
    assert "ĐÃ GHI NHẬN" not in text_of(told)
    assert "BÁO CÁO ĐƯỢC TRẢ LẠI" in text_of(told)
    assert "CANCEL" not in entries(told)


def test_who_was_told_nothing_of_a_task_hears_nothing_of_its_end(url: str, tmp_path: Path) -> None:
    early = mailroom(url, tmp_path, cast.QUARTERLY)
    early.open("kstthc-quy", "2026-Q3", at("2026-08-27"))
    do(early, acts.waive, reason="không phát sinh")
    with db.session(early.engine) as s:
        from models import queries

        assert queries.unsent_notices(s) == []
