"""Moving history into archives and back, batch by batch: whoever is killed in between has lost nothing.

A batch is one transaction of the database. Within it, what belongs to its tasks is written into the year's
archive and is safe there, read back and compared byte by byte, removed from the database, and the database
tells that the archive's batches up to this one count. Killed before the commit, the database holds all of it
and the archive a batch that nobody sees, which the next run writes over; killed after it, the next run goes
on. The way back is the same the other way round, the last batch first.
"""

from __future__ import annotations

import secrets
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine.archive.places import OFFICE, checked, file_of, files_told, held, of_archive
from engine.errors import ArchiveError
from engine.tasks import archived
from engine.tasks.archived import Line, Year
from engine.tasks.following import renamed
from models import archives, db, queries
from models.queries import archiving

BATCH = 1000
"""Tasks that one transaction moves: a second or two in which rounds wait."""
WAITING = timedelta(days=90)
"""What was raised so long ago and is in no mail is told by none any more."""


@dataclass(frozen=True, slots=True)
class Yearly:
    """What of a year may be moved, and what stays: tasks that are open, and those of which something is still
    to be told."""

    year: int
    tasks: int
    open: int = 0
    waiting: int = 0


def plan(s: Session, before: int, now: datetime) -> list[Yearly]:
    """What `archive` would move of the years before that one, year by year."""
    found, old = [], _old(s, before)
    for year in sorted(old.ended.keys() | old.open.keys()):
        ended = old.ended.get(year, array("q"))
        movable = sum(len(archiving.movable(s, ids, now - WAITING)) for ids in _batches(ended))
        found.append(Yearly(year, movable, old.open.get(year, 0), len(ended) - movable))
    return found


def archive(engine: Engine, folder: Path, before: int, now: datetime) -> Iterator[Yearly]:
    """Moves the history of the years before that one; tells of each batch when it is done. ArchiveError where
    an archive cannot be used; what was moved until then stays moved."""
    with held(folder, alone=True):
        with db.reading(engine) as s:
            old = _old(s, before)
            files_told(s, folder)
        for year, ended in sorted(old.ended.items()):
            for ids in _batches(ended):
                if moved := _move(engine, file_of(folder, year), year, ids, old.due, now):
                    yield Yearly(year, moved)


def restore(engine: Engine, folder: Path, year: int) -> Iterator[Yearly]:
    """Brings a year's history back into the database, and takes its archive away; tells of each batch.
    ArchiveError where there is none."""
    with held(folder, alone=True):
        with db.reading(engine) as s:
            path = checked(files_told(s, folder)[year], archived.office(s), archived.told(s, year))
        while moved := _bring_back(engine, path, year):
            yield Yearly(year, moved)
        path.unlink()


@dataclass(frozen=True, slots=True)
class _Old:
    """The periods due before a year: when each was due, their ended tasks by year, and how many are open."""

    due: dict[tuple[str, str], date]
    ended: dict[int, array[int]] = field(default_factory=lambda: defaultdict(lambda: array("q")))
    open: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def _old(s: Session, before: int) -> _Old:
    """A period of which tasks lie in an archive already keeps its year."""
    old = _Old(archiving.lines_due(s, date(before, 1, 1)))
    old.due.update({line: each.due for line, each in archived.lines(s).items() if each.year < before})
    for task in archiving.old_tasks(s):
        if (due := old.due.get((task.obligation, task.period))) is None:
            continue
        if task.ended:
            old.ended[due.year].append(task.id)
        else:
            old.open[due.year] += 1
    return old


def _batches(ids: array[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while part := list(islice(rest, BATCH)):
        yield part


def _move(
    engine: Engine,
    path: Path,
    year: int,
    ids: list[int],
    due: Mapping[tuple[str, str], date],
    now: datetime,
) -> int:
    with db.session(engine) as s:
        archives.begin(s)
        queries.hold(s, archived.KEY, "{}")
        marked, told = archived.office(s) or secrets.token_hex(8), archived.years(s)
        chosen = archiving.movable(s, ids, now - WAITING, lock=True)
        if not chosen:
            archived.note(s, marked, year, told.get(year, Year(0, 0)), archived.lines(s))
            return 0
        of = told.get(year, Year(0, 0))
        if not of.batches:
            archives.make(path, {OFFICE: marked, "year": str(year)})
        lines = archives.lines_of(s, chosen)
        periods = dict(archived.lines(s))
        for line in {(task.obligation, task.period) for task in queries.tasks_by_id(s, chosen).values()}:
            if line not in periods:
                periods[line] = Line(year, due[line], queries.opened_by_rounds(s, *line))
        _into(checked(path, marked, of), of.batches + 1, chosen, lines)
        newest = archiving.newest_message(s)
        archives.remove(s.connection(), s, chosen, keep=() if newest is None else (newest,))
        archived.note(s, marked, year, Year(of.batches + 1, of.tasks + len(chosen)), periods)
    return len(chosen)


def _into(path: Path, batch: int, ids: list[int], lines: archives.Lines) -> None:
    """Writes the batch, and reads it back by a connection of its own."""
    with archives.writing(path) as s:
        archives.write(s, batch, ids, lines)
    with archives.looking(archives.engine_of(path)) as s:
        arrived = archives.lines_of(s, ids)
    for name in archives.TABLES:
        if arrived[name] != lines[name]:
            raise ArchiveError("archive.arrived-otherwise", file=str(path), table=name)


def _bring_back(engine: Engine, path: Path, year: int) -> int:
    with db.session(engine) as s:
        archives.begin(s)
        queries.hold(s, archived.KEY, "{}")
        of = archived.years(s).get(year, Year(0, 0))
        if not of.batches:
            archived.note(s, archived.office(s), year, of, archived.lines(s))
            return 0
        with of_archive(path), archives.looking(archives.engine_of(path)) as file:
            ids = archives.batch_of(file, of.batches)
            lines = archives.lines_of(file, ids)
            if archives.changed(file, of.batches, lines):
                raise ArchiveError("archive.damaged", file=str(path))
        moved_to = archives.put_back(s, lines, renamed(s))
        arrived = archives.lines_of(s, ids)
        # A mail that was there stayed as it was, and a task has its duty's code of now.
        alike = {"message", "sent_mail"} | ({"task"} if moved_to else set())
        for name in archives.TABLES:
            same = arrived[name] == lines[name] or name in alike
            if not same or len(arrived[name]) != len(lines[name]):
                raise ArchiveError("archive.arrived-otherwise", file=str(engine.url.database), table=name)
        marked, left = archived.office(s), Year(of.batches - 1, of.tasks - len(ids))
        archived.note(s, marked, year, left, archived.lines(s))
    return len(ids)
