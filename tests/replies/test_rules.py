"""Whose reply is recorded, whose waits, whose is refused: on real mails out of a Maildir."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from engine.replies.said import Said
from language import from_text
from models.states import ReplyState, TaskState
from tests.support.acts import en
from tests.support.mailroom import text_of
from tests.support.replying import READ, Correspondence, correspondence, reply_to, saying, sent

RECORDED, WAITING, REFUSED, IGNORED = (
    ReplyState.RECORDED, ReplyState.WAITING, ReplyState.REFUSED, ReplyState.IGNORED
)  # fmt: skip


def why(office: Correspondence) -> list[str]:
    reply = office.replies()[-1]
    return [en(from_text(each)) for each in reply.heard.get("why", ())]  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_sure_reply_is_recorded_as_the_unit_and_confirmed_in_one_short_mail(office: Correspondence) -> None:
    office.arrive(reply_to(office.message()))
    report = office.read(sent())
    assert (report.counts, report.answered, report.problem) == ({RECORDED: 1}, 1, None)
    task = office.task()
    assert (task.state, task.document_no) == (TaskState.SUBMITTED, "123/BC")
    assert [(event.kind, event.actor, event.reason) for event in office.history()] == [
        ("submitted", "Họ Đệm Tên (TST)", ""),
        ("reply", "Họ Đệm Tên (TST)", "đã gửi, số 123/BC ngày 14/09/2026"),
    ]
    (answer,) = office.answers()
    assert [name[:15] for name in office.room.files() if "-reply-" in name] == [
        "2026-09-14T1000"
    ]  # not in UTC
    assert answer["To"].addresses[0].addr_spec == "tst@bhxh.example"
    assert answer["Auto-Submitted"] == "auto-replied"
    assert answer["In-Reply-To"] == office.reply().message_id_header
    assert office.message().message_id_header in answer["References"]
    assert text_of(answer).splitlines()[:4] == [
        "Kính gửi Họ Đệm Tên,",
        "",
        "Hệ thống đã ghi nhận từ thư trả lời của đơn vị:",
        "- kstthc-quy/2026-Q3: báo cáo đã gửi ngày 14/09/2026 số 123/BC",
    ]


@pytest.mark.slow
def test_nothing_is_read_twice(office: Correspondence) -> None:
    office.arrive(reply_to(office.message()))
    office.read(sent())
    assert office.read(sent()).counts == {}
    assert len(office.answers()) == 1


@pytest.mark.slow
def test_a_replay_is_passed_over(office: Correspondence) -> None:
    mail = reply_to(office.message())
    office.arrive(mail)
    office.read(sent())
    office.arrive(mail)
    office.read(sent(number="999/BC"))
    assert office.states() == [RECORDED, IGNORED]
    assert office.task().document_no == "123/BC"
    assert len(office.answers()) == 1


@pytest.mark.slow
def test_another_units_reply_is_refused(office: Correspondence) -> None:
    office.arrive(reply_to(office.message(), sender="csxh@bhxh.example"))
    office.read(sent())
    assert office.states() == [REFUSED]
    assert why(office) == ["the mail went to TST, but CSXH answers (csxh@bhxh.example)"]
    assert office.untouched()


@pytest.mark.slow
def test_an_address_that_is_no_units_waits_and_gets_no_mail(office: Correspondence) -> None:
    office.arrive(reply_to(office.message(), sender="Lan <lan.nt@gmail.example>"))
    office.read(sent())
    assert office.states() == [WAITING]
    assert why(office) == ["lan.nt@gmail.example is no address of TST"]
    assert office.untouched()


@pytest.mark.slow
def test_the_head_may_answer_for_the_unit(office: Correspondence) -> None:
    office.arrive(reply_to(office.message(), sender="LanhDao.TST@bhxh.example"))
    office.read(sent())
    assert office.states() == [RECORDED]


@pytest.mark.slow
def test_a_mail_of_the_unit_that_answers_nothing_waits(office: Correspondence) -> None:
    office.arrive(reply_to(None))
    office.read(sent())
    assert office.states() == [WAITING]
    assert office.untouched()


def test_other_peoples_mail_is_none_of_ours_and_leaves_no_trace(office: Correspondence) -> None:
    office.arrive(reply_to(None, "Kính mời họp", sender="someone@elsewhere.example"))
    office.read(sent())
    reply = office.reply()
    assert (reply.state, reply.sender, reply.subject, reply.text) == (IGNORED, None, "", "")


@pytest.mark.slow
def test_two_senders_are_nobody(office: Correspondence) -> None:
    """It answers a mail of ours, so that it is kept for somebody to see."""
    office.arrive(reply_to(office.message(), sender="tst@bhxh.example, csxh@bhxh.example"))
    office.read(sent())
    assert office.states() == [REFUSED]
    assert office.untouched()


@pytest.mark.slow
def test_an_automatic_mail_is_never_answered(office: Correspondence) -> None:
    office.arrive(reply_to(office.message()))
    office.read(hear=saying(sent(), automatic=True))
    assert office.states() == [IGNORED]
    assert office.untouched()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("header", "state"),
    [
        ("mx.bhxh.example; dmarc=pass header.from=bhxh.example", RECORDED),
        ("mx.bhxh.example; dkim=pass (2048-bit key) header.d=bhxh.example", RECORDED),
        ("mx.bhxh.example 1; spf=pass smtp.mailfrom=tst@bhxh.example; dkim=none", RECORDED),
        ("mx.bhxh.example; auth=pass smtp.auth=tst@bhxh.example", RECORDED),
        ("mx.bhxh.example; dmarc=fail header.from=bhxh.example; dkim=pass header.d=bhxh.example", REFUSED),
        ("mx.bhxh.example; dkim=pass header.d=evil.example", REFUSED),
        ("mx.bhxh.example; spf=pass smtp.mailfrom=a@evil.example", REFUSED),
        ("mx.evil.example; dmarc=pass header.from=bhxh.example", REFUSED),
        ("mx.bhxh.example; dmarc=pass header.from=evil.example", REFUSED),
        ("mx.bhxh.example; none", REFUSED),
    ],
)  # fmt: skip
def test_the_offices_own_server_must_vouch_where_the_office_asks(
    url: str, tmp_path: Path, header: str, state: ReplyState
) -> None:
    office = correspondence(url, tmp_path, replies_authserv="mx.bhxh.example")
    office.arrive(reply_to(office.message(), headers=[("Authentication-Results", header)]))
    office.read(sent())
    assert office.states() == [state]
    assert state is RECORDED or office.untouched()


@pytest.mark.slow
def test_a_header_that_the_sender_brought_along_proves_nothing(url: str, tmp_path: Path) -> None:
    """Our server's is on top and says fail; the forged one lies below it, in the name of our server after
    another's."""
    office = correspondence(url, tmp_path, replies_authserv="mx.bhxh.example")
    forged = ("Authentication-Results", "mx.bhxh.example; dkim=pass header.d=bhxh.example")
    for top in (
        ("Authentication-Results", "relay.other.example; dkim=pass header.d=bhxh.example"),
        ("Authentication-Results", "mx.bhxh.example; dmarc=fail header.from=bhxh.example"),
    ):
        office.arrive(reply_to(office.message(), headers=[top, forged]))
    office.read(sent())
    assert office.states() == [REFUSED, REFUSED]
    assert office.untouched()


