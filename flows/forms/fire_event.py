"""Something has happened that obligations wait for, or was reported by mistake."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from engine.answers import events
from engine.answers.event_report import EventReport
from engine.tasks.acts import acting
from flows.forms.fields import Name, Text, Units
from flows.forms.filling import by, called, duty_of, refresh, units_of
from flows.installation import clock, open_installation
from flows.runs import answered
from flows.speaking import spoken
from language import Message


@flow(name="fire-event", flow_run_name=called("run.name-event", "obligation", "day"), persist_result=False)
@answered
async def fire_event(
    obligation: str,
    day: date,
    reason: Text,
    recorded_by: Name,
    units: Units = "",
    withdraw: bool = False,
    past: bool = False,
    alike: bool = False,
) -> State[Any]:
    """Report an event, so that tasks open for the units that it concerns, or take one back."""
    installation = open_installation()
    now = clock()

    def record() -> tuple[EventReport, ...]:
        with acting(installation, now, by(recorded_by), in_turn=True) as act:
            duty = duty_of(act, obligation)
            if withdraw:
                return events.withdraw(act, [duty], day, reason=reason, alike=alike)
            chosen = units_of(act, units)
            return events.report(act, [duty], day, units=chosen, reason=reason, past=past, alike=alike)

    done = await asyncio.to_thread(record)
    for one in done:
        if one.changed:
            for each in {one.obligation, *(each.obligation for each in one.owed)}:
                await refresh(installation, now, each, one.period)
    said = [Message("form.event", obligation=one.obligation, said=one.message()) for one in done]
    return Completed(message=spoken(installation.registry, Message("form.events", said=said)))
