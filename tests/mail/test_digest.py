"""What a recipient's digest holds, and what is left out because it was answered or changed meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from calendars.ladders import Role
from engine.mail.digest import Part
from language import from_text
from models import db
from models.states import MessageState
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.mailroom import Mailroom, mailroom, text_of

OPENED = at("2026-08-27")
TODAY = at("2026-09-17")  # Thursday; the quarter's last day is Friday the 18th
LATE = at("2026-09-25")  # Friday, five working days after it


@pytest.fixture
def room(url: str, tmp_path: Path) -> Mailroom:
    """Files for an outbox; the quarterly duty of TST, CSXH, TCKT and tinh-15 is open."""
    made = mailroom(url, tmp_path, cast.QUARTERLY, cast.PLANS, cast.WHOLE_PLAN)
    assert made.open("kstthc-quy", "2026-Q3", OPENED) == 4
    return made


def test_one_message_for_each_recipient(room: Mailroom) -> None:
    room.tell(TODAY)
    assert room.compose(TODAY) == 4
    assert room.compose(TODAY) == 0
    assert [m.recipient for m in room.messages()] == ["CSXH", "TCKT", "TST", "tinh-15"]
    tst = room.message("TST")
    assert (tst.round_key, tst.kind, tst.address) == ("2026-09-17", "digest", "tst@bhxh.example")
    # The same in every database that queues it: a restored one sends no second mail under another name.
    assert tst.message_id_header == "<2026-09-17.TST.031127e0d9c2b03b@dondoc.bhxh.example>"
    assert room.deliver(TODAY).sent == 4
    assert room.compose(TODAY) == 0
    assert room.deliver(TODAY + timedelta(hours=1)).sent == 0


def test_what_a_morning_raises_in_several_rounds_is_one_mail(room: Mailroom) -> None:
    room.tell(TODAY, units=["TST"])
    room.compose(TODAY)
    first = room.message("TST").message_id_header
    assert room.open("ke-hoach", "2027", TODAY) == 3
    room.tell(TODAY, "opened", units=["TST"], obligation="ke-hoach")
    assert room.compose(TODAY) == 1
    assert room.message("TST").message_id_header == first
    room.deliver(TODAY)
    (mail,) = room.files().values()
    assert "1 việc sắp đến hạn và 1 việc mới giao" in text_of(mail)


@pytest.mark.slow
def test_what_is_raised_after_the_mail_has_left_waits_for_the_next_morning(room: Mailroom) -> None:
    room.tell(TODAY, units=["TST"])
    room.compose(TODAY)
    room.deliver(TODAY)
    room.tell(TODAY, "due-today", units=["TST"])
    assert room.compose(TODAY + timedelta(hours=2)) == 0
    tomorrow = at("2026-09-18")
    assert room.compose(tomorrow) == 1
    assert room.deliver(tomorrow).sent == 1
    assert len(room.files()) == 2


def test_only_some_tasks_under_a_key_of_their_own(room: Mailroom) -> None:
    room.tell(TODAY)
    with db.reading(room.engine) as s:
        from models import queries

        (task,) = queries.tasks(s, unit="TCKT")
    assert room.compose(TODAY, kind="resend", round_key="rerun-1", only=Part([task.id])) == 1
    (message,) = room.messages()
    assert (message.recipient, message.kind, message.round_key) == ("TCKT", "resend", "rerun-1")


def test_answered_tasks_are_left_out_and_an_empty_mail_is_cancelled(room: Mailroom) -> None:
    room.open("ke-hoach", "2027", TODAY)
    room.tell(TODAY, units=["TST", "CSXH"])
    room.compose(TODAY)
    room.submit("TST", TODAY)
    room.submit("CSXH", TODAY)
    room.submit("CSXH", TODAY, obligation="ke-hoach")
    report = room.deliver(TODAY)
    assert (report.sent, report.cancelled, report.waiting) == (1, 1, 0)
    (mail,) = room.files().values()
    assert "Kế hoạch năm của đơn vị năm 2027" in text_of(mail)
    assert "TTHC" not in text_of(mail)
    assert room.message("CSXH").state is MessageState.CANCELLED


def test_an_old_deadlines_notice_says_nothing_about_the_new_one(room: Mailroom) -> None:
    room.tell(LATE, "overdue-1wd", units=["TST"])
    room.compose(LATE)
    room.extend(
        "TST",
        LATE,
        last_day=date(2026, 10, 9),
        working_deadline=date(2026, 10, 9),
        late_from=at("2026-10-10", 0),
        deadline_no=1,
    )
    assert room.deliver(LATE).cancelled == 1
    room.tell(LATE, "opened", units=["TST"])
    room.compose(at("2026-09-28"))
    room.deliver(at("2026-09-28"))
    (mail,) = room.files().values()
    # From Monday the 28th to Friday 9 October: nine working days after today.
    assert "thứ Sáu, 09/10/2026 - CÒN 9 NGÀY LÀM VIỆC" in text_of(mail)
    assert "Đã gia hạn: hạn ban đầu là thứ Sáu, 18/09/2026" in text_of(mail)


def test_the_owner_gets_counts_and_names(room: Mailroom) -> None:
    room.submit("CSXH", TODAY)
    room.tell(LATE, "escalate-owner-5wd", role=Role.OWNER, units=["TST"])
    room.compose(LATE)
    room.deliver(LATE)
    (mail,) = room.files().values()
    assert mail["To"].addresses[0].addr_spec == "vp@bhxh.example"
    assert mail["Subject"] == ("Báo cáo công tác kiểm soát TTHC quý III/2026, hạn 18/09: 3/4 đơn vị chưa nộp")
    text = text_of(mail)
    assert "3/4 chưa nộp: Ban Quản lý thu; Ban Tài chính kế toán; BHXH Lào Cai" in text
    # From the 18th, not counted, to the 25th: 21, 22, 23, 24, 25.
    assert "QUÁ HẠN 5 NGÀY LÀM VIỆC" in text
    # The owner does not answer itself.
    assert mail["Reply-To"].addresses[0].addr_spec == "dondoc@bhxh.example"


def test_the_head_and_the_leadership(room: Mailroom) -> None:
    room.tell(LATE, "escalate-head-3wd", role=Role.HEAD, units=["TST"])
    room.tell(LATE, "escalate-leadership-10wd", role=Role.LEADERSHIP, units=["TST"])
    room.extend("TCKT", LATE, last_day=date(2026, 10, 9), late_from=at("2026-10-10", 0), deadline_no=1)
    room.compose(LATE)
    room.deliver(LATE)
    head, leadership = room.files().values()
    assert head["To"].addresses[0].addr_spec == "lanhdao.tst@bhxh.example"
    assert head["Reply-To"].addresses[0].addr_spec == "vp@bhxh.example"
    assert "Kính gửi: Lãnh đạo Ban Quản lý thu" in text_of(head)
    assert leadership["To"].addresses[0].addr_spec == "lanhdao@bhxh.example"
    # Late only: the extended unit is none of the leadership's business yet.
    # None of the four has sent it, three of them are late.
    assert "3/4 quá hạn, chưa nộp: Ban Quản lý thu; Ban Chính sách BHXH; BHXH Lào Cai" in text_of(leadership)


def test_the_plan_that_needs_others_says_who_is_missing(room: Mailroom) -> None:
    now = at("2026-12-10")
    room.open("ke-hoach", "2027", now)
    room.open("tong-hop", "2027", now)
    room.submit("CSXH", now, obligation="ke-hoach")
    room.tell(now, "opened", obligation="tong-hop")
    room.compose(now)
    room.deliver(now)
    (mail,) = room.files().values()
    assert "Còn thiếu: 2/3 đơn vị chưa nộp Kế hoạch năm của đơn vị năm 2027: Văn phòng; Ban Quản lý thu" in (
        text_of(mail)
    )


def test_a_unit_without_address_is_reached_through_its_owner(room: Mailroom) -> None:
    mute = room.having(cast.unit("TST", "Ban Quản lý thu", email="not an address", head_email=None))
    mute.tell(TODAY, units=["TST"])
    mute.tell(TODAY, "escalate-head-3wd", role=Role.HEAD, units=["TST", "CSXH"])
    mute.compose(TODAY)
    assert mute.message("TST").address == "vp@bhxh.example"
    mute.deliver(TODAY)
    head_of_csxh, unit, head, owner = mute.files().values()
    assert owner["Subject"] == "1 đơn vị không nhận được thư: Ban Quản lý thu"
    for mail, whose in ((unit, "Ban Quản lý thu"), (head, "Lãnh đạo Ban Quản lý thu")):
        assert mail["To"].addresses[0].addr_spec == "vp@bhxh.example"
        assert f"(Thư này dành cho {whose}, nhưng đơn vị chưa có địa chỉ" in text_of(mail)
    assert head_of_csxh["To"].addresses[0].addr_spec == "lanhdao.csxh@bhxh.example"
    assert "dành cho" not in text_of(head_of_csxh)


def test_an_owner_without_address_leaves_the_office(room: Mailroom) -> None:
    nobody = room.having(
        cast.unit("TST", "Ban Quản lý thu", email=None, head_email=None),
        cast.unit("VP", "Văn phòng", email=None, head_email=None),
    )
    nobody.tell(TODAY, units=["TST"])
    nobody.compose(TODAY)
    nobody.deliver(TODAY)
    unit, owner = nobody.files().values()
    for mail in (unit, owner):
        assert mail["To"].addresses[0].addr_spec == "dondoc@bhxh.example"


def test_a_dissolved_units_mail_goes_to_its_successor(room: Mailroom) -> None:
    ending = replace(
        cast.unit("TCKT", "Ban Tài chính kế toán", email="tckt@bhxh.example"),
        to=date(2026, 9, 17),
        successor="TST",
    )
    room.tell(TODAY, units=["TCKT"])
    after = room.having(ending)
    after.compose(TODAY)
    after.deliver(TODAY)
    (mail,) = after.files().values()
    assert mail["To"].addresses[0].addr_spec == "tst@bhxh.example"


def test_a_duty_that_left_the_registry_is_still_told(room: Mailroom) -> None:
    room.tell(TODAY, units=["TST"])
    without = Mailroom(room.engine, cast.registry(cast.PLANS), room.settings)
    without.compose(TODAY)
    assert without.deliver(TODAY).sent == 1
    (mail,) = without.files().values()
    assert "Nhiệm vụ đã bỏ khỏi danh mục quý III/2026" in text_of(mail)
    assert "thứ Sáu, 18/09/2026" in text_of(mail)


def test_a_rolled_deadline_is_explained(room: Mailroom) -> None:
    # Before Sunday 19 March 2028: the 18th is a Saturday, so Friday the 17th is asked for, and nobody is late
    # until the end of Monday the 20th.
    now: datetime = at("2028-03-17")
    room.open("kstthc-quy", "2028-Q1", now)
    room.tell(now, units=["TST"])
    room.compose(now)
    room.deliver(now)
    mail = list(room.files().values())[-1]
    text = text_of(mail)
    assert "Đề nghị nộp chậm nhất: thứ Sáu, 17/03/2028 - HÔM NAY" in text
    assert "Chưa tính là chậm: đến hết thứ Hai, 20/03/2028, vì ngày cuối rơi vào ngày nghỉ" in text
    assert "Hạn cuối: thứ Hai, 20/03/2028" not in text
    # The cast's calendar is verified until the end of 2026.
    assert "lịch nghỉ lễ của thời gian này chưa được xác nhận" in text


def test_a_broken_task_holds_up_nobody_else(room: Mailroom) -> None:
    room.tell(TODAY, units=["TST", "CSXH"])
    room.compose(TODAY)
    room.extend("TST", TODAY, last_day=date(2800, 1, 1), late_from=at("2800-01-02", 0))
    report = room.deliver(TODAY)
    assert (report.sent, report.dead) == (1, 1)
    assert "its letter cannot be written" in acts.en(from_text(room.message("TST").last_error or ""))
