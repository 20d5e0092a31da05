"""A round of the engine seen from Prefect: its stages as task runs, as they happen.

The engine runs in a thread and says when a stage is committed; each task run waits for its stage. So the
graph shows open, chase, escalate and deliver with their true times, for four task runs a round, however many
units there are.
"""

from __future__ import annotations

import asyncio
import functools
from datetime import datetime
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed

from config.registry import Registry
from engine.rounds.report import RoundReport
from engine.rounds.rounds import Stage, run_round
from engine.tasks.acts import By
from flows.installation import Installation
from flows.speaking import sentence, spoken
from language import Message

ORIGIN = "flow"
_ESCALATED = "escalated"


class Progress:
    """Futures for the stages of one round, fulfilled from the engine's thread."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._done = {stage: self._loop.create_future() for stage in Stage}

    def tell(self, stage: Stage, report: RoundReport) -> None:
        """What the engine calls, in its thread, when a stage has been committed."""
        self._loop.call_soon_threadsafe(self._set, stage, report)

    def end(self, work: asyncio.Future[RoundReport]) -> None:
        """The round has ended: stages that were not reached end with it."""
        for future in self._done.values():
            if future.done():
                continue
            if work.cancelled():
                future.cancel()
            elif error := work.exception():
                future.set_exception(error)
                future.exception()  # told by the round itself; not a second time at exit
            else:
                future.set_result(work.result())

    async def reached(self, stage: Stage) -> RoundReport:
        """Waits for a stage; raises what the round raised."""
        return await asyncio.shield(self._done[stage])

    def _set(self, stage: Stage, report: RoundReport) -> None:
        if not self._done[stage].done():
            self._done[stage].set_result(report)


class _Seen:
    """Carries a round's progress, and the office that reads of it, past Prefect, which would look into a
    task's parameters and try to store them.
    """

    def __init__(self, progress: Progress, registry: Registry) -> None:
        self.reached = progress.reached
        self.registry = registry

    def __repr__(self) -> str:
        return "progress"


@task(name="open", cache_policy=NO_CACHE)
async def opening(round_: Any) -> State[Any]:
    """Tasks opened, per obligation and period."""
    report = await round_.reached(Stage.OPENED)
    opened = [
        Message("run.opened-of", obligation=each.obligation, period=each.period, n=each.tasks)
        for each in report.opened
        if each.tasks
    ]
    return _completed(round_, Message("run.opened", tasks=opened) if opened else Message("run.opened-none"))


@task(name="remind", cache_policy=NO_CACHE)
async def chasing(round_: Any) -> State[Any]:
    """Reminders raised for the units themselves."""
    reasons = (await round_.reached(Stage.CHASED)).chased.reasons
    raised = sum(count for reason, count in reasons.items() if not reason.startswith(_ESCALATED))
    return _completed(round_, Message("run.reminded", n=raised) if raised else Message("run.reminded-nobody"))


@task(name="escalate", cache_policy=NO_CACHE)
async def escalating(round_: Any) -> State[Any]:
    """Notices to heads, owners and the leadership."""
    reasons = (await round_.reached(Stage.CHASED)).chased.reasons
    raised = sum(count for reason, count in reasons.items() if reason.startswith(_ESCALATED))
    return _completed(round_, Message("run.escalated", n=raised) if raised else Message("run.escalated-none"))


@task(name="deliver", cache_policy=NO_CACHE)
async def delivering(round_: Any) -> State[Any]:
    """Messages queued and sent."""
    report = await round_.reached(Stage.DELIVERED)
    if report.delivery is None:
        return _completed(round_, Message("run.with-the-mornings"))
    said = [Message("run.mails-queued", n=report.messages), Message("run.mails-sent", n=report.sent)]
    said += [Message("run.mails-not-sent", n=report.failed)] * bool(report.failed)
    said += [Message("run.mails-waiting", n=report.waiting)] * bool(report.waiting)
    return _completed(round_, Message("run.delivery", did=said))


def _completed(round_: _Seen, message: Message) -> State[Any]:
    return Completed(message=sentence(round_.registry, message))


async def staged_round(installation: Installation, now: datetime, **options: Any) -> RoundReport:
    """`run_round` as four task runs of the present flow run. Raises what the round raises."""
    progress = Progress()
    work = asyncio.ensure_future(
        asyncio.to_thread(
            functools.partial(
                run_round,
                installation,
                now,
                origin=By("Prefect", ORIGIN),
                join=True,
                progress=progress.tell,
                **options,
            )
        )
    )
    work.add_done_callback(progress.end)
    seen = _Seen(progress, installation.registry)
    for stage in (opening, chasing, escalating, delivering):
        name = spoken(installation.registry, Message(f"run.stage-{stage.name}"))
        await stage.with_options(name=name, task_run_name=name)(seen)
    return await work
