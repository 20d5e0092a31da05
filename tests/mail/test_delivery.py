"""Delivering to a real server and into a folder: back-off, dead letters, quiet time, what stops a run."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path

import pytest

from engine.mail import outbox
from language import from_text
from models import db, queries
from models.states import MessageState
from tests.support import acts
from tests.support.cast import at
from tests.support.mailroom import four_waiting, mailroom, smtp_url, text_of
from tests.support.mailserver import Behaviour, running

TODAY = at("2026-09-17")
IN_ITS_PLACE = tuple(f"{box}@bhxh.example" for box in ("tst", "lanhdao.tst", "vp", "dondoc", "lanhdao"))
"""TST, and everybody who reads in its place: its head, the duty's owner, the office, the leadership."""


@pytest.mark.slow
def test_everything_arrives_over_one_connection(database_url: str, tmp_path: Path) -> None:
    with running() as server:
        room = four_waiting(database_url, tmp_path, server.port, TODAY)
        report = room.deliver(TODAY)
        assert report == outbox.DeliveryReport(sent=4)
        assert server.connections == 1
        assert {to[0] for _, to, _ in server.letters} == {
            "csxh@bhxh.example",
            "tckt@bhxh.example",
            "tst@bhxh.example",
            "tinh-15@bhxh.example",
        }
        message = room.message("TST")
        assert message.state is MessageState.SENT
        assert message.subject == (
            "Báo cáo công tác kiểm soát TTHC quý III/2026, hạn 18/09: còn 1 ngày làm việc"
        )
        assert message.message_id_header in server.ids
        mail = next(mail for _, to, mail in server.letters if to == ["tst@bhxh.example"])
        assert mail["Date"].datetime - TODAY < timedelta(seconds=60)
        assert "Kính gửi: Ban Quản lý thu" in text_of(mail)


@pytest.mark.slow
def test_a_second_run_has_nothing_to_do_and_does_not_connect(url: str, tmp_path: Path) -> None:
    with running() as server:
        room = four_waiting(url, tmp_path, server.port, TODAY)
        room.deliver(TODAY)
        assert room.deliver(TODAY + timedelta(hours=1)) == outbox.DeliveryReport()
        assert server.connections == 1


@pytest.mark.slow
def test_refused_by_everybody_is_a_dead_letter_and_the_others_leave(url: str, tmp_path: Path) -> None:
    rcpt = dict.fromkeys(IN_ITS_PLACE, "550 5.1.1 no such mailbox")
    with running(Behaviour(rcpt=rcpt)) as server:
        room = four_waiting(url, tmp_path, server.port, TODAY)
        report = room.deliver(TODAY)
        assert (report.sent, report.dead, report.waiting) == (3, 1, 0)
        dead = room.message("TST")
        assert dead.state is MessageState.DEAD
        assert dead.last_error == "tst@bhxh.example: 550 5.1.1 no such mailbox"
        server.behaviour.rcpt.clear()
        assert room.deliver(at("2026-09-18")).sent == 0
        with db.session(room.engine) as s:
            assert dead.id is not None
            assert queries.revive(s, [dead.id], at=at("2026-09-18")) == 1
        assert room.deliver(at("2026-09-18")).sent == 1
        assert server.ids[-1] == dead.message_id_header


@pytest.mark.slow
def test_refused_for_now_backs_off(url: str, tmp_path: Path) -> None:
    rcpt = {"tst@bhxh.example": "451 4.7.1 try again later"}
    with running(Behaviour(rcpt=rcpt)) as server:
        room = four_waiting(url, tmp_path, server.port, TODAY)
        report = room.deliver(TODAY)
        assert (report.sent, report.failed, report.waiting) == (3, 1, 1)
        waits, now = [], TODAY
        for _ in range(5):
            message = room.message("TST")
            assert message.state is MessageState.PENDING
            waits.append(round((message.next_attempt_at - now).total_seconds() / 60))
            assert room.deliver(message.next_attempt_at - timedelta(seconds=1)).failed == 0
            now = message.next_attempt_at
            if not 8 <= now.astimezone(room.registry.office.zone).hour < 17:
                break
            assert room.deliver(now).failed == 1
        # 08:00, 08:05, 08:20, 09:20, 13:20; then 17:20, when the office is closed.
        assert waits == [5, 15, 60, 240, 240]
        assert room.message("TST").last_error == "tst@bhxh.example: 451 4.7.1 try again later"
        server.behaviour.rcpt.clear()
        friday = at("2026-09-18")
        assert room.deliver(friday).sent == 1
        assert len(set(server.ids)) == 4


