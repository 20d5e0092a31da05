"""A contact of a unit is away for some days, or there again."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from config.typed_names import SEPARATOR, unit_code
from engine.answers.contacts import set_absent
from engine.errors import AnswerError
from engine.tasks.acts import acting
from flows.forms.fields import Name, Text
from flows.forms.filling import by, called
from flows.installation import clock, open_installation
from flows.runs import answered
from flows.speaking import spoken
from language import Message


@flow(name="set-absence", flow_run_name=called("run.name-absence", "contact"), persist_result=False)
@answered
async def set_absence(
    contact: Text, recorded_by: Name, starts: date | None = None, until: date | None = None
) -> State[Any]:
    """A contact gets no mail from one day to another: the deputy does. Without days: there again."""
    installation = open_installation()
    unit, _, name = contact.partition(SEPARATOR)
    if starts is None and until is not None:
        raise AnswerError("contact.half-absent")

    def run() -> Message:
        with acting(installation, clock(), by(recorded_by)) as act:
            code = unit_code(act.registry, unit, act.today)
            days = None if starts is None else (starts, until or starts)
            who = set_absent(act, code, name, days)
        told = {"name": who.name, "unit": who.unit, "first": who.absent_from, "last": who.absent_until}
        if days is None:
            return Message("contact.is-back", **told)
        if who.deputy:
            return Message("contact.is-away", deputy=who.deputy, **told)
        return Message("contact.is-away-alone", **told)

    said = await asyncio.to_thread(run)
    return Completed(message=spoken(installation.registry, said))
