"""`python -m flows.pool --pool NAME`: registers every deployment in a work pool, for workers on as many
machines as are wanted, and ends. The same deployments as `flows.serve`, which runs them itself on one.

Workers come and go, so none may take what stands as Running for a dead one's, as `serve` does at its start.
Runs give signs of life instead, and an automation of Prefect marks those Crashed that give none. What such a
run left undone the next one does: rounds compare what should be with what is.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.logging import get_logger

from flows import names
from flows.installation import FORESEEN, Installation, clock, ready_installation
from flows.planner import planner, scheduled
from flows.serve import register
from flows.speaking import spoken, terminal_language
from language import Message, message_of, say

SILENT = timedelta(seconds=120)
"""A run that gives no sign of life for so long, four of them, is taken for dead."""
_LIFE = "prefect.flow-run.heartbeat"
_ENDS = ("Completed", "Failed", "Cancelled", "Crashed")
log = get_logger("dondoc.pool")


async def deploy(installation: Installation, pool: str, now: datetime) -> int:
    """Makes pool, deployments and automation what they should be, and asks for a plan; answers how many
    deployments."""
    registry = installation.registry
    async with get_client() as client:
        with suppress(ObjectAlreadyExists):
            await client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
        await _watch(client, installation)
        ids = await register(client, pool, installation, now)
        await _forget_elsewhere(client, pool, now)
        tags = [spoken(registry, each) for each in (names.AT_START, names.FIRST_PLAN)]
        await client.create_flow_run_from_deployment(ids[planner.name], tags=tags)
    return len(ids)


async def _watch(client: PrefectClient, installation: Installation) -> None:
    """The automation that marks Crashed what a dead machine left Running."""
    name = spoken(installation.registry, Message("run.silent"))
    made = AutomationCore(
        name=name[:1].upper() + name[1:],
        trigger=EventTrigger(
            after={_LIFE},
            expect={_LIFE, *(f"prefect.flow-run.{end}" for end in _ENDS)},
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=SILENT,
        ),
        actions=[
            ChangeFlowRunState(
                state=StateType.CRASHED, message=spoken(installation.registry, Message("run.killed"))
            )
        ],
    )
    there = await client.read_automations_by_name(made.name)
    for double in there[1:]:
        await client.delete_automation(double.id)
    if there:
        await client.update_automation(there[0].id, made)
    else:
        await client.create_automation(made)


async def _forget_elsewhere(client: PrefectClient, pool: str, now: datetime) -> None:
    """Planned runs that belong to no pool, or another, would wait for a worker that never comes: the planner
    makes them anew."""
    for run in [run async for run in scheduled(client, now) if run.work_pool_name != pool]:
        if names.is_planned(run.idempotency_key):
            with suppress(ObjectNotFound):
                await client.delete_flow_run(run.id)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 and one message when something foreseen is wrong."""
    parser = argparse.ArgumentParser(prog="python -m flows.pool", description="Register in a work pool.")
    parser.add_argument("--pool", required=True, metavar="NAME")
    chosen = parser.parse_args(arguments)
    try:
        installation = ready_installation()
        count = asyncio.run(deploy(installation, chosen.pool, clock()))
    except FORESEEN as error:
        sys.stderr.write(f"dondoc: {_said(message_of(error))}\n")
        return 1
    except Exception as error:
        # Whatever Prefect's client raises: no server there, or one that refuses.
        log.debug("deploying failed", exc_info=True)
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        sys.stderr.write(f"dondoc: {_said(Message('up.deploy-failed', why=why))}\n")
        return 1
    sys.stdout.write(f"{_said(Message('up.deployed', n=count, pool=chosen.pool))}\n")
    return 0


def _said(message: Message | str) -> str:
    """As whoever typed `dondoc deploy` reads it."""
    return say(message, terminal_language(), "cli")


if __name__ == "__main__":
    raise SystemExit(main())
