"""A silence is ended before its day: what it held goes with the next morning's mail."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

from engine.mail import silencing
from engine.tasks.acts import acting
from flows.boards.artifacts import read_boards, write_boards
from flows.forms.fields import Name, Text
from flows.forms.filling import by, called
from flows.installation import clock, open_installation
from flows.runs import answered
from flows.speaking import spoken
from language import Message

Number = Annotated[int, Field(ge=1, le=10**9)]


@flow(name="end-silence", flow_run_name=called("run.name-end-silence", "number"), persist_result=False)
@answered
async def end_silence(number: Number, reason: Text, recorded_by: Name) -> State[Any]:
    """End a silence now; what it held and is still so goes with the next morning's mail."""
    installation = open_installation()
    registry, now = installation.registry, clock()

    def run() -> Message:
        with acting(installation, now, by(recorded_by)) as act:
            done = silencing.end(act, number, reason=reason)
            return Message("form.silence-ended", **silencing.told(registry, done, now))

    said = await asyncio.to_thread(run)
    await write_boards(installation, read_boards(installation, now, only=()))
    return Completed(message=spoken(registry, said))
