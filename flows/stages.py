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

from engine.rounds.report import RoundReport
from engine.rounds.rounds import Stage, run_round
from flows.installation import Installation

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


@task(name="mở việc", task_run_name="mở việc", cache_policy=NO_CACHE)
async def opening(progress: Any) -> State[Any]:
    """Tasks opened, per obligation and period."""
    report = await progress.value.reached(Stage.OPENED)
    said = [f"{each.obligation} {each.period}: {each.tasks} việc" for each in report.opened if each.tasks]
    return Completed(message="Mở " + "; ".join(said) if said else "Không có việc mới phải mở")


@task(name="nhắc", task_run_name="nhắc", cache_policy=NO_CACHE)
async def chasing(progress: Any) -> State[Any]:
    """Reminders raised for the units themselves."""
    reasons = (await progress.value.reached(Stage.CHASED)).chased.reasons
    raised = sum(count for reason, count in reasons.items() if not reason.startswith(_ESCALATED))
    return Completed(message=f"{raised} lời nhắc" if raised else "Không có ai phải nhắc lúc này")


@task(name="báo cấp trên", task_run_name="báo cấp trên", cache_policy=NO_CACHE)
async def escalating(progress: Any) -> State[Any]:
    """Notices to heads, owners and the leadership."""
    reasons = (await progress.value.reached(Stage.CHASED)).chased.reasons
    raised = sum(count for reason, count in reasons.items() if reason.startswith(_ESCALATED))
    return Completed(
        message=f"{raised} báo cáo lên cấp trên" if raised else "Không có gì phải báo lên cấp trên"
    )


@task(name="gửi thư", task_run_name="gửi thư", cache_policy=NO_CACHE)
async def delivering(progress: Any) -> State[Any]:
    """Messages queued and sent."""
    report = await progress.value.reached(Stage.DELIVERED)
    if report.delivery is None:
        return Completed(message="Thư đi cùng đợt thư buổi sáng")
    said = [f"xếp {report.messages} thư", f"gửi {report.sent}"]
    said += [f"{report.failed} lỗi"] * bool(report.failed)
    said += [f"{report.waiting} còn chờ"] * bool(report.waiting)
    return Completed(message=", ".join(said).capitalize())


class _Unseen:
    """Carries a live object past Prefect, which would look into a task's parameters and try to store them."""

    def __init__(self, value: Progress) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "progress"


async def staged_round(installation: Installation, now: datetime, **options: Any) -> RoundReport:
    """`run_round` as four task runs of the present flow run. Raises what the round raises."""
    progress = Progress()
    work = asyncio.ensure_future(
        asyncio.to_thread(
            functools.partial(
                run_round,
                installation,
                now,
                origin=ORIGIN,
                join=True,
                progress=progress.tell,
                **options,
            )
        )
    )
    work.add_done_callback(progress.end)
    seen = _Unseen(progress)
    for stage in (opening, chasing, escalating, delivering):
        await stage(seen)
    return await work
