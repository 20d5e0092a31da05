"""The planner: keeps in Prefect, for every obligation, one run for each instant that the calendar names.

Compared, not remembered: it reads the runs that stand and makes them those that should. Running it twice, or
two at once, changes nothing more, since a run's idempotency key names its obligation, period and instant.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from prefect import flow
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import DeploymentUpdate
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound
from prefect.states import Completed, Crashed, Scheduled

from engine.links.addresses import home_of
from engine.mail.summary import KINDS
from engine.rounds.heartbeat import beat
from engine.tasks.opening import GO_LIVE
from engine.worklist.board_links import links_of
from flows import delivery, names, replies, summaries
from flows.boards import descriptions
from flows.coming import Difference, Planned, coming, difference, served
from flows.installation import Installation, clock, open_installation
from flows.runs import dated, plainly
from flows.speaking import in_every_language, sentence, spoken
from language import Message
from models import db, queries

AT_ONCE = 2
"""Requests under way. A server on SQLite writes one at a time and is slower when several wait."""
PAGE = 200
IDLE_KEPT = timedelta(days=2)
LOST = timedelta(hours=6)
"""No run of ours takes a tenth of that."""
FLOW = "obligation"


@flow(name="planner", flow_run_name=dated("run.name-planner"), persist_result=False)
@plainly
async def planner() -> State[Any]:
    """Keep the coming runs of every obligation for 400 days, and move those whose date has moved.

    Daily and at every start; another run does no harm.
    """
    installation = open_installation()
    now = clock()
    async with get_client() as client:
        done, planned = await plan(client, installation, now)
        unserved = await describe(client, installation, now)
        cleared = await clear_idle(client, now)
        await end_lost(client, installation, now)
    beat(installation, now)
    until = max((each.at for each in planned), default=now)
    said = [
        Message("run.planned", n=len(planned), day=installation.today(until)),
        Message("run.plan-changed", added=len(done.create), dropped=len(done.delete), kept=done.keep),
    ]
    said += [Message("run.not-served-yet", codes=unserved)] * bool(unserved)
    said += [Message("run.idle-cleared", n=cleared)] * bool(cleared)
    return Completed(message=sentence(installation.registry, Message("run.planner", did=said)))


async def plan(
    client: PrefectClient, installation: Installation, now: datetime
) -> tuple[Difference[UUID], tuple[Planned, ...]]:
    """Makes the coming runs what the calendar says as of `now` (UTC); answers what it took, and all runs
    planned.
    """
    with db.reading(installation.engine) as s:
        live = queries.fact(s, GO_LIVE)
    go_live = date.fromisoformat(live) if live else installation.settings.go_live or installation.today(now)
    deployments = await _deployments(client)
    planned = tuple(
        each for each in coming(installation.registry, now, go_live=go_live) if each.obligation in deployments
    )
    standing = {
        run.id: (run.idempotency_key or "", run.name)
        async for run in scheduled(client, now)
        if names.is_planned(run.idempotency_key)
    }
    todo = difference(planned, standing)
    # First the old, then the new: a run whose name changed has the same key in both.
    await _all(_delete(client, run) for run in todo.delete)
    await _all(_create(client, deployments, each) for each in todo.create)
    return todo, planned


async def describe(client: PrefectClient, installation: Installation, now: datetime) -> list[str]:
    """Brings the duties' descriptions up to date, since the deadlines they list go by.

    Answers the duties of the registry that are not served yet: `flows.serve` takes them up at its next look.
    """
    today = installation.today(now)
    standing = {each.name: each for each in await _read_deployments(client)}
    duties = {duty.code: duty for duty in served(installation.registry, today)}
    home, links = home_of(installation.settings), links_of(installation.settings)
    for code, duty in duties.items():
        text = names.latest(descriptions.description(installation.registry, duty, today, home), links)
        if code in standing and standing[code].description != text:
            await client.update_deployment(standing[code].id, DeploymentUpdate(description=text))
    return [code for code in duties if code not in standing]


async def clear_idle(client: PrefectClient, now: datetime) -> int:
    """Deletes runs that sent or read mail and had nothing to do, some days old; answers how many. They are
    hundreds a day.
    """
    old = FlowRunFilter(
        expected_start_time=FlowRunFilterExpectedStartTime(before_=now - IDLE_KEPT),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.COMPLETED])),
    )
    kinds = {delivery.deliver.name: delivery.NOTHING, replies.read_all.name: replies.NOTHING}
    kinds |= dict.fromkeys(KINDS, summaries.NOTHING)
    nothing = tuple(text.casefold() for each in kinds.values() for text in in_every_language(each))
    idle = [
        run.id
        for flow in kinds
        async for run in _pages(client, old, flow)
        if run.state is not None and (run.state.message or "").casefold().startswith(nothing)
    ]
    await _all(_delete(client, run) for run in idle)
    return len(idle)


async def end_lost(client: PrefectClient, installation: Installation, now: datetime) -> int:
    """Marks Crashed what has stood as running, or about to run, for hours: its machine died, and nobody told
    of it (several machines: when Prefect's own database died with it). Answers how many."""
    left = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
    standing = FlowRunFilter(
        expected_start_time=FlowRunFilterExpectedStartTime(before_=now - LOST),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=left)),
    )
    why = spoken(installation.registry, Message("run.killed"))
    lost = [
        run
        for run in await client.read_flow_runs(flow_run_filter=standing, limit=PAGE)
        if run.state is not None and run.state.timestamp < now - LOST
    ]
    for run in lost:
        await client.set_flow_run_state(run.id, Crashed(message=why), force=True)
    return len(lost)


async def _deployments(client: PrefectClient) -> Mapping[str, UUID]:
    return {each.name: each.id for each in await _read_deployments(client)}


async def _read_deployments(client: PrefectClient) -> list[DeploymentResponse]:
    ours = FlowFilter(name=FlowFilterName(any_=[FLOW]))
    found: list[DeploymentResponse] = []
    while True:
        page = await client.read_deployments(flow_filter=ours, limit=PAGE, offset=len(found))
        found += page
        if len(page) < PAGE:
            return found


async def scheduled(client: PrefectClient, now: datetime) -> AsyncIterator[FlowRun]:
    """The runs of duties that are still to come."""
    ahead = FlowRunFilter(
        expected_start_time=FlowRunFilterExpectedStartTime(after_=now),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
    )
    async for run in _pages(client, ahead, FLOW):
        yield run


async def _pages(client: PrefectClient, wanted: FlowRunFilter, flow_name: str) -> AsyncIterator[FlowRun]:
    """All runs of a flow that pass the filter. Read whole before any is changed, or pages would shift."""
    found: list[FlowRun] = []
    while True:
        page = await client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=[flow_name])),
            flow_run_filter=wanted,
            sort=FlowRunSort.EXPECTED_START_TIME_ASC,
            limit=PAGE,
            offset=len(found),
        )
        found += page
        if len(page) < PAGE:
            break
    for run in found:
        yield run


async def _create(client: PrefectClient, deployments: Mapping[str, UUID], each: Planned) -> None:
    await client.create_flow_run_from_deployment(
        deployments[each.obligation],
        name=each.name,
        parameters=each.parameters,
        tags=[each.period],
        state=Scheduled(scheduled_time=each.at),
        idempotency_key=each.key,
    )


async def _delete(client: PrefectClient, run: UUID) -> None:
    with suppress(ObjectNotFound):  # another planner was first
        await client.delete_flow_run(run)


async def _all(work: Iterable[Awaitable[None]]) -> None:
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(each: Awaitable[None]) -> None:
        async with turn:
            await each

    await asyncio.gather(*(one(each) for each in work))
