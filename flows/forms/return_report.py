"""A report goes back to the unit that sent it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from engine.answers import answers
from engine.answers.answers import Answer
from engine.tasks.acts import acting
from flows.forms.fields import Name, PeriodCode, Text
from flows.forms.filling import by, by_day, of_a_unit, recorded, ref_of
from flows.installation import Installation
from flows.runs import answered
from language import Message


@flow(name="return-report", flow_run_name=of_a_unit("run.name-return"), persist_result=False)
@answered
async def return_report(
    obligation: str,
    period: PeriodCode,
    unit: str,
    new_day: date,
    reason: Text,
    recorded_by: Name,
    confirmed: bool = False,
) -> State[Any]:
    """Send a report back to be done again, by a new last day."""

    def send_back(installation: Installation, now: datetime) -> tuple[Answer, Message]:
        with acting(installation, now, by(recorded_by)) as act:
            ref = ref_of(act, obligation, period, unit)
            done = answers.return_report(act, ref, new_day=new_day, reason=reason, confirmed=confirmed)
        return done, by_day(done.task, "form.returned", "form.returned-spared")

    return await recorded(send_back, obligation, period, unit)
