"""Replies that wait for a decision: whoever is in charge of what they speak of reads of each once, with a
link to the form that decides it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from config.registry import Registry
from config.settings import Settings
from engine.links.forms import Form, from_a_mail
from engine.overview.names import unit_called
from engine.tasks.days import local_day
from engine.tasks.in_charge import in_place_of
from engine.tasks.views import LEADERSHIP
from engine.texts import one_line, shortened
from language import Message, from_text
from models import queries
from models.states import ReplyState
from models.tables import Reply

MOST = 20
"""So many are told in one mail, the oldest; the others when these are decided. The boards name all."""
_MOST_OF_A_TEXT = 160


def wanted(s: Session, registry: Registry, now: datetime) -> Mapping[tuple[str, str], Message]:
    """By (recipient, number of the reply): who wrote, when, what, and why it waits."""
    today = local_day(registry, now)
    found: dict[tuple[str, str], Message] = {}
    told: defaultdict[str, int] = defaultdict(int)
    for each in queries.replies(s, states=[ReplyState.WAITING], limit=None)[::-1]:
        sender = one_line(each.sender_name) or each.sender or ""
        unit = unit_called(registry, each.unit, today) if each.unit else None
        said = Message(
            "mail.reply-waits",
            number=str(each.id),
            sender=Message("mail.reply-sender", sender=sender, unit=unit) if unit else sender,
            day=local_day(registry, each.read_at),
            text=shortened(one_line(each.text), _MOST_OF_A_TEXT),
            why=list(dict.fromkeys(_why(each)))[:2],
        )
        in_charge = {in_place_of(registry, owner, today) for owner in _owners(s, registry, each)}
        for recipient in sorted(in_charge or {LEADERSHIP}):
            if told[recipient] < MOST:
                found[recipient, str(each.id)] = said
                told[recipient] += 1
    return found


def link(s: Session, settings: Settings, what: str) -> str:
    """The address of the form that accepts that reply, with the task where one is understood."""
    reply = s.get(Reply, int(what))
    waits = _waiting(reply) if reply is not None else []
    known = {each["task"] for each in waits}
    task = known.pop() if len(waits) == 1 and len(known) == 1 else None
    given: list[tuple[str, str | int]] = [("reply", int(what)), ("decision", "accept")]
    if task:
        given.append(("task", task))
    return from_a_mail(s, settings, Form("decide-reply", tuple(given)))


def _waiting(reply: Reply) -> list[dict[str, Any]]:
    """What of it waits, as it was kept."""
    return [each for each in reply.heard.get("items", ()) if each["outcome"] == "waiting"]


def _why(reply: Reply) -> Iterator[Message | str]:
    for text in [why for each in _waiting(reply) for why in each["why"]] + reply.heard.get("why", []):
        yield from_text(text)


def _owners(s: Session, registry: Registry, reply: Reply) -> set[str]:
    """Who owns the duties that are understood; else those of the mail that is answered, or of all that its
    unit owes."""
    named = {str(each["task"]).split("/")[0] for each in _waiting(reply) if each["task"]}
    owners = {registry.obligations[code].owner for code in named if code in registry.obligations}
    if not owners and reply.message_id is not None:
        tasks = queries.tasks_by_id(s, queries.tasks_told(s, reply.message_id))
        owners = {task.owner for task in tasks.values()}
    if not owners and reply.unit:
        owners = {task.owner for task in queries.open_of(s, [reply.unit])}
    return owners
