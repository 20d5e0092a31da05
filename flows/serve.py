"""`python -m flows.serve`: registers every deployment with the Prefect server and runs what comes due, in
one process.

What it finds at its start it puts right: deployments of duties that left the registry go, and runs that a
killed process left Running are marked Crashed. One such process per Prefect server; for more machines see
`flows.pool`.
"""

from __future__ import annotations

import argparse
import asyncio
import shlex
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    DeploymentFilterTags,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.schedules import CronSchedule
from prefect.context import AsyncClientContext
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectNotFound
from prefect.flows import Flow
from prefect.logging import get_logger
from prefect.runner import Runner
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from engine.links.addresses import home_of
from engine.links.forms import remember
from engine.mail.quiet import morning_round as morning_round_at
from engine.mail.quiet import summaries_at
from engine.worklist.board_links import links_of
from flows import names, schema
from flows.boards import descriptions
from flows.coming import days_of_week, served
from flows.delivery import deliver
from flows.forms.every import EVENTS, forms
from flows.installation import FORESEEN, Installation, clock, ready_installation
from flows.morning import morning_round
from flows.obligation import obligation
from flows.planner import planner
from flows.registry_changes import LOOK_EVERY, Follower
from flows.replies import EVERY, read_all
from flows.speaking import language_of, spoken, terminal_language
from flows.summaries import MONTH, weekly_summary, year_report
from flows.supervisor.guard import watch_supervisor
from flows.supervisor.hanging import beating
from language import Message, message_of, say
from models import db

LIMIT = 3
"""Runs at once. Rounds take turns in the database anyway; the second is for a delivery beside the morning's,
the third keeps a form from waiting for either.
"""
ENGINE = f"{shlex.quote(sys.executable)} -P -m prefect.engine"
"""What a worker starts for a run: told, since Prefect's own way prepares a workspace in a second process
first, which takes as long as the run's. Our code lies where this one's does, on every machine."""
_CRON_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
log = get_logger("dondoc.serve")


def deployments(installation: Installation, now: datetime) -> list[RunnerDeployment]:
    """Everything that is to be served: the duties, the rounds, the forms."""
    registry = installation.registry
    office, today = registry.office, installation.today(now)
    zone, home = str(office.zone), home_of(installation.settings)
    links = links_of(installation.settings)
    days = ",".join(_CRON_DAYS[day] for day in days_of_week(registry, today))
    morning = morning_round_at(office)
    after = summaries_at(office)
    start, close = office.hours
    # The hour that has begun when the office closes still counts: mail may leave until 17:30.
    end = max(close.hour if close.minute else close.hour - 1, start.hour)
    made = [
        _deployment(
            obligation,
            duty.code,
            description=names.latest(descriptions.description(registry, duty, today, home), links),
            tags=descriptions.tags(registry, duty),
            parameters={"obligation": duty.code},
        )
        for duty in served(registry, today)
    ]
    crons: dict[Flow[..., Any], str] = {
        morning_round: f"{morning.minute} {morning.hour} * * {days}",
        deliver: f"*/5 {start.hour}-{end} * * {days}",
        planner: f"30 {max(office.morning.hour - 2, 0)} * * *",
        weekly_summary: f"{after.minute} {after.hour} * * {days}",
        year_report: f"{after.minute} {after.hour} * {MONTH} {days}",
    }
    replies = installation.settings.replies is not None
    if replies:
        crons[read_all] = f"*/{EVERY} * * * *"
    made += [
        _deployment(
            flow,
            flow.name,
            description=names.latest(descriptions.round_described(registry, flow.name, home), links),
            tags=[spoken(registry, Message("deployment.tag-scheduled")), names.TAG],
            schedule=CronSchedule(cron=cron, timezone=zone),
        )
        for flow, cron in crons.items()
    ]
    made += [
        _deployment(
            form,
            form.name,
            description=names.latest(descriptions.form_described(registry, form.name, home), links),
            tags=[spoken(registry, Message("deployment.tag-form")), names.TAG],
        )
        for form in forms(registry, replies=replies)
    ]
    return made


async def register(
    client: PrefectClient, by: Runner | str, installation: Installation, now: datetime
) -> dict[str, UUID]:
    """Brings the server's deployments to what they should be, to be run by a runner or by the work pool of
    that name; answers their ids by name. Stale ones are deleted.
    """
    registry, today = installation.registry, installation.today(now)
    ids: dict[str, UUID] = {}
    shown = schema.Shown(registry, today)
    # Inside, Prefect takes this one client for each deployment, and does not read its certificates again.
    async with AsyncClientContext.get_or_create():
        for deployment in deployments(installation, now):
            # Prefect has no public way to say how parameters are shown before it registers a deployment; to
            # read and change each one afterwards takes twice the requests, and a moment in which it is bare.
            made, form = deployment._parameter_openapi_schema, str(deployment.flow_name)
            events = deployment.name == EVENTS
            titled = shown.of(made.model_dump(exclude_unset=True), form=form, events=events)
            made.properties = titled.get("properties", {})
            if isinstance(by, str):
                deployment.job_variables = {"command": ENGINE}
                ids[deployment.name] = await deployment.aapply(work_pool_name=by)
            else:
                ids[deployment.name] = await by.aadd_deployment(deployment)
    for stale in await _ours(client):
        if stale not in ids.values():
            with suppress(ObjectNotFound):
                await client.delete_deployment(stale)
    _remember_forms(installation, ids)
    return ids


