"""Why a task takes an answer in its present state no more, and what would have to be taken back first."""

from __future__ import annotations

from types import MappingProxyType

from engine.errors import AnswerError
from engine.tasks.lookup import name_of, state_of
from language import Message
from models.states import TaskState
from models.tables import Task

_ENDED_BY = MappingProxyType({TaskState.ACCEPTED: "accepted", TaskState.WAIVED: "waived"})
"""The answer, as `undo` calls it, that put a task into its state."""


def not_so(name: str, task: Task, *, returnable: bool = False) -> AnswerError:
    """The refusal of that name, whose text has `{task} {state}` and ends in `{first}`. `returnable`: a report
    that was sent can be returned first."""
    first: Message | str = ""
    if task.state in _ENDED_BY:
        first = back_from(task)
    elif returnable and task.state is TaskState.SUBMITTED:
        of = {"obligation": task.obligation, "period": task.period, "unit": task.unit}
        first = Message("answer.return-first", **of)
    return AnswerError(name, task=name_of(task), state=state_of(task), first=first)


def back_from(task: Task) -> Message:
    """How an acceptance or a waiver is taken back."""
    kind = _ENDED_BY[task.state]
    of = {"obligation": task.obligation, "period": task.period, "unit": task.unit}
    return Message("answer.take-back-first", what=Message(f"undo.kind-{kind}"), kind_=kind, **of)
