"""A built mail, read back from its bytes by the standard library and icalendar."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import pytest
from icalendar import Calendar

from engine.mail.letter import Audience, Behind, Missing, Party
from engine.mail.message import build
from tests.support.letters import ID, KSTTHC, NOW, OVERDUE, SENDER, TST, VP, item, letter, read_back, watch


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


class _Page(HTMLParser):
    """What a browser would see: the tags, the text, and the addresses it would ask for."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [value or "" for name, value in attrs if name in ("src", "background", "srcset")]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("div", "th", "td"):
            self.text += " "

    def handle_data(self, data: str) -> None:
        self.text += data


def test_headers() -> None:
    mail = read_back(letter(item()))
    assert mail["From"].addresses[0].display_name == "Bảo hiểm xã hội Việt Nam"
    assert mail["From"].addresses[0].addr_spec == "dondoc@bhxh.example"
    assert mail["To"].addresses[0].display_name == "Ban Quản lý Thu - Sổ, Thẻ"
    assert [a.addr_spec for a in mail["To"].addresses] == ["tst@bhxh.example"]
    assert [a.addr_spec for a in mail["Reply-To"].addresses] == ["vp@bhxh.example"]
    assert mail["Subject"] == ("Báo cáo công tác kiểm soát TTHC quý III/2026, hạn 18/09: còn 1 ngày làm việc")
    assert mail["Date"].datetime == NOW
    assert mail["Date"].datetime.utcoffset() == timedelta(hours=7)
    assert mail["Message-ID"] == ID
    assert mail["List-Id"] == "<dondoc.bhxh.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert mail["Content-Language"] == "vi"
    assert "Precedence" not in mail


def test_it_is_plain_ascii_with_short_lines_on_the_wire() -> None:
    wire = build(letter(item(), OVERDUE), SENDER, (TST,), ID, NOW).as_bytes()
    assert wire.isascii()
    assert max(map(len, wire.split(b"\r\n"))) <= 998


def test_threads() -> None:
    one = read_back(letter(item()))
    later = read_back(letter(replace(item(), reason="overdue-1wd", late=True)))
    assert one["References"] == one["In-Reply-To"] == later["References"]
    other = read_back(letter(OVERDUE))
    assert other["References"] != one["References"]
    many = read_back(letter(item(), OVERDUE))
    assert many["References"] not in (one["References"], other["References"])
    again = read_back(letter(OVERDUE, replace(item(), ref="x/2026/TST")))
    assert again["References"] == many["References"]
    next_month = read_back(letter(item(), OVERDUE, today=date(2026, 10, 1)))
    assert next_month["References"] != many["References"]
    following = read_back(letter(watches=(watch(),)))
    assert following["References"].startswith("<kstthc-quy.2026-Q3.")
    for mail in (one, many, following):
        assert re.fullmatch(r"<[\w.\-]+@dondoc\.bhxh\.example>", mail["References"])


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_both_parts_say_everything(kind: str) -> None:
    rich = replace(
        KSTTHC, product="Báo cáo", how="Gửi qua trục liên thông", assumption="văn bản không ghi ngày"
    )
    every = item(
        rich,
        sections=("3. Rà soát", "4. Phản ánh"),
        missing=(
            Missing("Kế hoạch", "", KSTTHC.period, (Party("BHXH Cà Mau"), Party("Vụ Pháp chế")), 86),
            Missing("Chương trình", "", KSTTHC.period, (), 7),
        ),
        confirmed=False,
        original_last_day=date(2026, 9, 11),
        rolled=True,
    )
    body = text_of(read_back(letter(every, OVERDUE)), kind)
    text = " ".join((_Page(body).text if kind == "html" else body).split())
    for expected in (
        "Kính gửi: Ban Quản lý Thu - Sổ, Thẻ",
        "Hôm nay, thứ Năm, 17/09/2026, đơn vị có 1 việc quá hạn và 1 việc sắp đến hạn.",
        "QUÁ HẠN (1)",
        "SẮP ĐẾN HẠN (1)",
        "Báo cáo công tác kiểm soát TTHC quý III/2026",
        "thứ Sáu, 18/09/2026",
        "trước ngày 19 của tháng cuối quý",
        "490/KH-BHXH ngày 25/02/2022, IV.2",
        "ngày cuối theo văn bản là ngày nghỉ, đề nghị nộp vào thứ Sáu, 18/09/2026",
        "hạn ban đầu là thứ Sáu, 11/09/2026",
        "từ 15/06/2026 đến 14/09/2026",
        "3. Rà soát; 4. Phản ánh",
        "Văn phòng, vp@bhxh.example",
        "Gửi qua trục liên thông",
        "2/86 đơn vị chưa nộp Kế hoạch quý III/2026: BHXH Cà Mau; Vụ Pháp chế",
        "Chương trình quý III/2026 của 7 đơn vị",
        "Quy ước của cơ quan: văn bản không ghi ngày",
        "lịch nghỉ lễ của thời gian này chưa được xác nhận",
        "Mã việc: kstthc-quy/2026-Q3/TST",
        "nq01-thang/2026-08/TST: đã gửi, số 123/BC ngày 17/09/2026",
        "Thư trả lời được gửi tới Văn phòng.",
    ):
        assert expected in text.replace("\xa0", " "), expected
    assert "còn 1 ngày làm việc" in text.lower()
    assert "quá hạn 3 ngày làm việc" in text.lower()


