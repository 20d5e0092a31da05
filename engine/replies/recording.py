"""What a unit says becomes an act on its task, the same act that its page would do."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from engine.answers import acknowledging, answers, progress, requests
from engine.answers.answers import Answer
from engine.errors import AnswerError
from engine.replies.matching import called
from engine.replies.said import Said
from engine.tasks.acts import Act, TaskRef
from engine.tasks.lookup import find
from engine.texts import LONGEST_TEXT, one_line, shortened
from language import Message, MessageError, from_text
from models import queries

REPLY = "reply"
"""The event of a task that a reply said something about it, with the files that came along."""


@dataclass(frozen=True, slots=True)
class Source:
    """The reply that says it: its number, the day on which it was written, and what came along."""

    reply: int
    received: date
    files: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Given:
    """What whoever accepts a reply adds to what it says, since the task takes it no other way."""

    figure: str | None = None
    """An indicator's figure, as typed."""
    amend: bool = False
    """It takes the place of what was recorded before."""
    confirmed: bool = False
    """Its day is right, although it lies before the report could be asked for."""


NOTHING = Given()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was said, and what became of it.

    `outcome`: recorded, waiting, accepted or dismissed. `did` tells what was recorded, `why` what stands in
    its way.
    """

    said: Said
    outcome: str
    ref: TaskRef | None = None
    did: Message | None = None
    why: tuple[Message, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As the database keeps it; `item_of` reads it again."""
        said = asdict(replace(self.said, doubts=()))
        for name in ("dated", "until"):
            said[name] = said[name].isoformat() if said[name] else None
        del said["doubts"]
        return {
            "said": said,
            "outcome": self.outcome,
            "task": "/".join(self.ref) if self.ref else None,
            "did": self.did.as_text() if self.did else None,
            "why": [each.as_text() for each in self.why],
        }


def item_of(kept: dict[str, Any]) -> Item:
    """An item that `as_json` wrote."""
    said = dict(kept["said"])
    for name in ("dated", "until"):
        said[name] = date.fromisoformat(said[name]) if said[name] else None
    did = from_text(kept["did"]) if kept["did"] else None
    return Item(
        Said(**said),
        kept["outcome"],
        TaskRef(*kept["task"].split("/")) if kept["task"] else None,
        did if isinstance(did, Message) else None,
        tuple(each for text in kept["why"] if isinstance(each := from_text(text), Message)),
    )


def record(act: Act, ref: TaskRef, said: Said, source: Source, given: Given = NOTHING) -> Message:
    """Does it, in a transaction within the act's: all of it or nothing. Answers what is to be told.

    MessageError where the task cannot take it.
    """
    with act.s.begin_nested():
        done = _do(act, ref, said, source.received, given)
        assert done.task.id is not None
        kept = [{"name": each["name"], "file": each["file"]} for each in source.files]
        line = shortened(one_line(said.line), LONGEST_TEXT)
        queries.record(act.s, act.event(REPLY, line, {"reply": source.reply, "files": kept}), done.task.id)
    kind = said.kind if done.changed else f"{done.kind}-before"
    if not done.changed and said.kind != "submitted":
        kind = "said-before"
    return Message(
        f"replies.did-{kind}",
        task=called(done.task),
        number=Message("replies.number", number=number) if (number := done.task.document_no) else "",
        day=_day(act, ref, said, done),
    )


def tried(act: Act, ref: TaskRef, said: Said, source: Source) -> Item:
    """The same as an item: recorded, or waiting with what stands in its way."""
    try:
        return Item(said, "recorded", ref, record(act, ref, said, source))
    except MessageError as error:
        return Item(said, "waiting", ref, why=(error.message,))


def _do(act: Act, ref: TaskRef, said: Said, received: date, given: Given) -> Answer:
    reason = shortened(one_line(said.reason or said.line), LONGEST_TEXT)
    if said.kind == "submitted":
        day = said.dated or received
        on = None if day == act.today else day
        note = shortened(one_line(said.note or ""), LONGEST_TEXT)
        of_them = act.registry.obligations.get(ref.obligation)
        figure = given.figure if of_them is not None and of_them.figure is not None else None
        return answers.submit(
            act, ref, document_no=said.number, submitted_on=on, figure=figure, note=note,
            amend=given.amend, confirmed=given.confirmed,
        )  # fmt: skip
    if said.kind == "extension":
        return requests.ask_extension(act, ref, new_day=_until(act, ref, said), reason=reason)
    if said.kind == "not_ours":
        return requests.ask_release(act, ref, reason=reason)
    if said.kind == "acknowledged":
        return acknowledging.acknowledge(act, ref, note=reason)
    percent = None if said.percent is None else str(said.percent)
    note = said.note or ("" if percent else said.line)
    return progress.report(act, ref, percent=percent, note=shortened(one_line(note), LONGEST_TEXT))


def _until(act: Act, ref: TaskRef, said: Said) -> date:
    if said.until is not None:
        return said.until
    if said.days is None:
        raise AnswerError("replies.until-when")
    last_day = find(act, ref).last_day
    if said.workdays:
        return act.registry.calendar.shift(last_day, said.days)
    return last_day + timedelta(days=said.days)


def _day(act: Act, ref: TaskRef, said: Said, done: Answer) -> date | None:
    if said.kind == "extension":
        return _until(act, ref, said)
    if said.kind == "submitted" and done.task.submitted_at is not None:
        return done.task.submitted_at.astimezone(act.registry.office.zone).date()
    return None
