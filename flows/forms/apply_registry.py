"""The open tasks become what the edited registry says."""

from __future__ import annotations

import asyncio
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from engine.changes.applying import Applied, apply_plan
from engine.changes.change import Change
from engine.tasks import used
from engine.tasks.acts import acting
from flows.forms.fields import Long, Name, Short
from flows.forms.filling import by, called, refresh
from flows.installation import clock, open_installation
from flows.runs import answered
from flows.speaking import spoken
from language import Message

_MOST_TOLD = 12


@flow(name="apply-registry", flow_run_name=called("run.name-apply"), persist_result=False)
@answered
async def apply_registry(
    recorded_by: Name, apply: bool = False, fingerprint: Short = "", reason: Long = ""
) -> State[Any]:
    """Bring the open tasks to what the registry says; without `apply` only show what that would do."""
    installation = open_installation()
    now = clock()

    def run() -> Applied:
        with acting(installation, now, by(recorded_by), dry_run=not apply, in_turn=True) as act:
            return apply_plan(act, reason=reason, expected=fingerprint.strip() or None)

    done = await asyncio.to_thread(run)
    if apply:
        for obligation, period in {(each.obligation, each.period) for each in done.plan.doing}:
            await refresh(installation, now, obligation, period)
    return Completed(message=spoken(installation.registry, said_of(done)))


def said_of(done: Applied) -> Message:
    """'sẽ làm: 3 việc dời hạn; kstthc-quy 2026-Q4: 41 đơn vị, dời hạn; ...', and the plan's fingerprint."""
    counts = tuple(Message(f"cli.change.did-{kind}", n=count) for kind, count in done.done.items())
    if not counts and not done.plan.gone:
        return Message("form.plan-nothing")
    gone = used.told(done.plan.gone)
    counts = (*((Message("form.plan-gone", what=gone),) if gone else ()), *counts)
    changes = tuple(_line(change) for change in done.plan.doing[:_MOST_TOLD])
    more = len(done.plan.doing) - len(changes)
    lines = (*changes, *((Message("form.plan-more", n=more),) if more > 0 else ()))
    how = "form.plan-would" if done.dry_run else "form.plan-did"
    return Message(how, counts=counts, lines=lines, fingerprint=done.plan.fingerprint)


def _line(change: Change) -> Message:
    of = Message(f"cli.change.did-{change.kind.value}", n=len(change.units))
    return Message("form.plan-line", obligation=change.obligation, period=change.period, change=of)
