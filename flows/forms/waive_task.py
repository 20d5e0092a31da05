"""A unit is let off one period."""

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


@flow(name="waive-task", flow_run_name=of_a_unit("run.name-waiver"), persist_result=False)
@answered
async def waive_task(
    obligation: str, period: PeriodCode, unit: str, reason: Text, recorded_by: Name
) -> State[Any]:
    """Let a unit off one period: it then counts neither as sent nor as late."""

    def waive(installation: Installation, now: datetime) -> tuple[Answer, Message]:
        with acting(installation, now, by(recorded_by)) as act:
            done = answers.waive(act, ref_of(act, obligation, period, unit), reason=reason)
        return done, Message("form.waived")

    return await recorded(waive, obligation, period, unit)
