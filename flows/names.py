"""What things are called in the Prefect UI: runs, tags, artifact keys, links. Pure; words are messages, which
are said in the office's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from calendars.ladders import Anchor, Role, Rung
from language import Message

TAG = "dondoc"
"""On every deployment of ours, so that those that are gone from the registry are found again."""
AT_START = Message("run.tag-at-start")
CHANGED = Message("run.tag-registry-changed")
"""On the planner's run that follows a change of the registry."""
FIRST_ROUND, FIRST_PLAN = Message("run.tag-first-round"), Message("run.tag-first-plan")
"""Tags of the runs that are asked for when everything starts."""
NONE = "—"
_KEYS = {
    "vi": {"overall": "bang-chung", "outbox": "hop-thu", "document": "nhiem-vu"},
    "en": {"overall": "overall-board", "outbox": "outbox", "document": "assignments"},
}
_PLAN = "plan:"
_OTHERS = {Anchor.EACH: "run.rung-while-it-runs", Anchor.LAST: "run.rung-last-word"}
_GRAVITY = (Role.LEADERSHIP, Role.OWNER, Role.HEAD)
_STROKED = {0x110: "D", 0x111: "d"}  # the one Vietnamese letter that is no letter with a mark
WEEKEND = "weekend"
"""How the working calendar says that a day off has no name of its own."""


def rung_label(rung: Rung) -> Message:
    """A rung in the administrator's words, from what it is rather than from its code: 'nhắc 5 ngày'."""
    n = abs(rung.workdays)
    if rung.anchor is Anchor.OPEN:
        return Message("run.rung-open")
    if rung.anchor in _OTHERS:
        return Message(_OTHERS[rung.anchor])
    if rung.anchor is Anchor.DEADLINE:
        return Message("run.rung-before", n=n) if n else Message("run.rung-last-day")
    graver = [role.value for role in _GRAVITY if role in rung.to]
    return Message(f"run.rung-late-{graver[0]}" if graver else "run.rung-late", n=n)


def run_name(obligation: str, period: str, labels: Iterable[str]) -> str:
    """'kstthc-quy · 2027-Q1 · nhắc 5 ngày'; several things at one instant are joined by ' + '."""
    return " · ".join((obligation, period, " + ".join(dict.fromkeys(labels))))


def plan_key(obligation: str, period: str, at: datetime) -> str:
    """The idempotency key of a planned run. A date that moves makes another key: another run."""
    return f"{_PLAN}{obligation}:{period}:{at:%Y%m%dT%H%M%SZ}"


def is_planned(key: str | None) -> bool:
    """Whether a run's idempotency key is the planner's, and not a person's or a schedule's."""
    return key is not None and key.startswith(_PLAN)


def overall_key(language: str) -> str:
    """The stable key of the board of everything; people read it, in addresses and headings."""
    return _KEYS[language]["overall"]


def outbox_key(language: str) -> str:
    """The stable key of the outbox's board."""
    return _KEYS[language]["outbox"]


def document_key(language: str, number: str) -> str:
    """The stable key of a document's board: 'nhiem-vu-490-kh-bhxh'."""
    return artifact_key(_KEYS[language]["document"], number.translate(_STROKED))


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


_TO_A_BOARD = re.compile(r"\]\(\.\./\.\./artifacts/key/([a-z0-9-]+)\)")


def latest(text: str, links: str) -> str:
    """The text with its links to boards leading to their latest versions, where there are such `links`."""
    return _TO_A_BOARD.sub(rf"]({links}\1)", text) if links else text


def link(text: str, key: str) -> str:
    """A Markdown link to an artifact."""
    return f"[{cell(text)}]({artifact_path(key)})"


def cell(text: object) -> str:
    """Text that cannot break out of a Markdown table cell or link, or bring markup of its own.

    Names come from files that people edit.
    """
    flat = " ".join(str(text).split())
    return re.sub(r"([\\`*_\[\]<>|~#!])", r"\\\1", flat)


def day(value: date | None) -> Message | str:
    """'thứ Sáu, 18/09/2026'; a dash for none."""
    return NONE if value is None else Message("board.day-long", day=value)


def figures(value: date | None) -> Message | str:
    """'18/09/2026', for tables; a dash for none."""
    return NONE if value is None else Message("board.day", day=value)


def instant(value: datetime | None, zone: ZoneInfo) -> Message | str:
    """'08:00 18/09/2026' in the office's zone; a dash for none."""
    if value is None:
        return NONE
    local = value.astimezone(zone)
    return Message("words.instant", day=local.date(), time=local.time())


def days_off(why: str | None) -> tuple[Message | str, ...]:
    """Why nobody works on some days, as the calendar names them: 'Quốc khánh', 'cuối tuần'."""
    return tuple(
        Message("board.weekend") if each == WEEKEND else each for each in (why or WEEKEND).split("; ")
    )
