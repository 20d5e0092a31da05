"""A served office for the tests: settings, waiting for children."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun

from config import settings as settings_room
from config.settings import Settings
from engine.installation import Installation
from flows.supervisor.children import Child
from tests.support.cast import HANOI
from tests.support.ports import free_port

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Running:
    """A served office: its environment, and the installation as the test process sees it."""

    env: dict[str, str]
    installation: Installation
    runner: Child

    @property
    def ui(self) -> str:
        return self.env["DONDOC_WEB_BASE_URL"]


def settings_for(home: Path, config: Path, port: int) -> Settings:
    return settings_room.load(
        {
            "DONDOC_HOME": str(home),
            "DONDOC_CONFIG": str(config),
            "DONDOC_PREFECT_PORT": str(port),
            "DONDOC_PAGE_PORT": str(free_port()),
        }
    )


def wait(true: Callable[[], bool], seconds: float, child: Child) -> None:
    limit = time.monotonic() + seconds
    while not true():
        assert child.running, f"{child.name} ended: {child.log.read_text()[-3000:]}"
        assert time.monotonic() < limit, f"{child.name} not ready: {child.log.read_text()[-3000:]}"
        time.sleep(0.2)


def this_month() -> str:
    """The period of the trial duties that is surely open."""
    return f"{datetime.now(HANOI):%Y-%m}"


async def deployment_id(client: PrefectClient, name: str) -> UUID:
    return next(each.id for each in await client.read_deployments(limit=200) if each.name == name)


async def ended(client: PrefectClient, run: UUID, seconds: float = 90) -> FlowRun:
    """The run, once it has ended."""
    limit = time.monotonic() + seconds
    while True:
        found = await client.read_flow_run(run)
        if found.state is not None and found.state.is_final():
            return found
        assert time.monotonic() < limit, f"{found.name} is still {found.state_name}"
        await asyncio.sleep(0.3)


async def filled_in(client: PrefectClient, form: str, **answers: Any) -> FlowRun:
    """A form, filled in and run to its end."""
    deployment = await client.read_deployment(await deployment_id(client, form))
    lists = deployment.parameter_openapi_schema["properties"]
    for name in {"obligation", "unit"} & answers.keys():
        # As a person picks it: the entry that begins with the code.
        offered = [each for each in lists[name].get("enum", ()) if each.split(" · ")[0] == answers[name]]
        answers[name] = offered[0] if offered else answers[name]
    if "recorded_by" in lists:
        answers.setdefault("recorded_by", "Lan")
    run = await client.create_flow_run_from_deployment(deployment.id, parameters=answers)
    return await ended(client, run.id)


def said(run: FlowRun) -> str:
    assert run.state is not None
    return run.state.message or ""
