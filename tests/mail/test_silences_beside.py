"""A silence and what else may happen: its unit ends in a merger; the unit hears by a chat as well as by mail.

A silence is the recipient's, not the task's. Who takes the tasks over has a mailbox of its own and has asked
for nothing: it hears from its first morning on, also of what was held. What is silent is the whole unit: its
chat and its phone are no way round it, nor is one lost because a message of theirs was waiting already.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from calendars.ladders import Role
from engine.installation import Installation
from engine.mail import silencing
from engine.mail.letter_contents import Reader
from engine.mail.silencing import Subject
from engine.rounds.audit import audit
from engine.tasks.acts import acting
from models import db, queries
from models.states import MessageState
from tests.support import acts, cast, databases
from tests.support.cast import at
from tests.support.hunted import UNITS
from tests.support.late_office import NOW, by_way, late, send
from tests.support.mailroom import Mailroom
from tests.support.rounds import LAN, mornings, settings

MERGING = cast.registry(units=UNITS)
"""tinh-30 and tinh-31 become tinh-32 on 1 October 2026."""


def merged(engine: Engine, home: Path, **of: str) -> list[tuple[str, str]]:
    """(day, recipient) of the mails to the old unit and the new one from 10 September to 13 October; what is
    named is silent from 9 September to Friday 9 October. The report is due on 18 September."""
    here = Installation(settings(home), MERGING, engine)
    for now in mornings("2026-09-07", "2026-09-09"):
        acts.a_round(engine, MERGING, here.settings, now)
    with acting(here, at("2026-09-09", 10), LAN) as act:
        silencing.silence(act, Subject(**of), until=date(2026, 10, 9), reason="Chuyển trụ sở")
    for now in mornings("2026-09-10", "2026-10-13"):
        acts.a_round(engine, MERGING, here.settings, now)
    with db.reading(engine) as s:
        rows = queries.outbox_rows(s, state=MessageState.SENT, limit=None)
        return sorted(
            (row.round_key, row.recipient)
            for row in rows
            if row.recipient in ("tinh-30", "tinh-32") and row.round_key > "2026-09-09"
        )


@pytest.mark.long
def test_the_successor_is_not_silenced_and_hears_what_was_held(scratch: Engine, tmp_path: Path) -> None:
    sent = merged(scratch, tmp_path, unit="tinh-30")
    # Nothing to the old unit, neither during its silence nor once that is over; the new one at once.
    assert [who for _, who in sent if who == "tinh-30"] == []
    assert sent[0] == ("2026-10-01", "tinh-32")
    with db.reading(scratch) as s:
        (row,) = queries.outbox_rows(s, recipient="tinh-32", round_key="2026-10-01")
        reader = Reader(s, MERGING, settings(tmp_path), at("2026-10-01", 9))
        letter, _ = reader.letters([row])[row.id or 0]  # type: ignore[list-item]
    assert [(item.ref, item.late) for item in letter.items] == [
        ("kstthc-quy/2026-Q3/tinh-30", True),
        ("kstthc-quy/2026-Q3/tinh-31", True),
    ]
    # That the silence ends on Friday is nobody's news: of a unit that is no more nothing will be heard.
    with db.reading(scratch) as s:
        assert "silence-ending" not in {each.code for each in audit(s, MERGING, at("2026-10-09"))}
        assert queries.facts(s, "note-told silence") == {}


@pytest.mark.long
def test_a_duty_s_silence_is_everybody_s_so_the_successor_waits_for_its_end(
    scratch: Engine, tmp_path: Path
) -> None:
    sent = merged(scratch, tmp_path, obligation="kstthc-quy")
    # Friday the 9th is its last day; on Monday one mail.
    assert sent[0] == ("2026-10-12", "tinh-32")
    assert [who for _, who in sent if who == "tinh-30"] == []


def room(tmp_path: Path, request: pytest.FixtureRequest, *ways: str) -> Mailroom:
    """TST is told on Wednesday the 23rd, by these ways, that its report is late; nothing has left."""
    url = databases.migrated(databases.SQLITE, tmp_path, request)
    return late(url, tmp_path, {"TST": {"chat": "json://127.0.0.1:9/a"}}, *ways, roles=(Role.UNIT,))


def silent(room: Mailroom) -> None:
    here = Installation(room.settings, room.registry, room.engine)
    with acting(here, NOW, LAN) as act:
        silencing.silence(act, Subject(unit="TST"), until=date(2026, 9, 25), reason="Chuyển trụ sở")


@pytest.mark.parametrize("ways", [("chat",), ("mail", "chat")])
def test_a_silent_unit_s_chat_is_silent_too_and_both_tell_it_once_after_the_end(
    tmp_path: Path, request: pytest.FixtureRequest, ways: tuple[str, ...]
) -> None:
    office = room(tmp_path, request, *ways)
    silent(office)
    told = send(office)  # the messages wait in the outbox already
    assert (told.sent, told.failed) == (0, 0)
    office.compose(NOW + timedelta(days=1))
    assert {state for _, _, state in by_way(office)} <= {"pending", "cancelled"}
    with db.reading(office.engine) as s:
        assert [each.message_id for each in queries.unsent_notices(s, lock=False)] == [None]
    monday = at("2026-09-28")
    office.compose(monday)
    send(office, at("2026-09-28", 9))  # nobody listens at the chat's address, so that it is tried again
    after = [(each.way or "mail", each.round_key, each.attempts) for each in office.messages()]
    assert [each for each in after if each[1] == "2026-09-28"] == [(way, "2026-09-28", 1) for way in ways]
    # What waited from before the silence tells nothing a second time.
    assert all(tries == 0 for _, day, tries in after if day != "2026-09-28")
