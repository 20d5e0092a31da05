"""Taking an answer back: it is said to have been a mistake, with the reason, and nothing is deleted.

The task then stands as if that answer had never been given: its state, its deadline, its holder and whether
it was late follow from what still stands. An answer that others build on is taken back after them. A task
that is open again is chased anew from today: whatever came while it seemed to be settled is told to its unit
first, to the others by the ladder's own distances.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from calendars.deadlines import late_from
from engine.answers.acknowledging import ACKNOWLEDGED
from engine.answers.answers import Answer
from engine.errors import AnswerError
from engine.mail.outcome import EMPTY
from engine.tasks import requests, telling
from engine.tasks.acts import Act, TaskRef
from engine.tasks.days import local_day
from engine.tasks.lookup import find, name_of
from engine.texts import reason_in
from language import Message
from models import queries
from models.states import Began, TaskState, TransitionError
from models.tables import Event, Task

_SENT, _DAY, _HOLDER, _ASKED = "sent", "day", "holder", "asked"
ANSWERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "submitted": frozenset({_SENT}),
        "amended": frozenset({_SENT}),
        "accepted": frozenset({_SENT}),
        "returned": frozenset({_SENT, _DAY, _HOLDER}),
        "extended": frozenset({_DAY}),
        "waived": frozenset({_SENT}),
        "reassigned": frozenset({_HOLDER}),
        queries.PROGRESS: frozenset(),
        ACKNOWLEDGED: frozenset(),
        requests.ASKED_EXTENSION: frozenset({_ASKED}),
        requests.ASKED_RELEASE: frozenset({_ASKED}),
        requests.REFUSED: frozenset({_ASKED}),
        requests.PASSED_ON: frozenset({_ASKED}),
    }
)
"""What can be taken back: the kinds of answers, and which sides of a task each decides."""
_OTHERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "handed-over": frozenset({_HOLDER}),
        "moved": frozenset({_DAY}),
        "reworded": frozenset({_DAY}),
        "retimed": frozenset({_DAY}),
        "withdrawn": frozenset({_SENT, _DAY, _HOLDER}),
        "reopened": frozenset({_SENT, _DAY}),
    }
)
"""What a plan or a round did to a task: an answer of before it stays."""


def undo(act: Act, ref: TaskRef, *, reason: str, what: str | None = None) -> Answer:
    """Takes back the last answer about a task, or the last of the kind `what` (a key of `ANSWERS`).

    Records an event `undone` that names the one it takes back. AnswerError for a task about which nothing was
    said, and for an answer that a later one builds on.
    """
    reason = reason_in(reason)
    task = find(act, ref)
    assert task.id is not None
    standing = queries.standing_events(act.s, task.id)
    event = _chosen(act, task, standing, what)
    _check_last(act, task, event, [each for each in standing if (each.id or 0) > (event.id or 0)])
    back = _before(act, task, event, standing)
    to = back.pop("state", task.state)
    data: dict[str, Any] = {"event": event.id, "what": event.kind, "said_at": event.at.isoformat()}
    if "holder" in back:
        data |= {"from": task.holder, "to": back["holder"]}
    if "last_day" in back:
        data |= {"before": task.last_day.isoformat(), "last_day": back["last_day"].isoformat()}
    sides = ANSWERS[event.kind]
    if to is TaskState.OPEN and sides:
        # What a request held back, or holds again, is looked at in the next round; its ladder goes on.
        back |= {"next_action_at": act.now} | ({} if sides == {_ASKED} else {"began_at": act.now})
    former = queries.told_of(act.s, [task.id])
    happening = act.event(queries.UNDONE, reason, data)
    try:
        task = queries.change(act.s, task, to, event=happening, undoing=True, **back)
    except TransitionError as error:
        raise AnswerError(error.message) from error
    if to is TaskState.OPEN and sides and sides != {_ASKED}:
        # What was raised, and was in no mail since it seemed to be settled, is told by the next one.
        queries.free_untold(act.s, task, empty=EMPTY, silent_from=event.at)
    if sides:
        _tell(act, task, former, asked=_ASKED in sides)
    late = task.submitted_at is not None and task.submitted_at >= task.late_from
    return Answer(task, queries.UNDONE, late=late, undone=event)


def said(registry: Any, event: Event) -> Message:
    """An answer as a sentence names it: 'việc ghi nhận nộp số 12/BC, ghi ngày 24/11/2026'."""
    number = event.data.get("document_no")
    return Message(
        f"undo.what-{event.kind}",
        day=local_day(registry, event.at),
        number=[Message("undo.number", number=number)] if number else [],
        actor=event.actor,
    )


def _chosen(act: Act, task: Task, standing: Collection[Event], what: str | None) -> Event:
    answers = [each for each in standing if each.kind in ANSWERS]
    if not answers:
        raise AnswerError("undo.nothing", task=name_of(task))
    if what is None:
        return answers[-1]
    found = [each for each in answers if each.kind == what]
    if not found:
        raise AnswerError(
            "undo.none-such",
            task=name_of(task),
            what=Message(f"undo.kind-{what}") if what in ANSWERS else what,
            there_is=[said(act.registry, each) for each in answers],
        )
    return found[-1]


def _check_last(act: Act, task: Task, event: Event, later: Collection[Event]) -> None:
    """AnswerError if something that happened later decides the same side of the task."""
    sides = ANSWERS[event.kind]
    first = {"what": said(act.registry, event), "task": name_of(task)}
    for each in reversed(list(later)):
        settled = _ASKED in sides and each.kind in requests.SETTLING
        if each.kind in ANSWERS and (settled or sides & ANSWERS[each.kind]):
            raise AnswerError(
                "undo.later-first", later=said(act.registry, each), kind_=each.kind, **first, **_names(task)
            )
        if settled or sides & _OTHERS.get(each.kind, frozenset()):
            raise AnswerError("undo.changed-since", day=local_day(act.registry, each.at), **first)


def _names(task: Task) -> dict[str, str]:
    return {"obligation": task.obligation, "period": task.period, "unit": task.unit}


def _before(act: Act, task: Task, event: Event, standing: Collection[Event]) -> dict[str, Any]:
    """The fields of the task that the answer decided, as they were before it; `state` among them."""
    data = event.data
    match event.kind:
        case "submitted":
            return {"state": TaskState.OPEN, "document_no": None, "figure": None}
        case "amended":
            return _as_sent(data["before"])
        case "accepted":
            return {"state": TaskState.SUBMITTED, "submitted_at": task.submitted_at}
        case "waived":
            return {"state": TaskState.OPEN}
        case "reassigned":
            return {"holder": data["from"]}
        case "extended":
            return _day_before(act, task, event, standing)
        case "returned":
            holder = {"holder": data["from"]} if "from" in data else {}
            sent = {"state": TaskState.SUBMITTED} | _as_sent(data)
            return sent | _day_before(act, task, event, standing) | holder
        case _:
            return {}


def _as_sent(data: Mapping[str, Any]) -> dict[str, Any]:
    figure = data.get("figure")
    return {
        "document_no": data["document_no"],
        "submitted_at": datetime.fromisoformat(data["submitted_at"]),
        "figure": None if figure is None else Decimal(figure),
    }


def _day_before(act: Act, task: Task, event: Event, standing: Collection[Event]) -> dict[str, Any]:
    """The deadline that the answer replaced. Its number is its own again: who was told of it was told."""
    last_day = date.fromisoformat(event.data["before"])
    was = event.data.get("was")
    if was:
        return {
            "last_day": last_day,
            "working_deadline": date.fromisoformat(was["working_deadline"]),
            "late_from": datetime.fromisoformat(was["late_from"]),
            "deadline_no": was["deadline_no"],
            "began": Began(was["began"]),
            "began_at": datetime.fromisoformat(was["began_at"]),
        }
    # An answer of before answers kept what they replace: the rest follows from the day.
    earlier = [each for each in standing if (each.id or 0) < (event.id or 0)]
    set_by = [each for each in earlier if each.kind in (Began.EXTENDED, Began.RETURNED, Began.MOVED)]
    own = act.registry.of_unit(task.unit)
    return {
        "last_day": last_day,
        "working_deadline": own.calendar.on_or_before(last_day),
        "late_from": late_from(last_day, own.office.zone),
        "began": Began(set_by[-1].kind) if set_by else Began.OPENED,
        "began_at": set_by[-1].at if set_by else earlier[0].at,
        "deadline_no": queries.fresh_deadline(),
    }


def _tell(act: Act, task: Task, former: Collection[tuple[int, int, str]], *, asked: bool) -> None:
    """The unit that holds the task now, if it has had mail about it or has `asked` something about it, and
    the one that it was taken from."""
    assert task.id is not None
    now = queries.told_of(act.s, [task.id]) or ([(task.id, task.deadline_no, task.holder)] if asked else [])
    others = [(number, task.deadline_no, unit) for number, _, unit in former if unit != task.holder]
    for kind, told in ((queries.UNDONE, now), ("reassigned", others)):
        alive = [each for each in told if _stands(act, each[2])]
        queries.add_notices(act.s, telling.notices(kind, alive, act.now, nth=task.version))


def _stands(act: Act, unit: str) -> bool:
    """A unit that is no more has nobody to tell."""
    heir = act.registry.standing(unit, act.today)
    return heir is not None and heir.code == unit
