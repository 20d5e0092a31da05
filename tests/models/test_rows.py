"""A row in which something stands that cannot be read is called by its duty, period and unit."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from language import say
from models import db, queries
from models.rows import strays, unreadable
from models.tables import event, message, notice
from models.tables import task as t
from models.types import UnknownWord


def spoil(engine: Engine, statement: str) -> None:
    with db.session(engine) as s:
        s.execute(text(statement))


@pytest.mark.parametrize(
    ("column", "word", "why"),
    [
        ("state", "frozen", "knows only open, submitted"),
        ("began", "thawed", "knows only opened, extended"),
        ("boundary", "after", "knows only before, by"),
        ("figure", "97,5", "where a figure should stand"),
        ("figure", "NaN", "where a figure should stand"),
    ],
)
def test_a_task_is_called_by_its_duty_period_and_unit(
    opened: Engine, column: str, word: str, why: str
) -> None:
    spoil(opened, f"UPDATE task SET {column} = '{word}' WHERE unit = 'TCKT'")
    with pytest.raises(UnknownWord) as caught, db.reading(opened) as s:
        queries.tasks(s, period="2026-Q3")
    told = say(caught.value.message, "en")
    assert "kstthc-quy" in told
    assert "period 2026-Q3, unit TCKT" in told
    assert f"column {column}" in told
    assert repr(word) in told
    assert why in told
    with db.reading(opened) as s:
        assert [(each.column, each.value) for each in unreadable(s)] == [(column, word)]
        assert queries.task_of(s, "kstthc-quy", "2026-Q3", "TST") is not None
    with pytest.raises(UnknownWord, match="TCKT"), db.session(opened) as s:
        queries.task_of(s, "kstthc-quy", "2026-Q3", "TCKT")


def test_so_are_a_notice_by_its_task_and_a_mail_by_whom_it_goes_to(opened: Engine) -> None:
    now = "'2026-09-14 01:00:00.000000'"
    spoil(
        opened,
        "INSERT INTO message (round_key, kind, recipient, message_id_header, state, not_before,"
        " next_attempt_at, attempts, queued_at)"
        f" VALUES ('2026-09-14', 'digest', 'TCKT', '<1@x.example>', 'lost', {now}, {now}, 0, {now})",
    )
    spoil(
        opened,
        "INSERT INTO notice (task_id, deadline_no, rung, role, recipient, reason, raised_at, collapsed)"
        f" SELECT id, 0, 'x', 'king', 'TCKT', 'x', {now}, false FROM task WHERE unit = 'TCKT'",
    )
    for read, row in (
        (select(notice.c.role), "period 2026-Q3, unit TCKT"),
        (select(message.c.state), "TCKT"),
    ):
        with pytest.raises(UnknownWord, match=row), db.reading(opened) as s:
            s.execute(read).all()


def test_a_document_that_is_no_json_is_named_or_was_never_taken(opened: Engine) -> None:
    broken = (
        "INSERT INTO event (task_id, at, kind, actor, origin, reason, data)"
        " SELECT id, '2026-09-14 01:00:00.000000', 'sent', 'x', 'cli', '', '{broken' FROM task"
        " WHERE unit = 'TCKT'"
    )
    if opened.dialect.name == "postgresql":
        with pytest.raises(DBAPIError, match="invalid input syntax for type json"):
            spoil(opened, broken)
        return
    spoil(opened, broken)
    with pytest.raises(UnknownWord, match="unit TCKT"), db.reading(opened) as s:
        s.execute(select(event.c.data)).all()
    with db.reading(opened) as s:
        assert [(each.table, each.column) for each in unreadable(s)] == [("event", "data")]


def test_what_no_list_has_is_told_by_name(opened: Engine) -> None:
    with db.reading(opened) as s:
        assert strays(s, 5) == []
    spoil(opened, "UPDATE task SET state = 'frozen' WHERE unit = 'TCKT'")
    with db.reading(opened) as s:
        assert [say(each, "en") for each in strays(s, 5)] == [
            f"duty kstthc-quy, period 2026-Q3, unit TCKT (task {_number(s)})"
        ]


def _number(s: Any) -> int:
    return int(s.scalar(select(t.c.id).where(t.c.unit == "TCKT")))
