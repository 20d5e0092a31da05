"""What the boards show, in the Prefect UI and on the command line: how each duty stands, and who has not
sent. Data only, no wording.

Standing (open, overdue, on time, sent late) is derived from the deadlines at `now` and never stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from calendars.periods import Period
from config.registry import Obligation, Registry
from engine.errors import fault_of
from engine.overview.names import InCharge, Name, duty_called, in_charge_called, unit_called
from engine.overview.shares import Share, confirmed, own_days, shares_of
from engine.overview.tally import Tally
from engine.overview.unopened import unopened
from engine.tasks import lookup
from engine.tasks.days import local_day, workdays_late
from engine.tasks.following import titles
from language import Either, Message
from models import queries
from models.errors import DatabaseError
from models.queries import BoardRow, TaskRow, UnitDay
from models.states import Standing, TaskState

LATELY = timedelta(days=60)
"""How long a period that is finished stays on the overall board."""


@dataclass(frozen=True, slots=True)
class Line:
    """One obligation and period on the overall board.

    `figures` counts every task there is, `unopened` names who owes it by the roster and has none. `shares`
    are those who still owe it by their deadlines, the earliest first; once nobody does, all who sent it.
    """

    figures: BoardRow
    title: Either
    owner: InCharge
    """Who is in charge of it now; `figures.owner` was when its tasks opened."""
    confirmed: bool
    """Whether the working calendar that the deadline rests on has been verified."""
    shares: tuple[Share, ...] = ()
    unopened: tuple[str, ...] = ()

    @property
    def running(self) -> bool:
        """Whether anybody still owes it."""
        return bool(self.figures.open or self.figures.overdue or self.unopened)

    @property
    def expected(self) -> int:
        """Who owes it by the roster, less those who were let off."""
        return self.figures.expected + len(self.unopened)

    @property
    def workdays_left(self) -> int | None:
        """To the earliest deadline that is still owed, negative when it has gone by."""
        first = self.shares[0] if self.shares else None
        if first is None or first.workdays is None:
            return None
        return -first.workdays if first.late else first.workdays

    @property
    def tally(self) -> Tally:
        return tally(self.figures, len(self.unopened))


@dataclass(frozen=True, slots=True)
class Owed:
    """One task on its period's board. `workdays_late` counts from the last day to the submission, or to
    now (`engine.tasks.days.workdays_late`).
    """

    task: TaskRow
    unit_name: Name
    holder_name: Name
    standing: Standing
    workdays_late: int
    progress: queries.Progress | None = None
    """How far it is, as was last said; none once it is sent."""
    sent_on: date | None = None
    """The office's day on which it was sent."""


@dataclass(frozen=True, slots=True)
class Needed:
    """A duty that feeds another one: which units' tasks are still open, of how many. `opened`: are there
    tasks.
    """

    obligation: str
    period: str
    missing: tuple[str, ...]
    total: int
    opened: bool


def tally(row: BoardRow, unopened: int = 0) -> Tally:
    """The figures of one row as a sentence can say them; `unopened` owe it and were not asked yet."""
    ended = row.waived + row.withdrawn
    return Tally(row.expected + unopened, row.submitted, row.late, ended, row.tasks, unopened)


def tally_of(
    s: Session, registry: Registry, now: datetime, *, obligation: str, period: str | None = None
) -> Tally:
    """How a duty stands: the period that is named, or all that are still running, or else the last one."""
    rows = queries.board_rows(s, now, obligation=obligation, period=period, unfinished=period is None)
    if not rows and period is None:
        rows = queries.board_rows(s, now, obligation=obligation)[-1:]
    total = Tally()
    for row in rows:
        total += tally(row, len(unopened(s, registry, now, row.obligation, row.period)))
    return total


def overview(
    s: Session,
    registry: Registry,
    now: datetime,
    *,
    since: date | None = None,
    obligation: str | None = None,
    stuck: list[Message] | None = None,
) -> list[Line]:
    """The overall board, by deadline: everything unfinished, and what was due on `since` or later; of one
    duty, or of all. A line that cannot be made is named in `stuck`, and the others are there; without
    `stuck` it raises."""
    found = queries.board_rows(s, now, obligation=obligation, unfinished=True, or_since=since)
    return _lines(s, registry, now, found, stuck)


def lines_of(
    s: Session, registry: Registry, now: datetime, obligation: str | None = None, period: str | None = None
) -> list[Line]:
    """The lines as `overview` has them of every period of which a task was opened, however old: of one duty,
    of one of its periods, or of all."""
    return _lines(s, registry, now, queries.board_rows(s, now, obligation=obligation, period=period))


def line_of(s: Session, registry: Registry, now: datetime, obligation: str, period: str) -> Line:
    """One period's line, also of one of which no task was opened yet: then everybody who owes it is still to
    be asked. UnknownName for a duty or a period that there is not, AnswerError for an event that nobody
    reported; a duty that has left the registry is known by its tasks.
    """
    found = lines_of(s, registry, now, obligation, period)
    if found:
        return found[0]
    duty, of = lookup.named(registry, obligation, period)
    found = lines_of(s, registry, now, duty.code, of.code)
    if found:
        return found[0]
    lookup.check_reported(s, duty, of)
    lookup.check_owed(registry, duty, of)
    not_asked = unopened(s, registry, now, duty.code, of.code, dict)
    return _line(registry, _no_tasks(registry, duty, of), now, not_asked)


