"""What a database says: its messages, and all that must be the same however often a round was killed."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Engine, inspect, text

from models import db

SNAPSHOT = {
    "tasks": "SELECT obligation, period, unit, holder, owner, state, last_day, deadline_no, version,"
    " document_no, next_action_at FROM task",
    "events": "SELECT t.obligation, t.period, t.unit, e.kind, e.actor, e.origin, e.reason FROM event e"
    " LEFT JOIN task t ON t.id = e.task_id WHERE e.kind NOT IN ('opened')",
    "opened": "SELECT t.obligation, t.period, t.unit, count(*) FROM event e JOIN task t ON t.id = e.task_id"
    " WHERE e.kind = 'opened' GROUP BY t.obligation, t.period, t.unit",
    "notices": "SELECT t.obligation, t.period, t.unit, n.deadline_no, n.rung, n.recipient, n.reason,"
    " n.collapsed, m.message_id_header FROM notice n JOIN task t ON t.id = n.task_id"
    " LEFT JOIN message m ON m.id = n.message_id",
    "messages": "SELECT recipient, round_key, kind, message_id_header, state, subject FROM message",
}
"""By what it is of, as a query whose rows are compared as a whole. Instants of rounds are left out: one that
was killed is done some minutes later."""
DOUBLED = {
    "task": "SELECT obligation, period, unit FROM task GROUP BY obligation, period, unit HAVING count(*) > 1",
    "message": "SELECT recipient, round_key, kind FROM message GROUP BY recipient, round_key, kind"
    " HAVING count(*) > 1",
    "notice": "SELECT task_id, deadline_no, rung, recipient FROM notice"
    " GROUP BY task_id, deadline_no, rung, recipient HAVING count(*) > 1",
    "opening": "SELECT task_id FROM event WHERE kind = 'opened' GROUP BY task_id HAVING count(*) > 1",
}


class Mail(NamedTuple):
    """A row of the outbox, as far as a campaign looks at it."""

    message_id: str
    state: str
    to: tuple[str, ...]


def mails(engine: Engine) -> dict[str, Mail]:
    """The outbox by Message-ID; nothing while there is no schema yet."""
    if engine.dialect.name == "sqlite" and not _there(engine):
        return {}
    with engine.connect() as connection:
        if not inspect(connection).has_table("message"):
            return {}
        rows = connection.execute(
            text("SELECT message_id_header, state, address, way, recipient FROM message")
        ).all()
    return {
        name: Mail(name, state.lower(), (recipient,) if way else _addresses(address))
        for name, state, address, way, recipient in rows
    }


def snapshot(engine: Engine) -> dict[str, list[str]]:
    """The rows of `SNAPSHOT`, sorted, as text: PostgreSQL and SQLite say the same."""
    with db.reading(engine) as s:
        return {
            name: sorted("|".join(map(_said, row)) for row in s.execute(text(query)))
            for name, query in SNAPSHOT.items()
        }


def doubled(engine: Engine) -> list[str]:
    """What is there twice."""
    with db.reading(engine) as s:
        return [
            f"{name} doubled: {tuple(row)}"
            for name, query in DOUBLED.items()
            for row in s.execute(text(query))
        ]


def differences(wanted: dict[str, list[str]], found: dict[str, list[str]]) -> list[str]:
    """What one has and the other has not, a few lines of each."""
    said = []
    for name, rows in wanted.items():
        lost, more = _less(rows, found[name]), _less(found[name], rows)
        said += [f"{name} lost: {row}" for row in lost[:3]] + [f"{name} too many: {row}" for row in more[:3]]
    return said


def _less(some: list[str], others: list[str]) -> list[str]:
    left = list(others)
    rest = []
    for row in some:
        try:
            left.remove(row)
        except ValueError:
            rest.append(row)
    return rest


def _there(engine: Engine) -> bool:
    from pathlib import Path

    file = Path(engine.url.database or "")
    return file.exists() and file.stat().st_size > 0


def _addresses(text_: str | None) -> tuple[str, ...]:
    return tuple(sorted(text_.split(", "))) if text_ else ()


def _said(value: Any) -> str:
    from datetime import datetime, timedelta

    if isinstance(value, datetime):
        offset = value.utcoffset() or timedelta(0)
        return (value.replace(tzinfo=None) - offset).isoformat(sep=" ", timespec="seconds")
    if isinstance(value, bool):
        return str(int(value))
    text_ = str(value)
    # SQLite answers instants as text with microseconds.
    return text_[:19] if len(text_) == 26 and text_[10:11] == " " and text_.endswith(".000000") else text_
