"""One letter that cannot be made is set aside with its reason; the others leave, and somebody is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from calendars.ladders import Role
from engine.installation import Installation
from engine.mail.trial import template_fault
from engine.overview.findings import Severity
from engine.rounds.audit import audit
from engine.rounds.rounds import run_round
from language import from_text
from models import db
from models.states import MessageState
from models.tables import task as t
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.mailroom import four_waiting, mailroom, smtp_url
from tests.support.mailserver import Behaviour, running
from tests.support.rounds import settings

TODAY = at("2026-09-17")


@pytest.mark.slow
def test_the_round_the_audit_and_the_outbox_tell_of_it(url: str, tmp_path: Path) -> None:
    config = tmp_path / "config"
    (config / "templates").mkdir(parents=True)
    (config / "templates" / "letter.txt.j2").write_text(
        "{{ [][0] if letter.recipient.name == 'Ban Quản lý thu' else letter.recipient.name }}"
    )
    with running() as server:
        given = settings(tmp_path, smtp=smtp_url(server.port), config=config)
        here = Installation(given, cast.registry(), db.engine_for(url))
        report = run_round(here, at("2026-08-25"))
        assert len(server.letters) == 3
    assert (report.sent, report.failed, report.clean) == (3, 1, False)
    (found,) = report.findings
    assert (found.code, found.severity, found.count) == ("dead-letters", Severity.ERROR, 1)
    assert acts.en(found.message).startswith("1 message was given up (TST; a mail template is broken: ")
    with db.reading(here.engine) as s:
        assert audit(s, here.registry, at("2026-08-25")) == report.findings


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("{{ letter.today + 1 }}", "TypeError: unsupported operand"),
        ("{{ letter.nobody }}", "has no attribute 'nobody'"),
        ("{% if %}", "Expected an expression"),
    ],
)
def test_a_template_of_the_office_that_fails(url: str, tmp_path: Path, wrong: str, why: str) -> None:
    config = tmp_path / "config"
    (config / "templates").mkdir(parents=True)
    template = config / "templates" / "letter.txt.j2"
    template.write_text(f"Xin chào {wrong}")
    with running() as server:
        room = four_waiting(url, tmp_path, server.port, TODAY).having(config=config)
        fault = template_fault(room.registry, room.settings, TODAY.date())
        assert why in acts.en(fault)
        assert str(config) in acts.en(fault)
        report = room.deliver(TODAY)
        assert (report.sent, report.dead, report.waiting, report.problem) == (0, 4, 0, None)
        assert why in acts.en(from_text(room.message("TST").last_error or ""))
        template.write_text("Xin chào {{ letter.recipient.name }}")
        assert template_fault(room.registry, room.settings, TODAY.date()) is None


@pytest.mark.slow
def test_a_template_that_fails_for_one_letter_holds_up_no_other(url: str, tmp_path: Path) -> None:
    config = tmp_path / "config"
    (config / "templates").mkdir(parents=True)
    (config / "templates" / "letter.txt.j2").write_text(
        "{{ letter.today + 1 if letter.recipient.name == 'Ban Quản lý thu' else letter.recipient.name }}"
    )
    with running() as server:
        room = four_waiting(url, tmp_path, server.port, TODAY).having(config=config)
        report = room.deliver(TODAY)
        assert (report.sent, report.dead) == (3, 1)
    assert room.message("TST").state is MessageState.DEAD


def test_a_task_that_no_letter_can_tell_holds_up_no_other(url: str, tmp_path: Path) -> None:
    """A period that no calendar has, as a hand in the database or a fault of ours leaves it."""
    with running() as server:
        room = four_waiting(url, tmp_path, server.port, TODAY)
        with db.session(room.engine) as s:
            s.execute(update(t).where(t.c.unit == "TST").values(period="2026-Q9"))
        report = room.deliver(TODAY)
        assert (report.sent, report.dead) == (3, 1)
        assert len(server.letters) == 3
    dead = room.message("TST")
    assert dead.state is MessageState.DEAD
    assert "2026-Q9" in acts.en(from_text(dead.last_error or ""))


def test_the_templates_that_come_with_the_program_make_every_letter(url: str, tmp_path: Path) -> None:
    for language in ("vi", "vi+en", "en"):
        room = mailroom(url, tmp_path, mail_language=language)
        assert template_fault(room.registry, room.settings, TODAY.date()) is None


@pytest.mark.slow
def test_a_server_that_refuses_every_letter_is_told_at_once(url: str, tmp_path: Path) -> None:
    """451 to every MAIL: nothing leaves, and neither the round nor the audit calls that healthy."""
    with running(Behaviour(mail=["451 4.3.0 try later"] * 9)) as server:
        registry = cast.registry()
        here = Installation(settings(tmp_path, smtp=smtp_url(server.port)), registry, db.engine_for(url))
        report = run_round(here, at("2026-08-25"))
        assert (report.sent, report.failed, report.clean) == (0, 4, False)
        (found,) = report.findings
        assert acts.en(found.message) == (
            "no mail leaves, 4 wait to be tried again (451 4.3.0 try later): check the mail server"
        )


@pytest.mark.slow
def test_one_busy_mailbox_is_no_finding_yet(url: str, tmp_path: Path) -> None:
    with running(Behaviour(rcpt={"tst@bhxh.example": "451 4.7.1 try again later"})) as server:
        registry = cast.registry()
        here = Installation(settings(tmp_path, smtp=smtp_url(server.port)), registry, db.engine_for(url))
        report = run_round(here, at("2026-08-25"))
        assert (report.sent, report.failed, report.findings) == (3, 1, ())


@pytest.mark.slow
def test_a_head_is_escalated_to_though_another_letter_fails(url: str, tmp_path: Path) -> None:
    config = tmp_path / "config"
    (config / "templates").mkdir(parents=True)
    (config / "templates" / "letter.txt.j2").write_text(
        "{{ letter.items[0].ref if letter.items else 1 / 0 }}"
    )
    with running() as server:
        room = four_waiting(url, tmp_path, server.port, TODAY).having(config=config)
        room.tell(TODAY, "escalate-owner-5wd", role=Role.OWNER)
        room.compose(TODAY)
        report = room.deliver(TODAY)
    assert (report.sent, report.dead) == (4, 1)
    assert acts.en(from_text(room.message("VP").last_error or "")) == (
        "this letter cannot be written: ZeroDivisionError: division by zero"
    )
