"""Reading the rows of reports: what stands in the registry, and how it stands in the database.

Every answer is read through one session and kept, so that a run of letters costs one statement for all their
units, however many rows these lead.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from sqlalchemy.orm import Session

from calendars.deadlines import Deadline
from calendars.periods import Period, parse
from config.registry import Registry, RegistryError, reporting
from config.registry.assignments import Assignment, AssignmentKind
from config.registry.objects import Cycle, Obligation
from engine.mail.rows import Change, ReportRow, RowState
from engine.tasks.days import local_day
from models import queries
from models.states import TaskState

_LOOKED_AHEAD = timedelta(days=400)
"""How far the next day of a repeated row is looked for."""
_ANSWERED = (TaskState.SUBMITTED, TaskState.ACCEPTED)


class RowReader:
    """Reads the rows of reports as of `now` (aware UTC)."""

    def __init__(self, s: Session, registry: Registry, now: datetime) -> None:
        self._s, self._registry, self._now = s, registry, now
        self._today = local_day(registry, now)
        self._tasks: dict[str, dict[str, list[queries.TaskRow]]] = {}
        self._said: dict[int, queries.Progress] = {}

    def read_ahead(self, units: Collection[str]) -> None:
        """Reads the tasks of these units in one statement, for reports that are asked for afterwards."""
        new = sorted(set(units) - self._tasks.keys())
        if not new or not self._registry.told_in:
            return
        for code in new:
            self._tasks[code] = defaultdict(list)
        for task in queries.tasks_of(self._s, new, _told_codes(self._registry)):
            for code in {task.unit, task.holder} & set(new):
                self._tasks[code][task.obligation].append(task)
        open_ = {
            task.id
            for code in new
            for tasks in self._tasks[code].values()
            for task in tasks
            if task.state is TaskState.OPEN
        }
        self._said |= queries.last_progress(self._s, open_, until=self._now) if open_ else {}

    def rows(self, obligation: Obligation, unit: str, period: Period) -> tuple[ReportRow, ...]:
        """Every row in force that the unit leads and tells of in this report, in the document's order.

        RegistryError for a period that the report does not have.
        """
        told = reporting.told(self._registry, obligation, unit, period)
        if not told:
            return ()
        self.read_ahead([unit])
        mine = self._tasks[unit]
        last = self._last_report(mine.get(obligation.code, ()), obligation, period)
        before: frozenset[str] | None = None
        since = None
        if last is not None:
            since = last.submitted_at or last.late_from
            with contextlib.suppress(RegistryError):
                rows = reporting.told(self._registry, obligation, unit, parse(last.period))
                before = frozenset(row.ref for row in rows)
        return tuple(self._row(row, mine, period, since, before) for row in told)

    def _begins(self, period: Period) -> datetime:
        """From when on an answer belongs to a report that has none before it."""
        return datetime.combine(period.first, time.min, self._registry.office.zone)

    def _last_report(
        self, tasks: Iterable[queries.TaskRow], obligation: Obligation, period: Period
    ) -> queries.TaskRow | None:
        """The unit's report before this one."""
        due = self._registry.deadline(obligation, period).last_day
        earlier = [
            task
            for task in tasks
            if task.original_last_day < due
            and task.period != period.code
            and task.state is not TaskState.WITHDRAWN
        ]
        return max(earlier, key=lambda task: task.original_last_day, default=None)

    def _row(
        self,
        row: Assignment,
        mine: dict[str, list[queries.TaskRow]],
        period: Period,
        since: datetime | None,
        before: frozenset[str] | None,
    ) -> ReportRow:
        duties = founded(self._registry, row)
        tasks = [task for duty in duties for task in mine.get(duty.code, ())]
        state, task, due = self._stand(row, duties, tasks, since or self._begins(period))
        figure = reporting.figure_of(self._registry, row, period.closing_year)
        new = before is not None and row.ref not in before
        said = self._said.get(task.id) if task and state in (RowState.RUNNING, RowState.LATE) else None
        return ReportRow(
            percent=said.percent if said else None,
            note=said.note if said else "",
            title_en=row.title_en or next((duty.title_en for duty in duties if duty.title == row.title), ""),
            product_en=row.product_en or next((duty.product_en or "" for duty in duties), ""),
            row=row.ref,
            no=row.no,
            title=row.title,
            state=state,
            changed=self._changed(state, task, since, new=new),
            appendix=row.appendix.title,
            section=row.section or "",
            product=row.product or "",
            figure=figure.unit if figure else "",
            target=figure.target(period.closing_year) if figure else None,
            worded=self._words(row, task, due),
            deliver_to=row.deliver_to or "",
            assumption=row.assumption or "",
            asked=task.working_deadline if task else due.working_deadline if due else None,
            last_day=task.last_day if task else due.last_day if due else None,
            answered=local_day(self._registry, task.submitted_at) if task and task.submitted_at else None,
            ref=f"{task.obligation}/{task.period}/{task.unit}" if task else "",
        )

    def _words(self, row: Assignment, task: queries.TaskRow | None, due: Deadline | None) -> str:
        """The document's words: the row's own, or beside a day those of the duty for that very period, since
        the row may speak of one year and its duty go on in others. What another document says of the duty is
        not quoted as this one's.
        """
        if task is not None:
            duty, period = self._registry.obligation(task.obligation), parse(task.period)
        elif due is not None:
            duties = founded(self._registry, row)
            duty = next(duty for duty in duties if due in _coming(self._registry, duty.code, self._today))
            period = due.period
        else:
            return row.worded or ""
        return duty.words(period) if duty.document == row.document else row.worded or ""

    def _stand(
        self,
        row: Assignment,
        duties: Sequence[Obligation],
        tasks: Sequence[queries.TaskRow],
        since: datetime,
    ) -> tuple[RowState, queries.TaskRow | None, Deadline | None]:
        """How a row stands, by its most pressing task, else by the next day that the calendar knows."""
        open_ = [task for task in tasks if task.state is TaskState.OPEN]
        if open_:
            first = min(open_, key=lambda task: (task.last_day, task.id))
            late = first.late_from <= self._now
            return (RowState.LATE if late else RowState.RUNNING), first, None
        answered = [task for task in tasks if task.state in _ANSWERED]
        latest = max(answered, key=lambda task: (task.submitted_at or task.opened_at, task.id), default=None)
        if latest and latest.submitted_at and latest.submitted_at > since:
            return RowState.DONE, latest, None
        had = {(task.obligation, task.period) for task in tasks}
        coming = [
            due
            for duty in duties
            for due in _coming(self._registry, duty.code, self._today)
            if (duty.code, due.period.code) not in had
        ]
        if coming:
            return RowState.AHEAD, None, min(coming, key=lambda due: due.last_day)
        waived = any(task.state is TaskState.WAIVED for task in tasks)
        over = latest is not None or waived
        if any(duty.cycle is Cycle.EVENT and (duty.recurs or not over) for duty in duties):
            return RowState.WAITING, None, None
        if not over or set(row.milestones) >= {duty.code for duty in duties}:
            # Only its milestones are behind it: the row has no day of its own and goes on.
            return RowState.STANDING, None, None
        return (RowState.DONE if latest else RowState.OVER), latest, None

    def _changed(
        self, state: RowState, task: queries.TaskRow | None, since: datetime | None, *, new: bool
    ) -> Change:
        if since is not None and task is not None:
            if state is RowState.LATE and task.late_from > since:
                return Change.LATE
            if state is RowState.DONE and task.submitted_at and task.submitted_at > since:
                return Change.ANSWERED
            if state in (RowState.RUNNING, RowState.LATE) and task.opened_at > since:
                return Change.OPENED
        return Change.NEW if new else Change.NONE


