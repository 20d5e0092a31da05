"""Any years, archived before any year and brought back, are as if nobody had archived; and reports and
histories meanwhile are the same to the byte."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.exc import DBAPIError

from config.settings import Settings
from engine.archive import moving, reading
from engine.archive.places import file_of
from engine.errors import AnswerError, UnknownName
from engine.installation import Installation
from engine.report.counting import count
from engine.report.scope import of_year
from engine.rounds.rerun import rerun
from engine.tasks import archived
from engine.tasks.acts import By, TaskRef, acting
from engine.tasks.following import follow
from engine.tasks.lookup import find, find_or_open
from models import archives, db, queries
from models import tables as tb
from models.states import TaskState
from tests.archive.invented import (
    DUTIES,
    NOW,
    REGISTRY,
    UNITS,
    everything,
    histories,
    invent,
    keys_of,
    reports,
)
from tests.support import cast
from tests.support.databases import LONG_ON_POSTGRESQL, SQLITE

pytestmark = pytest.mark.slow
on_both = pytest.mark.parametrize("database_url", [SQLITE, LONG_ON_POSTGRESQL], indirect=True)


def move(engine: Engine, folder: Path, before: int = 2026) -> int:
    return sum(each.tasks for each in moving.archive(engine, folder, before, NOW))


def there(engine: Engine, folder: Path) -> tuple[list[int], list[int]]:
    """The tasks of the database, and those of its archives that count."""
    with db.reading(engine) as s:
        lying: list[int] = []
        for year in archived.years(s):
            with reading.opened(s, folder, year) as file:
                lying += file.scalars(select(text("id")).select_from(text("task")))
        return list(s.scalars(select(tb.task.c.id))), lying


@on_both
@pytest.mark.parametrize("units", [("TST", "tinh-10"), pytest.param(UNITS, marks=pytest.mark.long)])
def test_archived_and_brought_back_is_as_before(
    database: Engine, tmp_path: Path, units: tuple[str, ...]
) -> None:
    folder = tmp_path / "archives"
    invent(database, len(units), units=units)
    keys, before = keys_of(database)[::7], everything(database)
    told, lived = reports(database, folder), histories(database, folder, keys)
    for year in (2023, 2026):
        with db.reading(database) as s:
            planned = sum(each.tasks for each in moving.plan(s, year, NOW))
        assert move(database, folder, year) == planned > 0
        assert reports(database, folder) == told
        assert histories(database, folder, keys) == lived
        assert move(database, folder, year) == 0
    left = everything(database)
    assert len(left["task"]) < 0.8 * len(before["task"])
    if units == UNITS:  # of two units every mail tells of something that is open
        assert len(left["sent_mail"]) < len(before["sent_mail"])
    for year in (2024, 2022, 2023, 2025):
        list(moving.restore(database, folder, year))
    assert everything(database) == before
    assert not list(folder.glob("*.db"))


STEPS: tuple[tuple[Any, str], ...] = (
    (archives, "make"), (archives, "write"), (archives, "lines_of"), (archives, "remove"),
    (archives, "put_back"), (archived, "note"),
)  # fmt: skip


def killed(url: str, nth: int, work: Callable[[Engine], object]) -> bool:
    """Does the work in a process of its own, which is killed at the nth of its steps; whether it was."""
    if (child := os.fork()) == 0:
        calls = iter(range(nth + 1))

        def dying(step: Callable[..., Any]) -> Callable[..., Any]:
            def taken(*given: Any, **more: Any) -> Any:
                done = step(*given, **more)
                if next(calls, nth) == nth:
                    os._exit(9)
                return done

            return taken

        for module, name in STEPS:
            setattr(module, name, dying(getattr(module, name)))
        try:
            work(db.engine_for(url))
            os._exit(0)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 9)
    return code == 9


def test_what_was_written_for_a_transaction_that_died_is_not_there(
    scratch: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archive holds a second batch that the database does not tell of."""
    invent(scratch, 9, units=("TST", "VP"))
    every = sorted(there(scratch, tmp_path)[0])
    monkeypatch.setattr(moving, "BATCH", 5)
    run = moving.archive(scratch, tmp_path, 2026, NOW)
    next(run)
    with monkeypatch.context() as dying:
        dying.setattr(archives, "remove", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            list(run)
    with archives.looking(archives.engine_of(file_of(tmp_path, 2022))) as file:
        assert file.scalar(select(func.max(archives.moved.c.batch))) == 2
    here, lying = there(scratch, tmp_path)
    assert len(lying) == 5
    assert sorted(here + lying) == every
    monkeypatch.undo()
    move(scratch, tmp_path)
    here, lying = there(scratch, tmp_path)
    assert len(lying) > 20
    assert sorted(here + lying) == every


@pytest.mark.long
@on_both
def test_killed_at_any_step_nothing_is_lost_or_there_twice(
    database: Engine, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "BATCH", 3)  # several of a year
    folder = tmp_path / "archives"
    invent(database, 5, units=("TST",))
    before, told = everything(database), reports(database, folder)
    every = there(database, folder)[0]

    def lives(work: Callable[[Engine], object]) -> int:
        deaths = 0
        # A step further each time: what was done before each death stays done.
        while killed(database_url, deaths % 11, work):
            deaths += 1
            here, lying = there(database, folder)
            assert sorted(here + lying) == sorted(every)
        return deaths

    database.dispose()
    assert lives(lambda engine: list(moving.archive(engine, folder, 2026, NOW))) > 6
    assert reports(database, folder) == told
    for year in (2022, 2023, 2024, 2025):
        database.dispose()
        lives(lambda engine, year=year: bring_if_there(engine, folder, year))  # type: ignore[misc]
    assert everything(database) == before


def bring_if_there(engine: Engine, folder: Path, year: int) -> None:
    with db.reading(engine) as s:
        there = year in archived.years(s)
    if there:
        list(moving.restore(engine, folder, year))


@on_both
def test_open_tasks_stay_and_so_does_what_is_still_to_be_told(database: Engine, tmp_path: Path) -> None:
    invent(database, 1)
    with db.reading(database) as s:
        planned = {each.year: each for each in moving.plan(s, 2026, NOW)}
        open_ = set(s.scalars(select(tb.task.c.id).where(tb.task.c.state == TaskState.OPEN)))
    move(database, tmp_path)
    here, lying = there(database, tmp_path)
    assert open_ <= set(here)
    assert sum(each.open for each in planned.values()) > 3
    with db.reading(database) as s:
        told = archived.years(s)
    assert {year: each.tasks for year, each in told.items()} == {
        year: each.tasks for year, each in planned.items() if each.tasks
    }
    assert len(lying) == sum(each.tasks for each in told.values())


@on_both
def test_the_guard_of_events_stands_again(database: Engine, tmp_path: Path) -> None:
    invent(database, 2, units=("TST",))
    move(database, tmp_path)
    list(moving.restore(database, tmp_path, 2023))
    for statement in (tb.event.delete(), tb.event.update().values(reason="x")):
        with pytest.raises(DBAPIError, match="append-only"), db.session(database) as s:
            s.execute(statement)


def test_numbers_are_never_given_twice(scratch: Engine, tmp_path: Path) -> None:
    """Even where everything has ended, the newest of each table stays."""
    invent(scratch, 3, units=("TST",), most_open=0)
    with db.reading(scratch) as s:
        newest = {name: s.scalar(select(func.max(table.c.id))) for name, table in numbered().items()}
    move(scratch, tmp_path)
    with db.reading(scratch) as s:
        assert newest == {name: s.scalar(select(func.max(table.c.id))) for name, table in numbered().items()}


def numbered() -> dict[str, Any]:
    return {each.name: each for each in (tb.task, tb.event, tb.notice, tb.message)}


@pytest.fixture
def closed(scratch: Engine, tmp_path: Path) -> Installation:
    """An office of which the years before 2026 lie in archives."""
    invent(scratch, 4, most_open=0.2)
    move(scratch, tmp_path / "archives")
    with db.session(scratch) as s:
        queries.put(s, "go_live", "2020-01-01")
    return Installation(Settings(home=tmp_path), REGISTRY, scratch)


def test_what_is_archived_is_closed_until_it_is_brought_back(closed: Installation) -> None:
    with db.reading(closed.engine) as s:
        (code, period), line = next(each for each in archived.lines(s).items() if each[0][0] == "kstthc-quy")
        unit = next(u for u in ("TST", "CSXH", "VP") if queries.task_of(s, code, period, u) is None)
        number = s.scalar(select(func.count()).select_from(tb.task))
    for act_on in (find, find_or_open):
        with (
            pytest.raises(AnswerError, match=rf"archive --restore {line.year}|task\.archived") as refused,
            acting(closed, NOW, By("Hoa")) as act,
        ):
            act_on(act, TaskRef(code, period, unit))
        assert not isinstance(refused.value, UnknownName)
    with db.reading(closed.engine) as s:
        assert s.scalar(select(func.count()).select_from(tb.task)) == number


def test_a_rerun_opens_nothing_of_an_archived_period(closed: Installation) -> None:
    with db.reading(closed.engine) as s:
        here = {(code, period) for code, period in s.execute(select(tb.task.c.obligation, tb.task.c.period))}
        lines = [each for each in archived.lines(s) if each[0] == "kstthc-quy" and each[1].endswith("Q2")]
    gone, split = [each for each in lines if each not in here], [each for each in lines if each in here]
    assert gone or split
    for code, period in gone:
        with pytest.raises(AnswerError), acting(closed, NOW, By("Hoa"), in_turn=True) as act:
            rerun(act, code, period)
    for code, period in split:
        with acting(closed, NOW, By("Hoa"), in_turn=True) as act:
            report = rerun(act, code, period)
        assert report.opened == ()


def test_a_duty_that_was_renamed_since_is_read_and_brought_back_by_its_new_code(
    scratch: Engine, tmp_path: Path
) -> None:
    invent(scratch, 6)
    with db.session(scratch) as s:
        follow(s, REGISTRY, NOW)
    move(scratch, tmp_path)
    with db.reading(scratch) as s:
        before = count(s, REGISTRY, NOW, of_year(2024), archives=tmp_path).duties["kstthc-nam"]
    fresh = replace(DUTIES[1], code="kstthc-moi", renamed_from=("kstthc-nam",))
    registry = cast.registry(DUTIES[0], fresh, DUTIES[2], fingerprint="renamed")
    with db.session(scratch) as s:
        follow(s, registry, NOW)
    for bring in (False, True):
        if bring:
            list(moving.restore(scratch, tmp_path, 2024))
        with db.reading(scratch) as s:
            found = count(s, registry, NOW, of_year(2024), archives=tmp_path).duties
        assert found["kstthc-moi"] == before
        assert "kstthc-nam" not in found


def test_a_task_that_was_taken_up_again_meanwhile_stays(scratch: Engine, tmp_path: Path) -> None:
    """It had ended when the run began, and is open when its batch comes."""
    invent(scratch, 8, units=("TST", "VP"), most_open=0)
    run = moving.archive(scratch, tmp_path, 2026, NOW)
    next(run)
    with db.session(scratch) as s:
        last = s.scalar(select(tb.task.c.id).where(tb.task.c.period == "2025-Q2").limit(1))
        s.execute(update(tb.task).where(tb.task.c.id == last).values(state=TaskState.OPEN))
    list(run)
    here, lying = there(scratch, tmp_path)
    assert last in here
    assert last not in lying
