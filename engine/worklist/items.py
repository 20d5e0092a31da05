"""The lines of the worklist: whose, about what, since when or until when, and the forms that settle it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from calendars.errors import WhenError
from calendars.periods import Period, parse
from config.registry import Registry
from config.settings import Settings
from engine.links.forms import Form
from engine.mail.leaving import Gist, gists, held
from engine.mail.outcome import note_of
from engine.mail.silencing import last_day
from engine.mail.unreachable import unreachable
from engine.overview.labels import duty_label, labels_of
from engine.overview.names import Name, duty_called, in_charge_called, recipient_called, unit_called
from engine.tasks import requests
from engine.tasks.acts import TaskRef
from engine.tasks.awaited import awaited
from engine.tasks.days import local_day, workdays_late
from engine.tasks.following import titles
from engine.worklist.kinds import Kind, due_until
from language import Either, Message
from models import queries
from models.tables import Message as Mail
from models.tables import Reply, Task


@dataclass(frozen=True, slots=True)
class Item:
    """One line. `code` and `unit`: whose it is; `title` and `period`: the duty, or what it is about; `days`
    in words; `note` why, where there is something to say; `ref` where it is one task's, `mail` where one
    mail's."""

    kind: Kind
    code: str
    unit: Name
    title: Message | Either | str
    days: Message
    period: Period | None = None
    note: Message | Either | str = ""
    ref: TaskRef | None = None
    mail: int | None = None
    late: bool = False
    figure: bool = False
    """The report carries a figure, so that number and day alone do not record it."""
    forms: tuple[Form, ...] = ()
    contacts: bool = False
    """The unit's contacts are what settles it."""


