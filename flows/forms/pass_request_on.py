"""Another unit is to decide what a unit asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from engine.answers import requests
from engine.answers.answers import Answer
from engine.tasks.acts import acting
from flows.choices import code_of
from flows.forms.fields import Name, PeriodCode, Text
from flows.forms.filling import by, of_a_unit, recorded, ref_of
from flows.installation import Installation
from flows.runs import answered
from language import Message


@flow(name="pass-request-on", flow_run_name=of_a_unit("run.name-pass-on"), persist_result=False)
@answered
async def pass_request_on(
    obligation: str, period: PeriodCode, unit: str, to_unit: str, reason: Text, recorded_by: Name
) -> State[Any]:
    """Pass a unit's request on to another unit, which is to decide it; the unit that asked reads that."""

    def pass_on(installation: Installation, now: datetime) -> tuple[Answer, Message]:
        with acting(installation, now, by(recorded_by)) as act:
            ref = ref_of(act, obligation, period, unit)
            done = requests.pass_on(act, ref, to=to_unit, reason=reason)
        return done, Message("form.request-passed-on", to=code_of(to_unit))

    return await recorded(pass_on, obligation, period, unit)
