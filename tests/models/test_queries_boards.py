"""Boards and audits: derived at an instant, never stored."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select

from calendars.ladders import Role
from calendars.rules import Boundary
from models import db, queries
from models.queries.boards import standing as standing_in_sql
from models.queries.outbox import NewMessage
from models.scratch import scratch_engine
from models.states import Began, Standing, TaskState, standing
from models.tables import task as t
from tests.support import office
from tests.support.tiers import examples

A_SECOND = timedelta(seconds=1)
IN_TIME = office.LATE_FROM - A_SECOND
TOO_LATE = office.LATE_FROM + timedelta(days=3)
LATER = office.LATE_FROM + timedelta(days=30)


@pytest.fixture
def quarter(database: Engine) -> Engine:
    """Seven units: one sent in time and accepted, one sent at the last second, one late, one waived, one
    withdrawn, one never sent, and one extended to the end of the month that has not sent either."""
    units = ["ACCEPTED", "EXTENDED", "LATE", "NEVER", "SECOND", "WAIVED", "WITHDRAWN"]
    with db.session(database) as s:
        office.fill_roster(s, units)
        office.open_q3(s)

        def move(unit: str, to: TaskState, **fields: object) -> None:
            queries.change(s, office.the_task(s, unit), to, event=office.happening(str(to)), **fields)

        move("ACCEPTED", TaskState.SUBMITTED, submitted_at=office.FIRST_REMINDER)
        move("ACCEPTED", TaskState.ACCEPTED)
        move("SECOND", TaskState.SUBMITTED, submitted_at=IN_TIME)
        move("LATE", TaskState.SUBMITTED, submitted_at=TOO_LATE)
        move("LATE", TaskState.ACCEPTED)  # late it stays
        move("WAIVED", TaskState.WAIVED)
        move("WITHDRAWN", TaskState.WITHDRAWN)
        move(
            "EXTENDED",
            TaskState.OPEN,
            last_day=date(2026, 9, 30),
            late_from=datetime(2026, 9, 30, 17, tzinfo=UTC),
            deadline_no=1,
            began=Began.EXTENDED,
        )
    return database


@pytest.mark.parametrize(
    ("as_of", "open_", "overdue", "on_time", "submitted_late", "next_late"),
    [
        (office.OPENED, 5, 0, 0, 0, office.LATE_FROM),
        (office.FIRST_REMINDER, 4, 0, 1, 0, office.LATE_FROM),
        (IN_TIME, 3, 0, 2, 0, office.LATE_FROM),
        (office.LATE_FROM, 1, 2, 2, 0, datetime(2026, 9, 30, 17, tzinfo=UTC)),
        (TOO_LATE, 1, 1, 2, 1, datetime(2026, 9, 30, 17, tzinfo=UTC)),
        (LATER, 0, 2, 2, 1, None),
    ],
)
def test_the_figures_at_an_instant(
    quarter: Engine,
    as_of: datetime,
    open_: int,
    overdue: int,
    on_time: int,
    submitted_late: int,
    next_late: datetime | None,
) -> None:
    with db.reading(quarter) as s:
        (row,) = queries.board_rows(s, as_of)
    assert row == queries.BoardRow(
        obligation="kstthc-quy",
        period="2026-Q3",
        owner="VP",
        nominal=date(2026, 9, 19),
        last_day=date(2026, 9, 18),
        latest_day=date(2026, 9, 30),
        late_from=next_late,
        tasks=7,
        expected=5,
        open=open_,
        overdue=overdue,
        on_time=on_time,
        submitted_late=submitted_late,
        accepted=2,
        waived=1,
        withdrawn=1,
        asked=date(2026, 9, 18),
        latest_asked=date(2026, 9, 18),  # the story moves the last day alone
        days=(
            queries.DayCount(
                date(2026, 9, 18), date(2026, 9, 18), open_ + overdue - 1, on_time + submitted_late
            ),
            queries.DayCount(date(2026, 9, 30), date(2026, 9, 18), 1, 0),
        ),
    )
    assert (row.submitted, row.late) == (on_time + submitted_late, overdue + submitted_late)


def test_before_it_was_opened_there_is_nothing(quarter: Engine) -> None:
    with db.reading(quarter) as s:
        assert queries.board_rows(s, office.OPENED - A_SECOND) == []
        assert queries.unit_rows(s, office.OPENED - A_SECOND) == []
        assert queries.task_board(s, office.OPENED - A_SECOND, "kstthc-quy", "2026-Q3") == []


def test_boards_are_restricted_and_sorted_by_deadline(quarter: Engine) -> None:
    with db.session(quarter) as s:
        office.open_q3(s, period="2026-Q2", last_day=date(2026, 6, 18), owner="PC", only_units=["NEVER"])
        (never,) = queries.tasks(s, period="2026-Q2")
        sent = office.happening("submitted")
        queries.change(s, never, TaskState.SUBMITTED, event=sent, submitted_at=office.OPENED)
    with db.reading(quarter) as s:

        def periods(**wanted: object) -> list[str]:
            return [row.period for row in queries.board_rows(s, LATER, **wanted)]  # type: ignore[arg-type]

        assert periods() == ["2026-Q2", "2026-Q3"]
        assert periods(unfinished=True) == ["2026-Q3"]
        assert periods(owner="PC") == periods(period="2026-Q2") == ["2026-Q2"]
        assert periods(last_day_from=date(2026, 9, 1)) == ["2026-Q3"]
        assert periods(last_day_to=date(2026, 6, 18)) == ["2026-Q2"]
        assert periods(obligation="nq01-thang") == []


def test_each_unit_s_year(quarter: Engine) -> None:
    with db.reading(quarter) as s:
        rows = queries.unit_rows(
            s,
            LATER,
            last_day_from=date(2026, 1, 1),
            last_day_to=date(2026, 12, 31),
            obligations=["kstthc-quy"],
        )
        assert [(row.unit, row.expected, row.overdue, row.on_time, row.submitted_late) for row in rows] == [
            ("ACCEPTED", 1, 0, 1, 0),
            ("EXTENDED", 1, 1, 0, 0),
            ("LATE", 1, 0, 0, 1),
            ("NEVER", 1, 1, 0, 0),
            ("SECOND", 1, 0, 1, 0),
            ("WAIVED", 0, 0, 0, 0),
            ("WITHDRAWN", 0, 0, 0, 0),
        ]
        assert queries.unit_rows(s, LATER, last_day_from=date(2027, 1, 1)) == []
        assert queries.unit_rows(s, LATER, obligations=["nq01-thang"]) == []


def test_the_board_of_one_period_shows_who_is_late_first(quarter: Engine) -> None:
    with db.reading(quarter) as s:
        found = queries.task_board(s, office.LATE_FROM, "kstthc-quy", "2026-Q3")
    assert [(item.task.unit, item.standing) for item in found] == [
        ("LATE", Standing.OVERDUE),
        ("NEVER", Standing.OVERDUE),
        ("EXTENDED", Standing.OPEN),
        ("ACCEPTED", Standing.ON_TIME),
        ("SECOND", Standing.ON_TIME),
        ("WAIVED", Standing.WAIVED),
        ("WITHDRAWN", Standing.WITHDRAWN),
    ]


INSTANTS = st.integers(-2, 2).map(lambda n: office.LATE_FROM + n * timedelta(microseconds=1))
LIBRARY = scratch_engine()


@settings(max_examples=examples(200), deadline=None)
@given(state=st.sampled_from(TaskState), late=INSTANTS, sent=st.none() | INSTANTS, as_of=INSTANTS)
def test_sql_and_python_agree_on_every_standing(
    state: TaskState, late: datetime, sent: datetime | None, as_of: datetime
) -> None:
    day = office.LATE_FROM.date()
    row = {"obligation": "o", "period": "p", "unit": "u", "holder": "u", "owner": "v", "version": 1}
    days = {"nominal": day, "boundary": Boundary.BY, "last_day": day, "working_deadline": day}
    rest = {
        "original_last_day": day,
        "deadline_no": 0,
        "began": Began.OPENED,
        "began_at": late,
        "opened_at": late,
    }
    with LIBRARY.connect() as connection:
        connection.execute(
            insert(t).values(**row, **days, **rest, state=state, late_from=late, submitted_at=sent)
        )
        in_sql = connection.execute(select(standing_in_sql(as_of))).scalar_one()
        connection.rollback()
    assert in_sql == standing(state, late_from=late, submitted_at=sent, as_of=as_of)


# Audit


def test_all_is_well_at_first(quarter: Engine) -> None:
    with db.reading(quarter) as s:
        assert queries.without_next_action(s) == []
        assert queries.passed_over(s, office.FIRST_REMINDER) == 0
        assert queries.stuck_messages(s, LATER) == []
        assert queries.dead_messages(s) == []
        assert queries.unheard_notices(s, LATER) == []


def test_what_is_wrong_is_found(quarter: Engine) -> None:
    now = office.FIRST_REMINDER
    with db.session(quarter) as s:
        task = office.the_task(s, "NEVER")
        assert task.id is not None
        queries.due.set_next_actions(s, [(task.id, None)])
        queries.add_notices(
            s,
            [
                queries.NewNotice(task.id, 0, "remind-5wd", Role.UNIT, "NEVER", "reminder-5wd", now),
                queries.NewNotice(
                    task.id, 0, "opened", Role.UNIT, "NEVER", "collapsed: x", now, collapsed=True
                ),
            ],
        )
        drafts = [NewMessage(f"U{n}", "2026-09-11", "digest", f"<{n}@x.example>", now, now) for n in range(3)]
        waiting, sending, _sent = queries.queue_messages(s, drafts)
        rows = queries.claim_messages(s, now, worker="w", lease=timedelta(minutes=5), ids=[sending.id])
        assert len(rows) == 1
        queries.claim_messages(s, now, worker="x", lease=timedelta(minutes=5), ids=[_sent.id])
        queries.mark_sent(s, _sent.id, worker="x", at=now)
    soon, lapsed = now + timedelta(minutes=1), now + timedelta(minutes=5)
    with db.reading(quarter) as s:
        assert [row.unit for row in queries.without_next_action(s)] == ["NEVER"]
        assert queries.passed_over(s, now) == 0
        assert queries.passed_over(s, soon) == 1  # EXTENDED; NEVER waits for nothing any more
        assert [m.id for m in queries.stuck_messages(s, soon)] == [waiting.id]
        assert [m.id for m in queries.stuck_messages(s, lapsed)] == [waiting.id, sending.id]
        assert queries.unheard_notices(s, now) == []
        assert [n.rung for n in queries.unheard_notices(s, soon)] == ["remind-5wd"]


# Rounds and facts


def test_rounds_are_logged(database: Engine) -> None:
    first, second = office.OPENED, office.OPENED + timedelta(days=1)
    with db.session(database) as s:
        assert queries.last_round(s) is None
        one = queries.start_round(s, key="2026-09-04", as_of=first, origin="cli", started_at=first)
        queries.finish_round(s, one, finished_at=first + A_SECOND, counts={"opened": 4})
        two = queries.start_round(
            s, key="x", as_of=second, origin="flow", started_at=second, scope="kstthc-quy"
        )
    with db.reading(database) as s:

        def last(**wanted: bool) -> int | None:
            found = queries.last_round(s, **wanted)
            return found.id if found else None

        assert (last(), last(whole=True), last(finished=True)) == (two, one, one)
        newest, oldest = queries.rounds(s)
        assert (newest.finished_at, newest.counts) == (None, {})
        assert (oldest.finished_at, oldest.counts) == (first + A_SECOND, {"opened": 4})


def test_facts_are_put_and_put_once(database: Engine) -> None:
    with db.session(database) as s:
        assert queries.fact(s, "go_live") is None
        assert queries.put_once(s, "go_live", "2026-09-01") == "2026-09-01"
        assert queries.put_once(s, "go_live", "2027-01-01") == "2026-09-01"
        queries.put(s, "go_live", "2026-10-01")
        queries.put(s, "zone", "Asia/Ho_Chi_Minh")
    with db.reading(database) as s:
        assert queries.facts(s) == {"go_live": "2026-10-01", "zone": "Asia/Ho_Chi_Minh"}
