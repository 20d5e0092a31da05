"""What a page or a list costs does not grow with history: the work of the database is counted (SQLite's own
steps, no clock) with so many years behind an office, and with ten times as many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from calendars.rules import Boundary
from config.settings import Settings
from desk.web.contents import Reader
from engine.mail.feeds import unit_feed
from engine.overview import boards
from engine.report.counting import count
from engine.report.scope import of_year
from engine.tasks import requests
from engine.worklist.items import Worklist
from engine.worklist.kinds import Kind, counts
from models import db, queries
from models.queries import backlog, listing
from models.scratch import scratch_engine
from models.states import ASKED_EXTENSION, Began, MessageState, TaskState
from models.tables import event, message, task
from tests.support import cast

pytestmark = pytest.mark.slow
REGISTRY = cast.registry()
NOW = cast.at("2026-09-10", 10)
OPEN_ONES, A_MONTH = 6, 20
FEW, MANY = 12, 120
"""Months behind the office."""
EVERY = 20
"""Steps of the database between two counts."""


def office(months: int, *, counted: bool = False) -> Engine:
    """The third quarter is open; behind it so many months of tasks that are accepted, with their events.
    `counted`: the database has counted its rows (ANALYZE), and plans by what it found."""
    engine = scratch_engine()
    with engine.begin() as c:
        for n in range(months):
            day = date(2026, 8, 1) - timedelta(30 * n)
            c.execute(insert(task), [_task(day, f"2000-W{n:03}", unit) for unit in range(A_MONTH)])
        c.execute(
            insert(task), [_task(date(2026, 9, 18), "2026-Q3", n, ended=False) for n in range(OPEN_ONES)]
        )
        c.execute(insert(message), [_sent(n) for n in range(months * A_MONTH)])
        for number, state in c.execute(select(task.c.id, task.c.state)).all():
            kinds = ["opened", "acknowledged"]
            kinds += [ASKED_EXTENSION] if state == TaskState.OPEN else ["submitted", "accepted"]
            c.execute(insert(event), [_event(number, kind) for kind in kinds])
        if counted:
            c.exec_driver_sql("ANALYZE")
    return engine


def _task(day: date, period: str, unit: int, *, ended: bool = True) -> dict[str, Any]:
    began = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(15)
    owes = f"U{unit}" if ended or unit else "TST"
    return {
        "obligation": "kstthc-quy", "period": period, "unit": owes,
        "holder": owes, "owner": "VP",
        "state": TaskState.ACCEPTED if ended else TaskState.OPEN, "nominal": day, "boundary": Boundary.BY,
        "last_day": day, "working_deadline": day, "late_from": began + timedelta(16),
        "original_last_day": day, "deadline_no": 0, "began": Began.OPENED, "began_at": began,
        "opened_at": began, "submitted_at": began + timedelta(3) if ended else None, "version": 1,
        "next_action_at": None if ended else NOW + timedelta(1),
    }  # fmt: skip


def _sent(number: int) -> dict[str, Any]:
    names = ["recipient", "address", "message_id_header", "round_key", "kind", "subject"]
    days = ["not_before", "next_attempt_at", "queued_at", "sent_at"]
    said = {"state": MessageState.SENT, "attempts": 1, **dict.fromkeys(days, NOW - timedelta(3))}
    return {**dict.fromkeys(names, str(number)), **said}


def _event(number: int, kind: str) -> dict[str, Any]:
    said = {"actor": "a", "origin": "web", "reason": "", "data": {}}
    return {"task_id": number, "kind": kind, "at": NOW - timedelta(3), **said}


def work(engine: Engine, ask: Callable[[Session], object]) -> int:
    """How many steps the database took for what is asked, in units of `EVERY`."""
    taken = [0]

    def step() -> None:
        taken[0] += 1

    with db.reading(engine) as s:
        ask(s)  # what is built once is built
    with db.reading(engine) as s:
        raw = s.connection().connection.driver_connection
        assert raw is not None
        raw.set_progress_handler(step, EVERY)
        try:
            ask(s)
        finally:
            raw.set_progress_handler(None, EVERY)
    return taken[0]


@pytest.fixture(scope="module")
def offices() -> Iterator[tuple[Engine, Engine]]:
    both = office(FEW), office(MANY)
    yield both
    for each in both:
        each.dispose()


@pytest.fixture(scope="module")
def counted() -> Iterator[tuple[Engine, Engine]]:
    both = office(FEW, counted=True), office(MANY, counted=True)
    yield both
    for each in both:
        each.dispose()


def _settings() -> Settings:
    return Settings(home=Path("unused"))


def _worklist(s: Session) -> Worklist:
    return Worklist(s, REGISTRY, _settings(), NOW)


def _listed(s: Session, **asked: Any) -> Iterator[list[listing.Listed]]:
    return listing.listed(s, NOW, listing.Asked(**asked), queries.holders_before(s, NOW))


def _first(s: Session, **asked: Any) -> object:
    return next(_listed(s, **asked))


LOOKS: dict[str, Callable[[Session], object]] = {
    "the numbers of the worklist": lambda s: counts(s, REGISTRY, _settings(), NOW),
    **{f"the list {kind}": lambda s, kind=kind: _worklist(s).page(kind, limit=40) for kind in Kind},
    "overdue by duty": lambda s: _worklist(s).by_duty(),
    "what units ask": lambda s: requests.waiting_page(s, limit=40, offset=0),
    "the board": lambda s: boards.overview(s, REGISTRY, NOW, since=NOW.date() - timedelta(20)),
    "a period's board": lambda s: boards.period_board(s, REGISTRY, NOW, "kstthc-quy", "2026-Q3"),
    "the outbox in figures": lambda s: queries.outbox_counts(s, NOW),
    "what of the mails has not left": lambda s: backlog.not_sent(s, NOW, by_mail=True),
    "a unit's page": lambda s: Reader(s, REGISTRY, NOW).unit_page("TST"),
    "a unit's calendar": lambda s: unit_feed(s, REGISTRY, "TST", NOW),
    "tasks that are owed": lambda s: _first(s, stands=listing.UNSENT),
    "all tasks that are owed": lambda s: list(_listed(s, stands=listing.UNSENT)),
    "tasks of a period": lambda s: _first(s, obligation="kstthc-quy", period="2026-Q3"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_costs_more_with_a_longer_history(offices: tuple[Engine, Engine], look: str) -> None:
    few, many = (work(engine, LOOKS[look]) for engine in offices)
    assert many <= few * 1.2 + 5, f"{few} of {FEW} months, {many} of {MANY}"


def test_of_years_before_the_reports_own_a_period_costs_one_look(offices: tuple[Engine, Engine]) -> None:
    def rank(s: Session) -> object:
        return count(s, REGISTRY, NOW, of_year(2026), units_alone=True)

    few, many = (work(engine, rank) for engine in offices)
    a_task = work(offices[0], lambda s: s.execute(select(func.min(task.c.original_last_day)))) / (
        FEW * A_MONTH
    )
    assert many - few < (MANY - FEW) * A_MONTH * a_task


@pytest.mark.parametrize(
    "look", ["all tasks that are owed", "overdue by duty", "the list overdue", "the list due"]
)
def test_what_is_owed_is_looked_up_also_where_the_database_has_counted_its_rows(
    counted: tuple[Engine, Engine], look: str
) -> None:
    few, many = (work(engine, LOOKS[look]) for engine in counted)
    assert many <= few * 1.2 + 5, f"{few} of {FEW} months, {many} of {MANY}"


def test_the_first_of_all_tasks_are_there_before_all_are_read(
    offices: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "AT_ONCE", 40)
    for asked in ({}, {"state": TaskState.ACCEPTED}):
        few, many = (work(engine, lambda s, asked=asked: _first(s, **asked)) for engine in offices)  # type: ignore[misc]
        assert many <= few * 1.2 + 5
