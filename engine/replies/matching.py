"""Which task does a unit speak of in its reply: the one it names, or the only one that the answered mail
told of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from calendars.errors import WhenError
from config.registry import Registry, RegistryError
from engine.replies.said import Said
from engine.tasks import requests
from engine.tasks.acts import TaskRef
from language import Message
from models import queries
from models.states import Began, TaskState
from models.tables import Message as Mail
from models.tables import Task

_PARTS = re.compile(r"[\s/|:,;]+")
_AS_RECORDED = {"extension": requests.ASKED_EXTENSION, "not_ours": requests.ASKED_RELEASE}
"""What is said, as the event of it is called, where the two differ."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The task that is meant, or why it is not known; `doubts` where it is known but should be looked at."""

    ref: TaskRef | None
    doubts: tuple[Message, ...] = ()


def told_of(s: Session, unit: str, answered: Mail | None) -> list[queries.TaskRow]:
    """The tasks of the answered mail that the unit holds, by deadline."""
    if answered is None or answered.id is None:
        return []
    rows = queries.tasks_by_id(s, queries.tasks_told(s, answered.id)).values()
    return sorted((row for row in rows if row.holder == unit), key=lambda row: (row.last_day, row.id))


def spoken_of(s: Session, registry: Registry, unit: str, answered: Mail | None, said: Said) -> Spoken:
    """The task of which `said` speaks. What it names must be a task of this unit."""
    told = told_of(s, unit, answered)
    if said.reference:
        named = _named(s, registry, unit, said.reference)
        if not named:
            return Spoken(None, (Message("replies.no-such-task", reference=said.reference, unit=unit),))
        if len(named) > 1:
            said_of = Message(
                "replies.which-of-name",
                reference=said.reference,
                n=len(named),
                tasks=_names(named),
                unit=unit,
            )
            return Spoken(None, (said_of,))
        found = named[0]
    elif len(told) == 1:
        found = told[0]
    elif answered is None or not told:
        return Spoken(None, (Message("replies.which-of-none"),))
    else:
        return Spoken(None, (Message("replies.which-of", n=len(told), tasks=_names(told)),))
    ref = TaskRef(found.obligation, found.period, found.unit)
    return Spoken(ref, tuple(dict.fromkeys(_late_answer(s, found, answered, said))))


def called(task: queries.TaskRow | Task) -> str:
    """A task as mails to its holder name it: with the unit that owed it where that is another."""
    own = f"{task.obligation}/{task.period}"
    return own if task.unit == task.holder else f"{own}/{task.unit}"


def _names(tasks: Sequence[queries.TaskRow]) -> tuple[str, ...]:
    """Of the first eight; the whole name where two would read the same."""
    short = [f"{row.obligation}/{row.period}" for row in tasks]
    return tuple(
        f"{name}/{row.unit}" if short.count(name) > 1 else called(row)
        for name, row in zip(short[:8], tasks, strict=False)
    )


def _named(s: Session, registry: Registry, unit: str, text: str) -> list[queries.TaskRow]:
    """The unit's tasks of that name, `da06-thang/2026-11` or `da06-thang 11/2026`. The code of a unit may
    follow: of the one that owed it, or of this one, which holds it. Another unit's task is none."""
    code, _, rest = _PARTS.sub("/", text.strip().strip(".")).partition("/")
    duty = next((each for each in registry.obligations.values() if each.code.lower() == code.lower()), None)
    if duty is None or not rest:
        return []
    held = [row for row in queries.tasks_of(s, [unit], [duty.code]) if row.holder == unit]
    before, _, last = rest.rpartition("/")
    for typed, of in ((rest, ""), (before, last.lower())):
        if not typed:
            continue
        try:
            period = duty.period(typed.upper()).code
        except (RegistryError, WhenError):
            continue
        found = [row for row in held if row.period == period]
        if not of:
            return found
        owed = [row for row in found if row.unit.lower() == of]
        return owed or (found if of == unit.lower() else [])
    return []


def _late_answer(s: Session, task: queries.TaskRow, answered: Mail | None, said: Said) -> Iterator[Message]:
    """An answer to a mail of before something was decided may be of before as well, or the old one once
    more: a report that was returned or taken back since, a request that was refused."""
    if answered is None or answered.sent_at is None or task.state is not TaskState.OPEN:
        return
    name = called(task)
    if task.began is Began.RETURNED and answered.sent_at < task.began_at:
        yield Message("replies.returned-since", task=name)
    for event in queries.history(s, task_id=task.id, since=answered.sent_at):
        if event.kind == queries.UNDONE and event.data.get("what") == _AS_RECORDED.get(said.kind, said.kind):
            yield Message("replies.undone-since", task=name)
        elif event.kind == requests.REFUSED and said.kind in ("extension", "not_ours"):
            yield Message("replies.refused-since", task=name)
