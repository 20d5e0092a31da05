"""Another unit is to decide what a unit asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from engine.answers import requests
from engine.answers.answers import Answer
from engine.tasks.acts import TaskRef, acting
from flows.choices import code_of
from flows.forms.fields import PeriodCode, Text
from flows.forms.filling import by, of_a_unit, recorded
from flows.installation import Installation
from flows.runs import answered
from language import Message


@flow(name="pass-request-on", flow_run_name=of_a_unit("run.name-pass-on"), persist_result=False)
@answered
async def pass_request_on(
    obligation: str, period: PeriodCode, unit: str, to_unit: str, reason: Text, recorded_by: str = ""
) -> State[Any]:
    """Pass a unit's request on to another unit, which is to decide it and finds it in its next mail."""

    def pass_on(installation: Installation, now: datetime) -> tuple[Answer, Message]:
        with acting(installation, now, by(recorded_by)) as act:
            ref, to = TaskRef(obligation, period, code_of(unit)), code_of(to_unit)
            done = requests.pass_on(act, ref, to=to, reason=reason)
        return done, Message("form.request-passed-on", to=to)

    return await recorded(pass_on, obligation, period, unit)