def rows_of(
    s: Session, registry: Registry, obligation: str, period: str, unit: str, now: datetime
) -> tuple[ReportRow, ...]:
    """The rows of one unit's report as of `now` (aware); RegistryError for an unknown name or period."""
    duty = registry.obligation(obligation)
    return RowReader(s, registry, now).rows(duty, registry.unit(unit).code, duty.period(period))


def founded(registry: Registry, row: Assignment) -> tuple[Obligation, ...]:
    """The duties by which a row is chased; none for a row that is only told in reports."""
    if row.kind is AssignmentKind.CYCLE:
        return ()
    return tuple(registry.obligations[code] for code in row.obligations if code in registry.obligations)


@lru_cache(maxsize=4)
def _told_codes(registry: Registry) -> tuple[str, ...]:
    """The reports that tell rows, and the duties that these rows founded."""
    codes = dict.fromkeys(registry.told_in)
    for rows in registry.told_in.values():
        codes |= dict.fromkeys(duty.code for row in rows for duty in founded(registry, row))
    return tuple(codes)


@lru_cache(maxsize=4096)
def _coming(registry: Registry, code: str, today: date) -> tuple[Deadline, ...]:
    """The deadlines of a duty from today on, as far as is looked ahead."""
    end = min(today + _LOOKED_AHEAD, registry.calendar.last)
    try:
        periods = registry.periods(code, today, end)
        return tuple(registry.deadline(code, period) for period in periods)
    except RegistryError:
        return ()
