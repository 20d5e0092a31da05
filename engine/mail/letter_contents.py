"""Reading letters: what the messages of the outbox say at this moment, from tasks, notices and registry.

A message is read when it is about to leave, so what was answered, extended or handed over meanwhile is not
in it any more. Every method reads through one session and keeps what it read, so that a run of letters
costs few queries.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from calendars.ladders import Role
from calendars.periods import Period
from config.registry import Registry, RegistryError
from config.registry.objects import Obligation
from config.settings import Settings
from engine.errors import fault_of
from engine.links import addresses
from engine.mail import event_questions, notes, report_forms, routing, unreachable, waits, yearly_question
from engine.mail.duty_contents import DutyReader
from engine.mail.holding import holding
from engine.mail.letter import (
    Audience,
    EventAsk,
    Item,
    Letter,
    Note,
    Party,
    Question,
    Unreachable,
    Watch,
    in_order,
    watches_in_order,
)
from engine.mail.merging import rounds_told
from engine.mail.row_contents import RowReader
from engine.mail.still_true import is_over, stands
from engine.mail.summary_contents import SummaryReader
from engine.mail.told_why import told_why
from engine.mail.watch_contents import WatchReader
from engine.tasks import telling
from engine.tasks.days import local_day
from language import Message
from models import queries
from models.states import Began

_SET_AGAIN = (Began.EXTENDED, Began.RETURNED, Began.MOVED)
_First = tuple[int, str]
"""A message's id, and the round it left in."""
_LAST_REMINDERS = 1
"""From so many working days before the day asked for, a mail lists all rows again."""


