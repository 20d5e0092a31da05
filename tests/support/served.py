"""A served office for the tests: a registry folder that may be changed, settings, waiting for children."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from config import settings as settings_room
from config.settings import Settings
from flows.children import Child
from flows.house import House

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
    """A served office: its environment, and the house as the test process sees it."""

    env: dict[str, str]
    house: House
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
    shutil.copytree(ROOT / "config", target, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
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
