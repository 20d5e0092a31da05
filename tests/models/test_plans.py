"""A round must not pay for tasks that are none of its business: each scan goes through its index."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from calendars.ladders import Role
from models import db, queries
from models.queries import listing
from models.queries.outbox import NewMessage
from models.states import TaskState
from tests.support import office

NOW = datetime(2026, 9, 14, 1, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
UNITS = 2_000
PERIODS = 10


@pytest.fixture
def years(database: Engine) -> Engine:
    """20,000 tasks, notices and messages of which a handful is to be dealt with now."""
    with db.session(database) as s:
        office.fill_roster(s, [f"U{n}" for n in range(UNITS)])
        for number in range(PERIODS):
            office.open_q3(s, period=f"2026-{number + 1:02}", next_action_at=LATER)
        ids = sorted(queries.tasks_by_id(s, range(1, UNITS * PERIODS + 1)))
        queries.due.set_next_actions(s, [(ids[n], NOW) for n in range(3)])
        rows = queries.tasks_by_id(s, ids).values()
        new = queries.add_notices(
            s, [queries.NewNotice(t.id, 0, "opened", Role.UNIT, t.unit, "opened", NOW) for t in rows]
        )
        drafts = [NewMessage(f"U{n}", "1", "digest", f"<{n}@x.example>", NOW, NOW) for n in range(UNITS)]
        queued = queries.queue_messages(s, drafts)
        (carrier, *_) = queued
        queries.attach(s, carrier.id, [n.id for n in new[3:]])
        claimed = queries.claim_messages(s, NOW, worker="w", lease=timedelta(minutes=5), limit=UNITS - 3)
        for message in claimed:
            queries.mark_sent(s, message.id, worker="w", at=NOW)
    if database.dialect.name == "postgresql":
        with database.begin() as connection:
            connection.execute(text("ANALYZE"))
    return database


def plan(engine: Engine, ask: Callable[[Session], object]) -> str:
    """How the database goes about the statement that `ask` runs."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if "PRAGMA" not in statement and "BEGIN" not in statement:
            statements.append((statement, parameters))

    with db.session(engine) as s:
        event.listen(engine, "before_cursor_execute", note)
        ask(s)
        event.remove(engine, "before_cursor_execute", note)
        ((statement, parameters),) = statements
        explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
        found = s.connection().exec_driver_sql(f"{explain} {statement}", parameters)
        return "\n".join(str(row[-1]) for row in found)


UNIQUE = {  # SQLite names the index of a UNIQUE constraint by itself
    "sqlite_autoindex_task_1": "uq_task_obligation_period_unit",
    "sqlite_autoindex_notice_1": "uq_notice_task_id_deadline_no_rung_recipient",
}
LEASE = timedelta(minutes=5)
DUTY = "kstthc-quy"

OF_U7 = listing.Asked(unit="U7")
ASKING = queries.Asking({"extended"}, "asked-release", "handed-over")

# Index, question, number of rows in its answer.
SCANS: list[tuple[str, Callable[[Session], Sequence[Any]], int]] = [
    ("ix_task_state_next_action_at", lambda s: queries.due.ids(s, NOW), 3),
    ("ix_task_state_next_action_at", lambda s: queries.due.foremost(s, NOW, most=9), 3),
    ("ix_task_state_next_action_at", lambda s: queries.due.owners(s, NOW), 1),
    ("ix_event_asked", lambda s: sorted(queries.due.that_asked(s, NOW)), 0),
    ("ix_task_holder_state", lambda s: queries.tasks(s, holder="U7", state=TaskState.OPEN), PERIODS),
    ("ix_task_holder_state", lambda s: queries.open_of(s, ["U7"]), PERIODS),
    (
        "uq_task_obligation_period_unit",
        lambda s: queries.tasks(s, obligation=DUTY, period="2026-03", unit="U7"),
        1,
    ),
    (
        "uq_task_obligation_period_unit",
        lambda s: queries.board_rows(s, NOW, obligation=DUTY, period="2026-03"),
        1,
    ),
    ("ix_notice_message_id_collapsed", queries.unsent_notices, 3),
    ("uq_notice_task_id_deadline_no_rung_recipient", lambda s: queries.notices(s, task_id=7), 1),
    (
        "ix_message_state_next_attempt_at",
        lambda s: queries.claim_messages(s, NOW, worker="w", lease=LEASE),
        3,
    ),
    ("ix_event_task_id_kind", lambda s: list(queries.last_reasons(s, [7], ["opened"])), 1),
    ("ix_event_task_id_kind", lambda s: queries.history(s, task_id=7, kind="opened"), 1),
    ("ix_event_task_id_kind", lambda s: queries.happenings(s, ["event-reported"]), 0),
    ("ix_event_at", lambda s: list(queries.holders_before(s, NOW)), 0),
    ("ix_task_holder_state", lambda s: listing.held_page(s, "U7", limit=3), 3),
    ("ix_task_unit_given_away", lambda s: next(listing.listed(s, NOW, OF_U7, {})), PERIODS),
    ("ix_event_asked", lambda s: queries.asked_page(s, ASKING, limit=40, offset=0), 0),
]


# What a round asks by number for each part of what is due, of a hundred times as much that is open or waits.
BY_NUMBER: list[Callable[[Session], object]] = [
    lambda s: queries.due.part(s, [7, 8], NOW, suffix=":head"),
    lambda s: queries.due.set_next_actions(s, [(7, LATER), (8, LATER)]),
    lambda s: queries.attach_all(s, [7, 8], round_key="1", kind="digest"),
    lambda s: queries.newest_events(s, [7, 8], {"submitted", "waived"}),
]
THROUGH = {
    "sqlite": r"SEARCH (task|notice) USING INTEGER PRIMARY KEY|SEARCH event USING .*\(task_id=\?",
    "postgresql": r"(pk_task|pk_notice|ix_event_task_id_kind)",
}


@pytest.mark.slow
def test_every_scan_goes_through_its_index(years: Engine) -> None:
    for index, ask, rows in SCANS:
        with db.session(years) as s:
            assert len(ask(s)) == rows, index
            s.rollback()
        how = plan(years, ask)
        for own, ours in UNIQUE.items():
            how = how.replace(own, ours)
        assert index in how
        assert not re.search(r"Seq Scan|SCAN (task|notice|message|event)", how), how
    for by_number in BY_NUMBER:
        how = plan(years, by_number)
        assert re.search(THROUGH[years.dialect.name], how), how
        assert not re.search(
            r"ix_task_state|ix_notice_message_id|Seq Scan|SCAN (task|notice|message)", how
        ), how
