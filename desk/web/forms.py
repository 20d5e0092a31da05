"""Reading what a form of the page was sent with, and doing it: each task an act of its own.

One refused task stops no other, and each says in a sentence what became of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from starlette.datastructures import FormData

from desk.web.office import Office
from engine.answers import acknowledging, answers, progress, requests
from engine.answers.answers import Answer
from engine.errors import AnswerError
from engine.tasks.acts import Act, TaskRef
from engine.texts import line_in
from language import Message, MessageError
from models import queries
from models.states import TransitionError

MOST_TASKS = 300
"""So many tasks are answered with one form."""
_LONGEST_NAME = 80
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one task.

    `kind` is what was done (`submitted`, `submitted-before` where the same had been said before), '' where it
    was refused; `said` then says why. `doubt` is what should be looked at again.
    """

    ref: TaskRef | None
    said: Message
    kind: str = ""
    doubt: Message | None = None

    @property
    def refused(self) -> bool:
        """Nothing was recorded."""
        return not self.kind


class Form:
    """The fields of a form by their names, each checked as it is read; AnswerError says what to write."""

    def __init__(self, data: FormData) -> None:
        self._data = data

    def text(self, name: str) -> str:
        """One line; '' where nothing was written."""
        value = self._data.get(name, "")
        return " ".join(str(value).split())

    def has(self, name: str) -> bool:
        """Whether the field was there at all."""
        return name in self._data

    def raw(self, name: str) -> str:
        """What was written, to the character: a password, lines of a table."""
        return str(self._data.get(name, ""))

    def chosen(self, name: str) -> tuple[str, ...]:
        """What was ticked of several, each once."""
        return tuple(dict.fromkeys(str(each) for each in self._data.getlist(name)))

    def day(self, name: str) -> date | None:
        """A day, as a browser sends it (2026-09-18) or as people write it (18/09/2026); None for none."""
        text = self.text(name)
        if not text:
            return None
        try:
            if written := _DAY.match(text):
                return date(int(written[3]), int(written[2]), int(written[1]))
            return date.fromisoformat(text)
        except ValueError:
            raise AnswerError("page.no-day", typed=text[:40]) from None

    def who(self) -> str:
        """The person who writes; everything recorded stands under this name."""
        name = line_in(self.text("who"), _LONGEST_NAME, Message("page.the-name"))
        if not name:
            raise AnswerError("page.name-missing")
        return name

    @property
    def ticked(self) -> frozenset[str]:
        """The tasks that were ticked, as the form names them."""
        return frozenset(str(each) for each in self._data.getlist("task"))

    def refs(self) -> list[TaskRef]:
        """The tasks that were ticked."""
        found = dict.fromkeys(str(each) for each in self._data.getlist("task"))
        refs = [TaskRef(*parts) for each in found if len(parts := each.split("/")) == len(TaskRef._fields)]
        if not refs:
            raise AnswerError("page.nothing-ticked")
        if len(refs) > MOST_TASKS:
            raise AnswerError("page.too-many-ticked", most=MOST_TASKS)
        return refs


def sent(office: Office, unit: str, form: Form, refs: list[TaskRef]) -> list[Outcome]:
    """Records that the reports were sent, each with the number and the day that were given for all.

    An indicator's figure is the field `figure/OBLIGATION/PERIOD/UNIT`, or `figure` where one task is meant.
    """
    who = form.who()
    number, day, note = form.text("number") or None, form.day("day"), form.text("note")
    amend = bool(form.text("amend"))

    def do(act: Act, ref: TaskRef) -> Answer:
        figure = form.text("figure/" + "/".join(ref)) or form.text("figure") or None
        return answers.submit(
            act, ref, document_no=number, submitted_on=day, figure=figure, note=note, amend=amend
        )

    return [_done(office, unit, who, ref, do) for ref in refs]


def how_far(office: Office, unit: str, form: Form, ref: TaskRef) -> Outcome:
    """Records how far a task is: a percentage, a sentence, or both."""
    percent, note = form.text("percent") or None, form.text("note")
    return _done(
        office, unit, form.who(), ref, lambda act, of: progress.report(act, of, percent=percent, note=note)
    )


def received(office: Office, unit: str, form: Form, ref: TaskRef) -> Outcome:
    """Records that the unit has received the task and is at it; reminders go on."""
    note = form.text("note")
    return _done(office, unit, form.who(), ref, lambda act, of: acknowledging.acknowledge(act, of, note=note))


def more_time(office: Office, unit: str, form: Form, ref: TaskRef) -> Outcome:
    """Asks for a later day."""
    day, reason = form.day("day"), form.text("reason")
    if day is None:
        raise AnswerError("page.day-missing")
    return _done(
        office,
        unit,
        form.who(),
        ref,
        lambda act, of: requests.ask_extension(act, of, new_day=day, reason=reason),
    )


def not_ours(office: Office, unit: str, form: Form, ref: TaskRef) -> Outcome:
    """Says that the task belongs to another."""
    reason = form.text("reason")
    return _done(office, unit, form.who(), ref, lambda act, of: requests.ask_release(act, of, reason=reason))


def _done(office: Office, unit: str, who: str, ref: TaskRef, do: Callable[[Act, TaskRef], Answer]) -> Outcome:
    """One act on one task of this unit, in a transaction of its own."""
    try:
        with office.acting(f"{who} ({unit})") as act:
            _check_own(act, unit, ref)
            done = do(act, ref)
            kind = done.kind if done.changed else f"{done.kind}-before"
            return Outcome(ref, Message(f"page.was-{kind}", n=1), kind, done.doubt)
    except TransitionError:
        return Outcome(ref, Message("page.changed-meanwhile"))
    except MessageError as error:
        return Outcome(ref, error.message)


def _check_own(act: Act, unit: str, ref: TaskRef) -> None:
    """A page acts on what its unit holds, and on nothing else, whatever a form names."""
    task = queries.task_of(act.s, *ref)
    if task is None or task.holder != unit:
        raise AnswerError("page.not-yours")
