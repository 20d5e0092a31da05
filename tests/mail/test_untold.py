"""What was raised, and was in no mail since the task seemed to be settled when the mail left, is told when it
is open again: a rung is told once, and one that nobody read was not told.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from config.settings import Settings
from engine.installation import Installation
from engine.mail import outbox
from engine.rounds.rounds import Steps
from models import db, queries
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN, mornings, settings

REGISTRY = cast.registry()
LATE = "2026-10-02"
"""Ten working days after the last day: nothing graver comes."""
TST = {"obligation": "kstthc-quy", "period": "2026-Q3", "unit": "TST"}


@pytest.fixture
def given(database: Engine, tmp_path: Path) -> Settings:
    """The last rung is raised and waits in mails that have not left; before it all mails did."""
    made = settings(tmp_path)
    for now in mornings("2026-08-25", "2026-10-01"):
        acts.a_round(database, REGISTRY, made, now)
    acts.a_round(database, REGISTRY, made, at(LATE), steps=Steps.QUEUE)
    return made


def do(database: Engine, act: str, minute: int, **said: Any) -> None:
    with db.session(database) as s:
        getattr(acts, act)(s, REGISTRY, **TST, now=at(LATE, 8, minute), by=LAN, **said)


def leave(database: Engine, given: Settings, minute: int) -> None:
    outbox.deliver(Installation(given, REGISTRY, database), at(LATE, 8, minute))


def told(database: Engine, recipient: str, rung: str) -> list[tuple[str | None, str | None]]:
    """The state and the round of the mail that carries the rung of TST's task."""
    with db.reading(database) as s:
        task = queries.task_of(s, **TST)
        assert task is not None
        found = [each for each in queries.notices(s, task_id=task.id) if each.recipient == recipient]
        ids = [each.message_id for each in found if each.rung == rung and each.message_id]
        return [(each.state.value, each.round_key) for each in queries.messages_by_id(s, ids).values()]


SETTLED = [
    pytest.param("waive", {"reason": "nhầm"}, id="waived"),
    pytest.param("submit", {"document_no": "1/BC"}, id="submitted"),
]
LEADERSHIP = ("leadership", "escalate-leadership-10wd")


@pytest.mark.slow
@pytest.mark.parametrize(("act", "said"), SETTLED)
def test_a_mail_without_the_task_did_not_tell_of_it(
    database: Engine, given: Settings, act: str, said: dict[str, str]
) -> None:
    """The others are in the leadership's mail, TST is not."""
    do(database, act, 1, **said)
    leave(database, given, 5)
    assert told(database, *LEADERSHIP) == [("sent", LATE)]
    do(database, "undo", 9, reason="ghi nhầm")
    assert told(database, *LEADERSHIP) == []
    acts.a_round(database, REGISTRY, given, at("2026-10-05"))
    assert told(database, *LEADERSHIP) == [("sent", "2026-10-05")]


@pytest.mark.slow
def test_nor_did_a_mail_that_had_nothing_else_to_tell(database: Engine, given: Settings) -> None:
    for unit in ("CSXH", "TCKT", "tinh-15"):
        with db.session(database) as s:
            acts.waive(s, REGISTRY, **{**TST, "unit": unit}, now=at(LATE, 8, 1), by=LAN, reason="đủ rồi")
    do(database, "waive", 1, reason="nhầm")
    leave(database, given, 5)
    assert told(database, *LEADERSHIP) == [("cancelled", LATE)]
    do(database, "undo", 9, reason="ghi nhầm")
    acts.a_round(database, REGISTRY, given, at("2026-10-05"))
    assert told(database, *LEADERSHIP) == [("sent", "2026-10-05")]


@pytest.mark.slow
def test_what_had_left_before_is_not_told_again(database: Engine, given: Settings) -> None:
    leave(database, given, 1)
    do(database, "waive", 5, reason="nhầm")
    do(database, "undo", 9, reason="ghi nhầm")
    acts.a_round(database, REGISTRY, given, at("2026-10-05"))
    assert told(database, *LEADERSHIP) == [("sent", LATE)]


@pytest.mark.slow
def test_a_task_that_was_taken_away_and_comes_back_is_told(database: Engine, tmp_path: Path) -> None:
    """Given to another unit before its mail left, and back after the mail had nothing to tell."""
    made = settings(tmp_path)
    acts.a_round(database, REGISTRY, made, at("2026-09-11"))
    acts.a_round(database, REGISTRY, made, at(LATE), steps=Steps.QUEUE)
    rung = "TST", "escalate-owner-5wd"
    do(database, "reassign", 1, to="VP", reason="nhầm")
    leave(database, made, 5)
    assert told(database, *rung) == [("cancelled", LATE)]
    do(database, "reassign", 9, to="TST", reason="trả lại")
    acts.a_round(database, REGISTRY, made, at("2026-10-05"))
    assert told(database, *rung) == [("sent", "2026-10-05")]
