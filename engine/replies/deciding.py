"""What somebody decides about a reply that waits: it is recorded as it was understood, or turned down.

`what_waits` is the list of them. What was recorded of a reply already stays, whatever becomes of the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from config.registry import RegistryError
from engine.errors import AnswerError, UnknownName
from engine.replies import confirming, matching, recording
from engine.replies.recording import NOTHING, Given, Item, Source, item_of
from engine.tasks.acts import Act, TaskRef
from engine.texts import reason_in
from language import Message
from models import queries
from models.states import ReplyState
from models.tables import Message as Mail
from models.tables import Reply


def what_waits(s: Session) -> list[Reply]:
    """Every reply that waits for somebody, the oldest first."""
    return queries.replies(s, states=[ReplyState.WAITING], limit=None)[::-1]


def items_of(reply: Reply) -> list[Item]:
    """What was understood of a reply, and what became of each."""
    return [item_of(each) for each in reply.heard.get("items", ())]


def possible(items: Sequence[Item]) -> list[str]:
    """The tasks between which what waits of a reply leaves the choice, the most urgent first."""
    named = [why.fields.get("tasks") for item in items if item.outcome == "waiting" for why in item.why]
    return list(dict.fromkeys(str(task) for each in named if isinstance(each, tuple) for task in each))


def accept(act: Act, number: int, *, task: str | None = None, given: Given = NOTHING) -> Reply:
    """Records all that waits of a reply as it was understood, under the name of whoever accepts it.

    `task` (`da06-thang/2026-11`) says which task is meant where the reply does not, `given` what else it
    takes: the figure goes to the indicators among them. A reply of which nothing was understood is seen, and
    nothing follows. AnswerError, and nothing is done, where something cannot be recorded.
    """
    reply = _waiting(act, number)
    received = date.fromisoformat(reply.heard.get("received") or act.today.isoformat())
    source = Source(number, received, reply.heard.get("files", []))
    items = []
    for item in items_of(reply):
        if item.outcome == "waiting":
            ref = _meant(act, reply, item, task)
            did = recording.record(act, ref, item.said, source, given)
            item = replace(item, outcome="accepted", ref=ref, did=did, why=())
        items.append(item)
    _decided(act, reply, ReplyState.ACCEPTED, items, "")
    return reply


def dismiss(act: Act, number: int, *, reason: str) -> Reply:
    """Turns down what waits of a reply, with the reason that its sender will read."""
    reason = reason_in(reason)
    reply = _waiting(act, number)
    items = [
        replace(item, outcome="dismissed") if item.outcome == "waiting" else item for item in items_of(reply)
    ]
    _decided(act, reply, ReplyState.DISMISSED, items, reason)
    return reply


def _waiting(act: Act, number: int) -> Reply:
    reply = act.s.get(Reply, number, with_for_update=True)
    if reply is None:
        raise UnknownName("replies.no-such-reply", number=str(number))
    if reply.state is not ReplyState.WAITING:
        raise AnswerError(
            "replies.not-waiting", number=str(number), state=Message(f"replies.state-{reply.state.value}")
        )
    return reply


def _meant(act: Act, reply: Reply, item: Item, task: str | None) -> TaskRef:
    if task is None:
        if item.ref is None:
            raise AnswerError("replies.task-needed", number=str(reply.id), line=item.said.line)
        return item.ref
    answered = act.s.get(Mail, reply.message_id) if reply.message_id is not None else None
    unit = reply.unit or ""
    try:
        found = matching.spoken_of(act.s, act.registry, unit, answered, replace(item.said, reference=task))
    except RegistryError as error:
        raise UnknownName(error.message) from None
    if found.ref is None:
        raise UnknownName(found.doubts[0])
    return found.ref


def _decided(act: Act, reply: Reply, state: ReplyState, items: list[Item], reason: str) -> None:
    reply.state, reply.reason = state, reason
    reply.decided_at, reply.decided_by = act.now, act.by.actor
    reply.heard = {**reply.heard, "items": [each.as_json() for each in items], "why": []}
    data = {"reply": reply.id, "unit": reply.unit}
    queries.record(act.s, act.event(f"reply-{state.value}", reason, data))
    told = state is ReplyState.DISMISSED or any(each.outcome == "accepted" for each in items)
    if told and reply.heard.get("believed"):
        confirming.order(act.s, act.registry.office.list_id, reply, act.now)
