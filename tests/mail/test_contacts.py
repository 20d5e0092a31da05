"""Mail goes to who is there: beside the unit's mailbox to its contacts, in the place of one who is away to
the deputy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from config.registry.contacts import Contact, ContactRole, remarks_on
from config.settings import Settings
from engine.mail.routing import route
from engine.replies.trust import units_of
from engine.rounds.audit import audit
from models import db, queries
from tests.support import cast
from tests.support.acts import en
from tests.support.mailroom import Mailroom, mailroom, smtp_url
from tests.support.mailserver import Behaviour, running

FIRST = Contact(
    unit="TST", name="Chuyên viên 1", mail="cv1@bhxh.example", deputy="Chuyên viên 2",
    absent_from=date(2026, 9, 14), absent_until=date(2026, 9, 16),
)  # fmt: skip
SECOND = Contact(unit="TST", name="Chuyên viên 2", mail="cv2@bhxh.example", role=ContactRole.OTHER)
HEAD = Contact(unit="TST", name="Lãnh đạo 1", mail="ld1@bhxh.example", role=ContactRole.HEAD)
BOX = "tst@bhxh.example"


def to(*people: Contact, day: str = "2026-09-11", code: str = "TST", refused: tuple[str, ...] = ()) -> str:
    registry = cast.registry(contacts=people)
    found = route(registry, Settings(), code, ["VP"], date.fromisoformat(day), refused)
    return " ".join(party.address for party in found.to) + ("!" if found.rerouted_from else "")


def test_the_mailbox_stays_the_recipient_and_whoever_is_there_reads_beside_it() -> None:
    people = (FIRST, SECOND, HEAD)
    assert to(*people) == f"{BOX} cv1@bhxh.example"
    assert [to(*people, day=f"2026-09-{day}") for day in (14, 16)] == [f"{BOX} cv2@bhxh.example"] * 2
    assert to(*people, day="2026-09-17") == f"{BOX} cv1@bhxh.example"
    assert to(*people, code="TST:head") == "lanhdao.tst@bhxh.example ld1@bhxh.example"
    assert to(*people, code="CSXH") == "csxh@bhxh.example"
    assert to(*people, code="leadership") == "lanhdao@bhxh.example"


def test_with_nobody_there_the_mailbox_reads_alone() -> None:
    away = replace(SECOND, deputy=FIRST.name, absent_from=FIRST.absent_from, absent_until=FIRST.absent_until)
    assert to(FIRST, away, day="2026-09-15") == BOX  # each is the other's deputy, and both are away
    assert to(replace(FIRST, mail="TST@bhxh.example")) == BOX  # the mailbox itself, written otherwise


def test_a_contact_reads_when_the_mailbox_refuses_and_the_head_when_both_do() -> None:
    assert to(FIRST, refused=(BOX,)) == f"{BOX} cv1@bhxh.example"
    assert to(FIRST, refused=(BOX, FIRST.mail)) == f"{BOX} cv1@bhxh.example lanhdao.tst@bhxh.example!"


def test_a_contact_speaks_for_the_unit_also_while_away() -> None:
    registry = cast.registry(contacts=[FIRST, SECOND])
    day = date(2026, 9, 15)
    assert [units_of(registry, each, day) for each in ("cv1@bhxh.example", "cv2@bhxh.example", BOX)] == [
        ["TST"]
    ] * 3
    assert units_of(registry, "cv3@bhxh.example", day) == []


def test_whoever_is_away_without_a_deputy_is_told_by_check() -> None:
    registry = cast.registry(contacts=[replace(FIRST, deputy="")])
    assert [en(each) for each in remarks_on(registry, date(2026, 9, 15))] == [
        "Chuyên viên 1 (TST) is away until 2026-09-16 and nobody stands in: "
        "mail goes to the mailbox of the unit alone"
    ]
    assert list(remarks_on(registry, date(2026, 9, 17))) == []


@pytest.mark.long
def test_the_message_says_to_whom_it_went_and_one_bad_address_stops_nothing(url: str, tmp_path: Path) -> None:
    gone = "550 5.1.1 no such mailbox"
    people = [FIRST, replace(HEAD, role=ContactRole.REPORTS), SECOND]
    with running(Behaviour(rcpt={HEAD.mail: gone})) as server:
        room = mailroom(url, tmp_path, smtp=smtp_url(server.port))
        room = Mailroom(room.engine, cast.registry(contacts=people), room.settings)
        room.open("kstthc-quy", "2026-Q3", cast.at("2026-08-27"))
        room.tell(cast.at("2026-09-15"))
        assert room.compose(cast.at("2026-09-15")) == 4
        assert room.message("TST").address == f"{BOX}, cv2@bhxh.example, {HEAD.mail}"
        report = room.deliver(cast.at("2026-09-15"))
    assert (report.sent, report.failed, report.dead) == (4, 0, 0)
    message = room.message("TST")
    assert message.address == f"{BOX}, cv2@bhxh.example"
    assert (message.answers or {})[HEAD.mail] == gone
    with db.reading(room.engine) as s:
        assert list(queries.refused_mailboxes(s)) == [HEAD.mail]
        findings = audit(s, room.registry, cast.at("2026-09-16"))
    found = {each.code: en(each.message) for each in findings}
    assert found["contact-refuses"].startswith(
        f"1 contact refuses mail ({HEAD.mail} since 2026-09-15: {gone}): the mailbox of the unit"
    )
    assert "mailbox-refuses" not in found
