"""Mail to a unit, about a duty or a document, is held for a time."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from engine.mail import silencing
from engine.tasks.acts import acting
from flows.boards.artifacts import read_boards, write_boards
from flows.forms.fields import Name, Text
from flows.forms.filling import by, called
from flows.installation import clock, open_installation
from flows.runs import answered
from flows.speaking import spoken
from language import Message


@flow(name="set-silence", flow_run_name=called("run.name-silence", "until"), persist_result=False)
@answered
async def set_silence(
    until: date,
    reason: Text,
    recorded_by: Name,
    unit: str = "",
    obligation: str = "",
    document: str = "",
    starts: date | None = None,
) -> State[Any]:
    """Hold what is told to a unit, or of a duty or document, until the end of a day; tasks go on."""
    installation = open_installation()
    registry, now = installation.registry, clock()

    def run() -> Message:
        with acting(installation, now, by(recorded_by)) as act:
            of = silencing.Subject(unit, obligation, document)
            done = silencing.silence(act, of, from_=starts, until=until, reason=reason)
            return Message("form.silence-set", **silencing.told(registry, done, now))

    said = await asyncio.to_thread(run)
    await write_boards(installation, read_boards(installation, now, only=()))
    return Completed(message=spoken(registry, said))