def test_the_calendar() -> None:
    extended = item(sequence=2)
    mail = read_back(letter(extended, OVERDUE))
    (attached,) = mail.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_param("method") == "PUBLISH"
    assert attached.get_filename() == "han-nop.ics"
    payload = attached.get_payload(decode=True)
    calendar: Any = Calendar.from_ical(payload)
    assert calendar["METHOD"] == "PUBLISH"
    assert not calendar.walk("VTIMEZONE")
    overdue, event = calendar.walk("VEVENT")
    assert overdue["UID"] == "nq01-thang.2026-08.TST@dondoc.bhxh.example"
    assert event["UID"] == "kstthc-quy.2026-Q3.TST@dondoc.bhxh.example"
    assert event["SEQUENCE"] == 2
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 9, 18), date(2026, 9, 19))
    assert event.decoded("DTSTAMP") == NOW
    assert event["SUMMARY"] == "Hạn nộp: Báo cáo công tác kiểm soát TTHC quý III/2026"
    assert "trước ngày 19" in event["DESCRIPTION"]
    (alarm,) = event.walk("VALARM")
    # 08:00 of the 17th, counted from midnight of the 18th.
    assert alarm.decoded("TRIGGER") == timedelta(hours=-16)


def test_who_acts_not_gets_no_calendar() -> None:
    for each in (
        letter(watches=(watch(),)),
        letter(OVERDUE, audience=Audience.HEAD),
        letter(audience=Audience.LEADERSHIP, watches=(watch(),)),
    ):
        assert not list(read_back(each).iter_attachments())


def test_two_languages() -> None:
    mail = read_back(letter(item(), languages=("vi", "en")))
    assert mail["Content-Language"] == "vi, en"
    text = text_of(mail)
    assert text.index("Kính gửi") < text.index("To: Ban Quản lý Thu")
    assert "Report on the control of procedures, Q3 2026" in text
    assert "Friday, 18 September 2026 - 1 WORKING DAY LEFT" in text
    assert "Send to: Office, vp@bhxh.example" in text
    page = _Page(text_of(mail, "html"))
    assert "English below" in page.text
    assert "1 working day left" in page.text
    english = text[text.index("To: Ban") :]
    assert "Hạn cuối" not in english
    # A signature mark would fold everything after it away, the second language first of all.
    assert not re.search(r"^-- $", text, re.MULTILINE)


def test_the_owner_sees_who_is_missing_by_duty() -> None:
    mail = read_back(letter(OVERDUE, watches=(watch(("BHXH Lào Cai", "BHXH Cà Mau", "Vụ Pháp chế")),)))
    for kind in ("plain", "html"):
        body = text_of(mail, kind)
        assert "ĐƠN VỊ THEO DÕI (1)" in body
        assert "3/86 chưa nộp" in body
        assert "BHXH Lào Cai; BHXH Cà Mau; Vụ Pháp chế" in body


