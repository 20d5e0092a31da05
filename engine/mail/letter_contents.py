"""Reading letters: what the messages of the outbox say at this moment, from tasks, notices and registry.

A message is read when it is about to leave, so what was answered, extended or handed over meanwhile is not
in it any more. Every method reads through one session and keeps what it read, so that a run of letters
costs few queries.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from calendars.errors import WhenError
from calendars.ladders import Role
from calendars.periods import Period, parse
from config.registry import Registry, RegistryError, reporting
from config.registry.objects import Cycle, Obligation
from config.registry.unit_names import is_former
from config.settings import Settings
from engine.mail import event_questions, report_forms, routing, yearly_question
from engine.mail.letter import (
    Audience,
    Behind,
    Duty,
    EventAsk,
    Item,
    Letter,
    Missing,
    Party,
    Question,
    Watch,
    in_order,
    watches_in_order,
)
from engine.tasks.reported_events import reported
from engine.tasks.views import DIGEST, WITHDRAWN
from language import Message, message_of
from models import queries
from models.states import Began, TaskState
from models.tables import Task

_MOST_REPLY_ADDRESSES = 3
_SET_AGAIN = (Began.EXTENDED, Began.RETURNED, Began.MOVED)
_GONE = frozenset({TaskState.WAIVED, TaskState.WITHDRAWN})
_AnyTask = Task | queries.TaskRow


class Reader:
    """Reads letters as of `now` (aware UTC)."""

    def __init__(self, s: Session, registry: Registry, settings: Settings, now: datetime) -> None:
        self._s, self._registry, self._settings, self._now = s, registry, settings, now
        self.today: date = now.astimezone(registry.office.zone).date()
        self._duties: dict[tuple[str, str], Duty] = {}
        self._all: dict[tuple[str, str], Sequence[Task]] = {}
        self._owed: defaultdict[str, list[queries.TaskRow]] = defaultdict(list)
        self._reported: dict[tuple[str, str], str] | None = None
        self._again: dict[int, tuple[str, dict[str, Any]]] = {}
        self._forms: Collection[int] = ()
        self._questions: dict[tuple[str, str], tuple[Question, ...]] = {}
        self._said: dict[tuple[str, str], dict[int, queries.Progress]] = {}
        self._events: dict[tuple[str, str], tuple[EventAsk, ...]] = {}
        self.unreadable: dict[int, Message] = {}
        """Messages whose letter cannot be made, with why: data that does not fit the registry any more."""

    def letters(self, messages: Collection[queries.MessageRow]) -> dict[int, tuple[Letter, routing.Route]]:
        """The letter of each message, by message id, with where it goes; a letter may be empty by now.

        What cannot be read is left out and named in `unreadable`: one bad task must not hold up the
        others' mail.
        """
        notices = {each.id: queries.notices(self._s, message_id=each.id) for each in messages}
        ids = {notice.task_id for rows in notices.values() for notice in rows}
        tasks = queries.tasks_by_id(self._s, sorted(ids))
        self._read_owed({m.recipient for m in messages if routing.audience_of(m.recipient) is Audience.UNIT})
        again = [
            task.id
            for task in tasks.values()
            if task.began in _SET_AGAIN or task.state is TaskState.WITHDRAWN
        ]
        if again:
            self._again |= queries.last_events(self._s, sorted(again), (*_SET_AGAIN, WITHDRAWN))
        standing = [(n, tasks[n.task_id]) for rows in notices.values() for n in rows]
        self._forms = report_forms.opened(
            self._s, self._registry, [each for each in standing if _stands(*each)]
        )
        keys = {each.round_key for each in messages if each.kind == DIGEST}
        given = (self._s, self._registry, self._settings, keys, self._now)
        self._questions = yearly_question.questions(*given)
        self._events = event_questions.questions(*given)
        letters = {}
        for each in messages:
            try:
                key = (each.recipient, each.round_key if each.kind == DIGEST else "")
                asked, events = self._questions.get(key, ()), self._events.get(key, ())
                letters[each.id] = self._letter(each.recipient, notices[each.id], tasks, asked, events)
            except (WhenError, RegistryError, LookupError) as error:
                self.unreadable[each.id] = Message("letter.unreadable", why=message_of(error))
        return letters

    def _letter(
        self,
        recipient: str,
        notices: Collection[queries.NoticeRow],
        tasks: dict[int, queries.TaskRow],
        questions: tuple[Question, ...],
        events: tuple[EventAsk, ...],
    ) -> tuple[Letter, routing.Route]:
        standing = [(n, tasks[n.task_id]) for n in notices if _stands(n, tasks[n.task_id])]
        owners = dict.fromkeys(task.owner for _, task in standing)
        route = routing.route(self._registry, self._settings, recipient, owners, self.today)
        own = {task.id: (task, n.reason) for n, task in standing if n.role in (Role.UNIT, Role.HEAD)}
        watched = dict.fromkeys(
            (task.obligation, task.period) for n, task in standing if n.role in (Role.OWNER, Role.LEADERSHIP)
        )
        forms = {n.task_id for n, _ in standing if n.id in self._forms}
        items = in_order(self._item(task, reason, form=task.id in forms) for task, reason in own.values())
        late_only = route.audience is Audience.LEADERSHIP
        all_watches = (self._watch(key, late_only=late_only) for key in watched)
        watches = watches_in_order(watch for watch in all_watches if watch.behind)
        over = in_order(self._over(tasks[n.task_id]) for n in notices if _is_over(n, tasks[n.task_id]))
        also = self._owed[recipient] if items or watches or over or questions or events else []
        office = self._registry.office
        letter = Letter(
            office=office.name,
            office_en=office.name_en,
            audience=route.audience,
            recipient=route.recipient,
            today=self.today,
            items=items,
            watches=watches,
            also=in_order(self._in_brief(task, "") for task in also if task.id not in own),
            over=over,
            questions=questions,
            events=events,
            rerouted_from=route.rerouted_from,
            reply_to=self._reply_to(recipient, owners),
            languages=routing.languages(self._registry, self._settings),
            native=office.language.partition("+")[0],
        )
        return letter, route

    def _reply_to(self, recipient: str, owners: Iterable[str]) -> tuple[Party, ...]:
        """Those in charge read the answers; what one is in charge of oneself is answered to the office."""
        others = [code for code in owners if code != recipient][:_MOST_REPLY_ADDRESSES]
        parties = dict.fromkeys(routing.party_of(self._registry, code, self.today) for code in others)
        reachable = tuple(party for party in parties if party.address)
        if reachable:
            return reachable
        sender = routing.sender_of(self._registry, self._settings)
        return (Party(sender.name, sender.address, self._registry.office.name_en),) if sender.address else ()

    # --- one task, one duty ---

    def _item(self, task: queries.TaskRow, reason: str, *, form: bool = False) -> Item:
        calendar, obligation = self._registry.calendar, self._registry.obligations.get(task.obligation)
        period = self._duty(task).period
        return replace(
            self._in_brief(task, reason),
            original_last_day=task.original_last_day,
            returned=task.began is Began.RETURNED,
            why_again=self._why_again(task),
            moved_from=self._moved_from(task),
            rolled=self._rolled(task),
            confirmed=calendar.confirmed(task.last_day),
            sections=self._sections(task, period),
            assignments=self._assignments(task, period),
            missing=tuple(self._missing(obligation, period)) if obligation else (),
            alarm_on=calendar.shift(task.last_day, -1),
            form=report_forms.form_of(self._registry, task) if form else None,
        )

    def _why_again(self, task: queries.TaskRow) -> str | Message:
        """The reason that somebody gave, or else the one that a comparison of the registry found."""
        reason, data = self._again.get(task.id, ("", {}))
        why = data.get("why")
        return Message.from_json(why) if not reason and isinstance(why, dict) else reason

    def _moved_from(self, task: queries.TaskRow) -> date | None:
        before = self._again.get(task.id, ("", {}))[1].get("before")
        return date.fromisoformat(before) if task.began is Began.MOVED and before else None

    def _over(self, task: queries.TaskRow) -> Item:
        """A task that was withdrawn, with the reason."""
        return replace(self._in_brief(task, WITHDRAWN), why_again=self._why_again(task))

    def _in_brief(self, task: queries.TaskRow, reason: str) -> Item:
        """What one line of a letter tells."""
        late, workdays = self._stand(task.last_day, task.late_from)
        ref = f"{task.obligation}/{task.period}/{task.unit}"
        return Item(
            duty=self._duty(task),
            ref=ref,
            uid=f"{ref.replace('/', '.')}@{self._registry.office.list_id}",
            unit=routing.party_of(self._registry, task.holder, self.today),
            last_day=task.last_day,
            workdays=workdays,
            late=late,
            reason=reason,
            today=self.today,
            deadline_no=task.deadline_no,
            instead_of=None if task.unit == task.holder else self._by_name(task.unit),
        )

    def _read_owed(self, holders: Collection[str]) -> None:
        """What these units owe in all, in one statement: a letter names what it does not remind of, too."""
        if holders:
            self._owed.clear()
            for task in queries.open_of(self._s, sorted(holders)):
                self._owed[task.holder].append(task)

    def _stand(self, last_day: date, late_from: datetime) -> tuple[bool, int]:
        """Whether it is late, and by how many working days it is or is not."""
        late = late_from <= self._now
        count = self._registry.calendar.count
        return late, count(last_day, self.today) if late else count(self.today, last_day)

    def _duty(self, task: _AnyTask) -> Duty:
        key = task.obligation, task.period
        if key not in self._duties:
            self._duties[key] = self._new_duty(task)
        return self._duties[key]

    def _new_duty(self, task: _AnyTask) -> Duty:
        period = parse(task.period)
        owner = routing.party_of(self._registry, task.owner, self.today)
        obligation = self._registry.obligations.get(task.obligation)
        if obligation is None:
            # The registry dropped it while its tasks were open: they are still owed until somebody
            # withdraws them.
            return Duty(task.obligation, task.obligation, period, owner)
        window = None
        if obligation.window is not None:
            with contextlib.suppress(RegistryError):
                window = self._registry.window(obligation, period)
        return Duty(
            code=obligation.code,
            title=obligation.title,
            period=period,
            owner=owner,
            document=obligation.document.number,
            document_date=obligation.document.date,
            cite=obligation.cite,
            worded=obligation.worded,
            title_en=obligation.title_en,
            data=window,
            deliver_to=obligation.deliver_to or "",
            how=obligation.how or "",
            product=obligation.product or "",
            product_en=obligation.product_en or "",
            assumption=obligation.assumption or "",
            helpers=self._helpers(obligation),
            helpers_text=obligation.helpers_text or "",
            figure=obligation.figure.unit if obligation.figure else "",
            target=_target(obligation, period),
            event=self._event(obligation, period),
        )

    def _event(self, obligation: Obligation, period: Period) -> str | None:
        if obligation.cycle is not Cycle.EVENT:
            return None
        if self._reported is None:
            self._reported = reported(self._s)
        return self._reported.get((obligation.code, period.code), "")

    def _helpers(self, obligation: Obligation) -> tuple[Party, ...]:
        groups, units = self._registry.groups, self._registry.units
        return tuple(
            Party(groups[ref].title, group=True)
            if ref in groups
            else Party(units[ref].name, "", units[ref].name_en or "")
            for ref in obligation.helpers
        )

    def _rolled(self, task: queries.TaskRow) -> bool:
        with contextlib.suppress(RegistryError):
            deadline = self._registry.deadline(task.obligation, task.period)
            return deadline.last_day == task.last_day != deadline.unrolled_last_day
        return False

    def _sections(self, task: queries.TaskRow, period: Period) -> tuple[str, ...]:
        with contextlib.suppress(RegistryError):
            return self._registry.sections(task.obligation, task.unit, period)
        return ()

    def _assignments(self, task: queries.TaskRow, period: Period) -> tuple[str, ...]:
        with contextlib.suppress(RegistryError):
            rows = reporting.reported(self._registry, task.obligation, task.unit, period)
            return tuple(f"{row.no}. {row.title}" for row in rows)
        return ()

    # --- who has not answered ---

    def _watch(self, key: tuple[str, str], *, late_only: bool) -> Watch:
        tasks = self._tasks(key)
        open_ = [task for task in tasks if task.state is TaskState.OPEN]
        stands = {task.unit: self._stand(task.last_day, task.late_from) for task in open_}
        behind = [
            Behind(
                self._who(task.holder, task.unit),
                stands[task.unit][1] if late else 0,
                late,
                *self._progress(task),
            )
            for task in open_
            if (late := stands[task.unit][0]) or not late_only
        ]
        # The deadline most of them share heads the list; those that were given another show their own delay.
        first = min(open_ or tasks, key=lambda task: task.last_day)
        late, workdays = self._stand(first.last_day, first.late_from)
        return Watch(
            duty=self._duty(first),
            last_day=first.last_day,
            workdays=workdays,
            late=late,
            today=self.today,
            behind=tuple(sorted(behind, key=lambda each: (-each.late, -each.workdays))),
            total=sum(task.state not in _GONE for task in tasks),
            confirmed=self._registry.calendar.confirmed(first.last_day),
        )

    def _progress(self, task: Task) -> tuple[int | None, str]:
        """How far an open task is; those of its period are read in one statement."""
        key = task.obligation, task.period
        if key not in self._said:
            ids = [
                each.id for each in self._tasks(key) if each.state is TaskState.OPEN and each.id is not None
            ]
            self._said[key] = queries.last_progress(self._s, ids, until=self._now)
        said = self._said[key].get(task.id or 0)
        return (said.percent, said.note) if said else (None, "")

    def _missing(self, obligation: Obligation, period: Period) -> Iterable[Missing]:
        for code in obligation.needs:
            need = self._registry.obligations.get(code)
            if need is None:
                continue
            for each in need.feeding(period):
                tasks = [task for task in self._tasks((code, each.code)) if task.state not in _GONE]
                if tasks:
                    units = (self._who(t.holder, t.unit) for t in tasks if t.state is TaskState.OPEN)
                    yield Missing(need.title, need.title_en, each, tuple(units), len(tasks))

    def _tasks(self, key: tuple[str, str]) -> Sequence[Task]:
        """All tasks of an obligation and period, in the registry's order of units."""
        if key not in self._all:
            place = {code: n for n, code in enumerate(self._registry.units)}
            found = queries.tasks(self._s, obligation=key[0], period=key[1])
            self._all[key] = sorted(found, key=lambda task: (place.get(task.unit, len(place)), task.unit))
        return self._all[key]

    def _by_name(self, code: str) -> Party:
        """A unit as it was called, also when it is no more: without an address, since nothing goes there."""
        unit = self._registry.units.get(code)
        if unit is None:
            return Party(code)
        return Party(unit.name, "", unit.name_en or "", former=is_former(self._registry, unit, self.today))

    def _who(self, holder: str, unit: str) -> Party:
        """Who must act, and for whom where that is another: 'BHXH Lào Cai (cho BHXH Yên Bái)'."""
        party = self._by_name(holder)
        return party if holder == unit else replace(party, stands_for=self._by_name(unit))


def _target(obligation: Obligation, period: Period) -> Decimal | None:
    return obligation.figure.target(period.last.year) if obligation.figure else None


def _is_over(notice: queries.NoticeRow, task: queries.TaskRow) -> bool:
    """Whether it tells the holder that the task was withdrawn, and that is still so."""
    return (
        notice.rung == WITHDRAWN
        and task.state is TaskState.WITHDRAWN
        and (notice.deadline_no, notice.recipient) == (task.deadline_no, task.holder)
    )


def _stands(notice: queries.NoticeRow, task: queries.TaskRow) -> bool:
    """Whether the notice still says something true: the task is open, its deadline and its people are the
    same."""
    if notice.collapsed or task.state is not TaskState.OPEN or notice.deadline_no != task.deadline_no:
        return False
    if notice.role in (Role.UNIT, Role.HEAD):
        return routing.unit_code(notice.recipient) == task.holder
    return notice.role is not Role.OWNER or notice.recipient == task.owner
