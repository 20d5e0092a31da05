"""What a unit's page says, as plain values: its tasks with their days, what waits, and what became of each.

Read through one session. Days are the office's, counts of days are working days; names are said in the
reader's language by the page itself.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from config.registry import Registry, RegistryError, Unit
from engine.answers.acknowledging import ACKNOWLEDGED
from engine.errors import UnknownName, fault_of
from engine.forms.contents import owed_report
from engine.history.of_task import Happened, history_of
from engine.mail.duties import Duty, Party
from engine.mail.duty_contents import DutyReader
from engine.mail.watch_contents import WatchReader
from engine.overview.names import Name, unit_called
from engine.tasks import requests
from engine.tasks.acts import TaskRef
from engine.tasks.days import local_day
from engine.tasks.progress import how_far
from language import Message
from models import queries
from models.queries.listing import held_counts, held_page
from models.states import TaskState
from models.tables import Task

PAGE = 50
"""So many ended tasks stand on one page of them."""
OPEN_PAGE = 100
"""So many open ones on one of what is owed: more than hardly any unit has."""
NEWEST = 10
"""So many stand below what the unit owes."""
SENT = frozenset({"submitted", "amended"})


@dataclass(frozen=True, slots=True)
class Line:
    """One task as the page lists it.

    `workdays`: to `ask_by`, or to `last_day`, while it is not late; else from `last_day` to today. `holder`
    is who must answer it now.
    """

    ref: TaskRef
    holder: str
    duty: Duty
    state: TaskState
    last_day: date
    workdays: int
    late: bool
    ask_by: date | None = None
    """The day asked for, as long as it lies ahead and is another than the last one; then `last_day` alone."""
    again: bool = False
    """Its deadline was set again: it was returned, extended or moved."""
    progress: Message | str = ""
    waits: requests.Request | None = None
    held_until: date | None = None
    """Until when the request that waits keeps those above the unit from being told; None once that is
    over."""
    decider: Name | str = ""
    """To whom the request was passed on."""
    received_on: date | None = None
    """When the unit said that it has the task, under the deadline that runs now, and who said so."""
    received_by: str = ""
    sent_on: date | None = None
    number: str = ""
    figure: str = ""
    recorded_by: str = ""
    instead_of: Party | None = None

    @property
    def key(self) -> str:
        """What names it in a form."""
        return "/".join(self.ref)


@dataclass(frozen=True, slots=True)
class UnitPage:
    """What the page of a unit lists."""

    unit: Unit
    today: date
    late: tuple[Line, ...]
    due: tuple[Line, ...]
    ended: tuple[Line, ...]
    more: bool
    """There are older ended tasks than those listed."""
    gone_to: Name | str = ""
    """Who has taken the place of a unit that is no more; '-' nobody, '' of one that there is."""
    untold: tuple[str, ...] = ()
    """The open tasks that cannot be shown, by their references: the others are."""
    untold_ended: tuple[str, ...] = ()
    n: int = 0
    """How many open tasks there are, and how many are late, on all pages."""
    n_late: int = 0
    further: bool = False
    """There are less urgent ones on the next page."""

    @property
    def open(self) -> tuple[Line, ...]:
        """What of this page is to be answered, the most urgent first."""
        return self.late + self.due


@dataclass(frozen=True, slots=True)
class TaskPage:
    """What the page of one task says."""

    line: Line
    sections: tuple[str, ...]
    has_form: bool
    """There is a report to fill in."""
    history: tuple[Happened, ...]
    archived: bool = False
    """It lies in an archive: nothing of it can be changed."""


class Reader:
    """Reads the pages of units as of `now` (aware UTC); `file`: of tasks that lie in that archive."""

    def __init__(self, s: Session, registry: Registry, now: datetime, file: Session | None = None) -> None:
        self._s, self._registry, self._now = file or s, registry, now
        self._archived = file is not None
        self.today = local_day(registry, now)
        self._duties = DutyReader(s, registry, self.today)
        self._watches = WatchReader(s, registry, self._duties, now)

    def unit_page(self, unit: str, *, page: int = 0) -> UnitPage:
        """A page of what the unit must answer, the most urgent first, and the newest of what it has behind
        it."""
        open_ = held_page(self._s, unit, limit=OPEN_PAGE, offset=page * OPEN_PAGE)
        made = self._page(unit, open_, at=0, most=NEWEST)
        n, late = held_counts(self._s, unit, self._now)
        return replace(made, n=n, n_late=late, further=n > (page + 1) * OPEN_PAGE)

    def done_page(self, unit: str, *, page: int = 0) -> UnitPage:
        """A page of what the unit has behind it, and nothing else."""
        return self._page(unit, [], at=page * PAGE, most=PAGE)

    def _page(self, unit: str, open_: list[Task], *, at: int, most: int) -> UnitPage:
        ended = queries.ended_tasks(self._s, unit, limit=most + 1, offset=at)
        first, untold = self._told(open_)
        over, untold_over = self._told(ended[:most])
        heir = self._registry.standing(unit, self.today)
        gone_to: Name | str = "" if heir and heir.code == unit else "-"
        return UnitPage(
            self._registry.unit(unit),
            self.today,
            tuple(line for line in first if line.late),
            tuple(line for line in first if not line.late),
            tuple(over),
            more=len(ended) > most,
            untold=tuple(untold),
            untold_ended=tuple(untold_over),
            gone_to=unit_called(self._registry, heir.code, self.today) if heir and gone_to else gone_to,
        )

    def task_page(self, unit: str, ref: TaskRef) -> TaskPage | None:
        """One task that the unit holds, or owed and handed on; None for any other."""
        task = queries.task_of(self._s, *ref)
        if task is None or unit not in (task.unit, task.holder):
            return None
        (line,) = self._lines([task])
        sections: tuple[str, ...] = ()
        with contextlib.suppress(RegistryError):
            sections = self._registry.sections(task.obligation, task.unit, line.duty.period)
        return TaskPage(line, sections, self._has_form(ref), self._history(task), self._archived)

    def _has_form(self, ref: TaskRef) -> bool:
        """Whether the report asks for anything in particular, so that a form of it helps."""
        with contextlib.suppress(RegistryError, UnknownName):
            on = self._registry.office.report_form != "off"
            return on and owed_report(self._registry, *ref).asked
        return False

    def _told(self, tasks: Sequence[Task]) -> tuple[list[Line], list[str]]:
        """Their lines, and the references of those that cannot be told."""
        bad = set()
        for task in tasks:
            try:
                self._duties.duty(task)
            except Exception as error:
                fault_of(error)
                bad.add(task.id)
        good = [task for task in tasks if task.id not in bad]
        return self._lines(good), [
            f"{each.obligation}/{each.period}/{each.unit}" for each in tasks if each.id in bad
        ]

    def _lines(self, tasks: Sequence[Task]) -> list[Line]:
        ids = [task.id for task in tasks if task.id is not None]
        open_ = [task.id for task in tasks if task.id is not None and task.state is TaskState.OPEN]
        said = queries.last_progress(self._s, open_, until=self._now) if open_ else {}
        waits = requests.waiting(self._s, open_)
        sent = queries.newest_events(self._s, ids, SENT)
        received = queries.newest_events(self._s, open_, {ACKNOWLEDGED})
        lines = [self._line(task, said, waits, sent) for task in tasks]
        return [
            self._received(line, task, received.get(task.id or 0))
            for line, task in zip(lines, tasks, strict=True)
        ]

    def _received(self, line: Line, task: Task, event: queries.EventRow | None) -> Line:
        if event is None or event.at < task.began_at:
            return line
        return replace(line, received_on=local_day(self._registry, event.at), received_by=event.actor)

    def _held_until(self, asked: requests.Request | None) -> date | None:
        held = requests.held_until(self._registry, asked) if asked else self._now
        return local_day(self._registry, held) if held > self._now else None

    def _line(
        self,
        task: Task,
        said: dict[int, queries.Progress],
        waits: dict[int, requests.Request],
        sent: dict[int, queries.EventRow],
    ) -> Line:
        assert task.id is not None
        late, workdays = self._watches.stand(task)
        told, by = said.get(task.id), sent.get(task.id)
        duty = self._duties.duty(task)
        ended = task.state in (TaskState.SUBMITTED, TaskState.ACCEPTED)
        apart = task.state is TaskState.OPEN and self.today <= task.working_deadline < task.last_day
        return Line(
            ref=TaskRef(task.obligation, task.period, task.unit),
            holder=task.holder,
            duty=duty,
            state=task.state,
            last_day=task.last_day,
            workdays=workdays,
            late=task.submitted_at >= task.late_from if ended and task.submitted_at else late,
            ask_by=task.working_deadline if apart else None,
            again=task.deadline_no > 0,
            progress=how_far(told.percent, told.note) if told else "",
            waits=(asked := waits.get(task.id)),
            held_until=self._held_until(asked),
            decider=unit_called(self._registry, asked.decider, self.today) if asked and asked.decider else "",
            sent_on=local_day(self._registry, task.submitted_at) if ended and task.submitted_at else None,
            number=task.document_no or "",
            figure="" if task.figure is None else f"{task.figure:f} {duty.figure}".strip(),
            recorded_by=by.actor if by and ended else "",
            instead_of=None if task.unit == task.holder else self._watches.by_name(task.unit),
        )

    def _history(self, task: Task) -> tuple[Happened, ...]:
        """What had happened, and the mails that have left."""
        return tuple(each for each in history_of(self._s, self._registry, task, self._now) if each.left)
