"""Whether a document goes on for another year: the answer to the yearly question."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

from engine.answers import renewal
from engine.answers.renewal import Renewed
from engine.tasks.acts import acting
from flows.forms.fields import Long, Name
from flows.forms.filling import by, called
from flows.installation import clock, open_installation
from flows.runs import answered
from flows.speaking import spoken
from language import Message

Year = Annotated[int, Field(ge=1900, le=2999)]


@flow(
    name="renew-document", flow_run_name=called("run.name-renewal", "document", "year"), persist_result=False
)
@answered
async def renew_document(
    document: str, year: Year, recorded_by: Name, ends: bool = False, reason: Long = ""
) -> State[Any]:
    """Record whether a document that carries on by itself goes on in a year."""
    installation = open_installation()
    now = clock()

    def record() -> Renewed:
        with acting(installation, now, by(recorded_by)) as act:
            return renewal.answer(act, document, year, ends=ends, reason=reason)

    done = await asyncio.to_thread(record)
    said = Message("form.document-ends" if ends else "form.document-goes-on", year=str(done.year))
    if not done.changed:
        said = Message("form.unchanged", said=said)
    to_do = (renewal.how_to_end(done.document, done.year),) if ends else ()
    told = Message("form.renewed", document=done.document.number, said=said, to_do=to_do)
    return Completed(message=spoken(installation.registry, told))
