"""The room of what was moved goes back to the disk."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select

from engine.archive import moving
from models import archives, db
from models import tables as tb
from tests.archive.invented import NOW, invent


def test_the_file_gets_smaller_whoever_used_its_connection_before(
    upgraded_file: Path, tmp_path: Path
) -> None:
    file = tmp_path / "dondoc.db"
    file.write_bytes(upgraded_file.read_bytes())
    engine = db.engine_for(f"sqlite:///{file}")
    invent(engine, 1, units=("TST",), most_open=0)
    list(moving.archive(engine, tmp_path / "archives", 2026, NOW))
    with db.reading(engine) as s:  # leaves a connection that refuses to write
        left = s.scalar(select(func.count()).select_from(tb.task))
    assert archives.shrink(engine) > 0
    with db.reading(engine) as s:
        assert s.scalar(select(func.count()).select_from(tb.task)) == left
    engine.dispose()
