"""Mails that were given up are put back, to be sent once more."""

from __future__ import annotations

import asyncio
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from engine.mail.reviving import revive
from engine.tasks.acts import acting
from flows.forms.fields import Long, Name
from flows.forms.filling import by, called
from flows.installation import clock, open_installation
from flows.runs import answered
from flows.speaking import spoken
from language import Message


@flow(name="retry-mail", flow_run_name=called("run.name-retry"), persist_result=False)
@answered
async def retry_mail(recorded_by: Name, numbers: Long = "", apply: bool = True) -> State[Any]:
    """Put dead letters back: those of the numbers given, else all."""
    installation = open_installation()
    now = clock()

    def run() -> list[int]:
        with acting(installation, now, by(recorded_by), dry_run=not apply) as act:
            return revive(act, numbers)

    revived = await asyncio.to_thread(run)
    told = Message("form.revived" if apply else "form.would-revive", n=len(revived))
    return Completed(message=spoken(installation.registry, told))
