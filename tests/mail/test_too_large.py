"""A letter too large for the server goes again with less of it, and is dead when the smallest is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.registry import Registry
from config.registry.objects import Outline, Section
from engine.installation import Installation
from engine.mail.channels.smtp import too_large
from engine.mail.outcome import note_of
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
        assert acts.en(note_of(dead)) == said
        server.behaviour.most_bytes = 0
        run_round(here, at("2026-08-27"))
        texts = [text_of(mail) for _, to, mail in server.letters if "vp@bhxh.example" in to]
    assert any(f"hộp thư tst@bhxh.example không nhận thư từ ngày 26/08/2026 (máy chủ thư trả lời: {said})"
               in text for text in texts)  # fmt: skip


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
