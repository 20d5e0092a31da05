"""Channels beside mail, with a real server: what arrives, and what becomes of it when it refuses or hangs."""

from __future__ import annotations

import itertools
import logging
import socket
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from calendars.ladders import Role
from config.settings import Settings
from desk.web import contents
from engine.installation import Installation
from engine.links import keys, tokens
from engine.mail import short_delivery
from engine.mail.outcome import note_of
from engine.mail.short_text import MOST
from engine.rounds.audit import audit
from engine.rounds.report import Delivery
from engine.rounds.rounds import run_round
from engine.tasks.acts import TaskRef
from language import say
from models import db, queries
from tests.support import acts, cast, webhook
from tests.support.cast import at
from tests.support.late_office import NOW, SECRET, SECRET_AS_SENT, by_way, ladder, late, send, short
from tests.support.mailroom import smtp_url, text_of
from tests.support.rounds import mornings
from tests.support.webhook import DRIPS, HANGS


@pytest.mark.slow
def test_it_arrives_once_short_and_with_its_secret(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with webhook.listening() as hook:
        channels = {"TST:head": {"chat": hook.url("hook/{secret.chat}")}}
        room = late(url, tmp_path, channels, "chat")
        assert send(room) == Delivery(1, 0, 0, 0, 0, None)
        assert send(room, NOW + timedelta(hours=1)) == Delivery(0, 0, 0, 0, 0, None)
    said = (
        "Bảo hiểm xã hội: Báo cáo công tác kiểm soát TTHC quý III/2026, "
        "hạn 18/09/2026: quá hạn 3 ngày làm việc"
    )
    assert hook.got == [(f"/hook/{SECRET_AS_SENT}", said)]
    assert (short(room).subject, short(room).address) == (said, "chat")
    assert room.files() == {}
    assert SECRET not in caplog.text
    assert SECRET_AS_SENT not in caplog.text


@pytest.mark.long
def test_several_are_one_message_with_the_gravest_named(url: str, tmp_path: Path) -> None:
    more = [
        replace(cast.QUARTERLY, code=f"bc-{n}", title=f"Báo cáo số {n} " + "rất dài " * 40) for n in (1, 2)
    ]
    with webhook.listening() as hook:
        channels = {"TST": {"chat": hook.url()}}
        room = late(url, tmp_path, channels, "chat", roles=(Role.UNIT,), obligations=[cast.QUARTERLY, *more])
        assert send(room) == Delivery(1, 0, 0, 0, 0, None)
    (text,) = hook.texts
    assert text.startswith("Bảo hiểm xã hội: 3 việc quá hạn, gấp nhất: Báo cáo")
    assert len(text) <= MOST


@pytest.mark.long
def test_refused_three_times_it_goes_by_mail_which_says_so(url: str, tmp_path: Path) -> None:
    with webhook.listening(500) as hook:
        channels = {"TST:head": {"chat": hook.url("{secret.chat}")}}
        room = late(url, tmp_path, channels, "chat")
        assert send(room) == Delivery(0, 1, 0, 1, 0, None)
        assert send(room, NOW + timedelta(minutes=6)) == Delivery(0, 1, 0, 1, 0, None)
        assert room.files() == {}
        assert send(room, NOW + timedelta(minutes=22)) == Delivery(1, 1, 0, 0, 0, None)
        assert len(hook.got) == 3
    (mail,) = room.files().values()
    assert mail["To"].addresses[0].addr_spec == "lanhdao.tst@bhxh.example"
    assert (
        "Từ ngày 23/09/2026 hệ thống không gửi được tin nhắn qua kênh chat, nên báo bằng thư này."
        in text_of(mail)
    )
    why = (
        "not reached, told by mail 2 instead: the service did not take the message: "
        "Failed to send JSON POST notification: Internal server error., error=500."
    )
    assert acts.en(note_of(short(room))) == why
    with db.reading(room.engine) as s:
        found = [
            each for each in audit(s, room.registry, NOW + timedelta(minutes=22)) if "channel" in each.code
        ]
    assert [each.code for each in found] == ["channel-fails"]
    assert acts.en(found[0].message).startswith(
        "1 channel takes no messages (TST:head (chat)): the service did"
    )


@pytest.mark.long
def test_a_mail_that_goes_anyway_tells_it_and_no_second_one_is_sent(url: str, tmp_path: Path) -> None:
    with webhook.listening(500) as hook:
        room = late(url, tmp_path, {"TST:head": {"chat": hook.url()}}, "mail", "chat")
        for minutes in (0, 6, 22):
            send(room, NOW + timedelta(minutes=minutes))
    assert by_way(room) == [("TST:head", "mail", "sent"), ("TST:head", "chat", "cancelled")]
    assert short(room).merged_into == 1


@pytest.mark.long
@pytest.mark.parametrize("answer", [HANGS, DRIPS])
def test_one_that_never_ends_holds_up_nobody(url: str, tmp_path: Path, answer: int) -> None:
    """Two units' hooks on the slow machine, a third on another, and a mail."""
    with webhook.listening(answer) as slow, webhook.listening() as quick:
        channels = {
            "CSXH:head": {"chat": slow.url("a")},
            "TCKT:head": {"chat": slow.url("b")},
            "TST:head": {"chat": quick.url("c")},
        }
        units = ("CSXH", "TCKT", "TST", "tinh-15")
        room = late(url, tmp_path, channels, "chat", units=units)
        started = time.monotonic()
        assert send(room) == Delivery(2, 2, 0, 2, 0, None)
        assert time.monotonic() - started < 60  # it has an end
        assert [path for path, _ in slow.got] == ["/a"]
        assert [path for path, _ in quick.got] == ["/c"]
    assert [each.recipient for each in room.messages() if each.state.value == "sent"] == [
        "tinh-15:head",
        "TST:head",
    ]
    assert acts.en(note_of(room.message("CSXH:head"))) == "the service did not answer within 2 seconds"


@pytest.mark.long
def test_a_service_may_not_pass_it_on_to_another_machine(url: str, tmp_path: Path) -> None:
    with webhook.listening(307) as hook:
        room = late(url, tmp_path, {"TST:head": {"chat": hook.url("a")}}, "chat")
        send(room)
    assert [path for path, _ in hook.got] == ["/a"]


@pytest.mark.long
def test_a_channel_that_takes_messages_again_is_told_of_no_more(url: str, tmp_path: Path) -> None:
    with webhook.listening(200, 500, 500, 500) as hook:
        room = late(url, tmp_path, {"TST:head": {"chat": hook.url()}}, "chat")
        for minutes in (0, 6, 22):
            send(room, NOW + timedelta(minutes=minutes))
        with db.reading(room.engine) as s:
            assert [(each.recipient, each.way) for each in queries.failing_ways(s)] == [("TST:head", "chat")]
        later = at("2026-09-24", 9)
        room.tell(later, "escalate-head-3wd", role=Role.HEAD, units=["CSXH"])
        with db.session(room.engine) as s:
            (task,) = [each for each in queries.tasks(s) if each.unit == "TST"]
            row = queries.NewNotice(task.id or 0, 1, "escalate-head-3wd", Role.HEAD, "TST:head", "x", later)
            queries.change(
                s, task, task.state, event=queries.Happening(later, "extended", "t", "cli"), deadline_no=1
            )
            queries.add_notices(s, [row])
        room.compose(later)
        send(room, later)
        with db.reading(room.engine) as s:
            assert queries.failing_ways(s) == []


@pytest.mark.long
def test_the_link_is_sent_and_not_kept(url: str, tmp_path: Path) -> None:
    """The head's, which is to read: who has it may not answer."""
    keys.ensure(tmp_path)
    with webhook.listening() as hook:
        page = {"page_url": "https://noibo.bhxh.example/don-doc"}
        room = late(url, tmp_path, {"TST:head": {"chat": hook.url()}}, "chat", **page)
        send(room)
    (text,) = hook.texts
    said, _, link = text.rpartition(" ")
    assert said.endswith("quá hạn 3 ngày làm việc")
    assert link.startswith("https://noibo.bhxh.example/don-doc/l/")
    assert len(text) <= MOST
    assert "noibo" not in (short(room).subject or "")
    opened = {"today": NOW.date(), "generation": lambda _: 0}
    found = tokens.opened(keys.read(tmp_path), link.rpartition("/")[2], **opened)
    assert (found.unit, found.acts) == ("TST", False)


@pytest.mark.long
def test_an_english_office_is_told_in_english(url: str, tmp_path: Path) -> None:
    with webhook.listening() as hook:
        room = late(url, tmp_path, {"TST:head": {"chat": hook.url()}}, "chat", mail_language="en")
        send(room)
    assert hook.texts == [
        "Social Security: Quarterly report on the control of procedures, Q3 2026, due 18 September 2026: "
        "3 working days overdue"
    ]


@pytest.mark.long
def test_rounds_tell_each_escalation_once_by_its_way(database: Engine, tmp_path: Path) -> None:
    """Mornings from the first reminder to ten working days after the last day; nobody answers. The chat has
    the escalation of the 23rd alone, to the head of TST, and the mails have all the rest."""
    with webhook.listening() as hook:
        channels = {"TST:head": {"chat": hook.url()}}
        registry = cast.registry(ladder=ladder("chat"), channels=channels, language="vi")
        given = Settings(home=tmp_path, channels="on", go_live=date(2026, 8, 1))
        for now in mornings("2026-08-28", "2026-10-05"):
            run_round(Installation(given, registry, database), now)
            run_round(Installation(given, registry, database), now + timedelta(hours=2), origin="again")
    assert len(hook.texts) == 1
    with db.reading(database) as s:
        sent = {(each.recipient, each.way, each.round_key) for each in queries.outbox_rows(s, limit=None)}
    heads = {each for each in sent if each[0].endswith(":head") and each[2] == "2026-09-23"}
    assert heads == {
        ("TST:head", "chat", "2026-09-23"),
        *((f"{code}:head", None, "2026-09-23") for code in ("CSXH", "TCKT", "tinh-15")),
    }
    assert [each for each in sent if each[1] is not None] == [("TST:head", "chat", "2026-09-23")]


@pytest.mark.long
def test_a_mail_server_that_is_away_holds_up_no_channel(url: str, tmp_path: Path) -> None:
    with webhook.listening() as hook, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        smtp = smtp_url(closed.getsockname()[1])
        room = late(url, tmp_path, {"TST:head": {"chat": hook.url()}}, "mail", "chat", smtp=smtp)
        done = send(room)
    assert (done.sent, done.waiting, done.problem is None) == (1, 1, False)
    assert len(hook.texts) == 1


@pytest.mark.long
def test_owner_and_leadership_are_told_how_many_and_how_late(url: str, tmp_path: Path) -> None:
    with webhook.listening() as hook:
        channels = {"VP": {"chat": hook.url("vp")}, "leadership": {"chat": hook.url("ld")}}
        roles, units = (Role.OWNER, Role.LEADERSHIP), ("TST", "CSXH")
        room = late(url, tmp_path, channels, "chat", roles=roles, units=units)
        send(room)
    duty = "Báo cáo công tác kiểm soát TTHC quý III/2026, hạn 18/09/2026"
    assert sorted(hook.got) == [
        ("/ld", f"Bảo hiểm xã hội: 4 đơn vị quá hạn, gấp nhất: {duty}: quá hạn 3 ngày làm việc"),
        ("/vp", f"Bảo hiểm xã hội: {duty}: 4/4 đơn vị chưa nộp, quá hạn 3 ngày làm việc"),
    ]


@pytest.mark.long
def test_a_failing_channel_that_is_taken_out_is_nothing_to_mend(url: str, tmp_path: Path) -> None:
    with webhook.listening(500) as hook:
        room = late(url, tmp_path, {"TST:head": {"chat": hook.url()}}, "mail", "chat")
        for minutes in (0, 6, 22):
            send(room, NOW + timedelta(minutes=minutes))
    room.registry = cast.registry(ladder=ladder("mail"), language="vi")
    later = at("2026-09-24", 9)
    room.tell(later, "escalate-owner-5wd", role=Role.HEAD, units=["TST"])
    room.compose(later)
    send(room, later)
    assert ["không gửi được tin nhắn" in text_of(mail) for mail in room.files().values()] == [False, False]
    with db.reading(room.engine) as s:
        assert [each.code for each in audit(s, room.registry, later) if "channel" in each.code] == []


@pytest.mark.long
def test_of_two_senders_one_sends_and_what_a_dead_one_held_is_sent_after_its_lease(
    database_url: str, tmp_path: Path
) -> None:
    with webhook.listening() as hook:
        room = late(database_url, tmp_path, {"TST:head": {"chat": hook.url()}}, "chat")
        with db.session(room.engine) as s:
            (held,) = queries.claim_messages(s, NOW, worker="dead", lease=timedelta(minutes=5), by_mail=False)
        assert held.way == "chat"
        assert send(room, NOW + timedelta(minutes=4)) == Delivery(0, 0, 0, 1, 0, None)
        assert send(room, NOW + timedelta(minutes=6)) == Delivery(1, 0, 0, 0, 0, None)
        with db.session(room.engine) as s:
            assert not queries.mark_sent(s, held.id, worker="dead", at=NOW)
    assert len(hook.texts) == 1


@pytest.mark.long
def test_a_run_has_its_bounds(url: str, tmp_path: Path) -> None:
    """Each look at the clock says that 12 seconds more have gone: one message takes a minute."""
    with webhook.listening() as hook:
        units = ("CSXH", "TCKT", "TST")
        channels = {f"{code}:head": {"chat": hook.url(code)} for code in units}
        room = late(url, tmp_path, channels, "chat", units=units)
        here = Installation(room.settings, room.registry, room.engine)
        done = short_delivery.deliver(here, NOW, timer=itertools.count(0, 12).__next__)
        assert (done.sent, done.waiting) == (1, 2)
        assert short_delivery.deliver(here, NOW + timedelta(minutes=5)).sent == 2
    assert sorted(path for path, _ in hook.got) == ["/CSXH", "/TCKT", "/TST"]


@pytest.mark.long
def test_a_unit_s_page_says_by_which_channel_it_was_told(url: str, tmp_path: Path) -> None:
    with webhook.listening() as hook:
        room = late(url, tmp_path, {"TST": {"chat": hook.url()}}, "chat", roles=(Role.UNIT,))
        send(room)
    with db.reading(room.engine) as s:
        page = contents.Reader(s, room.registry, NOW).task_page(
            "TST", TaskRef("kstthc-quy", "2026-Q3", "TST")
        )
    assert page is not None
    assert [say(each.what, "vi", "page") for each in page.history][-1] == (
        "Đã báo qua kênh chat: Bảo hiểm xã hội: Báo cáo công tác kiểm soát TTHC quý III/2026, "
        "hạn 18/09/2026: quá hạn 3 ngày làm việc"
    )
