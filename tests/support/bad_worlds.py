"""A bad world around dondoc: files that were cut or spoilt, a clock that lies, a database that somebody else
touched. Each case does the harm to a real home and says what must come of it; `docs/bad-world.md` shows them.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from desk import cli, speaking
from tests.support.trial_office import small_office_folder


@dataclass(frozen=True)
class Place:
    """A home after a round of today, and the office's folder."""

    home: Path
    office: Path

    @property
    def file(self) -> Path:
        return self.home / "dondoc.db"

    @property
    def trial(self) -> Path:
        return self.office / "thu-nghiem.yaml"

    def type(self, *words: str) -> tuple[int, str]:
        """One command: its exit code, and all that it printed."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = cli.main(list(words))
        return code, said.getvalue()

    def sql(self, *statements: str) -> None:
        with closing(sqlite3.connect(self.file)) as c:
            for each in statements:
                c.execute(each)
            c.commit()

    def count(self, what: str) -> int:
        with closing(sqlite3.connect(self.file)) as c:
            return int(c.execute(f"SELECT count(*) FROM {what}").fetchone()[0])

    def refused(self, code: int, text: str, *words: str) -> None:
        """The command ends with that code and one message that says so, and never with a traceback."""
        got, said = self.type(*words)
        assert got == code, (got, said)
        assert text in said, said
        assert "Traceback" not in said, said

    def well(self, *words: str) -> str:
        """The command does its work, whatever it finds."""
        got, said = self.type(*(words or ("round",)))
        assert got in (0, 1), said
        assert "Traceback" not in said, said
        return said


@contextlib.contextmanager
def place(folder: Path) -> Iterator[Place]:
    """One that is thrown away with `folder`; the environment is put back."""
    made = Place(folder / "home", small_office_folder(folder / "office"))
    before = {name: value for name, value in os.environ.items() if name.startswith("DONDOC_")}
    for name in before:
        del os.environ[name]
    os.environ |= {"DONDOC_HOME": str(made.home), "DONDOC_CONFIG": str(made.office), "DONDOC_LANGUAGE": "en"}
    speaking.language.cache_clear()
    try:
        made.well()
        yield made
    finally:
        for name in [name for name in os.environ if name.startswith("DONDOC_")]:
            del os.environ[name]
        os.environ |= before
        speaking.language.cache_clear()


@dataclass(frozen=True)
class World:
    """What is done, what must come of it, and doing it."""

    seen: str
    outcome: str
    try_it: Callable[[Place], None]


def _cut_registry(p: Place) -> None:
    text, tasks = p.trial.read_text("utf-8"), p.count("task")
    p.trial.write_text(text[: text.index("  - code: thu-mo")], "utf-8")
    p.refused(1, "1 obligation (thu-mo)", "round")
    assert p.count("task") == tasks
    assert "thu-mo" in p.well("plan")
    assert p.type("apply")[0] == 0
    p.well()


def _cut_calendar(p: Place) -> None:
    file = p.office / "calendar.yaml"
    text = file.read_text("utf-8")
    file.write_text(text[: text.index("\n    - {off: 2026-01-02")] + "\n", "utf-8")
    p.refused(1, "days or years of the calendar (", "round")


def _half_a_character(p: Place) -> None:
    raw = p.trial.read_bytes()
    p.trial.write_bytes(raw[: raw.index("á".encode()) + 1])
    got, said = p.type("round")
    assert got == 1, said
    assert p.trial.name in said, said


def _empty_registry(p: Place) -> None:
    p.trial.write_bytes(b"")
    got, said = p.type("round")
    assert got == 1, said
    assert "thu-nghiem" in said, said


def _cut_database(p: Place) -> None:
    p.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    size = p.file.stat().st_size
    with p.file.open("r+b") as file:
        file.truncate(size // 2)
    for words in (("round",), ("doctor",)):
        got, said = p.type(*words)
        assert got == 1, said
        assert "damaged" in said or "not a database" in said, said
    assert p.file.stat().st_size == size // 2


def _another_file(p: Place) -> None:
    p.file.write_bytes(b"PK\x03\x04 this is a spreadsheet" * 500)
    for rest in p.home.glob("dondoc.db-*"):
        rest.unlink()
    p.refused(1, "dondoc.db", "round")


def _dropped_table(p: Place) -> None:
    p.sql("DROP TABLE silence")
    p.refused(1, "silence", "doctor")


def _no_versions(p: Place) -> None:
    p.sql("DROP TABLE alembic_version")
    p.refused(1, "dondoc db", "doctor")


def _newer_version(p: Place) -> None:
    p.sql("UPDATE alembic_version SET version_num = 'of-next-year'")
    p.refused(1, "of-next-year", "round")


def _bad_date(p: Place) -> None:
    p.sql("UPDATE task SET last_day = '2026-02-31' WHERE id = (SELECT min(id) FROM task)")
    p.refused(1, "last_day = 2026-02-31", "doctor")
    p.well()
    p.well("board")


def _bad_words(p: Place) -> None:
    p.sql("UPDATE message SET state = 'pending', sent_at = NULL")
    p.sql("UPDATE message SET state = 'frozen' WHERE id = (SELECT min(id) FROM message)")
    of_task = "WHERE id = (SELECT min(task_id) FROM notice WHERE message_id = 2)"
    waiting = p.count("message WHERE state = 'pending'")
    p.refused(1, "message 1: state = frozen", "doctor")
    assert [p.type(each)[0] for each in ("outbox", "round")] == [0, 0]
    assert p.count("message WHERE state = 'pending'") == 0
    assert p.count("message WHERE state = 'frozen'") == 1
    # A task's stop the mails that tell of it, and no other.
    for column in ("began", "state"):
        p.sql("UPDATE message SET state = 'pending', sent_at = NULL WHERE state <> 'frozen'")
        p.sql(f"UPDATE task SET {column} = 'thawed', next_action_at = '2026-01-01 00:00:00.000000' {of_task}")
        p.refused(1, f"{column} = thawed", "doctor")
        p.well()
        assert p.count("message WHERE state = 'pending'") == 0
        assert 0 < p.count("message WHERE state = 'dead'") < waiting
        p.well("board")


def _locked(p: Place) -> None:
    os.environ["DONDOC_DATABASE_URL"] = f"sqlite:///{p.file}?timeout=0.2"
    with closing(sqlite3.connect(p.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        p.refused(1, "lock", "round")
    p.well()


def _outbox_is_a_file(p: Place) -> None:
    shutil.rmtree(p.home / "outbox", ignore_errors=True)
    (p.home / "outbox").write_text("")
    p.sql("UPDATE message SET state = 'pending', sent_at = NULL")
    waiting = p.count("message WHERE state = 'pending'")
    assert waiting
    p.refused(1, "cannot write to the outbox folder", "doctor")
    p.refused(1, "cannot write to the outbox folder", "round")
    assert p.count("message WHERE state = 'pending'") == waiting
    (p.home / "outbox").unlink()
    p.well()
    assert p.count("message WHERE state = 'pending'") == 0


def _home_is_a_file(p: Place) -> None:
    os.environ["DONDOC_HOME"] = str(p.trial)
    got, said = p.type("round")
    assert got == 1, said
    assert p.trial.read_bytes().startswith(b"\ndocument")


def _settings_in_no_charset(p: Place) -> None:
    (p.home / "dondoc.toml").write_bytes(b'mail_from = "\xff\xfe"\n')
    p.refused(1, "dondoc.toml", "round")


def _settings_are_a_pipe(p: Place) -> None:
    os.mkfifo(p.home / "dondoc.toml")
    p.refused(1, "dondoc.toml", "round")


def _arguments_in_no_charset(p: Place) -> None:
    p.refused(2, "\\udcff", "tasks", "--unit", "\udcff")


def _memory(p: Place) -> None:
    os.environ["DONDOC_DATABASE_URL"] = "sqlite:///:memory:"
    got, said = p.type("round")
    assert got == 1, said


def _clock_back(p: Place) -> None:
    tasks = p.count("task")
    got, said = p.type("round", "--as-of", f"{date.today() - timedelta(days=3)}")  # noqa: DTZ011
    assert got == 2, said
    assert p.count("task") == tasks


def _far_ahead(p: Place) -> None:
    ahead = f"{date.today() + timedelta(days=40)}"  # noqa: DTZ011
    p.refused(2, "--far-ahead", "round", "--as-of", ahead)
    p.well()


def _template(p: Place) -> None:
    (p.office / "templates").mkdir(exist_ok=True)
    (p.office / "templates" / "letter.txt.j2").write_text("{{ ''.__class__.__mro__ }}")
    assert p.type("check")[0] == 1
    p.sql("UPDATE message SET state = 'pending', sent_at = NULL")
    said = p.well()
    assert "template" in said, said


WORLDS = (
    World(
        "a registry file cut in the middle, which reads well",
        "refused with what vanished; no task touched; `dondoc apply` is the word", _cut_registry,
    ),
    World("a calendar file cut in the middle", "refused, the calendar named", _cut_calendar),
    World("a registry file cut in a character", "refused, the file named", _half_a_character),
    World("an empty registry file", "refused, the file or what vanished named", _empty_registry),
    World("half a database", "refused as damaged, also by doctor; the file is left alone", _cut_database),
    World("another file in the database's place", "refused, the file named", _another_file),
    World("a table dropped", "doctor names it", _dropped_table),
    World("the table of versions dropped", "doctor says that the schema is not known", _no_versions),
    World("a database of a newer dondoc", "refused, its version named", _newer_version),
    World("a bad date in one row", "doctor names the row; the others go on", _bad_date),
    World("an unknown word in one row", "doctor names the row; the others go on", _bad_words),
    World("a database that somebody keeps locked", "refused in one sentence; goes on afterwards", _locked),
    World(
        "a file in the outbox folder's place", "doctor and rounds say so; mails wait, and leave afterwards",
        _outbox_is_a_file,
    ),
    World("a home that is a file", "refused; the file is left alone", _home_is_a_file),
    World("settings in no known charset", "refused, the file named", _settings_in_no_charset),
    World("settings that are a pipe", "refused at once, nobody waits", _settings_are_a_pipe),
    World("arguments that are no UTF-8", "refused as wrong usage", _arguments_in_no_charset),
    World("a database in memory", "refused", _memory),
    World("a clock put back by three days", "refused; nothing is done twice", _clock_back),
    World("a round of a day far ahead", "refused until it is meant", _far_ahead),
    World(
        "a template that reaches for the machine", "`check` refuses it; letters are set aside with why",
        _template,
    ),
)  # fmt: skip
