"""Whatever is wrong with a database, a person is told what to do about it, and never a password."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from models import db, engines, queries
from models.db import DatabaseError, Problem
from tests.support import office, postgres, races

SECRET = "k3n-gi4u"


def complaint(url: str) -> DatabaseError:
    with pytest.raises(DatabaseError) as caught:
        db.check(db.engine_for(url))
    return caught.value


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A migrated SQLite file."""
    made = tmp_path / "home" / "dondoc.db"
    db.upgrade(f"sqlite:///{made}")
    return made


@pytest.mark.parametrize(
    "url",
    ["", "dondoc.db", f"mysql://dondoc:{SECRET}@db/x", f"://{SECRET}", f"postgresql://a:{SECRET}@h:port/x"],
)
def test_a_url_that_is_none(url: str) -> None:
    with pytest.raises(
        DatabaseError, match=r"expected sqlite:///FILE or postgresql://USER:PASSWORD@H"
    ) as caught:
        db.engine_for(url)
    assert caught.value.problem is Problem.URL
    assert SECRET not in str(caught.value)


def test_both_spellings_of_postgresql_get_the_same_driver() -> None:
    for name in ("postgresql", "postgresql+psycopg", "postgres"):
        assert db.parse_url(f"{name}://a:b@h/x").drivername == "postgresql+psycopg"


