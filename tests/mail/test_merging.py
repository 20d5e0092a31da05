"""One recipient, one morning, one mail, also after a mail outage; and another try for what was given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from calendars.rules import After
from config.registry.objects import Cycle
from engine.installation import Installation
from engine.mail import outbox
from engine.mail.digest import Part
from engine.mail.letter_contents import Reader
from engine.mail.outcome import note_of
from engine.rounds.rounds import Steps, run_round
from models import db, queries
from models.states import MessageState
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.mailroom import four_waiting, smtp_url, text_of
from tests.support.mailserver import Behaviour, running
from tests.support.rounds import mornings, settings

REGISTRY = cast.registry()
IN_ITS_PLACE = tuple(f"{box}@bhxh.example" for box in ("tst", "lanhdao.tst", "vp", "dondoc", "lanhdao"))
"""TST, and everybody who reads in its place."""


def waiting(engine: Engine) -> list[tuple[str, str]]:
    with db.reading(engine) as s:
        rows = queries.outbox_rows(s, state=MessageState.PENDING, limit=None)
        return sorted((row.recipient, row.round_key) for row in rows)


@pytest.mark.slow
def test_after_four_weeks_without_a_mail_server_everybody_gets_one_mail(
    database: Engine, tmp_path: Path
) -> None:
    """The third quarter from its opening to the leadership: 11 mails to TST were made, one leaves."""
    with running() as server:
        port = server.port
    away = settings(tmp_path, smtp=smtp_url(port))
    for now in mornings("2026-08-25", "2026-10-02"):
        report = run_round(Installation(away, REGISTRY, database), now)
        assert report.sent == 0
    heads = ["CSXH:head", "TCKT:head", "TST:head", "tinh-15:head"]
    assert waiting(database) == sorted(
        [
            *((unit, "2026-09-25") for unit in ("CSXH", "TCKT", "TST", "tinh-15")),
            *((head, "2026-09-23") for head in heads),
            ("VP", "2026-09-25"),
            ("leadership", "2026-10-02"),
        ]
    )
    with running() as server:
        here = settings(tmp_path, smtp=smtp_url(server.port))
        done = outbox.deliver(Installation(here, REGISTRY, database), at("2026-10-02", 9))
        assert (done.sent, done.failed, done.dead, done.waiting) == (10, 0, 0, 0)
        to = [recipients[0] for _, recipients, _ in server.letters]
        assert len(to) == len(set(to)) == 10
        mail = next(mail for _, to, mail in server.letters if to == ["tst@bhxh.example"])
        assert text_of(mail).count("1. Báo cáo công tác kiểm soát TTHC quý III/2026") == 1
        assert "QUÁ HẠN" in text_of(mail)


@pytest.mark.slow
def test_what_was_merged_says_into_what_and_its_notices_go_along(database: Engine, tmp_path: Path) -> None:
    with running() as server:
        port = server.port
    away = Installation(settings(tmp_path, smtp=smtp_url(port)), REGISTRY, database)
    for day in ("2026-08-25", "2026-09-04", "2026-09-11"):
        run_round(away, at(day))
    with db.reading(database) as s:
        rows = {row.round_key: row for row in queries.outbox_rows(s, recipient="TST")}
        newest = rows["2026-09-11"]
        assert [(key, row.state.value, row.merged_into) for key, row in sorted(rows.items())] == [
            ("2026-08-25", "cancelled", newest.id),
            ("2026-09-04", "cancelled", newest.id),
            ("2026-09-11", "pending", None),
        ]
        told = [(n.reason, n.message_id) for n in queries.notices(s, recipient="TST")]
    assert told == [("opened", newest.id), ("reminder-10wd", newest.id), ("reminder-5wd", newest.id)]


def test_a_question_of_a_merged_mail_is_asked_by_the_newest(database: Engine, tmp_path: Path) -> None:
    """Two quarters' questions about one event are asked once, and stand in the letter that leaves."""
    event = replace(
        cast.QUARTERLY,
        code="su-kien",
        owed_by=("TST",),
        cycle=Cycle.EVENT,
        only=None,
        due=replace(cast.QUARTERLY.due, day=None, after=After("event", workdays=5)),
    )
    registry = cast.registry(event)
    with running() as server:
        port = server.port
    away = settings(tmp_path, smtp=smtp_url(port))
    for day in ("2026-08-25", "2026-10-01"):
        run_round(Installation(away, registry, database), at(day))
    assert waiting(database) == [("VP", "2026-10-01")]
    with db.reading(database) as s:
        (message,) = queries.outbox_rows(s, state=MessageState.PENDING)
        letters = Reader(s, registry, away, at("2026-10-01")).letters([message])  # type: ignore[list-item]
    ((letter, _),) = letters.values()
    assert [ask.code for ask in letter.events] == ["su-kien"]


