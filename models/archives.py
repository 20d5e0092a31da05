"""Archives: SQLite files with the tables of the database, into which the history of ended tasks is moved.

A file has the schema that the database has, so that every query reads it too, and three tables more: which
task came with which batch, whose archive it is, and sums of what was written: a disk may give back other
bytes than it got, and not everywhere does SQLite notice. How many batches count says the database, in the
transaction that removed them from it; a batch beyond them was written by somebody who was killed before that,
and is not there for anybody (`reading_engine`).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    event,
    func,
    inspect,
    select,
    text,
    union,
)
from sqlalchemy.orm import Session

from models import db, portable, schema
from models import tables as tb
from models.queries.sets import among
from models.scratch import scratch_engine
from models.triggers import lifted

TABLES = ("task", "event", "message", "sent_mail", "notice", "told_too")
"""What is moved, each after what it points to."""
_META = MetaData()
moved = Table(
    "moved", _META, Column("task_id", BigInteger, primary_key=True), Column("batch", Integer, index=True)
)
about = Table("about", _META, Column("key", String, primary_key=True), Column("value", String))
sums = Table("sums", _META, Column("what", String, primary_key=True), Column("sum", String))
"""Of each batch, and of each mail, which several batches may share: the schema and a digest of its rows."""
_MAILS = ("message", "sent_mail")
_version = Table("alembic_version", _META, Column("version_num", String(32), primary_key=True))
Lines = dict[str, list[bytes]]


def make(path: Path, facts: Mapping[str, str]) -> None:
    """An empty archive with these facts about it, at a path where none is, or one that nobody finished."""
    part = path.with_name(f".{path.name}.part")
    for each in ("", "-journal", "-wal", "-shm"):
        part.with_name(part.name + each).unlink(missing_ok=True)
    engine = scratch_engine(part)  # straight from the tables: ten times as quick as the migrations
    with db.explained(engine.url), engine.begin() as connection:
        _META.create_all(connection)
        connection.execute(_version.insert(), {"version_num": schema.HEAD})
        connection.execute(about.insert(), [{"key": key, "value": value} for key, value in facts.items()])
    engine.dispose()
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(path)


def ready(path: Path, batches: int) -> tuple[dict[str, str], int]:
    """Brings the archive to this code's schema, and answers the facts about it, and how many tasks came with
    its first batches. DatabaseError where it cannot be read."""
    url = URL.create("sqlite", database=str(path))
    engine = db.engine_for(url)
    try:
        if schema.version(engine) != schema.HEAD:
            db.upgrade(url)
            _single_file(path)
        with db.reading(engine) as s:
            facts = {key: value for key, value in s.execute(select(about.c.key, about.c.value))}  # noqa: C416 - rows
            came = s.scalar(select(func.count()).where(moved.c.batch <= batches)) or 0
            return facts, came
    finally:
        engine.dispose()


def engine_of(path: Path) -> Engine:
    """For whoever moves rows into the archive or out of it: it sees every batch."""
    return db.engine_for(URL.create("sqlite", database=str(path)))


def reading_engine(path: Path, batches: int, renamed: Mapping[str, str]) -> Engine:
    """For whoever reads it: of its tasks those of the first `batches`, and duties by the codes that they have
    now (`renamed`: from the code that they had)."""
    engine = engine_of(path)
    with db.reading(engine) as s:
        beyond = s.scalar(select(func.count()).where(moved.c.batch > batches))
        codes = set(s.scalars(select(tb.task.c.obligation).distinct())) & renamed.keys()
    if beyond or codes:
        view = _view(batches, {code: renamed[code] for code in codes})
        event.listen(engine, "connect", lambda connection, _: connection.execute(view))
        engine.dispose()  # the connection that looked has no such view
    return engine


def _view(batches: int, codes: Mapping[str, str]) -> str:
    """A table of the connection's own that hides the file's: what is not there, is not seen."""
    cases = "".join(f" WHEN {_quoted(old)} THEN {_quoted(new)}" for old, new in codes.items())
    columns = [
        f"CASE obligation{cases} ELSE obligation END AS obligation"
        if cases and each.name == "obligation"
        else each.name
        for each in tb.task.columns
    ]
    return (
        f"CREATE TEMP VIEW task AS SELECT {', '.join(columns)} FROM main.task "  # noqa: S608 - our own names
        f"WHERE id IN (SELECT task_id FROM main.moved WHERE batch <= {batches:d})"
    )


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def lines_of(s: Session, ids: Collection[int]) -> Lines:
    """Everything that belongs to these tasks, as lines of `models.portable`, table by table."""
    belonging = _belonging(s, ids)
    return {name: list(portable.dump(s, name, belonging[name])) for name in TABLES}


def _belonging(s: Session, ids: Collection[int]) -> dict[str, ColumnElement[bool]]:
    of = among(s, tb.notice.c.task_id, ids)
    mails = among(s, tb.message.c.id, _mails(s, ids))
    return {
        "task": among(s, tb.task.c.id, ids),
        "event": among(s, tb.event.c.task_id, ids),
        "message": mails,
        "sent_mail": tb.sent_mail.c.message_id.in_(select(tb.message.c.id).where(mails)),
        "notice": of,
        "told_too": tb.told_too.c.notice_id.in_(select(tb.notice.c.id).where(of)),
    }


def _mails(s: Session, ids: Collection[int]) -> list[int]:
    """The messages that tell of these tasks."""
    n, too = tb.notice, tb.told_too
    carried = select(n.c.message_id).where(among(s, n.c.task_id, ids), n.c.message_id.is_not(None))
    beside = select(too.c.message_id).join(n, n.c.id == too.c.notice_id).where(among(s, n.c.task_id, ids))
    return list(s.scalars(union(carried, beside)))


def write(s: Session, batch: int, ids: Collection[int], lines: Lines) -> None:
    """Puts a batch into the archive, in the session's transaction, in place of what anybody left there from
    this batch on."""
    connection = s.connection()
    drop_from(connection, s, batch)
    # A mail of several batches is there already, and may have been changed since.
    s.execute(text("PRAGMA defer_foreign_keys=ON"))
    _, mails = portable.read(lines["message"])
    numbers = [each["id"] for each in mails]
    s.execute(delete(tb.sent_mail).where(among(s, tb.sent_mail.c.message_id, numbers)))
    s.execute(delete(tb.message).where(among(s, tb.message.c.id, numbers)))
    for name in TABLES:
        portable.fill(connection, name, lines[name])
    connection.execute(moved.insert(), [{"task_id": each, "batch": batch} for each in ids])
    sums.create(connection, checkfirst=True)  # an archive of before has none
    found = _sums(batch, lines)
    s.execute(delete(sums).where(among(s, sums.c.what, list(found))))
    connection.execute(sums.insert(), [{"what": what, "sum": found[what]} for what in found])


def _sums(batch: int, lines: Lines) -> dict[str, str]:
    """What stands in `sums` of these rows."""
    rest = blake2b(digest_size=8)
    for name in TABLES:
        if name not in _MAILS:
            rest.update(b"".join(lines[name]))
    found = {f"batch {batch}": rest}
    for name in _MAILS:
        _, rows = portable.read(lines[name])
        for row, line in zip(rows, lines[name][1:], strict=True):
            what = f"mail {row['id' if name == 'message' else 'message_id']}"
            found.setdefault(what, blake2b(digest_size=8)).update(line)
    return {what: f"{schema.HEAD} {each.hexdigest()}" for what, each in found.items()}


def changed(s: Session, batch: int, lines: Lines) -> list[str]:
    """What of a batch is not as it was written. Rows that another version has migrated since cannot be
    compared, nor those of an archive without sums."""
    if not inspect(s.connection()).has_table(sums.name):
        return []
    found = _sums(batch, lines)
    kept = s.execute(select(sums.c.what, sums.c.sum).where(among(s, sums.c.what, list(found))))
    return [what for what, known in kept if known.startswith(f"{schema.HEAD} ") and known != found[what]]


def drop_from(connection: Connection, s: Session, batch: int) -> None:
    """Removes that batch and all after it from the archive."""
    gone = list(s.scalars(select(moved.c.task_id).where(moved.c.batch >= batch)))
    if gone:
        remove(connection, s, gone, keep=())
        s.execute(delete(moved).where(moved.c.batch >= batch))


def batch_of(s: Session, batch: int) -> list[int]:
    """The tasks of a batch of an archive, by number."""
    return list(s.scalars(select(moved.c.task_id).where(moved.c.batch == batch).order_by(moved.c.task_id)))


def counted(s: Session, batches: int) -> int:
    """How many tasks the first batches of an archive hold, looked up where the tasks are."""
    of = select(moved.c.task_id).where(moved.c.batch <= batches)
    return s.scalar(select(func.count()).select_from(tb.task).where(tb.task.c.id.in_(of))) or 0


def remove(connection: Connection, s: Session, ids: Collection[int], keep: Collection[int]) -> None:
    """Takes these tasks away with all that belongs to them, and the messages that told of nothing else. What
    answers a mail, or was merged into it, keeps it; so do the numbers in `keep`."""
    belonging, mails = _belonging(s, ids), _mails(s, ids)
    s.execute(delete(tb.told_too).where(belonging["told_too"]))
    s.execute(delete(tb.notice).where(belonging["notice"]))
    needed = set(keep)
    for table in (tb.notice, tb.told_too, tb.reply, tb.message):
        column = table.c["merged_into" if table is tb.message else "message_id"]
        needed |= set(s.scalars(select(column).where(among(s, column, mails))))
    gone = [each for each in mails if each not in needed]
    s.execute(delete(tb.sent_mail).where(among(s, tb.sent_mail.c.message_id, gone)))
    s.execute(delete(tb.message).where(among(s, tb.message.c.id, gone)))
    with lifted(connection, "event"):
        s.execute(delete(tb.event).where(belonging["event"]))
    s.execute(delete(tb.task).where(belonging["task"]))


def put_back(s: Session, lines: Lines, renamed: Mapping[str, str]) -> set[str]:
    """Puts a batch's rows into the database again, under the codes that duties have now; a mail that is there
    stays as it is. Answers which codes have another name now."""
    connection = s.connection()
    for name in TABLES:
        chosen = lines[name]
        if name in ("message", "sent_mail"):
            key = "id" if name == "message" else "message_id"
            column = tb.Base.metadata.tables[name].c[key]
            _, rows = portable.read(chosen)
            numbers = [each[key] for each in rows]
            there = set(s.scalars(select(column).where(among(s, column, numbers))))
            chosen = chosen[:1] + [
                line for line, number in zip(chosen[1:], numbers, strict=True) if number not in there
            ]
        portable.fill(connection, name, chosen, number_on=False)
    _, tasks = portable.read(lines["task"])
    codes = {each["id"]: each["obligation"] for each in tasks}
    for old in (earlier := set(codes.values()) & renamed.keys()):
        of = among(s, tb.task.c.id, [number for number, code in codes.items() if code == old])
        s.execute(tb.task.update().where(of).values(obligation=renamed[old]))
    return earlier


def shrink(engine: Engine) -> int:
    """Gives the room of what was removed from a SQLite database back to the disk; how many bytes."""
    file = Path(engine.url.database or "")
    with db.explained(engine.url):
        connection: Any = engine.raw_connection()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before = file.stat().st_size
        connection.execute("PRAGMA query_only=OFF")  # whoever had it before may have looked only
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    return before - file.stat().st_size


def begin(s: Session) -> None:
    """At the beginning of a transaction that moves rows: on PostgreSQL whoever records an event waits until
    it ends, before any task is locked, so that no two wait for each other."""
    if s.get_bind().dialect.name != "sqlite":
        s.execute(text("SET LOCAL lock_timeout = '30s'"))
        s.execute(text("LOCK TABLE event IN SHARE ROW EXCLUSIVE MODE"))


@contextmanager
def writing(path: Path) -> Iterator[Session]:
    """A transaction of an archive that sees every batch, and the end of its engine."""
    engine = engine_of(path)
    try:
        with db.session(engine) as s:
            yield s
    finally:
        engine.dispose()


@contextmanager
def looking(engine: Engine) -> Iterator[Session]:
    """A reading session of an archive, and the end of its engine."""
    try:
        with db.reading(engine) as s:
            yield s
    finally:
        engine.dispose()


def _single_file(path: Path) -> None:
    """Without a log beside it: an archive is one file, that can lie anywhere."""
    engine = engine_of(path)
    try:
        connection: Any = engine.raw_connection()
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.close()
    finally:
        engine.dispose()