def _remember_forms(installation: Installation, ids: Mapping[str, UUID]) -> None:
    """Tells the administrators' page, which knows nothing of Prefect, where the forms are."""
    known = {form.name for form in forms(installation.registry, replies=True)}
    with db.session(installation.engine) as s:
        remember(
            s,
            {name: str(number) for name, number in ids.items() if name in known},
            board=names.overall_key(language_of(installation.registry)),
        )


async def put_right(client: PrefectClient, installation: Installation, now: datetime) -> int:
    """Marks Crashed what a killed process left Running, or about to run: nobody would ever end it. Answers
    how many.

    To be called before the runner starts: this process is the only one that runs these deployments. Delivery
    and morning runs that were missed are dropped but for the last one: each would do all that is to be done.
    """
    ours = DeploymentFilter(id=DeploymentFilterId(any_=await _ours(client)))
    left = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
    stale = await client.read_flow_runs(
        deployment_filter=ours,
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=left))),
    )
    why = spoken(installation.registry, Message("run.killed"))
    for run in stale:
        await client.set_flow_run_state(run.id, Crashed(message=why), force=True)
    missed = await client.read_flow_runs(
        deployment_filter=ours,
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
            expected_start_time=FlowRunFilterExpectedStartTime(before_=now),
        ),
    )
    by_deployment: dict[UUID | None, list[Any]] = {}
    for run in missed:
        if run.auto_scheduled:
            by_deployment.setdefault(run.deployment_id, []).append(run)
    for runs in by_deployment.values():
        for run in sorted(runs, key=lambda run: run.expected_start_time)[:-1]:
            await client.delete_flow_run(run.id)
    return len(stale)


async def serve(
    installation: Installation,
    *,
    first_runs: bool = False,
    look_every: float = LOOK_EVERY,
    beat: Path | None = None,
) -> None:
    """Registers and runs until stopped; with `first_runs` a round and the planner at once. `beat` is a file
    that is touched as long as this goes on.

    Every `look_every` seconds it looks whether the registry has changed, and serves it anew; 0 is never.
    """
    beats = asyncio.create_task(beating(beat)) if beat else None
    runner = Runner(name="dondoc", pause_on_shutdown=False, limit=LIMIT)
    async with get_client() as client:
        now = clock()
        if crashed := await put_right(client, installation, now):
            log.warning("%d runs of a killed process marked Crashed", crashed)
        ids = await register(client, runner, installation, now)
        log.info("%d deployments registered", len(ids))
        if first_runs:
            for flow, tag, given in (
                (morning_round, names.FIRST_ROUND, {"even_on_day_off": True}),
                (planner, names.FIRST_PLAN, {}),
            ):
                await client.create_flow_run_from_deployment(
                    ids[flow.name],
                    parameters=given,
                    tags=[spoken(installation.registry, each) for each in (names.AT_START, tag)],
                )

    async def again(client: PrefectClient, installation: Installation, now: datetime) -> dict[str, UUID]:
        return await register(client, runner, installation, now)

    following = asyncio.create_task(Follower(installation, again).run(look_every)) if look_every else None
    try:
        await runner.start()
    finally:
        for each in (following, beats):
            if each is not None:
                each.cancel()


def _deployment(flow: Flow[..., Any], name: str, **options: Any) -> RunnerDeployment:
    return RunnerDeployment.from_flow(flow, name, entrypoint_type=EntrypointType.MODULE_PATH, **options)


async def _ours(client: PrefectClient) -> list[UUID]:
    wanted = DeploymentFilter(tags=DeploymentFilterTags(all_=[names.TAG]))
    found: list[UUID] = []
    while True:
        page = await client.read_deployments(deployment_filter=wanted, limit=200, offset=len(found))
        found += [deployment.id for deployment in page]
        if len(page) < 200:
            return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 and one message when something foreseen is wrong."""
    parser = argparse.ArgumentParser(prog="python -m flows.serve", description="Serve every deployment.")
    parser.add_argument("--guarded", action="store_true", help="end when standard input is closed")
    parser.add_argument("--first-runs", action="store_true", help="run a round and the planner at once")
    parser.add_argument(
        "--look-every", type=float, default=LOOK_EVERY, metavar="SECONDS",
        help="how often to look whether the registry has changed; 0 is never",
    )  # fmt: skip
    parser.add_argument("--beat", type=Path, metavar="FILE", help="touch it now and then, as a sign of life")
    chosen = parser.parse_args(arguments)
    if chosen.guarded:
        watch_supervisor()
    try:
        more = {"first_runs": chosen.first_runs, "look_every": chosen.look_every, "beat": chosen.beat}
        asyncio.run(serve(ready_installation(), **more))
    except FORESEEN as error:
        sys.stderr.write(f"error: {say(message_of(error), terminal_language())}\n")
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
