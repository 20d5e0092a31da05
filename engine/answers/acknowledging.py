"""A unit says that it has received a task and is at it, on its page, by mail or through somebody here.

Acknowledged is not done: it is an event of the task and nothing more, which stops no reminder and holds
nothing back; silence after it is chased as before.
"""

from __future__ import annotations

from engine.answers.answers import FURTHEST_AHEAD, Answer
from engine.answers.refusing import not_so
from engine.errors import AnswerError
from engine.tasks.acts import Act, TaskRef
from engine.tasks.lookup import find_or_open
from engine.texts import LONGEST_TEXT, line_in
from language import Message
from models import queries
from models.states import TaskState, TransitionError

ACKNOWLEDGED = "acknowledged"


def acknowledge(act: Act, ref: TaskRef, *, note: str = "") -> Answer:
    """Records that the unit has received the task; the same again changes nothing, until its deadline is set
    again. AnswerError for a task that is sent or ended."""
    note = line_in(note, LONGEST_TEXT, Message("answer.the-note"))
    task, opened = find_or_open(act, ref, ahead=FURTHEST_AHEAD)
    if task.state is not TaskState.OPEN:
        raise not_so("answer.only-open-acknowledged", task)
    assert task.id is not None
    before = queries.newest_events(act.s, [task.id], {ACKNOWLEDGED}).get(task.id)
    if before is not None and before.at >= task.began_at and note in ("", before.reason):
        return Answer(task, ACKNOWLEDGED, changed=False)
    try:
        task = queries.change(act.s, task, TaskState.OPEN, event=act.event(ACKNOWLEDGED, note))
    except TransitionError as error:
        raise AnswerError(error.message) from error
    return Answer(task, ACKNOWLEDGED, opened=opened)
