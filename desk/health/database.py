"""The check of `dondoc doctor` that looks at the database, and tries in it what a round needs."""

from __future__ import annotations

from collections.abc import Iterator

from desk.findings import Level, advice
from desk.health.looking import Seen, needs
from desk.office import Desk
from language import Message

MOST = 5
"""Rows that are named."""
PATIENCE = 5
"""Seconds to wait for a round that is writing."""


def database(desk: Desk) -> Iterator[Seen]:
    needs(desk, "settings")
    if not desk.has_database:
        yield Level.OK, Message("doctor.no-database"), None
        return
    from sqlalchemy import text

    from models import db, schema

    engine = desk.existing()
    if engine.dialect.name == "sqlite":
        with db.reading(engine) as session:
            said = session.execute(text("PRAGMA quick_check(1)")).scalar_one()
        if said != "ok":
            damaged = Message("doctor.database-damaged", address=desk.settings.database, why=said)
            yield Level.PROBLEM, damaged, advice("database")
            return
    if gone := schema.lacking(engine):
        yield Level.PROBLEM, Message("doctor.tables-gone", names=gone), advice("database")
        return
    from models.rows import unreadable
    from models.trying import try_to_write

    try_to_write(engine.url, PATIENCE)
    with db.reading(engine) as session:
        rows = unreadable(session)
    if rows:
        where = [f"{each.table} {each.key}: {each.column} = {each.value}" for each in rows]
        yield Level.PROBLEM, Message("doctor.rows-unreadable", n=len(rows), rows=where[:MOST]), advice("rows")
        return
    yield Level.OK, Message("doctor.database", address=desk.settings.database), None
