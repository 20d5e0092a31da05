"""Channels beside mail: what goes by which way, and what cannot be asked at all."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from calendars.ladders import Role
from engine.mail.outcome import note_of
from engine.rounds.report import Delivery
from models import db, queries
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.late_office import NOW, again, by_way, ladder, late, send, short
from tests.support.mailroom import text_of


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


def test_a_secret_is_struck_out_of_what_apprise_says(url: str, tmp_path: Path) -> None:
    channels = {"TST:head": {"chat": "json://{secret.machine}:9/a"}}
    room = late(url, tmp_path, channels, "chat", channel_secrets={"machine": "127.0.0.1"})
    assert send(room) == Delivery(0, 1, 0, 1, 0, None)
    assert acts.en(note_of(short(room))) == (
        "the service did not take the message: A Connection error occurred sending JSON notification to ***."
    )


def test_a_channel_taken_out_meanwhile_is_mail_and_no_failure(url: str, tmp_path: Path) -> None:
    room = late(url, tmp_path, {"TST:head": {"chat": "json://127.0.0.1:9/a"}}, "chat")
    room.registry = cast.registry(ladder=ladder("chat"), language="vi")
    assert send(room) == Delivery(1, 1, 0, 0, 0, None)
    (mail,) = room.files().values()
    assert "không gửi được tin nhắn" not in text_of(mail)
    with db.reading(room.engine) as s:
        assert queries.failing_ways(s) == []


def test_what_no_mail_carries_yet_is_not_told_beside_it(url: str, tmp_path: Path) -> None:
    """Files are written at any hour, a chat waits for the office: what is raised between waits for the next
    morning by both ways, and is not told twice."""
    early, channels = at("2026-09-23", 6), {"TST:head": {"chat": "json://127.0.0.1:9/a"}}
    room = late(url, tmp_path, channels, "mail", "chat", now=early, units=("TST",))
    send(room, early)
    again(room, early + timedelta(minutes=30))
    room.compose(early + timedelta(minutes=30))
    assert by_way(room) == [("TST:head", "mail", "sent"), ("TST:head", "chat", "pending")]
    with db.reading(room.engine) as s:
        assert [len(queries.notices(s, message_id=each.id)) for each in room.messages()] == [1, 1]
        assert [each.message_id for each in queries.unsent_notices(s, lock=False)] == [None]


def test_a_short_message_that_was_merged_was_not_told_by_mail(url: str, tmp_path: Path) -> None:
    """Seen: 'not reached, told by mail 2 instead', where number 2 was the next morning's short message."""
    room = late(url, tmp_path, {"TST:head": {"chat": "json://127.0.0.1:9/a"}}, "chat")
    send(room)
    again(room, at("2026-09-24", 9))
    room.compose(at("2026-09-24", 9))
    send(room, at("2026-09-24", 9))
    assert by_way(room) == [("TST:head", "chat", "cancelled"), ("TST:head", "chat", "pending")]
    assert acts.en(note_of(room.messages()[0])) == "merged into mail 2"


def test_what_waits_over_a_day_is_merged_way_by_way(database_url: str, tmp_path: Path) -> None:
    """A mail and a chat of the 23rd, none of which left, and what was raised on the 24th."""
    room = late(database_url, tmp_path, {"TST:head": {"chat": "json://chat.example/a"}}, "mail", "chat")
    later = at("2026-09-24", 9)
    again(room, later)
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
