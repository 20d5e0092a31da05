"""A letter tells the whole: what else the unit owes, and why its report came back or its day was moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from calendars.ladders import Role
from calendars.periods import parse
from engine.mail.ics import calendar_of
from engine.mail.language import VI
from engine.mail.letter import Audience
from engine.mail.render import text_of as text_of_letter
from engine.mail.subject import subject
from engine.tasks.acts import By
from models import db
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.letters import KSTTHC, NOW, item, letter
from tests.support.mailroom import Mailroom, mailroom, text_of

TODAY = at("2026-09-17")
WHO = By("vp", "cli")


@pytest.fixture
def room(url: str, tmp_path: Path) -> Mailroom:
    """The quarterly duty of TST, CSXH, TCKT and tinh-15 is open, and the plans of TST and CSXH."""
    made = mailroom(url, tmp_path, cast.QUARTERLY, cast.PLANS, cast.WHOLE_PLAN)
    made.settings = replace(made.settings, mail_language="vi+en")
    made.open("kstthc-quy", "2026-Q3", at("2026-08-27"))
    made.open("ke-hoach", "2027", at("2026-08-27"))
    return made


def only_mail(room: Mailroom) -> tuple[str, str]:
    """The text and the page of the one mail that leaves this morning."""
    room.compose(TODAY)
    room.deliver(TODAY)
    (mail,) = room.files().values()
    page = mail.get_body(("html",))
    assert page is not None
    return text_of(mail), page.get_content()


def test_a_letter_names_what_else_the_unit_owes(room: Mailroom) -> None:
    room.tell(TODAY, units=["TST"], obligation="kstthc-quy")
    text, html = only_mail(room)
    assert "đơn vị có 1 việc sắp đến hạn; ngoài ra còn 1 việc khác chưa nộp, liệt kê bên dưới." in text
    assert "--- VIỆC KHÁC CHƯA NỘP (1) ---" in text
    also = text.split("VIỆC KHÁC CHƯA NỘP (1) ---")[1].split("---")[0]
    assert "1. Kế hoạch năm của đơn vị năm 2027: hạn thứ Ba, 15/12/2026" in also
    assert "còn 63 ngày làm việc" in also
    assert "ke-hoach/2027/TST" in also
    assert "Kế hoạch năm của đơn vị năm 2027" in html
    assert "ALSO STILL OWED (1)" in text


def test_a_letter_with_everything_in_it_names_nothing_else(room: Mailroom) -> None:
    room.tell(TODAY, units=["TST"])
    text, _ = only_mail(room)
    assert "ngoài ra" not in text
    assert "VIỆC KHÁC CHƯA NỘP" not in text


def test_what_was_sent_is_not_owed(room: Mailroom) -> None:
    room.tell(TODAY, units=["TST"], obligation="kstthc-quy")
    room.submit("TST", TODAY, obligation="ke-hoach")
    assert "VIỆC KHÁC CHƯA NỘP" not in only_mail(room)[0]


def test_nothing_else_makes_a_letter_of_its_own(room: Mailroom) -> None:
    room.tell(TODAY, units=["TST"], obligation="kstthc-quy")
    room.submit("TST", TODAY)
    room.compose(TODAY)
    assert room.deliver(TODAY).cancelled == 1


def test_a_head_hears_only_of_what_was_raised_with_him(room: Mailroom) -> None:
    late = at("2026-09-25")
    room.tell(late, "escalate-head-3wd", units=["TST"], role=Role.HEAD, obligation="kstthc-quy")
    room.compose(late)
    room.deliver(late)
    (mail,) = room.files().values()
    assert "đơn vị có 1 việc quá hạn dưới đây chưa được ghi nhận văn bản nộp" in text_of(mail)
    assert "ke-hoach" not in text_of(mail)


@pytest.mark.slow
def test_a_returned_report_says_so_and_why(room: Mailroom) -> None:
    room.submit("TST", at("2026-09-14"))
    with db.session(room.engine) as s:
        acts.return_report(
            s, room.registry, obligation="kstthc-quy", period="2026-Q3", unit="TST",
            new_day=date(2026, 9, 25), reason="Thiếu <b>phụ lục 2</b>", now=at("2026-09-15"), by=WHO,
        )  # fmt: skip
    room.tell(TODAY, units=["TST"], obligation="kstthc-quy")
    text, html = only_mail(room)
    assert "Trả lại: báo cáo được trả lại để hoàn thiện và gửi lại: Thiếu <b>phụ lục 2</b>" in text
    assert "gia hạn" not in text
    assert "hạn ban đầu là thứ Sáu, 18/09/2026" in text
    assert "Returned: for completion: Thiếu <b>phụ lục 2</b>" in text
    assert "Thiếu &lt;b&gt;phụ lục 2&lt;/b&gt;" in html


@pytest.mark.slow
def test_an_extension_says_why(room: Mailroom) -> None:
    with db.session(room.engine) as s:
        for day, why in ((date(2026, 9, 21), "lần một"), (date(2026, 9, 25), "Công văn 88/TST")):
            acts.extend(
                s, room.registry, obligation="kstthc-quy", period="2026-Q3", unit="TST",
                new_day=day, reason=why, now=at("2026-09-15"), by=WHO,
            )  # fmt: skip
    room.tell(TODAY, units=["TST"], obligation="kstthc-quy")
    text, _ = only_mail(room)
    assert "Đã gia hạn: hạn ban đầu là thứ Sáu, 18/09/2026; lý do: Công văn 88/TST" in text
    assert "lần một" not in text


def test_the_reason_agrees_with_the_day_it_is_read_on() -> None:
    # Tết 2026: the reminder of the last working day, Friday the 13th; the last day is Monday the 23rd.
    before = item(
        reason="due-today", last_day=date(2026, 2, 23), today=date(2026, 2, 13), workdays=1, late=False
    )
    assert VI.why(before.told) == "nhắc trước hạn"
    on = item(reason="reminder-1wd", last_day=date(2026, 2, 23), today=date(2026, 2, 23), workdays=0)
    assert VI.why(on.told) == "nhắc vào ngày đến hạn"
    after = item(
        reason="due-today", last_day=date(2026, 2, 23), today=date(2026, 2, 24), workdays=1, late=True
    )
    assert VI.why(after.told) == "nhắc việc quá hạn"
    assert VI.why(item(reason="opened").told) == "việc mới được giao"


def test_a_day_in_another_year_than_the_periods_says_its_year() -> None:
    plan = replace(KSTTHC, title="Kế hoạch cải cách hành chính năm", period=parse("2027"))
    due = item(plan, last_day=date(2026, 12, 15), workdays=5)
    assert subject(letter(due), VI) == (
        "Kế hoạch cải cách hành chính năm 2027, hạn 15/12/2026: còn 5 ngày làm việc"
    )
    assert subject(letter(due, audience=Audience.HEAD), VI).startswith(
        "Kế hoạch cải cách hành chính năm 2027, hạn 15/12/2026: "
    )


def test_january_and_february_have_two_figures() -> None:
    # Decree 30/2020/NĐ-CP: months 1 and 2, and days below 10, are written with a 0 before them.
    assert VI.period(parse("2026-01")) == "tháng 01 năm 2026"
    assert VI.short_period(parse("2026-02")) == "tháng 02/2026"
    assert VI.short_period(parse("2026-03")) == "tháng 3/2026"


def test_a_task_taken_over_says_for_whom(room: Mailroom) -> None:
    with db.session(room.engine) as s:
        acts.reassign(
            s, room.registry, obligation="kstthc-quy", period="2026-Q3", unit="CSXH",
            to="TST", reason="sáp nhập", now=at("2026-09-15"), by=WHO,
        )  # fmt: skip
        acts.reassign(
            s, room.registry, obligation="ke-hoach", period="2027", unit="CSXH",
            to="TST", reason="sáp nhập", now=at("2026-09-15"), by=WHO,
        )  # fmt: skip
    room.tell(TODAY, units=["CSXH", "TST"], obligation="kstthc-quy")
    text, html = only_mail(room)
    vi, en = text.split("=" * 60)
    name = room.registry.units["CSXH"].name
    assert vi.count(f"Thực hiện thay cho: {name}") == 1  # the other of the two is the unit's own
    assert vi.index("kstthc-quy/2026-Q3/CSXH") > vi.index("Thực hiện thay cho")
    assert f", thay cho {name}: hạn thứ Ba, 15/12/2026" in vi
    assert f"On behalf of: {name}" in en
    assert f"Trong đó có việc tiếp nhận từ {name}, ghi ở từng việc; mã việc giữ nguyên.\n" in vi.replace(
        "\r", ""
    )
    assert f"Some of it was taken over from {name}, as each task says" in en
    assert html.count(name) == 6


def test_between_the_day_asked_for_and_a_later_last_day_nobody_is_late() -> None:
    # Before Sunday 19 March 2023: asked for by Friday the 17th, not late until the end of Monday the 20th.
    days = {"asked": date(2023, 3, 17), "last_day": date(2023, 3, 20), "spared": True, "rolled": True}
    quarter = replace(KSTTHC, period=parse("2023-Q1"))
    early = item(quarter, **days, today=date(2023, 3, 14), workdays=3)
    text = text_of_letter(letter(early))
    assert "   Đề nghị nộp chậm nhất: thứ Sáu, 17/03/2023 - CÒN 3 NGÀY LÀM VIỆC\n" in text
    assert "   Chưa tính là chậm: đến hết thứ Hai, 20/03/2023, vì ngày cuối rơi vào ngày nghỉ\n" in text
    assert "Hạn cuối" not in text
    assert subject(letter(early), VI).startswith("Báo cáo công tác kiểm soát TTHC quý I/2023, hạn 17/03: ")
    last = item(quarter, **days, today=date(2023, 3, 20), workdays=0, reason="last-day")
    text = text_of_letter(letter(last))
    assert "ĐẾN HẠN HÔM NAY (1)" in text
    assert (
        "   Hạn cuối: thứ Hai, 20/03/2023 - HÔM NAY LÀ NGÀY CUỐI CHƯA TÍNH LÀ CHẬM\n"
        "   Lưu ý: Đã qua ngày đề nghị (thứ Sáu, 17/03/2023); chưa tính là chậm đến hết thứ Hai, 20/03/2023\n"
    ) in text
    assert subject(letter(last), VI) == (
        "Báo cáo công tác kiểm soát TTHC quý I/2023, hạn 20/03: hôm nay là ngày cuối chưa tính là chậm"
    )
    late = item(quarter, **days, today=date(2023, 3, 21), workdays=1, late=True, reason="overdue-1wd")
    text = text_of_letter(letter(late))
    assert "   Hạn cuối: thứ Hai, 20/03/2023 - QUÁ HẠN 1 NGÀY LÀM VIỆC\n" in text
    assert "Chưa tính là chậm" not in text


def test_where_nothing_is_moved_a_single_day_is_shown() -> None:
    # Sunday 19 March 2023 as it stands: asked for on the Friday, late on the Monday, no day between to name.
    alone = item(
        asked=date(2023, 3, 17), last_day=date(2023, 3, 19), rolled=True, today=date(2023, 3, 14), workdays=3
    )
    text = text_of_letter(letter(alone))
    assert "   Hạn cuối: thứ Sáu, 17/03/2023 - CÒN 3 NGÀY LÀM VIỆC\n" in text
    assert "; ngày cuối theo văn bản là ngày nghỉ, đề nghị nộp vào thứ Sáu, 17/03/2023\n" in text
    assert "19/03/2023" not in text


def test_the_calendar_asks_for_the_working_deadline_too() -> None:
    spared = item(
        asked=date(2023, 3, 17),
        last_day=date(2023, 3, 20),
        spared=True,
        alarm_on=date(2023, 3, 16),
        today=date(2023, 3, 14),
        workdays=3,
    )
    (event,) = Calendar.from_ical(calendar_of([spared], NOW)).walk("VEVENT")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2023, 3, 17), date(2023, 3, 18))
    assert "Chưa tính là chậm đến hết thứ Hai, 20/03/2023" in str(event["DESCRIPTION"])
    (alarm,) = event.walk("VALARM")
    # Eight in the morning of the day before.
    assert alarm.decoded("TRIGGER") == timedelta(hours=-16)


def test_what_the_document_does_not_say_is_not_quoted() -> None:
    ours = replace(KSTTHC, worded="", assumption="Lấy ngày cuối tháng.", tentative=True)
    text = text_of_letter(letter(item(ours)))
    assert (
        "   Văn bản: 490/KH-BHXH ngày 25/02/2022, IV.2; văn bản không ghi thời hạn của kỳ này, "
        "ngày nêu trên do cơ quan ấn định\n"
    ) in text
    assert "   Ngày tạm tính: Lấy ngày cuối tháng.\n" in text
    assert "Văn bản ghi" not in text
