"""What a unit asked for is granted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from engine.answers import requests
from engine.answers.answers import Answer
from engine.tasks.acts import acting
from flows.forms.fields import Long, Name, PeriodCode
from flows.forms.filling import by, by_day, of_a_unit, recorded, ref_of
from flows.installation import Installation
from flows.runs import answered
from language import Message


@flow(name="grant-request", flow_run_name=of_a_unit("run.name-grant"), persist_result=False)
@answered
async def grant_request(
    obligation: str,
    period: PeriodCode,
    unit: str,
    recorded_by: Name,
    new_day: date | None = None,
    to_unit: str = "",
    reason: Long = "",
) -> State[Any]:
    """Grant a unit's request: more time, another unit, or a waiver; the unit reads it in its next mail."""

    def grant(installation: Installation, now: datetime) -> tuple[Answer, Message]:
        with acting(installation, now, by(recorded_by)) as act:
            ref = ref_of(act, obligation, period, unit)
            done = requests.grant(act, ref, new_day=new_day, to=to_unit.strip() or None, reason=reason)
        return done, said_of(done)

    return await recorded(grant, obligation, period, unit)


def said_of(done: Answer) -> Message:
    """What became of the task: a new day, another unit, or nothing more to do."""
    if done.kind == "extended":
        return by_day(done.task, "form.extended", "form.extended-spared")
    if done.kind == "reassigned":
        return Message("form.request-reassigned", to=done.task.holder)
    return Message("form.waived")