@pytest.mark.slow
def test_dead_letters_that_are_revived_leave_as_one(database_url: str, tmp_path: Path) -> None:
    rcpt = dict.fromkeys(IN_ITS_PLACE, "550 5.1.1 no such mailbox")
    with running(Behaviour(rcpt=rcpt)) as server:
        room = four_waiting(database_url, tmp_path, server.port, at("2026-09-11"))
        room.deliver(at("2026-09-11"))
        for day, rung in (("2026-09-17", "opened"), ("2026-09-18", "due-today")):
            room.tell(at(day), rung, units=["TST"])
            room.compose(at(day))
            room.deliver(at(day))
        dead = [each.id for each in room.messages(MessageState.DEAD)]
        assert len(dead) == 3
        server.behaviour.rcpt.clear()
        before = len(server.letters)
        with db.session(room.engine) as s:
            assert queries.revive(s, [each for each in dead if each], at=at("2026-09-21")) == 3
        assert room.deliver(at("2026-09-21")).sent == 1
        assert len(server.letters) == before + 1
        with db.reading(room.engine) as s:
            rows = queries.outbox_rows(s, recipient="TST")
        assert [(row.state.value, row.merged_into) for row in rows] == [
            ("sent", None),
            ("cancelled", dead[2]),
            ("cancelled", dead[2]),
        ]


@pytest.mark.slow
def test_a_revived_letter_has_its_days_and_attempts_again(url: str, tmp_path: Path) -> None:
    """Given up on 23 September, revived a month later: one busy answer must not give it up at once."""
    rcpt = dict.fromkeys(IN_ITS_PLACE, "452 4.2.2 mailbox full")
    with running(Behaviour(rcpt=rcpt)) as server:
        room = four_waiting(url, tmp_path, server.port, at("2026-09-17"))
        for day in ("2026-09-17", "2026-09-18", "2026-09-21", "2026-09-22", "2026-09-23"):
            room.deliver(at(day))
        dead = room.message("TST")
        assert dead.state is MessageState.DEAD
        with db.session(room.engine) as s:
            queries.revive(s, [dead.id or 0], at=at("2026-10-23"))
        assert room.deliver(at("2026-10-23")).failed == 1
        again = room.message("TST")
        assert (again.state, again.attempts) == (MessageState.PENDING, 1)
        wait = again.next_attempt_at - at("2026-10-23") - timedelta(minutes=5)
        assert wait < timedelta(minutes=1)
        server.behaviour.rcpt.clear()
        assert room.deliver(again.next_attempt_at).sent == 1


@pytest.mark.slow
def test_what_is_queued_on_one_day_stays_apart(url: str, tmp_path: Path) -> None:
    """A mail that somebody asked for beside the morning's is not held back for it, nor put into it."""
    now = at("2026-09-17")
    with running() as server:
        room = four_waiting(url, tmp_path, server.port, now)
        with db.reading(room.engine) as s:
            ids = [task.id for task in queries.tasks(s, unit="TST")]
        room.tell(now, "opened", units=["TST"])
        room.compose(now, kind="resend", round_key="rerun-1", only=Part([each for each in ids if each]))
        assert room.deliver(now).sent == 5


def test_the_outbox_says_into_which_mail(database: Engine, tmp_path: Path) -> None:
    with running() as server:
        port = server.port
    away = Installation(settings(tmp_path, smtp=smtp_url(port)), REGISTRY, database)
    run_round(away, at("2026-08-25"))
    run_round(away, at("2026-09-04"))
    with db.reading(database) as s:
        newest, old = queries.outbox_rows(s, recipient="TST")
    assert acts.en(note_of(old)) == f"merged into mail {newest.id}"
    assert acts.vi(note_of(old)) == f"đã gộp vào thư số {newest.id}"  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_mail_that_a_dead_machine_was_sending_goes_into_the_next_mornings(
    database: Engine, tmp_path: Path
) -> None:
    """Killed while it sent, and no round before the next mail: one mail then, not both."""
    with running() as server:
        here = Installation(settings(tmp_path, smtp=smtp_url(server.port)), REGISTRY, database)
        for day, steps in (("2026-09-04", Steps.ALL), ("2026-09-11", Steps.QUEUE)):
            run_round(here, at(day), steps=steps)
        server.letters.clear()
        with db.session(database) as s:
            dead = queries.claim_messages(s, at("2026-09-11"), worker="dead", lease=timedelta(minutes=5))
        assert len(dead) == 4
        run_round(here, at("2026-09-17"))
        assert len(server.letters) == len({to[0] for _, to, _ in server.letters}) == 4
    with db.reading(database) as s:
        rows = queries.messages_by_id(s, [each.id for each in dead]).values()
        assert {(row.state, row.claimed_by) for row in rows} == {(MessageState.CANCELLED, None)}
        assert {queries.messages_by_id(s, [row.merged_into or 0]).popitem()[1].round_key for row in rows} == {
            "2026-09-17"
        }


@pytest.mark.slow
def test_what_somebody_sends_and_what_nothing_follows_is_let_alone(database: Engine, tmp_path: Path) -> None:
    with running() as server:
        here = Installation(settings(tmp_path, smtp=smtp_url(server.port)), REGISTRY, database)
        run_round(here, at("2026-09-11"), steps=Steps.QUEUE)
        with db.session(database) as s:
            queries.claim_messages(s, at("2026-09-16", 23, 59), worker="slow", lease=timedelta(hours=9))
        run_round(here, at("2026-09-17"))  # its own four leave, the others are still being sent
        assert len(server.letters) == 4
        outbox.deliver(here, at("2026-09-17", 9))
        assert len(server.letters) == 8
