"""Claiming, sending, failing: nothing is lost, and nothing is in two hands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest
from sqlalchemy import Engine, insert, text
from sqlalchemy.exc import IntegrityError

from models import db, queries
from models.queries import backlog
from models.queries.outbox import NewMessage
from models.rows import unreadable
from models.states import MessageState
from models.tables import message as m
from tests.support import races
from tests.support.databases import on_postgresql

MORNING = datetime(2026, 9, 14, 1, tzinfo=UTC)
LEASE = timedelta(minutes=5)
A_SECOND = timedelta(seconds=1)


def queue(engine: Engine, number: int, *, not_before: datetime = MORNING) -> list[int]:
    with db.session(engine) as s:
        return [
            row.id
            for row in queries.queue_messages(
                s,
                [
                    NewMessage(
                        f"U{n:04}", "2026-09-14", "digest", f"<{n}@dondoc.example>", MORNING, not_before
                    )
                    for n in range(number)
                ],
            )
        ]


def claim(
    engine: Engine, now: datetime = MORNING, worker: str = "w1", limit: int = 50
) -> list[queries.MessageRow]:
    with db.session(engine) as s:
        return queries.claim_messages(s, now, worker=worker, lease=LEASE, limit=limit)


def test_a_message_is_claimed_once_and_counted_before_sending(database: Engine) -> None:
    first, second, third = queue(database, 3)
    got = claim(database, limit=2)
    assert [(m.id, m.state, m.attempts, m.claimed_by, m.claimed_until) for m in got] == [
        (first, MessageState.SENDING, 1, "w1", MORNING + LEASE),
        (second, MessageState.SENDING, 1, "w1", MORNING + LEASE),
    ]
    assert [m.id for m in claim(database, worker="w2")] == [third]
    assert claim(database, worker="w2") == []


def test_nothing_leaves_before_its_time(database: Engine) -> None:
    queue(database, 1, not_before=MORNING + timedelta(hours=1))
    assert claim(database, MORNING + timedelta(hours=1) - A_SECOND) == []
    assert len(claim(database, MORNING + timedelta(hours=1))) == 1


def test_a_crashed_sender_s_claim_expires_and_is_taken_over(database: Engine) -> None:
    (only,) = queue(database, 1)
    (lost,) = claim(database, worker="dead")
    assert claim(database, MORNING + LEASE - A_SECOND, "w2") == []
    (again,) = claim(database, MORNING + LEASE, "w2")
    assert (again.id, again.attempts, again.message_id_header) == (only, 2, lost.message_id_header)
    with db.session(database) as s:
        # It was not dead after all: what it says no longer counts.
        assert not queries.mark_sent(s, only, worker="dead", at=MORNING)
        assert not queries.mark_failed(s, only, worker="dead", error="?", retry_at=MORNING)
        assert not queries.mark_dead(s, only, worker="dead", error="?")
        assert queries.renew_claims(s, [only], worker="dead", until=MORNING + 9 * LEASE) == []
        assert queries.mark_sent(s, only, worker="w2", at=MORNING + LEASE, subject="Nhắc việc")
        assert not queries.mark_sent(s, only, worker="w2", at=MORNING)  # once
    with db.reading(database) as s:
        (sent,) = queries.outbox_rows(s)
    assert (sent.state, sent.sent_at, sent.subject) == (MessageState.SENT, MORNING + LEASE, "Nhắc việc")
    assert (sent.claimed_by, sent.claimed_until) == (None, None)
    assert claim(database, MORNING + timedelta(days=9)) == []


def test_a_slow_sender_keeps_its_claim_by_renewing_it(database: Engine) -> None:
    (only,) = queue(database, 1)
    claim(database)
    with db.session(database) as s:
        assert queries.renew_claims(s, [only], worker="w1", until=MORNING + 2 * LEASE) == [only]
    assert claim(database, MORNING + LEASE, "w2") == []
    assert len(claim(database, MORNING + 2 * LEASE, "w2")) == 1


def test_a_failure_backs_off_then_dies_then_is_revived(database: Engine) -> None:
    (only,) = queue(database, 1)
    claim(database)
    later = MORNING + timedelta(minutes=10)
    with db.session(database) as s:
        assert queries.mark_failed(s, only, worker="w1", error="451 busy", retry_at=later)
    assert claim(database, later - A_SECOND) == []
    (second,) = claim(database, later)
    assert (second.attempts, second.last_error) == (2, "451 busy")
    with db.session(database) as s:
        assert queries.mark_dead(s, only, worker="w1", error="550 no such user")
        assert [m.last_error for m in queries.dead_messages(s)] == ["550 no such user"]
    assert claim(database, later + timedelta(days=1)) == []
    with db.session(database) as s:
        assert queries.revive(s, [only, 10**6], at=later) == 1
        assert queries.revive(s, [only], at=later) == 0
        assert queries.dead_messages(s) == []
    assert claim(database, later)[0].attempts == 1


def test_a_claim_given_back_does_not_count_as_an_attempt(database: Engine) -> None:
    (only,) = queue(database, 1)
    claim(database)
    with db.session(database) as s:
        assert queries.release(s, [only], worker="w1") == 1
    (again,) = claim(database)
    assert again.attempts == 1
    with db.session(database) as s:
        assert queries.mark_cancelled(s, only, worker="w1", reason="nothing left to say")
        assert queries.outbox_counts(s, MORNING).cancelled == 1


@pytest.mark.slow
def test_two_senders_at_once_never_get_the_same(database: Engine, database_url: str) -> None:
    ids = queue(database, 300)
    got = races.together(
        races.claim_all, [(database_url, worker, MORNING, 7) for worker in ("w1", "w2", "w3")]
    )
    assert sorted(chain(*got)) == ids  # none twice, none left
    with db.reading(database) as s:
        assert {m.attempts for m in queries.outbox_rows(s, limit=None)} == {1}


@on_postgresql
def test_a_claim_does_not_wait_for_another_and_keeps_its_limit(database: Engine) -> None:
    ids = queue(database, 10)
    with db.session(database) as one, db.session(database) as other:
        mine = queries.claim_messages(one, MORNING, worker="w1", lease=LEASE, limit=4)
        theirs = queries.claim_messages(other, MORNING, worker="w2", lease=LEASE, limit=4)
        assert ([m.id for m in mine], [m.id for m in theirs]) == (ids[:4], ids[4:8])


@on_postgresql
def test_a_message_being_composed_does_not_leave(database: Engine) -> None:
    (only,) = queue(database, 1)
    with db.session(database) as composing:
        queries.queue_messages(
            composing,
            [NewMessage("U0000", "2026-09-14", "digest", "<0@dondoc.example>", MORNING, MORNING)],
        )
        assert claim(database) == []
    assert [m.id for m in claim(database)] == [only]


def test_chosen_messages_only(database: Engine) -> None:
    ids = queue(database, 5)
    with db.session(database) as s:
        got = queries.claim_messages(s, MORNING, worker="w", lease=LEASE, ids=ids[1:3])
    assert [m.id for m in got] == ids[1:3]


def test_the_outbox_in_figures(database: Engine) -> None:
    with db.reading(database) as s:
        assert queries.outbox_counts(s, MORNING) == (0, 0, 0, 0, 0, 0, None)
    ids = queue(database, 6)
    claim(database, limit=4)
    with db.session(database) as s:
        queries.mark_sent(s, ids[0], worker="w1", at=MORNING)
        queries.mark_dead(s, ids[1], worker="w1", error="550")
        queries.mark_failed(s, ids[2], worker="w1", error="451", retry_at=MORNING + timedelta(hours=1))
    with db.reading(database) as s:
        counts = queries.outbox_counts(s, MORNING + A_SECOND)
        assert counts == queries.OutboxCounts(
            waiting=2, scheduled=1, sending=1, sent=1, dead=1, cancelled=0, oldest_waiting=MORNING
        )
        assert backlog.not_sent(s, MORNING + A_SECOND, by_mail=True) == (2, 1, 1)
        assert backlog.not_sent(s, MORNING + A_SECOND, by_mail=False) == (0, 0, 0)
        rows = queries.outbox_rows(s, state=[MessageState.SENT, MessageState.DEAD])
        assert [m.id for m in rows] == [ids[1], ids[0]]
        assert [m.id for m in queries.outbox_rows(s, recipient="U0003", round_key="2026-09-14")] == [ids[3]]


def test_one_in_a_state_that_nobody_knows_stands_alone(database: Engine) -> None:
    ids = queue(database, 3)
    with db.session(database) as s:
        s.execute(text("UPDATE message SET state = 'frozen' WHERE id = :it"), {"it": ids[1]})
    assert queue(database, 3) == ids  # asked for again, by the next round
    assert [each.id for each in claim(database, limit=1)] == [ids[0]]
    with db.reading(database) as s:
        assert queries.outbox_counts(s, MORNING) == queries.OutboxCounts(
            waiting=1, scheduled=0, sending=1, sent=0, dead=0, cancelled=0, oldest_waiting=MORNING
        )
        assert [each.id for each in queries.outbox_rows(s)] == [ids[2], ids[0]]
        assert queries.seeing.unreadable_messages(s) == 1
        assert unreadable(s) == [("message", str(ids[1]), "state", "frozen")]


def test_one_header_names_one_message(database: Engine) -> None:
    queue(database, 1)
    with db.session(database) as s:
        row = dict(s.execute(text("SELECT message_id_header FROM message")).mappings().one())
    values = {
        "round_key": "r",
        "kind": "k",
        "recipient": "other",
        "state": MessageState.PENDING,
        "attempts": 0,
    }
    values |= {"not_before": MORNING, "next_attempt_at": MORNING, "queued_at": MORNING, **row}
    with pytest.raises(IntegrityError), db.session(database) as s:
        s.execute(insert(m).values(**values))
