"""An answer that was recorded by mistake is taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from prefect import flow
from prefect.client.schemas.objects import State

from engine.answers import undo
from engine.answers.answers import Answer
from engine.tasks.acts import acting
from flows.forms.fields import Name, PeriodCode, Text
from flows.forms.filling import by, of_a_unit, recorded, ref_of
from flows.installation import Installation
from flows.runs import answered
from language import Message

What = Literal[
    "last",
    "submitted",
    "amended",
    "accepted",
    "returned",
    "extended",
    "waived",
    "reassigned",
    "progress",
    "acknowledged",
    "asked-extension",
    "asked-release",
    "request-refused",
    "request-passed-on",
]


@flow(name="undo-answer", flow_run_name=of_a_unit("run.name-undo"), persist_result=False)
@answered
async def undo_answer(
    obligation: str, period: PeriodCode, unit: str, reason: Text, recorded_by: Name, what: What = "last"
) -> State[Any]:
    """Take back what was recorded of a task by mistake; nothing is deleted."""

    def take_back(installation: Installation, now: datetime) -> tuple[Answer, Message]:
        with acting(installation, now, by(recorded_by)) as act:
            ref = ref_of(act, obligation, period, unit)
            done = undo.undo(act, ref, reason=reason, what=None if what == "last" else what)
        assert done.undone is not None
        answer = Message(f"undo.kind-{done.undone.kind}")
        state = Message(f"state.{done.task.state.value}")
        return done, Message("form.undone", answer=answer, state=state, day=done.task.last_day)

    return await recorded(take_back, obligation, period, unit)
