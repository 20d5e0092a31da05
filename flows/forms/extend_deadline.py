"""A unit gets more time."""

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


@flow(name="extend-deadline", flow_run_name=of_a_unit("run.name-extension"), persist_result=False)
@answered
async def extend_deadline(
    obligation: str, period: PeriodCode, unit: str, new_day: date, reason: Text, recorded_by: Name
) -> State[Any]:
    """Move a unit's last day forward; the original one stays on record, reminders count from the new one."""

    def extend(installation: Installation, now: datetime) -> tuple[Answer, Message]:
        with acting(installation, now, by(recorded_by)) as act:
            ref = ref_of(act, obligation, period, unit)
            done = answers.extend(act, ref, new_day=new_day, reason=reason)
        return done, by_day(done.task, "form.extended", "form.extended-spared")

    return await recorded(extend, obligation, period, unit)
