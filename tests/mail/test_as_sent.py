"""A mail that left through a server is shown as it was sent, whatever became of its tasks since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from engine.history.mail_itself import Shown, mail_itself
from engine.links import keys
from engine.mail.as_sent import packed, unpacked
from models import db
from models.tables import Message as Row
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.mailroom import Mailroom, four_waiting, text_of
from tests.support.mailserver import running
from tests.support.rounds import LAN

TODAY = at("2026-09-17")
LATER = TODAY + timedelta(days=5)
SHOWN = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID")


def shown(room: Mailroom, unit: str, registry: object = None) -> Shown:
    with db.reading(room.engine) as s:
        row = s.get(Row, room.message(unit).id)
        assert row is not None
        return mail_itself(s, registry or room.registry, room.settings, row, LATER)  # type: ignore[arg-type]


@pytest.mark.slow
def test_it_reads_as_it_was_sent(database_url: str, tmp_path: Path) -> None:
    with running() as server:
        room = four_waiting(database_url, tmp_path, server.port, TODAY)
        assert room.deliver(TODAY).sent == 4
        arrived = next(mail for _, to, mail in server.letters if to == ["tst@bhxh.example"])
    with db.session(room.engine) as s:
        acts.extend(
            s, room.registry, obligation="kstthc-quy", period="2026-Q3", unit="TST", now=LATER, by=LAN,
            new_day=date(2026, 10, 9), reason="chờ số liệu",
        )  # fmt: skip
    unit = replace(room.registry.units["TST"], name="Ban Khác", email="khac@bhxh.example")
    units = [unit if each.code == "TST" else each for each in room.registry.units.values()]
    registry = cast.registry(*room.registry.obligations.values(), units=tuple(units))
    found = shown(room, "TST", registry)
    assert (found.as_sent, found.file) == (True, None)
    assert {name: str(found.mail[name]) for name in SHOWN} == {name: str(arrived[name]) for name in SHOWN}
    assert text_of(found.mail).split("\n") == text_of(arrived).split("\r\n")
    names = [part.get_filename() for part in found.mail.iter_attachments()]
    assert names == [part.get_filename() for part in arrived.iter_attachments()]
    assert names


@pytest.mark.slow
def test_the_link_of_the_unit_is_not_kept(url: str, tmp_path: Path) -> None:
    keys.ensure(tmp_path)
    with running() as server:
        room = four_waiting(url, tmp_path, server.port, TODAY)
        room.settings = replace(room.settings, page_url="https://pages.example")
        assert room.deliver(TODAY).sent == 4
        arrived = next(mail for _, to, mail in server.letters if to == ["tst@bhxh.example"])
    link = next(word for word in text_of(arrived).split() if word.startswith("https://pages.example/l/"))
    text = text_of(shown(room, "TST").mail)
    assert link not in text
    assert "[…]" in text


def test_what_cannot_be_kept_is_no_error() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Nhắc: hạn 18/09"
    mail.set_content("Kính gửi")
    assert str(unpacked(str(packed(mail)))["Subject"]) == "Nhắc: hạn 18/09"
    assert packed(None) is None  # type: ignore[arg-type]
