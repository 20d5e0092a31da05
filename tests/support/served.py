"""A served office for the tests: a registry folder that may be changed, settings, waiting for children."""

from __future__ import annotations

import asyncio
import shutil
import socket
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
from config.settings import SHIPPED_REGISTRY, Settings
from engine.installation import Installation
from flows.supervisor.children import Child
from tests.support.cast import HANOI

ROOT = Path(__file__).resolve().parents[2]
TRIAL, OPENED_BY_RUN = "thu-nghiem", "thu-mo"
"""Duties of the tests' own, open on every day of every year: each month's report is due at the end of the
next one and opens sixty working days before."""
TRIAL_YAML = """
document: {number: 1/KH-TEST, date: 2026-01-05, title: Kế hoạch thử}
obligations:
  - code: thu-nghiem
    title: Báo cáo thử hằng tháng
    title_en: A monthly report for the tests
    cite: mục 1
    worded: chậm nhất ngày cuối tháng sau
    owed_by: [TST, PC, CNTT]
    owner: VP
    cycle: monthly
    due: {month: next, day: last, boundary: by}
    ladder: thu
  - code: thu-mo
    title: Báo cáo thử hằng tháng, chỉ để mở
    title_en: Another one, which only the test of opening touches
    cite: mục 2
    worded: chậm nhất ngày cuối tháng sau
    owed_by: [TST, PC, CNTT]
    owner: VP
    cycle: monthly
    due: {month: next, day: last, boundary: by}
    ladder: thu
"""
TRIAL_LADDER = """
  - code: thu
    title: Thử
    open_workdays: 60
    rungs:
      - {name: opened, at: open, to: [unit]}
      - {name: remind-5wd, before: 5, to: [unit]}
      - {name: overdue-1wd, late: 1, to: [unit]}
"""


@dataclass(frozen=True)
class Running:
    """A served office: its environment, and the installation as the test process sees it."""

    env: dict[str, str]
    installation: Installation
    runner: Child

    @property
    def ui(self) -> str:
        return self.env["DONDOC_WEB_BASE_URL"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def office_folder(target: Path) -> Path:
    """The shipped registry and the trial duty, in a folder that a test may change."""
    shutil.copytree(SHIPPED_REGISTRY, target)
    (target / "thu-nghiem.yaml").write_text(TRIAL_YAML, encoding="utf-8")
    ladders = target / "ladders.yaml"
    ladders.write_text(ladders.read_text(encoding="utf-8").rstrip() + "\n" + TRIAL_LADDER, encoding="utf-8")
    return target


def settings_for(home: Path, config: Path, port: int) -> Settings:
    return settings_room.load(
        {"DONDOC_HOME": str(home), "DONDOC_CONFIG": str(config), "DONDOC_PREFECT_PORT": str(port)}
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
    run = await client.create_flow_run_from_deployment(await deployment_id(client, form), parameters=answers)
    return await ended(client, run.id)


def said(run: FlowRun) -> str:
    assert run.state is not None
    return run.state.message or ""