class Worklist:
    """Reads the lists as of `now` (aware UTC)."""

    def __init__(self, s: Session, registry: Registry, settings: Settings, now: datetime) -> None:
        self._s, self._registry, self._settings, self._now = s, registry, settings, now
        self._today = local_day(registry, now)
        self._gone: dict[str, Either] | None = None

    def page(
        self, kind: Kind, *, limit: int, offset: int = 0, duty: tuple[str | None, str | None] = (None, None)
    ) -> list[Item]:
        """A page of one list, and no more is read from the database; of units that no mail reaches, events
        and silences there are at most some per unit. `duty`: an obligation and a period of it, for what is
        owed."""
        if kind in (Kind.OVERDUE, Kind.DUE):
            until = due_until(self._registry, self._today) if kind is Kind.DUE else None
            found = queries.owed_page(self._s, self._now, until=until, limit=limit, offset=offset, duty=duty)
            return [self._owed(kind, task) for task in found]
        if kind is Kind.EVENT:
            return self._events()[offset : offset + limit]
        read = {Kind.UNDELIVERED: self._undelivered, Kind.ASKED: self._asked, Kind.HELD: self._held}[kind]
        return read(limit, offset)

    def by_duty(self) -> list[tuple[str, Period, Either, int]]:
        """What is overdue by duty and period, the most first: code, period, title, how many units."""
        return [
            (code, period, self._title(code), n)
            for code, written, n in queries.overdue_by_duty(self._s, self._now)
            if (period := _period(written)) is not None
        ]

    def item(self, task: Task) -> Item:
        """One task as the list of what is overdue or due has it."""
        return self._owed(Kind.OVERDUE if task.late_from <= self._now else Kind.DUE, task)

    # --- tasks ---

    def _owed(self, kind: Kind, task: Task) -> Item:
        of = labels_of(self._registry, task, self._today)
        late = kind is Kind.OVERDUE
        own = self._registry.of_unit(task.unit)
        if late:
            days = Message(
                "home.days-late", n=workdays_late(own, task.last_day, self._today), day=task.last_day
            )
        else:
            until = task.working_deadline if self._today <= task.working_deadline else task.last_day
            days = Message("home.days-left", n=self._between(self._today, until), day=until)
        duty = self._registry.obligations.get(task.obligation)
        again = Message("home.moved-from", day=task.original_last_day)
        return Item(
            kind,
            task.holder,
            self._name(task.holder),
            self._title(task.obligation),
            days,
            _period(task.period),
            again if task.last_day != task.original_last_day else "",
            TaskRef(task.obligation, task.period, task.unit),
            late=late,
            figure=duty is not None and duty.figure is not None,
            forms=(_form("record-submission", of), _form("extend-deadline", of)),
        )

    def _asked(self, limit: int, offset: int) -> list[Item]:
        """First the requests, then the replies, each the oldest first."""
        found = requests.waiting_page(self._s, limit=limit, offset=offset)
        rest = limit - len(found)
        after = max(0, offset - requests.waiting_count(self._s)) if rest else 0
        replies = queries.waiting_replies(self._s, limit=rest, offset=after) if rest else []
        return [self._request(*each) for each in found] + [self._reply(each) for each in replies]

    def _request(self, task: queries.TaskRow, asked: requests.Request) -> Item:
        of = labels_of(self._registry, task, self._today)
        day = {"new_day": asked.to.isoformat()} if asked.to else {}
        return Item(
            Kind.ASKED,
            task.holder,
            self._name(task.holder),
            self._title(task.obligation),
            self._waits(asked.at),
            _period(task.period),
            Message(f"home.{asked.kind}", day=asked.to, reason=asked.reason, by=asked.actor),
            TaskRef(task.obligation, task.period, task.unit),
            forms=(
                _form("grant-request", {**of, **day}),
                _form("refuse-request", of),
                _form("pass-request-on", of),
            ),
        )

    def _reply(self, reply: Reply) -> Item:
        assert reply.id is not None
        given: dict[str, str | int] = {"reply": reply.id}
        return Item(
            Kind.ASKED,
            reply.unit or "",
            self._name(reply.unit) if reply.unit else Either(reply.sender or ""),
            Message("home.reply", number=str(reply.id)),
            self._waits(reply.read_at),
            note=reply.text[:200],
            forms=(
                _form("decide-reply", given | {"decision": "accept"}),
                _form("decide-reply", given | {"decision": "dismiss"}),
            ),
        )

    # --- mails and events ---

    def _undelivered(self, limit: int, offset: int) -> list[Item]:
        """First the units that nothing reaches, then the letters that were given up."""
        first = [
            Item(
                Kind.UNDELIVERED,
                code,
                self._name(code),
                Message("home.unreachable"),
                Message("home.since", day=why.since) if why.since else Message("home.no-address"),
                note=why.said or Message("home.mend-address", code=code),
                contacts=True,
            )
            for code, why in sorted(unreachable(self._s, self._registry, self._now).items())
        ]
        found = first[offset : offset + limit]
        rest = limit - len(found)
        dead = queries.dead_page(self._s, limit=rest, offset=max(0, offset - len(first))) if rest else []
        return found + [self._dead(each) for each in dead]

    def _dead(self, mail: Mail) -> Item:
        assert mail.id is not None
        return Item(
            Kind.UNDELIVERED,
            mail.recipient,
            recipient_called(self._registry, mail.recipient, self._today),
            mail.subject or Message("home.a-mail", number=str(mail.id)),
            self._waits(mail.queued_at),
            note=note_of(mail) or "",
            mail=mail.id,
            forms=(_form("retry-mail", {"numbers": str(mail.id)}),),
        )

    def _events(self) -> list[Item]:
        return [
            Item(
                Kind.EVENT,
                (owner := in_charge_called(self._registry, each.by.owner, self._today)).code,
                owner.name,
                each.called,
                Message("home.last-happened", day=each.last) if each.last else Message("home.not-yet"),
                note=Message("home.opens", duties=tuple(duty.code for duty in each.duties)),
                forms=(_form("fire-event", {"obligation": duty_label(self._registry, each.by.code)}),),
            )
            for each in awaited(self._s, self._registry, self._today)
        ]

    def _held(self, limit: int, offset: int) -> list[Item]:
        """First what no message carries, then the messages."""
        found = []
        for each in held(self._s, self._registry, self._settings, self._now):
            silence = each.silence
            found.append(
                Item(
                    Kind.HELD,
                    each.recipient,
                    recipient_called(self._registry, each.recipient, self._today),
                    Message("home.tasks-told", n=each.gist.tasks),
                    Message("home.held-until", day=last_day(self._registry, silence)),
                    note=Message("home.held-why", by=silence.set_by, reason=silence.reason),
                    forms=(_form("end-silence", {"number": silence.id}),),
                )
            )
        page = found[offset : offset + limit]
        rest = limit - len(page)
        return page + (self._held_messages(rest, max(0, offset - len(found))) if rest else [])

    def _held_messages(self, limit: int, offset: int) -> list[Item]:
        """Those that a silence holds, and those that a person does."""
        mails = queries.kept_page(self._s, limit=limit, offset=offset)
        told = gists(self._s, self._registry, self._now, [each.id for each in mails if each.id is not None])
        silences = {each.id: each for each in queries.silences(self._s)}
        return [self._held_message(each, told[each.id or 0], silences) for each in mails]

    def _held_message(self, mail: Mail, gist: Gist, silences: Mapping[int, queries.SilenceRow]) -> Item:
        silence = silences.get(mail.held_by or 0)
        here: dict[str, str | int] = {"number": mail.id or 0}
        until = Message("home.until-released")
        why: Message | str = note_of(mail) or ""
        if silence is not None:
            until = Message("home.held-until", day=last_day(self._registry, silence))
            why = Message("home.held-why", by=silence.set_by, reason=silence.reason)
        return Item(
            Kind.HELD,
            mail.recipient,
            recipient_called(self._registry, mail.recipient, self._today),
            mail.subject or Message("home.tasks-told", n=gist.tasks),
            until,
            note=why,
            mail=mail.id,
            forms=(_form("end-silence", {"number": silence.id}) if silence else _form("release-mail", here),),
        )

    # --- words ---

    def _name(self, code: str) -> Name:
        return unit_called(self._registry, code, self._today)

    def _title(self, code: str) -> Either:
        duty = self._registry.obligations.get(code)
        if duty is not None:
            return duty_called(duty)
        if self._gone is None:
            self._gone = dict(titles(self._s))
        return self._gone.get(code, Either(code))

    def _waits(self, at: datetime) -> Message:
        day = local_day(self._registry, at)
        return Message("home.waits", n=self._between(day, self._today), day=day)

    def _between(self, one: date, other: date) -> int:
        with contextlib.suppress(WhenError):
            return self._registry.calendar.count(one, other)
        return (other - one).days


def _period(code: str) -> Period | None:
    """The period; None of a task that has none that there is: it stands in its list all the same."""
    try:
        return parse(code)
    except WhenError:
        return None


def _form(name: str, given: dict[str, str | int] | Sequence[tuple[str, str | int]]) -> Form:
    return Form(name, tuple(dict(given).items()))
