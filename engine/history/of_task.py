"""The whole history of one task: its events, the mails that told of it, and what still waits to be told.

The one computation of `dondoc history` and of the unit's page; each shows the part that is for its reader.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from config.registry import Registry
from engine.mail import routing
from engine.mail.letter import Audience
from engine.mail.outcome import note_of
from engine.mail.still_true import tells
from engine.overview.names import Name, leadership_called, unit_called
from engine.tasks import requests
from engine.tasks.days import local_day
from engine.tasks.progress import how_far
from language import Message
from models import queries
from models.states import MessageState
from models.tables import Event, Task
from models.tables import Message as MailMessage

MAIL = "mail"
"""The kind of what is no event: a mail about the task, or one that still waits to be written."""
_TOLD = frozenset(
    {"opened", "submitted", "amended", "accepted", "returned", "extended", "moved", "waived", "withdrawn"}
    | {"reassigned", "handed-over", "progress", requests.ASKED_EXTENSION, requests.ASKED_RELEASE}
    | {requests.REFUSED, requests.PASSED_ON, "acknowledged", "reply", queries.UNDONE}
    | {"reopened", "reworded", "retimed", "renamed", "owner-changed"}
)
"""The kinds of events that have words of their own."""


@dataclass(frozen=True, slots=True)
class Mailed:
    """A mail about the task. `number` is none of what is raised and not in any mail yet.

    `reasons` are the fixed words of why it is sent (`engine.tasks.decide.reason`), `note` what is kept of how
    it ended or why it waits.
    """

    number: int | None
    recipient: str
    to: Name
    address: str
    subject: str
    state: MessageState
    reasons: tuple[str, ...]
    way: str = ""
    """The channel by which it leaves; none is mail."""
    note: Message | str | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a task's history. `at` is aware, in the office's zone; `who` is empty of what the engine
    did by itself. `taken_back`: an answer that somebody undid later."""

    at: datetime
    kind: str
    what: Message
    who: str = ""
    origin: str = ""
    reason: str | Message = ""
    taken_back: bool = False
    mail: Mailed | None = None

    @property
    def left(self) -> bool:
        """Whether it is an event, or a mail that has left."""
        return self.mail is None or self.mail.state is MessageState.SENT


def history_of(
    s: Session, registry: Registry, task: Task, now: datetime, *, until: datetime | None = None
) -> list[Happened]:
    """What happened to the task, seen at `now`, oldest first; of one instant, events before mails.

    `until` (aware) leaves out what happened later, for a look back.
    """
    assert task.id is not None
    events = [each for each in queries.history(s, task_id=task.id) if until is None or each.at <= until]
    undone = {each.data.get("event") for each in events if each.kind == queries.UNDONE}
    today = local_day(registry, now)
    told = [_event(registry, each, undone, today) for each in events]
    told += _mails(s, registry, task, now, until)
    return sorted(told, key=lambda each: each.at)


def _event(registry: Registry, event: Event, undone: set[Any], today: date) -> Happened:
    data = event.data
    files = tuple(each["name"] for each in data.get("files") or ())
    what = Message(
        f"history.event-{event.kind}" if event.kind in _TOLD else "history.event-other",
        day=_day(data.get("last_day") or data.get("to")),
        number=Message("history.number", number=number) if (number := data.get("document_no")) else "",
        files=Message("history.files", names=files) if files else "",
        far=how_far(data.get("percent"), ""),
        to=_unit(registry, data.get("to"), today),
        answer=Message(f"undo.kind-{data['what']}") if event.kind == queries.UNDONE else "",
    )
    return Happened(
        event.at.astimezone(registry.office.zone),
        event.kind,
        what,
        "" if event.origin == "engine" else event.actor,
        event.origin,
        _why(registry, event, today),
        event.id in undone,
    )


