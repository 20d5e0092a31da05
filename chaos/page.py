"""docs/reliability.md, written from the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from chaos import figures as noted

LAWS = Path(__file__).resolve().parents[1] / "tests" / "laws" / "figures.json"
"""Where `python -m tests.laws` notes its figures unless told otherwise."""
PAGE = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"

WORDS = Path(__file__).with_name("reliability.md")
"""What the page says beside the figures."""
FOUND = (
    (
        "The outbox folder was not synced after a letter was written: a power cut took letters that were"
        " recorded as sent",
        "tests/chaos/test_power_cut.py",
    ),
    (
        "A machine died while it sent; the next morning its unit got that mail and the new one, two in a"
        " morning",
        "tests/mail/test_merging.py",
    ),
    (
        "A report was recorded by mistake while its mail waited: when that was taken back, nobody was ever"
        " told of that rung",
        "tests/mail/test_untold.py",
    ),
    (
        "Who stopped `dondoc up` asked a sending run twice, and the second time tore it from its letters: up"
        " to twenty stayed claimed for the whole lease",
        "tests/flows/test_asked_to_end.py",
    ),
    (
        "A round that began late, or took longer than `lease_seconds`, claimed its mails as of its plan: they"
        " were anybody's at once, and of 1,000 mails 34 came twice while a second delivery was at work",
        "tests/mail/test_claims_by_the_clock.py",
    ),
)
"""Faults of the product that these trials found, each with the test that was red."""


def written(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """The page."""
    page = WORDS.read_text()
    page = page.replace("[FIGURES]", "\n".join(_figures(figures)).rstrip())
    return page.replace("[FOUND]", "\n".join(_found()).rstrip())


def _figures(figures: Mapping[str, Mapping[str, Any]]) -> Iterable[str]:
    yield "## Figures"
    killed, cut, many = (figures.get(name, {}) for name in ("kill", "power", "many"))
    yield from _lives("Killed anywhere", "killed", killed)
    yield from _lives("The power goes", "power cuts", cut)
    if many:
        yield "### Many at once\n"
        rows = {
            "processes": "workers", "tasks": "tasks", "mornings": "mornings", "rounds": "rounds",
            "plans applied": "plans", "answers recorded": "answers", "answers refused": "refused",
            "replies read": "replies", "mails arrived": "mails", "mails doubled": "mails_doubled",
            "rows doubled": "duplicates", "deadlocks": "deadlocks", "updates lost": "lost_updates",
            "errors shown to a person": "errors_shown", "longest piece of work, s": "longest_wait",
            "longest answer, s": "longest_answer",
        }  # fmt: skip
        yield from _table(many, {name: (lambda one, key=key: one.get(key, "")) for name, key in rows.items()})
    if under := figures.get("served", {}):
        yield "### Killed under Prefect\n"
        rows = {
            "runs ended": "ended", "left no claim when asked to end": "given_back",
            "letters claimed by one that was killed": "claims_ran_out", "tasks": "tasks",
            "mails expected": "expected", "mails arrived": "arrived", "mails lost": "lost",
            "mails strayed": "strayed", "tasks doubled": "tasks_doubled",
            "mails that arrived again, accepted and not recorded": "doubled",
        }  # fmt: skip
        yield from _table(
            under, {name: (lambda one, key=key: _number(one[key])) for name, key in rows.items()}
        )
    if stalled := figures.get("stalls", {}):
        yield "### Senders that stand still\n"
        rows = {
            "outboxes of two processes each": "trials", "connections of each process": "connections",
            "lease, s": "lease", "stalls longer than the lease": "stalls", "mails": "mails",
            "claims taken over meanwhile": "lost_claims", "mails that came twice": "doubled",
            "… that may: one a connection and stall": "most",
        }  # fmt: skip
        yield from _table(stalled, {name: (lambda one, key=key: one[key]) for name, key in rows.items()})
    yield from _laws(figures.get("laws") or noted.read(LAWS).get("laws", {}))
    steps: Counter[str] = Counter()
    for one in [*killed.values(), *cut.values()]:
        steps.update(one["by_step"])
    if steps:
        yield "### The named steps\n"
        yield "| what is true when the process dies | deaths |\n|---|---:|"
        yield "\n".join(f"| {name} | {n:,} |" for name, n in sorted(steps.items())) + "\n"


_DISK = {"writes": "writes to the disk", "flushes": "flushes", "sectors_lost": "sectors lost"}


def _lives(title: str, deaths: str, of: Mapping[str, Any]) -> Iterable[str]:
    if not of:
        return
    yield f"### {title}\n"
    ways = sorted({way for one in of.values() for way in one["by_way"]})
    told = {"step": "at a named step", "statement": "before a statement", "clock": "by the clock",
            "disk": "after a write, sync or deletion", "none": "after its end"}  # fmt: skip
    yield from _table(
        of,
        {
            deaths: lambda one: one["kills"],
            **_if_any(of, _DISK),
            **{f"… {told[way]}": (lambda one, way=way: one["by_way"].get(way, 0)) for way in ways},
            "lives": lambda one: one["lives"],
            "mornings": lambda one: one["mornings"],
            "answers": lambda one: one["answers"],
            "mails expected": lambda one: one["expected"],
            "mails arrived": lambda one: one["arrived"],
            **_if_any(of, {"short": "… of these by chat"}),
            "mails lost": lambda one: one["lost"],
            "mails strayed": lambda one: one["strayed"],
            "tasks doubled": lambda one: one["tasks_doubled"],
            "mails that arrived again, accepted and not recorded": lambda one: one["doubled"],
            "broken promises": lambda one: len(one["violations"]),
        },
    )


def _if_any(of: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, Any]:
    """Rows of what is not counted everywhere."""
    return {
        title: (lambda one, key=key: one.get(key, ""))
        for key, title in titles.items()
        if any(key in one for one in of.values())
    }


def _laws(of: Mapping[str, Any]) -> Iterable[str]:
    """What `python -m tests.laws` notes."""
    if not of:
        return
    yield "### Laws, whatever the order\n"
    names = sorted(of)
    yield "| | " + " | ".join(names) + " |"
    yield "|---|" + "---:|" * len(names)
    for each in sorted({each for one in of.values() for each in one["seen"]}):
        yield f"| {each} | " + " | ".join(f"{of[name]['seen'].get(each, 0):,}" for name in names) + " |"
    yield "| laws broken | " + " | ".join(str(len(of[name]["broken"])) for name in names) + " |"
    yield "| seeds | " + " | ".join(str(of[name]["seeds"]) for name in names) + " |\n"
    for machine in sorted({f"{one['on']}: {one['machine']}" for one in of.values()}):
        yield f"Tried on {machine}.\n"


def _table(of: Mapping[str, Any], rows: Mapping[str, Any]) -> Iterable[str]:
    names = sorted(of)
    yield "| | " + " | ".join(names) + " |"
    yield "|---|" + "---:|" * len(names)
    for title, read in rows.items():
        yield f"| {title} | " + " | ".join(_said(read(of[name])) for name in names) + " |"
    yield "| seed | " + " | ".join(str(of[name]["seed"]) for name in names) + " |\n"
    for machine in sorted({f"{of[name]['on']}: {of[name]['machine']}" for name in names}):
        yield f"Tried on {machine}.\n"
    for name in names:
        yield from (f"- {name}: {each}" for each in of[name]["violations"][:20])


def _number(value: int | list[Any]) -> int:
    return len(value) if isinstance(value, list) else value


def _said(value: float | str) -> str:
    return f"{value:.1f}" if isinstance(value, float) else f"{value:,}" if value != "" else ""


def _found() -> Iterable[str]:
    yield "## What these trials found\n"
    yield "| fault, mended | the test that was red |\n|---|---|"
    yield "\n".join(f"| {fault} | `{test}` |" for fault, test in FOUND) + "\n"
