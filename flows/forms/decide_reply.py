"""A reply that waits is recorded as it was understood, or turned down."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated, Any, Literal

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

from engine.replies import confirming, deciding
from engine.replies.recording import Given
from engine.tasks.acts import acting
from flows import names
from flows.boards.artifacts import read_boards, write_boards
from flows.forms.fields import Long, Name, Short
from flows.forms.filling import by, called
from flows.installation import Installation, clock, open_installation
from flows.runs import answered
from flows.speaking import language_of, spoken
from language import Message
from models.tables import Reply

Decision = Literal["accept", "dismiss"]
ReplyNumber = Annotated[int, Field(ge=1)]


@flow(name="decide-reply", flow_run_name=called("run.name-decide-reply", "reply"), persist_result=False)
@answered
async def decide_reply(
    reply: ReplyNumber,
    recorded_by: Name,
    decision: Decision = "accept",
    task: Long = "",
    reason: Long = "",
    figure: Short = "",
    amend: bool = False,
    confirmed: bool = False,
) -> State[Any]:
    """Record what waits of a reply as it was understood, or turn it down with a reason and a mail back."""
    installation, now = open_installation(), clock()

    def decide(installation: Installation, now: datetime) -> Reply:
        with acting(installation, now, by(recorded_by)) as act:
            if decision == "accept":
                given = Given(figure.strip() or None, amend, confirmed)
                return deciding.accept(act, reply, task=task.strip() or None, given=given)
            return deciding.dismiss(act, reply, reason=reason)

    done = await asyncio.to_thread(decide, installation, now)
    refs = {(item.ref.obligation, item.ref.period) for item in deciding.items_of(done) if item.ref}
    always = {names.overall_key(language_of(installation.registry))}
    await write_boards(installation, read_boards(installation, now, only=refs), always=always)
    said = [item.did or confirming.waiting_line(item) for item in deciding.items_of(done)]
    told = Message(f"form.reply-{done.state.value}", number=str(reply), said=said)
    return Completed(message=spoken(installation.registry, told))
