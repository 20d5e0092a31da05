"""How far an open task is: a percentage, a sentence, or both, said while there is nothing to send yet.

A word is an event of the task and nothing more: the task stays open and is reminded of as before, also at
100 %. The last word counts (`queries.last_progress`); what was said before stays in the events.
"""

from __future__ import annotations

import re

from engine.answers.answers import FURTHEST_AHEAD, Answer
from engine.answers.refusing import not_so
from engine.errors import AnswerError
from engine.tasks.acts import Act, TaskRef
from engine.tasks.lookup import find_or_open
from engine.tasks.progress import how_far
from engine.texts import LONGEST_TEXT, line_in
from language import Message
from models import queries
from models.queries import Progress
from models.states import TaskState, TransitionError

ALL = 100
_PERCENT = re.compile(r"([0-9]{1,3}) ?%?\Z")


def report(act: Act, ref: TaskRef, *, percent: str | None = None, note: str = "") -> Answer:
    """Records how far the task is; `percent` as a person types it: `40`, `40%`.

    The same again changes nothing. A task that is not open yet is opened first, as by `answers.submit`.
    AnswerError for what says nothing, for what is no whole percentage of 0 to 100, and for a task that is
    sent or ended.
    """
    note = line_in(note, LONGEST_TEXT, Message("answer.the-note"))
    share = None if percent is None or not percent.strip() else read(percent)
    if share is None and not note:
        raise AnswerError("progress.nothing-said")
    task, opened = find_or_open(act, ref, ahead=FURTHEST_AHEAD)
    if task.state is not TaskState.OPEN:
        raise not_so("progress.only-open", task)
    assert task.id is not None
    said = Progress(share, note, act.now, act.by.actor)
    before = queries.last_progress(act.s, [task.id]).get(task.id)
    if before is not None and before[:2] == said[:2]:
        return Answer(task, "progress", changed=False, progress=before, doubt=_doubt(ref, said, None))
    event = act.event(queries.PROGRESS, note, {"percent": share, "note": note})
    try:
        task = queries.change(act.s, task, TaskState.OPEN, event=event)
    except TransitionError as error:
        raise AnswerError(error.message) from error
    return Answer(task, "progress", opened=opened, progress=said, doubt=_doubt(ref, said, before))


def read(text: str) -> int:
    """The percentage in a text; AnswerError for what is none."""
    found = _PERCENT.match(text.strip())
    if found is None or int(found[1]) > ALL:
        raise AnswerError("progress.no-percentage", typed=repr(" ".join(text.split())[:40]))
    return int(found[1])


def as_message(said: Progress) -> Message | str:
    """'40%', 'đang trình ký', '40%, đang trình ký': how far, for a line."""
    return how_far(said.percent, said.note)


def _doubt(ref: TaskRef, said: Progress, before: Progress | None) -> Message | None:
    """What of a word that was taken should be looked at again: whole work that is not sent, or less than
    before."""
    if said.percent == ALL:
        return Message("progress.not-sent", **ref._asdict())
    if said.percent is not None and before and before.percent is not None and said.percent < before.percent:
        return Message("progress.less", percent=said.percent, before=before.percent)
    return None