def test_a_missing_file_is_not_made_by_looking(tmp_path: Path) -> None:
    said = complaint(f"sqlite:///{tmp_path / 'no' / 'dondoc.db'}")
    assert (said.problem, said.transient) == (Problem.MISSING, False)
    assert str(said) == (
        f"there is no database at {tmp_path}/no/dondoc.db; check DONDOC_HOME, or create it: dondoc db upgrade"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    said = complaint(f"sqlite:///{tmp_path}")
    assert said.problem is Problem.NOT_A_DATABASE
    assert "is a folder" in str(said)


def test_a_file_that_is_no_database(file: Path) -> None:
    file.write_text("Kính gửi: Văn phòng\n" * 500, encoding="utf-8")
    said = complaint(f"sqlite:///{file}")
    assert said.problem is Problem.NOT_A_DATABASE
    assert "is not a database; restore it from a backup" in str(said)
    with pytest.raises(DatabaseError, match="is not a database"):
        db.upgrade(f"sqlite:///{file}")


def read_all(url: str) -> None:
    with db.reading(db.engine_for(url)) as s:
        queries.tasks(s)
        queries.history(s)


@pytest.mark.slow
def test_a_damaged_file(file: Path) -> None:
    engine = db.engine_for(f"sqlite:///{file}")
    with db.session(engine) as s:
        office.fill_roster(s)
        for number in range(1, 90):
            office.open_q3(s, period=f"2026-{number}")
    engine.dispose()
    with sqlite3.connect(file) as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    plain.close()
    content = bytearray(file.read_bytes())
    page = 4096
    content[page * 3 :] = b"\xff" * (len(content) - page * 3)
    file.write_bytes(content)
    with pytest.raises(DatabaseError, match="is damaged; restore it from a backup") as caught:
        read_all(f"sqlite:///{file}")
    assert caught.value.problem is Problem.NOT_A_DATABASE


def test_a_locked_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    engine = db.engine_for(f"sqlite:///{file}")
    with (
        pytest.raises(DatabaseError, match="is locked by another process; wait") as caught,
        db.session(engine),
    ):
        pass
    assert (caught.value.problem, caught.value.transient) == (Problem.LOCKED, True)
    assert db.check(engine) == "0009"  # who only looks need not wait
    holder.execute("COMMIT")
    holder.close()
    with db.session(engine):
        pass


def test_a_full_disk_writes_nothing_by_half(file: Path) -> None:
    engine = db.engine_for(f"sqlite:///{file}")
    with db.session(engine) as s:
        office.fill_roster(s, units=[f"U{n}" for n in range(2_000)])
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        # SQLite's own limit stands in for the disk's: the same code, SQLITE_FULL.
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count={pages + 5}")
    with (
        pytest.raises(
            DatabaseError,
            match=r"is full: free some space; .* what was recorded before it stands",
        ) as caught,
        db.session(engine) as s,
    ):
        office.open_q3(s)
    assert caught.value.problem is Problem.FULL
    with db.reading(engine) as s:
        assert queries.tasks(s) == []


@pytest.fixture
def lesser_folder() -> Iterator[Path]:
    """A folder of a user who is not root, where that user can reach it."""
    folder = Path(tempfile.mkdtemp(prefix="dondoc-test-"))
    postgres.give_away(folder)
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def as_lesser_user(url: str, action: str) -> str:
    return str(races.together(races.try_as_lesser_user, [(url, action)])[0])


@pytest.mark.slow
def test_an_unwritable_folder(lesser_folder: Path) -> None:
    home = lesser_folder / "home"
    url = f"sqlite:///{home / 'dondoc.db'}"
    lesser_folder.chmod(0o555)
    assert as_lesser_user(url, "upgrade").startswith(
        f"unwritable: cannot make the folder {home} (Permission denied)"
    )
    lesser_folder.chmod(0o755)
    db.upgrade(url)
    for path, mode in ((home, 0o555), (home / "dondoc.db", 0o444)):
        path.chmod(mode)
    assert as_lesser_user(url, "write").startswith(
        f"unwritable: cannot write {home}/dondoc.db or its folder; let"
    )
    assert as_lesser_user(url, "upgrade").startswith("unwritable: cannot write")
    postgres.give_away(home)
    home.chmod(0o000)
    assert as_lesser_user(url, "check").startswith("unwritable: cannot write")
    home.chmod(0o755)


@pytest.mark.postgres
class TestPostgresql:
    """The same on a server."""

    def test_a_wrong_password_is_not_repeated(self, postgres_server: postgres.Server) -> None:
        said = complaint(postgres_server.url("postgres", password=SECRET))
        assert said.problem is Problem.REFUSED
        assert "refused user dondoc" in str(said)
        assert "check user and password in DONDOC_DATABASE_URL" in str(said)
        self.nowhere(said, SECRET)

    def test_no_server(self, postgres_server: postgres.Server) -> None:
        said = complaint(postgres_server.url("postgres", port=postgres.free_port()))
        assert (said.problem, said.transient) == (Problem.UNREACHABLE, True)
        assert "is the server running" in str(said)
        self.nowhere(said, postgres_server.password)

    def test_no_such_host(self) -> None:
        said = complaint(f"postgresql://dondoc:{SECRET}@no-such-host.invalid/dondoc")
        assert said.problem is Problem.UNREACHABLE
        self.nowhere(said, SECRET)

    def test_no_such_database(self, postgres_server: postgres.Server) -> None:
        said = complaint(postgres_server.url("quen_tao"))
        assert said.problem is Problem.MISSING
        assert str(said).endswith("create it: createdb quen_tao")

    def test_a_lock_that_is_held(self, postgres_server: postgres.Server, upgraded_template: str) -> None:
        url = postgres_server.new_database(upgraded_template)
        engine = db.engine_for(url)
        with db.session(engine) as holder:
            holder.execute(text("LOCK TABLE task"))
            with (
                pytest.raises(DatabaseError, match="is locked by another process") as caught,
                db.session(engine) as other,
            ):
                other.execute(text("SET LOCAL lock_timeout = '50ms'; SELECT 1 FROM task"))
        assert caught.value.transient
        engine.dispose()
        postgres_server.drop(url)

    @staticmethod
    def nowhere(said: BaseException | None, secret: str) -> None:
        """Not in the text, nor in any error behind it, whose texts end up in logs."""
        while said is not None:
            assert secret not in str(said)
            assert secret not in repr(said)
            said = said.__cause__ or said.__context__
