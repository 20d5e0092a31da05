"""A unit that no mail reaches: its head reads what it cannot, and whoever is in charge is told, once and then
weekly.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.installation import Installation
from engine.mail.outcome import note_of
from engine.overview.findings import Severity
from engine.rounds.audit import audit
from engine.rounds.rounds import run_round
from models import db, queries
from models.states import MessageState
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.mailroom import four_waiting, smtp_url, text_of
from tests.support.mailserver import Behaviour, Received, running
from tests.support.rounds import mornings, settings

pytestmark = pytest.mark.slow

GONE = "550 5.1.1 no such mailbox"
REGISTRY = cast.registry()


def office(engine: Engine, home: Path, server: Received, registry: object = REGISTRY) -> Installation:
    return Installation(settings(home, smtp=smtp_url(server.port)), registry, engine)  # type: ignore[arg-type]


def arrived(server: Received, address: str) -> list[str]:
    """The subjects of what arrived in a mailbox, in order."""
    return [str(mail["Subject"]) for _, to, mail in server.letters if address in to]


def test_a_mailbox_that_refuses_is_read_by_the_head_at_once(database_url: str, tmp_path: Path) -> None:
    with running(Behaviour(rcpt={"tst@bhxh.example": GONE})) as server:
        room = four_waiting(database_url, tmp_path, server.port, at("2026-09-17"))
        report = room.deliver(at("2026-09-17"))
        assert (report.sent, report.failed, report.dead, report.waiting) == (4, 0, 0, 0)
        (mail,) = [mail for _, to, mail in server.letters if to == ["lanhdao.tst@bhxh.example"]]
        assert "Thư này dành cho Ban Quản lý thu" in text_of(mail)
        message = room.message("TST")
        assert (message.state, message.address) == (MessageState.SENT, "lanhdao.tst@bhxh.example")
        assert message.answers == {"tst@bhxh.example": GONE, "lanhdao.tst@bhxh.example": "250 taken"}
        assert acts.en(note_of(message)) == f"tst@bhxh.example: {GONE}"


def test_a_mailbox_that_takes_mail_again_gets_its_own(database_url: str, tmp_path: Path) -> None:
    with running(Behaviour(rcpt={"tst@bhxh.example": GONE})) as server:
        room = four_waiting(database_url, tmp_path, server.port, at("2026-09-11"))
        room.deliver(at("2026-09-11"))
        server.behaviour.rcpt.clear()
        for day, rung in (("2026-09-17", "opened"), ("2026-09-18", "due-today")):
            room.tell(at(day), rung, units=["TST"])
            room.compose(at(day))
            room.deliver(at(day))
        to = [to for _, to, _ in server.letters if any("tst@" in each for each in to)]
        assert to == [["lanhdao.tst@bhxh.example"], ["tst@bhxh.example", "lanhdao.tst@bhxh.example"],
                      ["tst@bhxh.example"]]  # fmt: skip
        with db.reading(room.engine) as s:
            assert queries.refused_mailboxes(s) == {}


def test_the_owner_is_told_once_and_then_weekly(database: Engine, tmp_path: Path) -> None:
    """Refused for three weeks from 25 August on; the owner of the duty, VP, hears on three mornings."""
    with running(Behaviour(rcpt={"tst@bhxh.example": GONE})) as server:
        here = office(database, tmp_path, server)
        for now in mornings("2026-08-25", "2026-09-16"):
            run_round(here, now)
        assert (
            arrived(server, "vp@bhxh.example")
            == [
                "1 đơn vị không nhận được thư: Ban Quản lý thu",
            ]
            * 3
        )
        text = text_of(next(mail for _, to, mail in server.letters if to == ["vp@bhxh.example"]))
        assert "--- ĐƠN VỊ KHÔNG NHẬN ĐƯỢC THƯ (1) ---" in text
        why = f"(máy chủ thư trả lời: {GONE})"
        assert f"hộp thư tst@bhxh.example không nhận thư từ ngày 25/08/2026 {why}" in text
        with db.reading(database) as s:
            days = [each.at.date().isoformat() for each in queries.history(s, kind="unreachable-told")]
            (found,) = audit(s, REGISTRY, at("2026-09-16"))
        assert days == ["2026-08-26", "2026-09-03", "2026-09-10"]
        assert (found.code, found.severity) == ("mailbox-refuses", Severity.ERROR)
        assert acts.en(found.message).startswith(
            f"1 mailbox refuses mail (tst@bhxh.example since 2026-08-25: {GONE}): others read it in its place"
        )
        # Mended by the reminder of the 17th, on which VP is told a last time and not on the 24th.
        server.behaviour.rcpt.clear()
        for now in mornings("2026-09-17", "2026-09-24"):
            run_round(here, now)
        assert [
            each for each in arrived(server, "vp@bhxh.example")[4:] if "không nhận được thư" in each
        ] == []
        with db.reading(database) as s:
            assert audit(s, REGISTRY, at("2026-09-24")) == ()


def test_a_unit_without_an_address_is_told_from_the_first_day(database: Engine, tmp_path: Path) -> None:
    units = tuple(replace(unit, email=None) if unit.code == "TST" else unit for unit in cast.UNITS)
    with running() as server:
        here = office(database, tmp_path, server, cast.registry(units=units))
        run_round(here, at("2026-08-25"))
        assert arrived(server, "vp@bhxh.example") == ["1 đơn vị không nhận được thư: Ban Quản lý thu"]
        assert len(arrived(server, "lanhdao.tst@bhxh.example")) == 1
        text = text_of(next(mail for _, to, mail in server.letters if to == ["vp@bhxh.example"]))
        assert "1. Ban Quản lý thu: chưa có địa chỉ thư điện tử dùng được" in text
        assert "1. Ban Quản lý thu: has no usable mail address" in text


def test_a_mailbox_that_is_full_for_days_is_found_out_as_well(url: str, tmp_path: Path) -> None:
    full = {"tst@bhxh.example": "452 4.2.2 mailbox full"}
    with running(Behaviour(rcpt=full)) as server:
        room = four_waiting(url, tmp_path, server.port, at("2026-09-17"))
        for day in ("2026-09-17", "2026-09-18", "2026-09-21", "2026-09-22", "2026-09-23"):
            report = room.deliver(at(day))
        assert (report.sent, report.dead) == (1, 0)
        assert len(arrived(server, "lanhdao.tst@bhxh.example")) == 1
        with db.reading(room.engine) as s:
            assert [(each.address, each.said) for each in queries.refused_mailboxes(s).values()] == [
                ("tst@bhxh.example", "452 4.2.2 mailbox full")
            ]


def test_when_everybody_refuses_it_is_a_dead_letter_with_all_answers(url: str, tmp_path: Path) -> None:
    boxes = ("tst", "lanhdao.tst", "vp", "dondoc", "lanhdao")
    with running(Behaviour(rcpt={f"{box}@bhxh.example": GONE for box in boxes})) as server:
        room = four_waiting(url, tmp_path, server.port, at("2026-09-17"))
        report = room.deliver(at("2026-09-17"))
        assert (report.sent, report.dead) == (3, 1)
        dead = room.message("TST")
        assert dead.state is MessageState.DEAD
        assert dead.answers is not None
        assert "tst@bhxh.example" in dead.answers