@pytest.mark.slow
def test_without_a_result_nothing_is_believed(url: str, tmp_path: Path) -> None:
    office = correspondence(url, tmp_path, replies_authserv="mx.bhxh.example")
    office.arrive(reply_to(office.message()))
    office.arrive(reply_to(None))
    office.read(sent())
    assert office.states() == [REFUSED, REFUSED]


@pytest.mark.slow
def test_an_unsure_reply_waits_and_says_so(office: Correspondence) -> None:
    office.arrive(reply_to(office.message()))
    office.read(sent(sure=False), sent(reference="khong-co/2026-Q3", line="khong-co: đã gửi"))
    assert office.states() == [WAITING]
    assert office.task().state is TaskState.OPEN
    (answer,) = office.answers()
    assert text_of(answer).splitlines()[2:5] == [
        "Chưa ghi nhận, đang chờ người phụ trách xem:",
        "- “đã gửi, số 123/BC ngày 14/09/2026”: chưa chắc đã hiểu đúng",
        "- “khong-co: đã gửi”: TST không có việc khong-co/2026-Q3",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "named", ["kstthc-quy/2026-Q3", "KSTTHC-QUY 2026-q3", "kstthc-quy/2026-Q3/TST", "kstthc-quy: 2026-Q3."]
)
def test_a_task_is_named_as_people_write_it(office: Correspondence, named: str) -> None:
    office.arrive(reply_to(office.message()))
    office.read(sent(reference=named))
    assert (office.states(), office.task().document_no) == ([RECORDED], "123/BC")


@pytest.mark.slow
def test_what_the_task_cannot_take_waits_with_the_reason(office: Correspondence) -> None:
    office.arrive(reply_to(office.message()))
    office.read(sent(dated=date(2026, 9, 20)))
    item = office.reply().heard["items"][0]
    assert [en(from_text(each)) for each in item["why"]] == [  # type: ignore[arg-type]
        "a report cannot have been sent on 2026-09-20: today is 2026-09-14; give the day on which it was sent"
    ]


