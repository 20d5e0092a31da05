"""What things are called in the Prefect UI: runs, tags, artifact keys, links. Pure; Vietnamese where people
read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from calendars.ladders import Anchor, Role, Rung

TAG = "dondoc"
"""On every deployment of ours, so that those that are gone from the registry are found again."""
OVERALL = "bang-chung"
OUTBOX = "hop-thu"
AT_START = "khởi động"
CHANGED = "danh mục thay đổi"
"""On the planner's run that follows a change of the registry."""
FIRST_ROUND, FIRST_PLAN = "lượt đầu", "lập lịch đầu"
"""Tags of the runs that are asked for when everything starts."""
_PLAN = "plan:"
_REPORTS_TO = {
    Role.HEAD: "báo lãnh đạo đơn vị",
    Role.OWNER: "báo đơn vị đầu mối",
    Role.LEADERSHIP: "trình lãnh đạo",
}
_GRAVITY = (Role.LEADERSHIP, Role.OWNER, Role.HEAD)
_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def rung_label(rung: Rung) -> str:
    """A rung in the administrator's words, from what it is rather than from its code: 'nhắc trước 5 ngày'."""
    n = abs(rung.workdays)
    if rung.anchor is Anchor.OPEN:
        return "mở việc"
    if rung.anchor is Anchor.DEADLINE:
        return f"nhắc {n} ngày" if n else "nhắc ngày hạn"
    graver = [_REPORTS_TO[role] for role in _GRAVITY if role in rung.to]
    return f"chậm {n} ngày, {graver[0]}" if graver else f"chậm {n} ngày"


def run_name(obligation: str, period: str, labels: Iterable[str]) -> str:
    """'kstthc-quy · 2027-Q1 · nhắc 5 ngày'; several things at one instant are joined by ' + '."""
    return " · ".join((obligation, period, " + ".join(dict.fromkeys(labels))))


def plan_key(obligation: str, period: str, at: datetime) -> str:
    """The idempotency key of a planned run. A date that moves makes another key: another run."""
    return f"{_PLAN}{obligation}:{period}:{at:%Y%m%dT%H%M%SZ}"


def is_planned(key: str | None) -> bool:
    """Whether a run's idempotency key is the planner's, and not a person's or a schedule's."""
    return key is not None and key.startswith(_PLAN)


def artifact_key(obligation: str, period: str) -> str:
    """The stable key of a board: 'kstthc-quy-2026-q3', 'ke-hoach-2021-2025'. Lower case, digits and dashes
    only.
    """
    return re.sub(r"[^a-z0-9]+", "-", f"{obligation}-{period}".lower()).strip("-")


def artifact_path(key: str) -> str:
    """Where the UI shows an artifact with its history, from the page of a deployment, a run or another
    artifact.

    All of these lie equally deep, so a relative path is right in both of Prefect's UIs and behind any proxy.
    """
    return f"../../artifacts/key/{key}"


def link(text: str, key: str) -> str:
    """A Markdown link to an artifact."""
    return f"[{cell(text)}]({artifact_path(key)})"


def cell(text: object) -> str:
    """Text that cannot break out of a Markdown table cell or link, or bring markup of its own.

    Names come from files that people edit.
    """
    flat = " ".join(str(text).split())
    return re.sub(r"([\\`*_\[\]<>|~#!])", r"\\\1", flat)


def day(value: date | None) -> str:
    """'thứ Sáu 18/09/2026'; a dash for none."""
    return "—" if value is None else f"{_DAYS[value.weekday()]} {value:%d/%m/%Y}"


def instant(value: datetime | None, zone: ZoneInfo) -> str:
    """'08:00 18/09/2026' in the office's zone; a dash for none."""
    return "—" if value is None else f"{value.astimezone(zone):%H:%M %d/%m/%Y}"
