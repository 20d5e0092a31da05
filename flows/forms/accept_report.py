"""A report that was sent is accepted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from engine.answers import answers
from engine.answers.answers import Answer
from engine.tasks.acts import acting
from flows.forms.fields import Long, Name, PeriodCode
from flows.forms.filling import by, of_a_unit, recorded, ref_of
from flows.installation import Installation
from flows.runs import answered
from language import Message


@flow(name="accept-report", flow_run_name=of_a_unit("run.name-acceptance"), persist_result=False)
@answered
async def accept_report(
    obligation: str, period: PeriodCode, unit: str, recorded_by: Name, note: Long = ""
) -> State[Any]:
    """Accept a report as it was sent."""

    def accept(installation: Installation, now: datetime) -> tuple[Answer, Message]:
        with acting(installation, now, by(recorded_by)) as act:
            done = answers.accept(act, ref_of(act, obligation, period, unit), note=note)
        return done, Message("form.accepted")

    return await recorded(accept, obligation, period, unit)
