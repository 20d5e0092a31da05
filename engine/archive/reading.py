"""Reading archives beside the database: the tasks that a report counts, the history of one task, a mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.archive.places import checked, files_told, of_archive
from engine.errors import ArchiveError
from engine.tasks import archived
from engine.tasks.following import renamed
from models import archives, queries
from models.queries import ReportTask
from models.queries.archiving import lines_there
from models.queries.reporting import ReportLine, report_lines
from models.states import Standing
from models.tables import Message as Mail

_UNSENT = (Standing.OPEN, Standing.OVERDUE)


@contextmanager
def opened(s: Session, folder: Path, year: int) -> Iterator[Session]:
    """A year's archive, as the database tells of it. ArchiveError where none is told of, or it is missing or
    another's."""
    of = archived.told(s, year)
    path = checked(files_told(s, folder)[year], archived.office(s), of)
    with (
        of_archive(path),
        archives.looking(archives.reading_engine(path, of.batches, renamed(s))) as file,
    ):
        yield file


@contextmanager
def of_period(s: Session, folder: Path, obligation: str, period: str) -> Iterator[Session | None]:
    """The archive in which tasks of that period lie; None where none do."""
    line = archived.lines(s).get((obligation, period))
    if line is None:
        yield None
        return
    with opened(s, folder, line.year) as file:
        yield file


@contextmanager
def where_mail_is(s: Session, folder: Path, number: int) -> Iterator[tuple[Session, Mail] | None]:
    """The mail of that number and where it lies, the database or an archive; None where none has it."""
    if (row := s.get(Mail, number)) is not None:
        yield s, row
        return
    for year in reversed(archived.years(s)):
        with opened(s, folder, year) as file:
            if (row := file.get(Mail, number)) is not None:
                yield file, row
                return
    yield None


def whole(s: Session, folder: Path) -> Iterator[tuple[int, tuple[Path, int]]]:
    """Each year's archive with the number of its tasks, counted; every page of it is looked at. ArchiveError
    where one is missing, damaged or another's."""
    for year, path in files_told(s, folder).items():
        with opened(s, folder, year) as file:
            if (said := file.execute(text("PRAGMA quick_check(1)")).scalar_one()) != "ok":
                raise ArchiveError("archive.unreadable", file=str(path), why=said)
            yield year, (path, archives.counted(file, archived.years(s)[year].batches))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Of which periods a report counts the tasks: as `queries.report_tasks` has it."""

    due_from: date | None = None
    due_to: date | None = None
    obligation: str | None = None
    period: str | None = None
    owners: Collection[str] | None = None
    unfinished: bool = False

    @property
    def restricting(self) -> dict[str, Any]:
        """The same as the database is asked."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def takes(self, rows: list[ReportTask]) -> bool:
        """Whether it asks for the period whose tasks these are."""
        due = rows[0].due
        return (
            (self.due_from is None or due >= self.due_from)
            and (self.due_to is None or due <= self.due_to)
            and (self.owners is None or min(row.owner for row in rows) in self.owners)
            and (not self.unfinished or any(row.standing in _UNSENT for row in rows))
        )


class Sources:
    """The database and those of its archives that may hold what is asked for."""

    def __init__(self, s: Session, files: dict[int, Session]) -> None:
        self._s, self._files = s, files

    def owners(self) -> list[str]:
        """The owners of all tasks there are, by code."""
        return sorted({code for each in (self._s, *self._files.values()) for code in queries.owners(each)})

    def lines(self, as_of: datetime, asked: Asked) -> list[ReportLine]:
        """`queries.report_lines` of the periods that lie whole in the database."""
        split = self._split()
        found = report_lines(self._s, as_of, **asked.restricting)
        return [each for each in found if (each.obligation, each.period) not in split]

    def report_tasks(self, as_of: datetime, asked: Asked, *, archived: bool = False) -> Iterator[ReportTask]:
        """`queries.report_tasks` over all of them: a period's tasks after one another, the periods in no
        order that means anything. `archived`: only those periods that `lines` does not tell of."""
        split = self._split()
        for each in (*(() if archived else (self._s,)), *self._files.values()):
            for row in queries.report_tasks(each, as_of, **asked.restricting):
                if (row.obligation, row.period) not in split:
                    yield row
        by_file: dict[tuple[int, str], list[str]] = defaultdict(list)
        for (code, period), year in sorted(split.items()):
            if asked.obligation in (None, code) and asked.period in (None, period):
                by_file[year, code].append(period)
        for (year, code), periods in by_file.items():
            yield from self._joined(as_of, asked, self._files[year], code, periods)

    def _split(self) -> dict[tuple[str, str], int]:
        """The periods of which some tasks lie in an archive and others do not, and its year."""
        recorded = archived.lines(self._s)
        if not self._files:
            return {}
        both = recorded.keys() & lines_there(self._s)
        return {line: recorded[line].year for line in both if recorded[line].year in self._files}

    def _joined(
        self, as_of: datetime, asked: Asked, file: Session, code: str, periods: list[str]
    ) -> Iterator[ReportTask]:
        """The tasks of such periods of a duty, from both: the period is one, and due when its first task
        was."""
        rows: dict[str, list[ReportTask]] = defaultdict(list)
        for each in (self._s, file):
            for row in queries.report_tasks(each, as_of, obligation=code, periods=periods):
                rows[row.period].append(row)
        for several in rows.values():
            due = min(row.due for row in several)
            whole = sorted((row._replace(due=due) for row in several), key=lambda row: row.unit)
            if asked.takes(whole):
                yield from whole


@contextmanager
def sources(s: Session, folder: Path | None, first: date, last: date) -> Iterator[Sources]:
    """The database, and its archives of the years in which what was due in those days may lie."""
    with ExitStack() as stack:
        wanted = (
            [] if folder is None else [y for y in archived.years(s) if first.year - 1 <= y <= last.year + 1]
        )
        # folder is not None where any is wanted
        files = {year: stack.enter_context(opened(s, folder, year)) for year in wanted if folder is not None}
        yield Sources(s, files)