class Reader:
    """Reads letters as of `now` (aware UTC)."""

    def __init__(self, s: Session, registry: Registry, settings: Settings, now: datetime) -> None:
        self._s, self._registry, self._settings, self._now = s, registry, settings, now
        self.today: date = now.astimezone(registry.office.zone).date()
        self._duties = DutyReader(s, registry, self.today)
        self._rows = RowReader(s, registry, now)
        self._watches = WatchReader(s, registry, self._duties, now)
        self._summaries = SummaryReader(s, registry, settings, now)
        self._links = addresses.for_mails(s, settings, self.today)
        self._first: dict[tuple[int, int, str], _First] = {}
        self._owed: defaultdict[str, list[queries.TaskRow]] = defaultdict(list)
        self._again: dict[int, dict[str, queries.LastEvent]] = {}
        self._news: dict[tuple[int, str], int] = {}
        self._forms: Collection[int] = ()
        self._questions: dict[tuple[str, str], tuple[Question, ...]] = {}
        self._events: dict[tuple[str, str], tuple[EventAsk, ...]] = {}
        self._unreachable: dict[tuple[str, str], tuple[Unreachable, ...]] = {}
        self._notes: dict[tuple[str, str], tuple[Note, ...]] = {}
        self._waits: dict[int, Message] = {}
        self._refused = queries.refused_mailboxes(s)
        self._failing = unreachable.failing(s, registry, self.today)
        self.unreadable: dict[int, Message] = {}
        """Messages whose letter cannot be made, with why: data that does not fit the registry any more."""

    def letters(self, messages: Collection[queries.MessageRow]) -> dict[int, tuple[Letter, routing.Route]]:
        """The letter of each message, by message id, with where it goes; a letter may be empty by now.

        What cannot be read is left out and named in `unreadable`: one bad task must not hold up the
        others' mail.
        """
        try:
            return self._letters(messages)
        except Exception as error:  # of what is read for all of them together
            why = fault_of(error)
        if len(messages) > 1:
            return {number: letter for each in messages for number, letter in self.letters([each]).items()}
        self.unreadable |= {each.id: Message("letter.unreadable", why=why) for each in messages}
        return {}

    def _letters(self, messages: Collection[queries.MessageRow]) -> dict[int, tuple[Letter, routing.Route]]:
        notices = queries.notices_of(self._s, [each.id for each in messages])
        ids = {notice.task_id for rows in notices.values() for notice in rows}
        owed = self._read_owed({m.recipient for m in messages})
        tasks = {each: owed[each] for each in ids & owed.keys()}
        if others := sorted(ids - owed.keys()):
            tasks |= queries.tasks_by_id(self._s, others)
        again = {task.id for task in tasks.values() if task.began in _SET_AGAIN or task.holder != task.unit}
        again |= {n.task_id for rows in notices.values() for n in rows if n.reason in telling.NAMED}
        self._again |= queries.last_events(self._s, sorted(again), tuple(telling.TELLINGS)) if again else {}
        since = {task.id: last.at for task in tasks.values() if (last := self._last(task)) is not None}
        self._news |= queries.first_since(self._s, since)
        self._first |= queries.first_told(self._s, sorted(ids))
        self._rows.read_ahead({task.unit for task in tasks.values()})
        standing = [(n, tasks[n.task_id]) for rows in notices.values() for n in rows]
        self._forms = report_forms.opened(
            self._s, self._registry, [each for each in standing if self._stands(*each)]
        )
        rounds = rounds_told(self._s, messages)
        keys = {key for each in rounds.values() for key in each}
        given = (self._s, self._registry, self._settings, keys, self._now)
        self._questions = yearly_question.questions(*given)
        self._events = event_questions.questions(*given)
        self._unreachable = unreachable.told_by(self._s, self._registry, keys, self._now)
        self._notes = notes.told_by(*given)
        self._waits |= waits.told(self._s, self._registry, sorted(ids), self._now)
        letters = {}
        for each in messages:
            try:
                letters[each.id] = self._letter(each, notices[each.id], tasks, rounds[each.id])
            except Exception as error:
                self.unreadable[each.id] = Message("letter.unreadable", why=fault_of(error))
        return letters

    def _asked(
        self, recipient: str, rounds: Iterable[str]
    ) -> tuple[tuple[Question, ...], tuple[EventAsk, ...], tuple[Unreachable, ...]]:
        """What the mails of these rounds ask and tell the recipient beside its tasks, each once, as the
        newest of them says it."""
        asked = [each for key in rounds for each in self._questions.get((recipient, key), ())]
        events = [each for key in rounds for each in self._events.get((recipient, key), ())]
        return (
            tuple({(each.document, each.year): each for each in asked}.values()),
            tuple({(each.code, each.worded): each for each in events}.values()),
            tuple(
                dict.fromkeys(each for key in rounds for each in self._unreachable.get((recipient, key), ()))
            ),
        )

    def _letter(
        self,
        message: queries.MessageRow,
        notices: Collection[queries.NoticeRow],
        tasks: dict[int, queries.TaskRow],
        rounds: Iterable[str],
    ) -> tuple[Letter, routing.Route]:
        recipient = message.recipient
        standing = [(n, tasks[n.task_id]) for n in notices if self._stands(n, tasks[n.task_id])]
        owners = dict.fromkeys(task.owner for _, task in standing)
        route = routing.route(self._registry, self._settings, recipient, owners, self.today, self._refused)
        own = {task.id: (task, n.reason) for n, task in standing if n.role in (Role.UNIT, Role.HEAD)}
        watched = dict.fromkeys(
            (task.obligation, task.period) for n, task in standing if n.role in (Role.OWNER, Role.LEADERSHIP)
        )
        forms = {n.task_id for n, _ in standing if n.id in self._forms}
        items = in_order(
            self._item(task, reason, message, form=task.id in forms) for task, reason in own.values()
        )
        late_only = route.audience is Audience.LEADERSHIP
        all_watches = (self._watches.watch(key, late_only=late_only) for key in watched)
        watches = watches_in_order(watch for watch in all_watches if watch.behind)
        ended = {n.task_id: n.reason for n in notices if is_over(n, tasks[n.task_id])}
        over = in_order(self._over(tasks[id_], name) for id_, name in ended.items())
        questions, events, unreached = self._asked(recipient, rounds)
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
            unreachable=unreached,
            notes=tuple({each: None for key in rounds for each in self._notes.get((recipient, key), ())}),
            rerouted_from=route.rerouted_from,
            ways_failing=self._failing.get(recipient, ()),
            reply_to=self._reply_to((*items, *watches, *over), route),
            replies_read=self._replies_read(route),
            languages=routing.languages(self._registry, self._settings),
            native=office.language.partition("+")[0],
            link=self._link(recipient, route),
            summary=self._summaries.of(message),
        )
        return letter, route

    def _link(self, recipient: str, route: routing.Route) -> str:
        """The recipient's own page: to answer there, or for a head to read. None in a letter that goes to
        another mailbox: who answers there would answer for the unit."""
        if self._links is None or route.audience is Audience.LEADERSHIP or route.rerouted_from:
            return ""
        return self._links.of(routing.unit_code(recipient), acts=route.audience is Audience.UNIT)

    def _reply_to(self, told: Iterable[Item | Watch], route: routing.Route) -> tuple[Party, ...]:
        """Who is in charge of the gravest thing that is told reads the answers; of what the reader is in
        charge of himself the office does.
        """
        if self._replies_read(route):
            return self._office()
        here = {route.recipient.address, *(party.address for party in route.to)}
        first = next(iter(told), None)
        if first and first.duty.owner.address not in {"", *here}:
            return (first.duty.owner,)
        return self._office()

    def _replies_read(self, route: routing.Route) -> bool:
        """A reply is read where the unit itself is written to: what another mailbox answers would wait."""
        on = self._settings.replies is not None
        return on and route.audience is Audience.UNIT and not route.rerouted_from

    def _office(self) -> tuple[Party, ...]:
        sender = routing.sender_of(self._registry, self._settings)
        return (Party(sender.name, sender.address, self._registry.office.name_en),) if sender.address else ()

    # --- one task, one duty ---

    def _item(self, task: queries.TaskRow, reason: str, message: queries.MessageRow, *, form: bool) -> Item:
        obligation = self._registry.obligations.get(task.obligation)
        period, days = self._duties.duty(task).period, self._duties.days(task)
        news = self._told_now(task, message)
        item = self._in_brief(
            task,
            reason,
            news=news,
            news_why=self._why(task, telling.kind_of(news)) if news else "",
            original_last_day=task.original_last_day,
            returned=task.began is Began.RETURNED,
            why_again=self._why(task, task.began),
            moved_from=self._moved_from(task),
            rolled=days.rolled,
            confirmed=days.confirmed,
            sections=self._sections(task, period),
            missing=tuple(self._watches.missing(obligation, period)) if obligation else (),
            alarm_on=days.alarm_on,
            form=report_forms.form_of(self._registry, task, period) if form else None,
            waits=self._waits.get(task.id),
        )
        return self._with_rows(item, task, obligation, message) if obligation else item

    def _with_rows(
        self, item: Item, task: queries.TaskRow, obligation: Obligation, message: queries.MessageRow
    ) -> Item:
        """The item with the rows its report tells. All of them are listed by the first mail about this
        deadline and by those of its last days; the others name the late and the new, and the mail that has
        all.
        """
        first, round_key = self._first.get((task.id, task.deadline_no, message.recipient), (message.id, ""))
        again = not item.late and item.workdays <= _LAST_REMINDERS
        with contextlib.suppress(RegistryError):
            rows = self._rows.rows(obligation, task.unit, item.duty.period)
            listed = None if first == message.id or again else _day(round_key)
            return replace(item, rows=rows, rows_listed=listed) if rows else item
        return item

    def _last(self, task: queries.TaskRow) -> queries.LastEvent | None:
        """The last thing that happened to an open task and its unit has to know."""
        known = [each for each in self._again.get(task.id, {}).values() if each.kind in telling.AGAIN]
        return known[-1] if known else None

    def _why(self, task: queries.TaskRow, kind: str) -> str | Message:
        return told_why(self._registry, self._again.get(task.id, {}).get(kind), self.today)

    def _moved_from(self, task: queries.TaskRow) -> date | None:
        last = self._again.get(task.id, {}).get(Began.MOVED)
        before = last.data.get("before") if last else None
        return date.fromisoformat(before) if task.began is Began.MOVED and before else None

    def _told_now(self, task: queries.TaskRow, message: queries.MessageRow) -> str:
        """What has become of an open task, in the mail that is the first to tell this recipient; or ''."""
        last = self._last(task)
        if last is None or message.recipient != task.holder:
            return ""
        first = self._news.get((task.id, message.recipient), message.id)
        return telling.TELLINGS[last.kind][0].name if first == message.id else ""

    def _over(self, task: queries.TaskRow, name: str) -> Item:
        """A task that its unit need not do any more, and what became of it, with the reason."""
        sent = local_day(self._registry, task.submitted_at) if task.submitted_at else None
        return self._in_brief(
            task,
            name,
            news=name,
            why_again=self._why(task, telling.kind_of(name)),
            document_no=task.document_no or "",
            answered=sent,
            late=sent is not None and task.submitted_at is not None and task.submitted_at >= task.late_from,
        )

    def _in_brief(self, task: queries.TaskRow, reason: str, **more: Any) -> Item:
        """What one line of a letter tells, and what `more` there is."""
        late, workdays = self._watches.stand(task)
        ref = f"{task.obligation}/{task.period}/{task.unit}"
        return Item(
            duty=self._duties.duty(task),
            ref=ref,
            uid=f"{ref.replace('/', '.')}@{self._registry.office.list_id}",
            unit=routing.party_of(self._registry, task.holder, self.today),
            asked=task.working_deadline,
            last_day=task.last_day,
            spared=self._watches.spared(task),
            workdays=workdays,
            reason=reason,
            today=self.today,
            sequence=task.version - 1,
            instead_of=None if task.unit == task.holder else self._watches.by_name(task.unit),
            **{"late": late, **more},
        )

    def _read_owed(self, recipients: Collection[str]) -> dict[int, queries.TaskRow]:
        """What those of them that are units owe in all, in one statement: a letter names what it does not
        remind of, too. Answers all of it by number, what a silence holds as well."""
        holders = {each for each in recipients if routing.audience_of(each) is Audience.UNIT}
        if not holders:
            return {}
        self._owed.clear()
        silent, found = holding(self._s, self._registry, self._now), queries.open_of(self._s, sorted(holders))
        for task in silent.told(found):
            self._owed[task.holder].append(task)
        return {task.id: task for task in found}

    def _stands(self, notice: queries.NoticeRow, task: queries.TaskRow) -> bool:
        return stands(self._registry, self.today, notice, task)

    def _sections(self, task: queries.TaskRow, period: Period) -> tuple[str, ...]:
        with contextlib.suppress(RegistryError):
            return self._registry.sections(task.obligation, task.unit, period)
        return ()


def _day(round_key: str) -> date | None:
    """The day of a morning's mail; other rounds have other keys."""
    with contextlib.suppress(ValueError):
        return date.fromisoformat(round_key)
    return None
