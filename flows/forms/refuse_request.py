"""What a unit asked for is turned down."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from engine.answers import requests
from engine.answers.answers import Answer
from engine.tasks.acts import acting
from flows.forms.fields import Name, PeriodCode, Text
from flows.forms.filling import by, of_a_unit, recorded, ref_of
from flows.installation import Installation
from flows.runs import answered
from language import Message


@flow(name="refuse-request", flow_run_name=of_a_unit("run.name-refusal"), persist_result=False)
@answered
async def refuse_request(
    obligation: str, period: PeriodCode, unit: str, reason: Text, recorded_by: Name
) -> State[Any]:
    """Turn a unit's request down, with the reason that it reads in its next mail; the task goes on."""

    def refuse(installation: Installation, now: datetime) -> tuple[Answer, Message]:
        with acting(installation, now, by(recorded_by)) as act:
            done = requests.refuse(act, ref_of(act, obligation, period, unit), reason=reason)
        return done, Message("form.request-refused")

    return await recorded(refuse, obligation, period, unit)
