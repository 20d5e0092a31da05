"""A unit says how far it is with what it has not sent yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from engine.answers import progress
from engine.answers.answers import Answer
from engine.answers.progress import as_message
from engine.tasks.acts import acting
from flows.forms.fields import Long, Name, PeriodCode, Short
from flows.forms.filling import by, of_a_unit, recorded, ref_of
from flows.installation import Installation
from flows.runs import answered
from language import Message


@flow(name="record-progress", flow_run_name=of_a_unit("run.name-progress"), persist_result=False)
@answered
async def record_progress(
    obligation: str,
    period: PeriodCode,
    unit: str,
    recorded_by: Name,
    percent: Short = "",
    note: Long = "",
) -> State[Any]:
    """Record how far a unit is; its task stays open and is reminded of as before."""

    def record(installation: Installation, now: datetime) -> tuple[Answer, Message]:
        with acting(installation, now, by(recorded_by)) as act:
            ref = ref_of(act, obligation, period, unit)
            done = progress.report(act, ref, percent=percent, note=note)
        return done, said_of(done)

    return await recorded(record, obligation, period, unit)


def said_of(done: Answer) -> Message:
    """'tiến độ 40%, đang trình ký', and what else is to be known of it."""
    assert done.progress is not None
    more = [Message("form.doubt", doubt=done.doubt)] if done.doubt else []
    return Message("form.progress", progress=as_message(done.progress), more=more)