@pytest.mark.slow
def test_an_extension_and_not_ours_become_requests(office: Correspondence) -> None:
    from engine.tasks.requests import all_waiting
    from models import db

    office.arrive(reply_to(office.message()))
    office.arrive(reply_to(office.message("CSXH"), sender="csxh@bhxh.example"))
    more = Said("extension", until=date(2026, 9, 25), reason="chờ số liệu", line="xin gia hạn đến 25/9")
    office.read(more)
    with db.reading(office.room.engine) as s:
        found = [(task.unit, each.kind, each.to, each.reason, each.actor) for task, each in all_waiting(s)]
    assert found == [
        ("TST", "asked-extension", date(2026, 9, 25), "chờ số liệu", "Họ Đệm Tên (TST)"),
        ("CSXH", "asked-extension", date(2026, 9, 25), "chờ số liệu", "csxh@bhxh.example (CSXH)"),
    ]
    assert office.states() == [RECORDED, RECORDED]


@pytest.mark.slow
def test_days_more_count_from_the_last_day(office: Correspondence) -> None:
    office.arrive(reply_to(office.message()))
    office.read(Said("extension", days=5, reason="chờ số liệu", line="xin thêm 5 ngày"))
    assert office.history()[0].data["to"] == "2026-09-23"
    # Friday the 18th and five working days.
    office.arrive(reply_to(office.message("CSXH"), sender="csxh@bhxh.example"))
    office.read(
        Said("extension", days=5, workdays=True, reason="chờ số liệu", line="xin thêm 5 ngày làm việc")
    )
    assert office.history("CSXH")[0].data["to"] == "2026-09-25"


@pytest.mark.slow
def test_progress_and_acknowledgement_leave_the_task_open(office: Correspondence) -> None:
    office.arrive(reply_to(office.message()))
    office.read(Said("progress", percent=40, line="được 40%"))
    office.arrive(reply_to(office.message("CSXH"), sender="csxh@bhxh.example"))
    office.read(Said("acknowledged", line="Đã nhận được thư"))
    assert office.states() == [RECORDED, RECORDED]
    assert office.task().state is TaskState.OPEN
    assert len(office.answers()) == 1  # thanks are not answered
    assert office.task("CSXH").state is TaskState.OPEN
    assert [each.kind for each in office.history("CSXH")] == ["acknowledged", "reply"]


@pytest.mark.slow
def test_thanks_for_what_is_sent_already_wait_for_nobody(office: Correspondence) -> None:
    office.arrive(reply_to(office.message()))
    office.read(sent())
    office.arrive(reply_to(office.message()))
    office.read(Said("acknowledged", line="Đã nhận, xin cảm ơn"))
    assert office.states() == [RECORDED, RECORDED]
    assert office.task().state is TaskState.SUBMITTED


@pytest.mark.slow
def test_an_answer_to_a_mail_of_before_the_return_waits(office: Correspondence) -> None:
    from engine.answers import answers
    from engine.tasks.acts import By, TaskRef, acting

    office.arrive(reply_to(office.message()))
    office.read(sent())
    with acting(office.here, READ + timedelta(hours=1), By("anh")) as act:
        ref = TaskRef("kstthc-quy", "2026-Q3", "TST")
        answers.return_report(act, ref, new_day=date(2026, 9, 25), reason="thiếu biểu 2")
    office.arrive(reply_to(office.message(), message_id="<again@bhxh.example>"))
    office.read(sent(), now=READ + timedelta(hours=2))
    assert office.states() == [RECORDED, WAITING]
    assert office.task().state is TaskState.OPEN


@pytest.mark.slow
def test_two_programs_that_answer_each_other_come_to_an_end(office: Correspondence) -> None:
    """One that hides that it is a program, and quotes what we wrote as its own words."""
    office.arrive(reply_to(office.message()))
    for turn in range(12):
        office.read(sent(number=f"{turn}/BC"), now=READ + timedelta(minutes=5 * turn))
        answers = office.answers()
        newest = max(answers, key=lambda mail: mail["Date"].datetime)
        answer = reply_to(office.message(), message_id=f"<loop{turn}@bhxh.example>")
        del answer["In-Reply-To"]
        answer["In-Reply-To"] = str(newest["Message-ID"])
        office.arrive(answer)
    assert len(office.answers()) == 6


@pytest.mark.slow
def test_a_reply_to_our_confirmation_is_about_the_same_mail(office: Correspondence) -> None:
    office.arrive(reply_to(office.message()))
    office.read(sent(number=None))
    (confirmation,) = office.answers()
    mail = reply_to(None, message_id="<more@bhxh.example>")
    mail["In-Reply-To"] = str(confirmation["Message-ID"])
    office.arrive(mail)
    office.read(sent())
    assert office.states() == [RECORDED, RECORDED]
    assert office.task().document_no == "123/BC"