def _why(registry: Registry, event: Event, today: date) -> str | Message:
    """What somebody gave as the reason, or the engine's own in the reader's words."""
    if event.kind == "handed-over" and event.origin == "engine":  # its reason is kept in English
        gone = registry.units.get(event.data.get("from", ""))
        if gone is None or gone.to is None:
            return ""
        return Message("history.why-handed-over", unit=unit_called(registry, gone.code, today), day=gone.to)
    why = event.data.get("why")
    return Message.from_json(why) if not event.reason and isinstance(why, dict) else event.reason


def _mails(
    s: Session, registry: Registry, task: Task, now: datetime, until: datetime | None
) -> Iterator[Happened]:
    assert task.id is not None
    today, row = local_day(registry, now), queries.tasks_by_id(s, [task.id])[task.id]
    raised = [
        each
        for each in queries.notices(s, task_id=task.id)
        if (until is None or each.raised_at <= until) and not (each.collapsed and each.message_id is None)
    ]
    beside = queries.told_beside(s, [each.id for each in raised])
    numbers = {each.message_id for each in raised if each.message_id is not None}
    messages = queries.messages_by_id(s, numbers | {message for message, _ in beside})
    carried: dict[int, list[queries.NoticeRow]] = {}
    for notice in raised:
        by = [message for message, told in beside if told == notice.id]
        by += [] if notice.message_id is None else [notice.message_id]
        for number in by:
            carried.setdefault(number, []).append(notice)
        if not by and tells(registry, today, notice, row):
            yield _raised(registry, notice, now)
    for number, notices in carried.items():
        yield _mail(registry, task, messages[number], notices, today, until)


def _mail(
    registry: Registry,
    task: Task,
    message: MailMessage,
    notices: list[queries.NoticeRow],
    today: date,
    until: datetime | None,
) -> Happened:
    sent_at, state = message.sent_at, message.state
    if sent_at is not None and until is not None and sent_at > until:
        sent_at, state = None, MessageState.PENDING
    mailed = Mailed(
        message.id,
        message.recipient,
        _recipient(registry, message.recipient, today),
        message.address or "",
        message.subject or "",
        state,
        tuple(dict.fromkeys(each.reason for each in notices if not each.collapsed)),
        message.way or "",
        note_of(message),
    )
    at = (sent_at or message.queued_at).astimezone(registry.office.zone)
    return Happened(at, MAIL, _told(task, mailed), mail=mailed)


def _raised(registry: Registry, notice: queries.NoticeRow, now: datetime) -> Happened:
    to = _recipient(registry, notice.recipient, local_day(registry, now))
    mailed = Mailed(None, notice.recipient, to, "", "", MessageState.PENDING, (notice.reason,))
    at = notice.raised_at.astimezone(registry.office.zone)
    return Happened(at, MAIL, Message("history.to-be-mailed", to=to), mail=mailed)


def _told(task: Task, mailed: Mailed) -> Message:
    """A mail as the task's unit is told of it: its subject where it is the unit's own, else only whose."""
    audience, code = routing.audience_of(mailed.recipient), routing.unit_code(mailed.recipient)
    if audience is Audience.UNIT and code in (task.unit, task.holder):
        if mailed.way:
            return Message("history.told-by", way=mailed.way, said=mailed.subject)
        return Message("history.mailed", subject=mailed.subject)
    if audience is Audience.HEAD:
        return Message("history.mailed-head")
    if audience is Audience.LEADERSHIP:
        return Message("history.mailed-leadership")
    return Message("history.mailed-owner", to=mailed.to)


def _recipient(registry: Registry, recipient: str, today: date) -> Name:
    """Who gets it, by name: a unit, the head of one, or the leadership."""
    audience = routing.audience_of(recipient)
    if audience is Audience.LEADERSHIP:
        return leadership_called(registry)
    unit = unit_called(registry, routing.unit_code(recipient), today)
    return Message("mail.head-of", unit=unit) if audience is Audience.HEAD else unit


def _unit(registry: Registry, code: Any, today: date) -> Name | str:
    return unit_called(registry, code, today) if isinstance(code, str) and code in registry.units else ""


def _day(text: Any) -> date | None:
    with contextlib.suppress(TypeError, ValueError):
        return date.fromisoformat(text)
    return None
