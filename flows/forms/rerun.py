"""One period again: what is missing is opened, what has come is raised, and letters go once more if asked."""

from __future__ import annotations

import asyncio
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

from engine.rounds.rerun import RerunReport
from engine.rounds.rerun import rerun as rerun_period
from engine.tasks.acts import acting
from flows.boards.preview import preview
from flows.boards.seen import Seen
from flows.forms.fields import Name, PeriodCode, Units
from flows.forms.filling import by, called, duty_of, refresh, units_of
from flows.installation import clock, open_installation
from flows.runs import answered
from flows.speaking import spoken
from language import Message


@flow(name="rerun", flow_run_name=called("run.name-rerun", "obligation", "period"), persist_result=False)
@answered
async def rerun(
    obligation: str,
    period: PeriodCode,
    recorded_by: Name,
    units: Units = "",
    resend: bool = False,
    apply: bool = False,
    reason: str = "",
) -> State[Any]:
    """Bring a period to what it should be; without `apply` only show what that would do."""
    installation = open_installation()
    now = clock()

    def run() -> RerunReport:
        with acting(installation, now, by(recorded_by), dry_run=not apply, in_turn=True) as act:
            return rerun_period(
                act,
                duty_of(act, obligation),
                period,
                units=units_of(act, units),
                resend=resend,
                # A run that Prefect starts again is the same rerun; another form is another one.
                key=f"rerun-{flow_run.id}" if flow_run.id else None,
                reason=reason,
            )

    done = await asyncio.to_thread(run)
    if apply:
        await refresh(installation, now, done.obligation, done.period)
    else:
        seen = Seen(installation.registry, now)
        await acreate_markdown_artifact(
            markdown=preview(seen, done), description=seen.said(Message("board.preview"))
        )
    told = Message("form.rerun", obligation=done.obligation, period=done.period, said=done.message())
    return Completed(message=spoken(installation.registry, told))
