"""A letter too large for the server goes again with less of it, and is dead when the smallest is refused."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.registry import Registry
from config.registry.objects import Outline, Section
from engine.installation import Installation
from engine.mail.channels import Accepted, ChannelError, Envelope, TooLarge, TryLater
from engine.mail.channels.smtp import SmtpLine, SmtpServer, too_large
from engine.mail.outcome import note_of
from engine.mail.smaller import hand_over
from engine.rounds.rounds import run_round
from models import db, queries
from models.states import MessageState
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.mailroom import smtp_url, text_of
from tests.support.mailserver import Behaviour, Received, running
from tests.support.rounds import settings

OUTLINE = Outline(
    code="pl2",
    title="Đề cương",
    cite="PL2",
    sections=(Section(number="1", title="Số liệu", by=("central",)),),
)
PLAIN = cast.registry(replace(cast.QUARTERLY, outline="pl2"))
REGISTRY = Registry(
    office=PLAIN.office,
    calendar=PLAIN.calendar,
    units=PLAIN.units.values(),
    groups=PLAIN.groups.values(),
    ladders=PLAIN.ladders.values(),
    documents=PLAIN.documents.values(),
    outlines=(OUTLINE,),
    obligations=PLAIN.obligations.values(),
    fingerprint=PLAIN.fingerprint,
)
KB = 1024


def office(engine: Engine, home: Path, server: Received) -> Installation:
    return Installation(settings(home, smtp=smtp_url(server.port)), REGISTRY, engine)


@pytest.mark.slow
def test_a_server_that_takes_no_large_mails_gets_them_without_the_forms(
    database: Engine, tmp_path: Path
) -> None:
    """With its form the mail that opens a task has 24 KB, far below our own 250; the server takes 20."""
    with running(Behaviour(most_bytes=20 * KB)) as server:
        done = run_round(office(database, tmp_path, server), at("2026-08-26"))
        assert done.delivery is not None
        assert (done.delivery.sent, done.delivery.dead, done.delivery.failed) == (4, 0, 0)
        (mail,) = [mail for _, to, mail in server.letters if to == ["tst@bhxh.example"]]
        assert server.too_large == 3
    names = [part.get_filename() for part in mail.iter_attachments()]
    assert names == ["han-nop.ics"]
    assert "Mẫu báo cáo đã điền sẵn không kèm theo được" in text_of(mail)
    with db.reading(database) as s:
        assert queries.refused_mailboxes(s) == {}


@pytest.mark.slow
def test_when_the_smallest_is_refused_it_is_a_dead_letter_and_its_owner_is_told(
    database: Engine, tmp_path: Path
) -> None:
    said = "552 5.3.4 message too big"
    with running(Behaviour(most_bytes=1 * KB)) as server:
        here = office(database, tmp_path, server)
        run_round(here, at("2026-08-26"))
        with db.reading(database) as s:
            (dead,) = queries.outbox_rows(s, state=MessageState.DEAD, recipient="TST")
        assert acts.en(note_of(dead)).startswith("even the smallest letter that can be written is not taken")
        assert said in acts.en(note_of(dead))
        server.behaviour.most_bytes = 0
        run_round(here, at("2026-08-27"))
        texts = [text_of(mail) for _, to, mail in server.letters if "vp@bhxh.example" in to]
    assert any(f"hộp thư tst@bhxh.example không nhận thư từ ngày 26/08/2026 (máy chủ thư trả lời: {said})"
               in text for text in texts)  # fmt: skip


def handed_over(answers: Behaviour) -> tuple[list[tuple[tuple[str, ...], int]], Accepted | ChannelError]:
    """A letter of two sizes to two mailboxes: what arrived (for whom, how large), and what was answered."""
    to = ("pc@bhxh.example", "pc.truong@bhxh.example")

    def written(most: int) -> Envelope:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "dondoc@bhxh.example", ", ".join(to), "Thử"
        mail.set_content("x\n" * ((8 if most >= 8 * KB else 1) * 512))
        return Envelope(mail, to, "thu")

    answers.most_bytes = 100 * KB
    with (
        running(answers) as server,
        SmtpLine(SmtpServer("127.0.0.1", server.port, "none", timeout=5)) as line,
    ):
        answer: Accepted | ChannelError
        try:
            _, said = hand_over(line, written(16 * KB), written)
            assert isinstance(said, Accepted)
            answer = said
        except ChannelError as error:
            answer = error
        sizes = [len(raw) // KB for raw in server.raw]
    return [(tuple(each[1]), size) for each, size in zip(server.letters, sizes, strict=True)], answer


def test_who_of_two_takes_no_large_letter_gets_a_smaller_one_and_the_other_no_second() -> None:
    arrived, answer = handed_over(Behaviour(rcpt_most={"pc@bhxh.example": 4 * KB}))
    assert arrived == [(("pc.truong@bhxh.example",), 12), (("pc@bhxh.example",), 1)]
    assert isinstance(answer, Accepted)
    assert answer.refused == {}


def test_who_takes_not_even_the_smallest_is_remembered_alone() -> None:
    arrived, answer = handed_over(Behaviour(rcpt_most={"pc@bhxh.example": 1}))
    assert arrived == [(("pc.truong@bhxh.example",), 12)]
    assert isinstance(answer, Accepted)
    assert answer.refused == {"pc@bhxh.example": "552 5.3.4 too big for this mailbox"}


def test_of_two_that_refuse_each_is_remembered_by_its_own_words() -> None:
    none = {"pc.truong@bhxh.example": "550 5.1.1 no such mailbox"}
    arrived, answer = handed_over(Behaviour(rcpt=none, rcpt_most={"pc@bhxh.example": 4 * KB}))
    assert arrived == [(("pc@bhxh.example",), 1)]
    assert isinstance(answer, Accepted)
    assert answer.refused == none
    arrived, answer = handed_over(Behaviour(rcpt=none, rcpt_most={"pc@bhxh.example": 1}))
    assert (arrived, type(answer)) == ([], TooLarge)
    assert isinstance(answer, ChannelError)
    assert answer.refused == {"pc@bhxh.example": "552 5.3.4 too big for this mailbox", **none}


def test_one_that_may_take_it_later_keeps_the_letter_and_refuses_nothing() -> None:
    busy = {"pc.truong@bhxh.example": "450 4.2.1 busy"}
    arrived, answer = handed_over(Behaviour(rcpt=busy, rcpt_most={"pc@bhxh.example": 1}))
    assert (arrived, type(answer)) == ([], TryLater)
    assert isinstance(answer, ChannelError)
    assert {who: said for who, said in answer.refused.items() if said[:1] != "5"} == busy


@pytest.mark.parametrize(
    ("said", "large"),
    [
        ("552 5.3.4 message too big", True),
        ("552 message size exceeds fixed maximum message size", True),
        ("550 5.2.3 message length exceeds administrative limit", True),
        ("552 5.2.2 mailbox full", False),
        ("452 4.3.1 insufficient storage", False),
        ("550 5.1.1 no such mailbox", False),
    ],
)
def test_what_servers_say_of_a_letters_size(said: str, large: bool) -> None:
    assert too_large(said) is large
