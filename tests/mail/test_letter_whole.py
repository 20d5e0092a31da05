"""A letter tells the whole: what else the unit owes, and why its report came back or its day was moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from calendars.ladders import Role
from calendars.periods import parse
from engine.mail.language import VI
from engine.mail.letter import Audience
from engine.mail.subject import subject
from engine.tasks.acts import By
from models import db
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.letters import KSTTHC, item, letter
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
    assert "1. Kế hoạch năm của đơn vị năm 2027: hạn cuối thứ Ba, 15/12/2026" in also
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
        "[Đôn đốc] Còn 5 ngày làm việc: Kế hoạch cải cách hành chính năm 2027 (hạn 15/12/2026)"
    )
    assert subject(letter(due, audience=Audience.HEAD), VI).endswith("năm 2027 (hạn 15/12/2026)")


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
    assert f", thay cho {name}: hạn cuối thứ Ba, 15/12/2026" in vi
    assert f"On behalf of: {name}" in en
    assert f"Trong đó có việc tiếp nhận từ {name}, ghi ở từng việc; mã việc giữ nguyên.\n" in vi.replace(
        "\r", ""
    )
    assert f"Some of it was taken over from {name}, as each task says" in en
    assert html.count(name) == 6