def _no_tasks(registry: Registry, duty: Obligation, of: Period) -> BoardRow:
    due = registry.deadline(duty, of)
    days = (due.nominal, due.last_day, due.last_day, None)
    asked = (due.working_deadline, due.working_deadline)
    return BoardRow._make((duty.code, of.code, duty.owner, *days, *[0] * 9, *asked, ()))


def period_board(s: Session, registry: Registry, now: datetime, obligation: str, period: str) -> list[Owed]:
    """Every task of one period: overdue first, then open, sent late, and the rest; by unit."""
    today = local_day(registry, now)
    rows = queries.task_board(s, now, obligation, period)
    unsent = [row.task.id for row in rows if row.standing in (Standing.OPEN, Standing.OVERDUE)]
    said = queries.last_progress(s, unsent, until=now) if unsent else {}
    return [
        Owed(
            task=row.task,
            unit_name=unit_called(registry, row.task.unit, today),
            holder_name=unit_called(registry, row.task.holder, today),
            standing=row.standing,
            workdays_late=_workdays_late(registry, row.task, row.standing, today),
            progress=said.get(row.task.id),
            sent_on=None if row.task.id in unsent else _day(registry, row.task.submitted_at),
        )
        for row in rows
    ]


def _day(registry: Registry, at: datetime | None) -> date | None:
    return local_day(registry, at) if at is not None else None


def missing_units(
    s: Session, registry: Registry, now: datetime, obligation: str | Obligation, period: str | Period
) -> tuple[Needed, ...]:
    """For a duty that needs others: of each of these, which units have not sent theirs. Empty when it needs
    none.

    The period needed is the one of the same code; a duty of another cycle is needed with every period of it
    that lies within. Before a needed period opens, everybody who will owe it is missing.
    """
    duty = registry.obligation(obligation)
    of = duty.period(period)
    return tuple(
        _needed(s, registry, now, registry.obligation(code), needed)
        for code in duty.needs
        for needed in registry.obligation(code).feeding(of)
        if registry.refusal(code, needed) is None
    )


def _lines(
    s: Session,
    registry: Registry,
    now: datetime,
    rows: Iterable[BoardRow],
    stuck: list[Message] | None = None,
) -> list[Line]:
    ordered = sorted(rows, key=lambda row: (row.last_day, row.obligation, row.period))
    dropped = {} if all(row.obligation in registry.obligations for row in ordered) else titles(s)
    own = own_days(s, registry, now, ordered)
    found = []
    for row in ordered:
        key = row.obligation, row.period
        try:
            not_asked = unopened(s, registry, now, *key)
            each = None if own is None else own.get(key, [])
            found.append(_line(registry, row, now, not_asked, each, dropped.get(row.obligation)))
        except Exception as error:
            if stuck is None or isinstance(error, DatabaseError):
                raise
            stuck.append(Message("audit.board-stuck", board=" ".join(key), why=fault_of(error)))
    return found


def _line(
    registry: Registry,
    row: BoardRow,
    now: datetime,
    not_asked: tuple[str, ...],
    own: Sequence[UnitDay] | None = None,
    dropped: Either | None = None,
) -> Line:
    today = local_day(registry, now)
    duty = registry.obligations.get(row.obligation)
    title = duty_called(duty) if duty else dropped or Either(row.obligation)
    owner = in_charge_called(registry, row.owner, today)
    shares = shares_of(registry, row.days, own, today)
    verified = confirmed(registry, row.latest_day, own)
    return Line(row, title, owner, verified, shares, not_asked)


def _workdays_late(registry: Registry, task: TaskRow, standing: Standing, today: date) -> int:
    if standing not in (Standing.OVERDUE, Standing.SUBMITTED_LATE):
        return 0
    sent = task.submitted_at if standing is Standing.SUBMITTED_LATE else None
    until = _day(registry, sent) or today
    return workdays_late(registry.of_unit(task.unit), task.last_day, until)


def _needed(s: Session, registry: Registry, now: datetime, duty: Obligation, period: Period) -> Needed:
    tasks = [
        task
        for task in queries.tasks(s, obligation=duty.code, period=period.code)
        if task.state not in (TaskState.WAIVED, TaskState.WITHDRAWN)
    ]
    not_asked = unopened(s, registry, now, duty.code, period.code)
    behind = {task.unit for task in tasks if task.state is TaskState.OPEN} | set(not_asked)
    place = {code: n for n, code in enumerate(registry.units)}
    missing = tuple(sorted(behind, key=lambda code: (place.get(code, len(place)), code)))
    return Needed(duty.code, period.code, missing, len(tasks) + len(not_asked), opened=bool(tasks))