@pytest.mark.slow
def test_it_is_given_up_after_three_working_days(url: str, tmp_path: Path) -> None:
    rcpt = dict.fromkeys(IN_ITS_PLACE, "452 4.2.2 mailbox full")
    with running(Behaviour(rcpt=rcpt)) as server:
        room = four_waiting(url, tmp_path, server.port, TODAY)
        # Thursday, Friday, Monday, Tuesday: the weekend does not count.
        for day in ("2026-09-17", "2026-09-18", "2026-09-21", "2026-09-22"):
            room.deliver(at(day))
            assert room.message("TST").state is MessageState.PENDING
        room.deliver(at("2026-09-23"))
        message = room.message("TST")
        assert message.state is MessageState.DEAD
        assert acts.en(from_text(message.last_error or "")) == (
            "given up after 3 working days: tst@bhxh.example: 452 4.2.2 mailbox full"
        )


def test_no_server_stops_the_run_with_one_message(url: str, tmp_path: Path) -> None:
    with running() as server:
        room = four_waiting(url, tmp_path, server.port, TODAY)
    report = room.deliver(TODAY)
    assert report.problem is not None
    assert acts.en(report.problem).startswith(
        f"cannot reach the mail server 127.0.0.1:{server.port}: Connection refused"
    )
    assert (report.sent, report.failed, report.dead, report.waiting) == (0, 0, 0, 4)
    assert {(m.state, m.attempts) for m in room.messages()} == {(MessageState.PENDING, 0)}


@pytest.mark.slow
def test_a_server_that_goes_away_half_way_leaves_the_rest_pending(url: str, tmp_path: Path) -> None:
    with running(Behaviour(data=["250 ok", "drop", "drop", "drop"])) as server:
        room = four_waiting(url, tmp_path, server.port, TODAY)
        report = room.deliver(TODAY)
        assert (report.sent, report.failed, report.waiting) == (1, 2, 3)
        assert report.problem is not None
        assert "3 times in a row" in acts.en(report.problem)
        assert sorted(m.attempts for m in room.messages()) == [0, 1, 1, 1]
        assert room.deliver(TODAY + timedelta(minutes=6)).sent == 3
        assert len(server.ids) == len(set(server.ids)) == 4


@pytest.mark.slow
def test_mail_leaves_in_office_hours_only(url: str, tmp_path: Path) -> None:
    evening = at("2026-09-18", 17)  # Friday, as the office closes
    with running() as server:
        room = four_waiting(url, tmp_path, server.port, evening)
        message = room.message("TST")
        assert message.not_before == at("2026-09-21")
        assert message.round_key == "2026-09-21"
        for now in (evening, at("2026-09-19", 10), at("2026-09-21", 7, 59, 59)):
            report = room.deliver(now)
            assert (report.sent, report.waiting, report.problem) == (0, 4, None)
        assert server.connections == 0
        assert room.deliver(at("2026-09-21")).sent == 4


@pytest.mark.slow
def test_a_backlog_does_not_leave_at_night_either(url: str, tmp_path: Path) -> None:
    with running() as server:
        room = four_waiting(url, tmp_path, server.port, TODAY)
        assert room.deliver(at("2026-09-17", 16, 59, 59), limit=1).sent == 1
        assert room.deliver(at("2026-09-17", 17)).sent == 0
        assert room.deliver(at("2026-09-18")).sent == 3


