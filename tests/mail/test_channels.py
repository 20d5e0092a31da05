"""Channels beside mail: what goes by which way, what it says, and what becomes of it when one fails."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from calendars.ladders import Ladder, Role
from engine.installation import Installation
from engine.mail.outcome import note_of
from engine.mail.short_text import MOST
from engine.rounds.audit import audit
from engine.rounds.report import Delivery
from engine.rounds.rounds import deliver_messages
from models import db, queries
from models.tables import Message as Mail
from tests.support import acts, cast, webhook
from tests.support.cast import at
from tests.support.mailroom import Mailroom, mailroom, text_of
from tests.support.webhook import DRIPS, HANGS

NOW = at("2026-09-23", 9)
"""Three working days after the last day, 18 September."""
SECRET = "tuyệt-mật/123"
SECRET_AS_SENT = "tuy%E1%BB%87t-m%E1%BA%ADt/123"


def ladder(*ways: str, rung: str = "escalate-head-3wd") -> Ladder:
    rungs = (replace(each, ways=ways) if each.name == rung else each for each in cast.LADDER.rungs)
    return replace(cast.LADDER, rungs=tuple(rungs))


def late(
    url: str,
    home: Path,
    ways_of: dict[str, dict[str, str]],
    *ways: str,
    roles: tuple[Role, ...] = (Role.HEAD,),
    units: tuple[str, ...] = ("TST",),
    obligations: Any = (),
    **settings: Any,
) -> Mailroom:
    """An office in which these units' heads are told on NOW, by these ways, that a report is 3 days late."""
    fields = {"channels": "on", "channel_timeout": 2, "channel_secrets": {"chat": SECRET}, **settings}
    room = mailroom(url, home, **fields)
    room.registry = cast.registry(*obligations, ladder=ladder(*ways), channels=ways_of, language="vi")
    for duty in room.registry.obligations:
        room.open(duty, "2026-Q3", at("2026-08-28"))
    for role in roles:
        room.tell(NOW, "escalate-head-3wd", role=role, units=units)
    room.compose(NOW)
    return room


def send(room: Mailroom, now: datetime = NOW) -> Delivery:
    return deliver_messages(Installation(room.settings, room.registry, room.engine), now, origin="test")


def by_way(room: Mailroom) -> list[tuple[str, str, str]]:
    """(recipient, way, state) of every message, oldest first."""
    return [(each.recipient, each.way or "mail", each.state.value) for each in room.messages()]


def short(room: Mailroom) -> Mail:
    (found,) = [each for each in room.messages() if each.way is not None]
    return found


# --- by which way ---


def test_a_rung_names_its_ways_and_what_its_addressee_lacks_is_mail(url: str, tmp_path: Path) -> None:
    channels = {"TST:head": {"chat": "json://chat.example/a"}}
    room = late(url, tmp_path, channels, "chat", roles=(Role.UNIT, Role.HEAD), units=("TST", "CSXH"))
    assert by_way(room) == [
        ("CSXH", "mail", "pending"),
        ("CSXH:head", "mail", "pending"),
        ("TST", "mail", "pending"),
        ("TST:head", "chat", "pending"),
    ]


def test_mail_and_chat_are_one_message_each(url: str, tmp_path: Path) -> None:
    room = late(url, tmp_path, {"TST:head": {"chat": "json://chat.example/a"}}, "mail", "chat")
    assert by_way(room) == [("TST:head", "mail", "pending"), ("TST:head", "chat", "pending")]
    with db.reading(room.engine) as s:
        told = [len(queries.notices(s, message_id=each.id)) for each in room.messages()]
    assert told == [1, 1]
    room.compose(NOW + timedelta(minutes=5))
    assert len(room.messages()) == 2


def test_without_the_operator_s_word_all_goes_by_mail(url: str, tmp_path: Path) -> None:
    room = late(url, tmp_path, {"TST:head": {"chat": "json://chat.example/a"}}, "chat", channels="off")
    assert by_way(room) == [("TST:head", "mail", "pending")]


def test_the_reminder_before_it_goes_by_mail(url: str, tmp_path: Path) -> None:
    room = late(url, tmp_path, {"TST": {"chat": "json://chat.example/a"}}, "chat", roles=(Role.UNIT,))
    later = NOW + timedelta(days=1)
    room.tell(later, "overdue-1wd", units=["TST"])
    room.compose(later)
    assert by_way(room) == [("TST", "chat", "pending"), ("TST", "mail", "pending")]


def test_a_channel_that_wakes_somebody_keeps_office_hours(url: str, tmp_path: Path) -> None:
    room = late(url, tmp_path, {"TST:head": {"chat": "json://127.0.0.1:9/a"}}, "chat")
    assert send(room, at("2026-09-23", 20)) == Delivery(0, 0, 0, 1, 0, None)


@pytest.mark.parametrize(
    ("url_of", "why"),
    [
        ("json://127.0.0.1:9/{secret.gone}", "channel_secrets lacks gone"),
        ("nosuch://x", "Apprise has no kind of service 'nosuch://'"),
    ],
)
def test_what_cannot_be_asked_goes_by_mail_at_once(url: str, tmp_path: Path, url_of: str, why: str) -> None:
    room = late(url, tmp_path, {"TST:head": {"chat": url_of}}, "chat")
    assert send(room) == Delivery(1, 1, 0, 0, 0, None)
    assert by_way(room) == [("TST:head", "chat", "cancelled"), ("TST:head", "mail", "sent")]
    assert acts.en(note_of(short(room))) == f"not reached, told by mail 2 instead: {why}"


def test_a_channel_taken_out_meanwhile_is_mail_and_no_failure(url: str, tmp_path: Path) -> None:
    room = late(url, tmp_path, {"TST:head": {"chat": "json://127.0.0.1:9/a"}}, "chat")
    room.registry = cast.registry(ladder=ladder("chat"), language="vi")
    assert send(room) == Delivery(1, 1, 0, 0, 0, None)
    (mail,) = room.files().values()
    assert "không gửi được tin nhắn" not in text_of(mail)
    with db.reading(room.engine) as s:
        assert queries.failing_ways(s) == []


def test_what_waits_over_a_day_is_merged_way_by_way(database_url: str, tmp_path: Path) -> None:
    """A mail and a chat of the 23rd, none of which left, and what was raised on the 24th."""
    room = late(database_url, tmp_path, {"TST:head": {"chat": "json://chat.example/a"}}, "mail", "chat")
    later = at("2026-09-24", 9)
    with db.session(room.engine) as s:
        (task,) = [each for each in queries.tasks(s) if each.unit == "TST"]
        said = (task.id or 0, 7, "escalate-head-3wd", Role.HEAD, "TST:head", "escalated-head", later)
        queries.add_notices(s, [queries.NewNotice(*said)])
    room.compose(later)
    assert by_way(room) == [
        ("TST:head", "mail", "cancelled"),
        ("TST:head", "chat", "cancelled"),
        ("TST:head", "mail", "pending"),
        ("TST:head", "chat", "pending"),
    ]
    mail, chat = room.messages()[2:]
    assert [each.merged_into for each in room.messages()] == [mail.id, chat.id, None, None]
    with db.reading(room.engine) as s:
        told = [len(queries.notices(s, message_id=each.id)) for each in room.messages()]
    assert told == [0, 0, 2, 2]


# --- with a real server ---


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
        "Bảo hiểm xã hội: Báo cáo công tác kiểm soát TTHC quý III/2026, hạn 18/09/2026: "
        "quá hạn 3 ngày làm việc"
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
        assert time.monotonic() - started < 6
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
