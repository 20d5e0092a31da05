"""Counting: one pass over the tasks of a stretch of time, period by period, into the figures of a report.

How a task stands and who owes without a task are asked of what makes the boards (`models.queries.boards`,
`engine.overview.unopened`), so a report and a board cannot differ. Memory grows with units, duties and
periods, never with tasks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache, partial
from itertools import groupby
from pathlib import Path

from sqlalchemy.orm import Session

from config.registry import Registry
from engine.archive.reading import Asked, Sources, sources
from engine.errors import fault_of
from engine.overview.names import Name, duty_called, unit_called
from engine.overview.unopened import unopened
from engine.report.figures import Figures
from engine.report.scope import Scope
from engine.tasks.days import local_day, workdays_off
from engine.tasks.following import titles
from engine.tasks.in_charge import in_place_of
from language import Either, Message
from models.queries import ReportTask
from models.queries.reporting import standings_of_units, units_opened
from models.rows import check_states
from models.states import Standing, TaskState

MOST_COLUMNS = 24
"""A matrix has no more: of a longer time its columns are years."""


@dataclass(frozen=True, slots=True)
class Line:
    """One period of one duty, and the day on which it was due."""

    obligation: str
    period: str
    due: date


@dataclass(slots=True)
class Report:
    """A stretch of time in figures, as of an instant (UTC); `today` is the office's day then.

    Each mapping keeps the order in which it is shown. `columns` are those of the matrix: the periods of a
    single duty, else the months (`2026-03`) or years of the deadlines.
    """

    scope: Scope
    as_of: datetime
    today: date
    total: Figures = field(default_factory=Figures)
    units: dict[str, Figures] = field(default_factory=dict)
    duties: dict[str, Figures] = field(default_factory=dict)
    documents: dict[str, Figures] = field(default_factory=dict)
    """By number; '' of a duty that has left the registry."""
    lines: dict[Line, Figures] = field(default_factory=dict)
    years: dict[int, Figures] = field(default_factory=dict)
    """This stretch and the years before it, by the year of the deadline; empty unless asked for."""
    columns: tuple[str, ...] = ()
    matrix: dict[tuple[str, str], Figures] = field(default_factory=dict)
    """By (unit, column); without `days`."""
    stuck: list[Message] = field(default_factory=list)
    """Of which periods it could not be asked who owes them without a task, and why: these are counted by
    their tasks alone."""
    unit_names: dict[str, Name] = field(default_factory=dict)
    duty_names: dict[str, Either] = field(default_factory=dict)


def count(
    s: Session,
    registry: Registry,
    now: datetime,
    scope: Scope,
    *,
    archives: Path | None = None,
    years: bool = False,
    units_alone: bool = False,
) -> Report:
    """The report of that scope at `now` (aware UTC), in the caller's session, from the database and from its
    archives in that folder (None: it alone); with `years` also how the same was in the years before.
    A line that is not a year's is counted, whatever became of its duty. `units_alone` counts how each unit
    stands and all of them, without days and extensions, and nothing else: the database does most of that."""
    counter = _Counter(registry, now, scope, units_alone=units_alone)
    first = date.min if years else scope.first
    with sources(s, archives, first, scope.last) as found:
        asked = Asked(
            due_from=None if years else scope.first,
            due_to=scope.last,
            obligation=scope.obligation or None,
            period=scope.period or None,
            owners=_owners(found, registry, counter.today, scope.owner) if scope.owner else None,
            unfinished=scope.running,
        )
        if units_alone:
            check_states(s)
            lines = (Line(*each) for each in found.lines(now, asked))
            counter.take_together(s, [line for line in lines if counter.wanted(line)])
        tasks = found.report_tasks(now, asked, archived=units_alone)
        for (obligation, period, due), rows in groupby(tasks, key=lambda t: (t.obligation, t.period, t.due)):
            line = Line(obligation, period, due)
            if counter.wanted(line):
                counter.take(s, line, rows)
    return counter.report(s, years=years)


class _Counter:
    """Figures that grow, line by line."""

    def __init__(self, registry: Registry, now: datetime, scope: Scope, *, units_alone: bool) -> None:
        self._registry, self._now, self._scope, self._units_alone = registry, now, scope, units_alone
        self._made = Report(scope, now, local_day(registry, now))
        self._units: defaultdict[str, Figures] = defaultdict(Figures)
        self._duties: defaultdict[str, Figures] = defaultdict(Figures)
        self._documents: defaultdict[str, Figures] = defaultdict(Figures)
        self._years: defaultdict[int, Figures] = defaultdict(Figures)
        self._cells: defaultdict[tuple[str, Line], Figures] = defaultdict(Figures)
        self._months: defaultdict[tuple[str, str], Figures] = defaultdict(Figures)
        self._off = lru_cache(maxsize=20_000)(workdays_off)

    @property
    def today(self) -> date:
        """The office's day."""
        return self._made.today

    def wanted(self, line: Line) -> bool:
        """Whether the document is the one asked for; the rest of the scope is asked of the database."""
        return not self._scope.document or self._document(line.obligation) == self._scope.document

    def take(self, s: Session, line: Line, rows: Iterable[ReportTask]) -> None:
        """The tasks of one period, and who owes it without one."""
        asked: dict[str, TaskState] = {}
        counted: list[tuple[str, Standing | None, int, int | None]] = []
        for task in rows:
            asked[task.unit] = task.state
            if self._chosen(task.unit):
                counted.append((task.unit, task.standing, *self._told(task)))
        counted += [
            (unit, None, 0, None) for unit in self._waiting(s, line, lambda: asked) if self._chosen(unit)
        ]
        if not counted:
            return
        inside, whole = self._inside(line), Figures()
        for unit, standing, extensions, days in counted:
            _add(whole, standing, extensions, days)
            if inside:
                _add(self._units[unit], standing, extensions, days)
        for figures in self._where(line):
            figures.join(whole)
        if inside and not self._units_alone:
            month, alone = f"{line.due:%Y-%m}", len(self._duties) == 1
            if not alone:  # of several duties the columns are months
                self._cells.clear()
            for unit, standing, extensions, _ in counted:
                _add(self._months[unit, month], standing, extensions, None)
                if alone:
                    _add(self._cells[unit, line], standing, extensions, None)

    def take_together(self, s: Session, lines: list[Line]) -> None:
        """The tasks of these periods and who owes them without one, into the figures of units and of all."""
        of = [(line.obligation, line.period) for line in lines]
        for unit, standing, tasks in standings_of_units(s, self._now, of, self._scope.units):
            for figures in (self._made.total, self._units[unit]):
                figures.add(standing, tasks=tasks)
        for line in lines:
            having = partial(units_opened, s, self._now, line.obligation, line.period)
            for unit in filter(self._chosen, self._waiting(s, line, having)):
                for figures in (self._made.total, self._units[unit]):
                    figures.unopened += 1

    def _waiting(self, s: Session, line: Line, asked: Callable[[], dict[str, TaskState]]) -> tuple[str, ...]:
        """Who owes it and was not asked. A duty that cannot be computed is named, and the others are told."""
        try:
            return unopened(s, self._registry, self._now, line.obligation, line.period, asked)
        except Exception as error:
            of = f"{line.obligation} {line.period}"
            self._made.stuck.append(Message("audit.line-stuck", line=of, why=fault_of(error)))
            return ()

    def _told(self, task: ReportTask) -> tuple[int, int | None]:
        """The extensions of what is owed, and by how many working days it came late or early."""
        if task.standing in (Standing.WAIVED, Standing.WITHDRAWN):
            return 0, None
        if task.sent_at is None:
            return task.extensions, None
        sent, own = local_day(self._registry, task.sent_at), self._registry.of_unit(task.unit)
        return task.extensions, self._off(own, task.last_day, sent)

    def _chosen(self, unit: str) -> bool:
        return not self._scope.units or unit in self._scope.units

    def _inside(self, line: Line) -> bool:
        return line.due >= self._scope.first

    def _where(self, line: Line) -> Iterator[Figures]:
        """What the whole period counts in, beside its units."""
        if self._inside(line):
            yield self._made.total
        if self._units_alone:
            return
        yield self._years[line.due.year]
        if self._inside(line):
            yield self._duties[line.obligation]
            yield self._documents[self._document(line.obligation)]
            yield self._made.lines.setdefault(line, Figures())

    def _document(self, obligation: str) -> str:
        duty = self._registry.obligations.get(obligation)
        return duty.document.number if duty else ""

    def report(self, s: Session, *, years: bool) -> Report:
        """What was counted, in the order in which it is shown."""
        made, registry = self._made, self._registry
        made.lines = {line: made.lines[line] for line in sorted(made.lines, key=_by_day)}
        made.stuck.sort(key=lambda each: str(each.fields))
        made.units = _in_order(self._units, registry.units)
        made.duties = _in_order(self._duties, registry.obligations)
        made.documents = _in_order(self._documents, registry.documents)
        made.years = dict(sorted(self._years.items())) if years else {}
        made.columns, made.matrix = self._matrix()
        made.unit_names = {code: unit_called(registry, code, made.today) for code in made.units}
        gone = titles(s) if made.duties.keys() - registry.obligations.keys() else {}
        made.duty_names = {
            code: duty_called(registry.obligations[code])
            if code in registry.obligations
            else gone.get(code, Either(code))
            for code in made.duties
        }
        return made

    def _matrix(self) -> tuple[tuple[str, ...], dict[tuple[str, str], Figures]]:
        """The periods of a single duty, else the months of the deadlines, else their years."""
        if len(self._duties) == 1 and len(self._made.lines) <= MOST_COLUMNS:
            columns = tuple(line.period for line in self._made.lines)
            return columns, {(unit, line.period): each for (unit, line), each in self._cells.items()}
        months = sorted({month for _, month in self._months})
        if len(months) <= MOST_COLUMNS:
            return tuple(months), dict(self._months)
        cells: defaultdict[tuple[str, str], Figures] = defaultdict(Figures)
        for (unit, month), figures in self._months.items():
            cells[unit, month[:4]].join(figures)
        return tuple(sorted({month[:4] for month in months})), dict(cells)


def _owners(found: Sources, registry: Registry, today: date, in_charge: str) -> list[str]:
    """The owners, as tasks name them, in whose place that one is by now."""
    return [owner for owner in found.owners() if in_place_of(registry, owner, today) == in_charge]


def _by_day(line: Line) -> tuple[date, str, str]:
    return line.due, line.obligation, line.period


def _add(figures: Figures, standing: Standing | None, extensions: int, days: int | None) -> None:
    if standing is None:
        figures.unopened += 1
    else:
        figures.add(standing, extensions=extensions, days=days)


def _in_order(found: dict[str, Figures], known: Iterable[str]) -> dict[str, Figures]:
    place = {code: n for n, code in enumerate(known)}
    ordered = sorted(found, key=lambda code: (place.get(code, len(place)), code))
    return {code: found[code] for code in ordered}