def test_the_limit(url: str, tmp_path: Path) -> None:
    with running() as server:
        room = four_waiting(url, tmp_path, server.port, TODAY)
        report = room.deliver(TODAY, limit=3)
        assert (report.sent, report.waiting) == (3, 1)


def test_files_are_written_at_once_at_any_hour(url: str, tmp_path: Path) -> None:
    night = at("2026-09-19", 22, 30)  # Saturday
    room = mailroom(url, tmp_path)
    room.open("kstthc-quy", "2026-Q3", at("2026-08-27"))
    room.tell(night, units=["TST"])
    room.compose(night)
    assert room.deliver(night).sent == 1
    (name,) = room.files()
    assert name == f"2026-09-19T2230-TST-digest-{room.message('TST').id}.eml"


@pytest.mark.slow
def test_a_full_folder_keeps_the_rest_pending(url: str, tmp_path: Path) -> None:
    room = mailroom(url, tmp_path, outbox_max_files=3)
    room.open("kstthc-quy", "2026-Q3", at("2026-08-27"))
    room.tell(TODAY)
    room.compose(TODAY)
    report = room.deliver(TODAY)
    assert (report.sent, report.waiting) == (3, 1)
    assert report.problem is not None
    assert "is full: it holds 3 files" in acts.en(report.problem)
    assert room.messages(MessageState.PENDING)[0].attempts == 0
    for old in list(room.settings.outbox.iterdir()):
        old.unlink()
    assert room.deliver(TODAY).sent == 1


def test_an_outbox_folder_that_cannot_be_made(url: str, tmp_path: Path) -> None:
    room = mailroom(url, tmp_path)
    (tmp_path / "outbox").write_text("in the way")
    room.open("kstthc-quy", "2026-Q3", at("2026-08-27"))
    room.tell(TODAY)
    room.compose(TODAY)
    report = room.deliver(TODAY)
    assert (report.sent, report.waiting) == (0, 4)
    assert "cannot write to the outbox folder" in acts.en(report.problem)


@pytest.mark.slow
def test_a_broken_template_of_the_office_sets_its_letters_aside(url: str, tmp_path: Path) -> None:
    config = tmp_path / "config"
    (config / "templates").mkdir(parents=True)
    template = config / "templates" / "letter.vi.txt.j2"
    template.write_text("Xin chào {{ letter.nobody }}")
    room = mailroom(url, tmp_path, config=config)
    room.open("kstthc-quy", "2026-Q3", at("2026-08-27"))
    room.tell(TODAY)
    room.compose(TODAY)
    report = room.deliver(TODAY)
    assert (report.sent, report.dead, report.waiting) == (0, 4, 0)
    why = acts.en(from_text(room.message("TST").last_error or ""))
    assert "a mail template is broken: " in why
    assert str(config) in why
    template.write_text("Xin chào {{ letter.recipient.name }}")
    with db.session(room.engine) as s:
        assert queries.revive(s, [each.id or 0 for each in room.messages()], at=TODAY) == 4
    assert room.deliver(TODAY).sent == 4
    assert {text_of(mail).strip() for mail in room.files().values()} >= {"Xin chào Ban Quản lý thu"}


def test_a_sender_address_that_cannot_be_used(url: str, tmp_path: Path) -> None:
    room = mailroom(url, tmp_path, mail_from="nobody")
    room.open("kstthc-quy", "2026-Q3", at("2026-08-27"))
    room.tell(TODAY)
    room.compose(TODAY)
    report = room.deliver(TODAY)
    assert (report.sent, report.waiting) == (0, 4)
    assert "set mail_from" in acts.en(report.problem)


def test_a_port_that_speaks_something_else(url: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        room = mailroom(url, tmp_path, smtp=smtp_url(other.getsockname()[1]), smtp_timeout=1)
        room.open("kstthc-quy", "2026-Q3", at("2026-08-27"))
        room.tell(TODAY)
        room.compose(TODAY)
        report = room.deliver(TODAY)
    assert "did not answer in time" in acts.en(report.problem)
    assert report.waiting == 4
