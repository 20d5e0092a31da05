"""Instants and words come back as they went in, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import StatementError

from models import db, queries
from models.tables import RoundLog
from models.tables import round_log as r
from tests.support import office

HANOI = timezone(timedelta(hours=7))


def keep(database: Engine, instant: datetime, counts: dict[str, object] | None = None) -> None:
    with db.session(database) as s:
        s.add(RoundLog(key="k", as_of=instant, origin="cli", started_at=instant, counts=counts or {}))


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (datetime(2026, 9, 19, 0, 0, tzinfo=HANOI), datetime(2026, 9, 18, 17, 0, tzinfo=UTC)),
        (datetime(2026, 9, 18, 17, 0, 0, 1, tzinfo=UTC), datetime(2026, 9, 18, 17, 0, 0, 1, tzinfo=UTC)),
        (datetime(1900, 1, 1, tzinfo=UTC), datetime(1900, 1, 1, tzinfo=UTC)),
        (datetime(2999, 12, 31, 23, 59, 59, 999999, UTC), datetime(2999, 12, 31, 23, 59, 59, 999999, UTC)),
    ],
)
def test_an_instant_comes_back_in_utc(database: Engine, given: datetime, stored: datetime) -> None:
    keep(database, given)
    with db.reading(database) as s:
        found = s.scalar(select(r.c.as_of))
    assert found == stored
    assert found.tzinfo is UTC


def test_a_naive_instant_is_refused(database: Engine) -> None:
    with pytest.raises(StatementError, match="has no time zone"):
        keep(database, datetime(2026, 9, 19))  # noqa: DTZ001 - that is the point


def test_instants_compare_to_the_microsecond_in_the_database(database: Engine) -> None:
    late_from = datetime(2026, 9, 18, 17, tzinfo=UTC)
    keep(database, late_from)
    with db.reading(database) as s:
        for now, come in (
            (late_from - timedelta(microseconds=1), 0),
            (late_from, 1),
            (late_from.astimezone(HANOI), 1),
        ):
            assert len(s.execute(select(r.c.id).where(r.c.as_of <= now)).all()) == come


def test_words_are_stored_as_written_and_unknown_ones_refused(database: Engine) -> None:
    from models.tables import message as m

    now = datetime(2026, 9, 14, 1, tzinfo=UTC)
    row = {
        "round_key": "2026-09-14",
        "kind": "digest",
        "recipient": "TST",
        "message_id_header": "<1@x.example>",
    }
    row |= {"not_before": now, "next_attempt_at": now, "queued_at": now, "attempts": 0}
    with pytest.raises(StatementError, match="'lost' is not a valid MessageState"), db.session(database) as s:
        s.execute(insert(m).values(**row, state="lost"))
    with db.session(database) as s:
        s.execute(insert(m).values(**row, state="dead"))
        assert s.execute(text("SELECT state FROM message")).scalar() == "dead"
        s.execute(text("UPDATE message SET state = 'recalled'"))
        with pytest.raises(
            LookupError, match="'recalled' where this version of dondoc knows only pending, sen"
        ):
            s.scalar(select(m.c.state))


def test_json_keeps_vietnamese_letters_readable_in_the_file(database: Engine) -> None:
    said = {"lý do": "đơn vị đề nghị gia hạn", "n": 3, "to": None}
    keep(database, datetime(2026, 1, 1, tzinfo=UTC), said)
    with db.reading(database) as s:
        assert s.scalar(select(r.c.counts)) == said
        assert "đơn vị" in s.execute(text("SELECT CAST(counts AS TEXT) FROM round_log")).scalar_one()


@pytest.mark.parametrize("figure", ["97.50", "0", "-2.5", "123456789012.123456", "0.1", "100"])
def test_a_figure_comes_back_to_the_digit(database: Engine, figure: str) -> None:
    with db.session(database) as s:
        office.fill_roster(s, ["TST"])
        office.open_q3(s)
        office.the_task(s).figure = Decimal(figure)
    with db.reading(database) as s:
        assert str(office.the_task(s).figure) == figure
        assert [str(row.figure) for row in queries.tasks_by_id(s, [1]).values()] == [figure]


def test_what_is_no_number_is_no_figure(scratch: Engine) -> None:
    with db.session(scratch) as s:
        office.fill_roster(s, ["TST"])
        office.open_q3(s)
        office.the_task(s).figure = Decimal("NaN")
        with pytest.raises(StatementError, match="NaN is no figure"):
            s.flush()
        s.rollback()
