"""What a round needs of the database, tried: the write lock, and a row that is written and taken back."""

from __future__ import annotations

from sqlalchemy import URL, text

from models import db, queries

TRIED = "tried"


class _TakenBack(Exception):
    """Ends the trial."""


def try_to_write(url: URL, patience: int) -> None:
    """Writes a row and takes it back. DatabaseError when that cannot be, also when somebody else keeps the
    write lock for longer than `patience` seconds.
    """
    sqlite = url.get_backend_name() == "sqlite"
    engine = db.engine_for(url.update_query_dict({"timeout": str(patience)}) if sqlite else url)
    try:
        with db.session(engine) as s:
            if not sqlite:
                s.execute(text(f"SET LOCAL lock_timeout = '{patience}s'"))
            queries.put(s, TRIED, TRIED)
            raise _TakenBack
    except _TakenBack:
        pass
    finally:
        engine.dispose()