def test_the_leadership_reads_who_what_and_how_late() -> None:
    uneven = watch(behind=(Behind(Party("BHXH Lào Cai"), 12, True), Behind(Party("BHXH Cà Mau"), 10, True)))
    mail = read_back(letter(audience=Audience.LEADERSHIP, recipient=Party("Lãnh đạo"), watches=(uneven,)))
    text = text_of(mail)
    assert "2 đơn vị quá hạn" in text
    assert "BHXH Lào Cai (12 ngày làm việc); BHXH Cà Mau (10 ngày làm việc)" in text
    assert "VIỆC CẦN LÀM" not in text
    assert len(text.splitlines()) < 20
    page = " ".join(_Page(text_of(mail, "html")).text.split())
    assert "Đơn vị Quá hạn (ngày làm việc) BHXH Lào Cai 12 BHXH Cà Mau 10" in page


def test_a_rerouted_letter_says_whose_it_is() -> None:
    mail = read_back(letter(item(), recipient=VP, rerouted_from="Vụ Pháp chế"), to=(VP,))
    for kind in ("plain", "html"):
        text = _Page(text_of(mail, kind)).text
        assert "Thư này dành cho Vụ Pháp chế, nhưng đơn vị chưa có địa chỉ" in text


def test_nothing_is_fetched_and_the_page_is_whole() -> None:
    page = _Page(text_of(read_back(letter(item(), OVERDUE, watches=(watch(),))), "html"))
    assert page.fetched == []
    assert not {"img", "script", "link", "iframe", "form", "style"} & set(page.tags)


def test_names_and_titles_cannot_inject() -> None:
    evil = '<script>alert(1)</script> & "Vụ" \r\nBcc: all@bhxh.example\r\n\r\n{{ 7*7 }}'
    duty = replace(
        KSTTHC,
        title=evil,
        worded=evil,
        cite=evil,
        document=evil,
        owner=Party(evil, "vp@bhxh.example"),
        how=evil,
    )
    each = letter(
        item(duty, ref=evil, sections=(evil,), unit=Party(evil), uid="a@b"),
        recipient=Party(evil, "x@bhxh.example"),
        watches=(watch((evil,)),),
        office=evil,
        rerouted_from=evil,
        reply_to=(Party(evil, "vp@bhxh.example"),),
    )
    mail = read_back(each, to=(Party(evil, "x@bhxh.example"),))
    assert "Bcc" not in mail
    assert set(mail.keys()) == set(read_back(letter(item())).keys())
    assert [a.addr_spec for a in mail["To"].addresses] == ["x@bhxh.example"]
    page = _Page(text_of(mail, "html"))
    assert "script" not in page.tags
    assert "<script>alert(1)</script>" in page.text
    text = text_of(mail)
    assert not re.search(r"^\s*Bcc:", text, re.MULTILINE)
    assert "{{ 7*7 }}" in text
    (attached,) = mail.iter_attachments()
    (event,) = Calendar.from_ical(attached.get_payload(decode=True)).walk("VEVENT")
    assert "BCC" not in event


@pytest.mark.slow
def test_eighty_six_tasks_stay_readable() -> None:
    tasks = [
        item(replace(KSTTHC, title=f"Báo cáo số {n:02}"), ref=f"r/{n:02}", uid=f"{n}@x") for n in range(86)
    ]
    mail = read_back(letter(*tasks))
    text = text_of(mail)
    assert all(f"Báo cáo số {n:02} quý III/2026" in text for n in range(86))
    assert text.count("Văn bản ghi") == 10  # the rest in short
    assert len(text.splitlines()) < 600
    assert len(text_of(mail, "html").encode()) < 102_000  # where a large provider begins to cut a message off
    assert (
        len(list(Calendar.from_ical(next(mail.iter_attachments()).get_payload(decode=True)).walk("VEVENT")))
        == 86
    )
