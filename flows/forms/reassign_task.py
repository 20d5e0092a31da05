"""An open task goes to another unit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from engine.answers import answers
from engine.answers.answers import Answer
from engine.tasks.acts import acting
from flows.forms.fields import Name, PeriodCode, Text
from flows.forms.filling import by, of_a_unit, recorded, ref_of
from flows.installation import Installation
from flows.runs import answered
from language import Message


@flow(name="reassign-task", flow_run_name=of_a_unit("run.name-reassignment"), persist_result=False)
@answered
async def reassign_task(
    obligation: str, period: PeriodCode, unit: str, to: str, reason: Text, recorded_by: Name
) -> State[Any]:
    """Give an open task to another unit; who owed it stays on record."""

    def reassign(installation: Installation, now: datetime) -> tuple[Answer, Message]:
        with acting(installation, now, by(recorded_by)) as act:
            done = answers.reassign(act, ref_of(act, obligation, period, unit), to=to, reason=reason)
        return done, Message("form.reassigned", to=done.task.holder)

    return await recorded(reassign, obligation, period, unit)
