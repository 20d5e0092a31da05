"""The worklist's long lists: a page of one reads that page, in the order of the whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from engine.answers import requests as asking
from engine.installation import Installation
from engine.tasks import requests
from engine.tasks.acts import TaskRef, acting
from engine.worklist.items import Worklist
from engine.worklist.kinds import Kind, counts
from flows.boards.artifacts import read_boards
from models import db, queries
from models.states import ReplyState
from models.tables import Message, Reply, Task
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN, quiet_round, settings

REGISTRY = cast.registry()
NOW = at("2026-09-10", 10)
UNITS = ("CSXH", "TCKT", "TST", "tinh-15")
OF = {"obligation": "kstthc-quy", "period": "2026-Q3", "by": LAN}


@pytest.fixture
def engine(database: Engine, tmp_path: Path) -> Engine:
    quiet_round(database, REGISTRY, settings(tmp_path), at("2026-08-25"))
    return database


@contextmanager
def loaded(*kinds: type) -> Iterator[list[Any]]:
    """The rows of these tables that are made objects of meanwhile."""
    found: list[Any] = []

    def seen(target: Any, _: Any) -> None:
        found.append(target)

    for kind in kinds:
        event.listen(kind, "load", seen)
    try:
        yield found
    finally:
        for kind in kinds:
            event.remove(kind, "load", seen)


def test_a_page_of_requests_is_that_of_all_in_their_order(engine: Engine, tmp_path: Path) -> None:
    """Granted, refused, taken back, and handed over: what waits is what the whole says."""
    with db.session(engine) as s:
        for n, unit in enumerate(UNITS):
            of = OF | {"unit": unit, "now": NOW + timedelta(minutes=n), "reason": "chờ"}
            acts.ask_extension(s, REGISTRY, **of, new_day=date(2026, 9, 30))
    here = Installation(settings(tmp_path), REGISTRY, engine)
    with acting(here, NOW + timedelta(hours=1), LAN) as act:
        asking.refuse(act, TaskRef("kstthc-quy", "2026-Q3", "CSXH"), reason="không")
        asking.ask_release(act, TaskRef("kstthc-quy", "2026-Q3", "TCKT"), reason="không phải việc của đơn vị")
        asking.pass_on(act, TaskRef("kstthc-quy", "2026-Q3", "TST"), to="TCKT", reason="xem")
    with db.reading(engine) as s:
        whole = [(task.unit, asked) for task, asked in requests.all_waiting(s)]
        pages = [requests.waiting_page(s, limit=2, offset=offset) for offset in (0, 2)]
        assert [(task.unit, asked) for page in pages for task, asked in page] == whole
        assert [unit for unit, _ in whole] == ["TST", "tinh-15", "TCKT"]
        assert requests.waiting_count(s) == 3
        assert whole[0][1].decider == "TCKT"
    with db.session(engine) as s:
        of = OF | {"unit": "TCKT", "now": NOW + timedelta(hours=2)}
        acts.undo(s, REGISTRY, **of, reason="nhầm")  # the release; then the request for time waits again
        assert [each.kind for _, each in requests.waiting_page(s, limit=9, offset=0)] == [
            each.kind for _, each in requests.all_waiting(s)
        ]


def test_a_page_of_what_waits_makes_no_more_objects_than_it_shows(engine: Engine, tmp_path: Path) -> None:
    row = {"state": ReplyState.WAITING, "read_at": NOW, "mailbox": "maildir:x"}
    with db.session(engine) as s:
        for n in range(120):
            s.add(Reply(**row, place=str(n), text=str(n)))
        queries.keep_waiting(s, [each.id or 0 for each in queries.outbox_rows(s)], by="Lan", note="x")
    with db.reading(engine) as s, loaded(Task, Reply, Message) as made:
        found = counts(s, REGISTRY, settings(tmp_path), NOW)
        assert found[Kind.ASKED] == 120
        read = Worklist(s, REGISTRY, settings(tmp_path), NOW)
        page = read.page(Kind.ASKED, limit=40, offset=80)
        assert [item.note for item in page] == [str(n) for n in range(80, 120)]
        assert len(made) == 40
        kept = read.page(Kind.HELD, limit=1, offset=1)
        assert (len(kept), len(made)) == (min(1, found[Kind.HELD] - 1), 41)


def test_the_board_of_everything_shows_the_oldest_and_says_how_many_more(
    scratch: Engine, tmp_path: Path
) -> None:
    quiet_round(scratch, REGISTRY, settings(tmp_path), at("2026-08-25"))
    row = {"state": ReplyState.WAITING, "read_at": NOW, "mailbox": "maildir:x"}
    with db.session(scratch) as s:
        for n in range(50):
            s.add(Reply(**row, place=str(n), text=f"dòng {n}."))
    here = Installation(settings(tmp_path), REGISTRY, scratch)
    board = {key: text for key, _, text in read_boards(here, NOW)}["bang-chung"]
    assert [n for n in range(50) if f"dòng {n}." in board] == list(range(40))
    assert "Và 10 dòng nữa: [Việc cần xử lý](http://127.0.0.1:4201/)" in board
