"""A person says that rounds and mails may go on: after a restore, or when the clock was doubted."""

from __future__ import annotations

import asyncio
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from engine.tasks.acts import acting
from engine.tasks.going_on import WentOn
from engine.tasks.going_on import go_on as say_so
from flows.forms.fields import Name
from flows.forms.filling import by, called
from flows.installation import Clock, clock, open_installation
from flows.runs import answered
from flows.speaking import spoken
from language import Message


@flow(name="go-on", flow_run_name=called("run.name-go-on"), persist_result=False)
@answered
async def go_on(recorded_by: Name) -> State[Any]:
    """Let rounds and mails go on that wait for a person's word; the next round does what was missed."""
    installation = open_installation()
    registry, now = installation.registry, clock()

    def run() -> WentOn:
        with acting(installation, now, by(recorded_by)) as act:
            return say_so(act, installation.clock or Clock.of_machine(now))

    done = await asyncio.to_thread(run)
    said = [Message("form.went-on-restored")] * (done.restored is not None)
    said += [Message("form.went-on-ahead")] * bool(done.ahead)
    told = Message("form.went-on", said=said) if said else Message("form.went-on-nothing")
    return Completed(message=spoken(registry, told))
