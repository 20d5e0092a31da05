"""docs/growing.md, written from the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "docs" / "growing.md"
WORDS = Path(__file__).with_name("growing.md")
"""What the page says beside the figures."""
DIES = {
    "nothing": "nothing",
    "worker-1": "one of two workers, with its runs",
    "api-1": "one of two Prefect servers",
    "balancer": "the balancer",
    "services": "Prefect's background services",
    "redis": "Redis",
    "postgres": "PostgreSQL",
    "page-1": "the page on one of two hosts",
}


def written(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """The page."""
    page = WORDS.read_text(encoding="utf-8")
    killed = figures.get("machines", {})
    page = page.replace("[KILLED]", "\n".join(_killed(killed)))
    page = page.replace("[IN TURN]", "\n".join(_in_turn(figures.get("machines in turn", {}))))
    after = killed.get("worker-1", {}).get("crashed_after", 0)
    page = page.replace("[CRASHED]", f" after {after:.0f} s" if after > 0 else "")
    works = figures.get("workers", {})
    page = page.replace("[WORKERS]", "\n".join(_workers(works)))
    return page.replace("[PROCESSOR]", "\n".join(_processor(works)))


def _killed(of: Mapping[str, Any]) -> Iterable[str]:
    yield (
        "| what dies | mails | lost | twice | no mail for, s | Prefect silent, s | page silent, s"
        " | the morning took, s |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for part, title in DIES.items():
        if (one := of.get(part)) is None:
            continue
        stalled = f"{one['mails_stalled']:.1f}" if part != "nothing" else "–"
        yield (
            f"| {title} | {one['mails']:,} | {one['lost']} | {one['doubled']} | {stalled}"
            f" | {one['prefect_silent']:.1f} | {one['page_silent']:.1f} | {one['seconds']:.0f} |"
        )
    yield from _tried_on(of)


def _in_turn(of: Mapping[str, Any]) -> Iterable[str]:
    for one in of.values():
        yield (
            f"{one['mails']:,} mails of {one['units']:,} units, {one['tasks']:,} tasks: "
            f"**{one['lost']} lost, {one['doubled']} twice** (at most {one['may']} may: one by the worker "
            "that dies, one by each of the two senders when the database dies). "
            f"The first mail left after {one['first']:.0f} s, the last after {one['seconds']:.0f} s; "
            f"the mail server took {one['pause'] * 1000:.0f} ms for each.\n"
        )
        yield "| what dies | after, s | no mail for, s | Prefect silent, s | page silent, s |"
        yield "|---|---:|---:|---:|---:|"
        for part, turn in sorted(one["parts"].items(), key=lambda each: each[1]["at"]):
            yield (
                f"| {DIES[part]} | {turn['at']:.0f} | {turn['mails_stalled']:.1f}"
                f" | {turn['prefect_silent']:.1f} | {turn['page_silent']:.1f} |"
            )
    yield from _tried_on(of)


def _tried_on(of: Mapping[str, Any]) -> Iterable[str]:
    for machine in sorted({f"{one['on']}: {one['machine']}" for one in of.values()}):
        yield f"\nTried on {machine}, everything on it."


TAKES = {
    "worker": "the workers and their runs",
    "postgres": "PostgreSQL",
    "api": "the Prefect servers",
    "sink": "the trial's mail server",
    "services": "background services",
    "redis": "Redis",
    "balancer": "nginx",
}


def _processor(of: Mapping[str, Any]) -> Iterable[str]:
    taken = [one for one in of.values() if one.get("processor") and not one["pause"]]
    kinds = [kind for kind in TAKES if any(kind in one["processor"] for one in taken)]
    yield f"| workers | {' | '.join(TAKES[kind] for kind in kinds)} | the machine was busy |"
    yield f"|---:|{'---:|' * len(kinds)}---:|"
    for one in sorted(taken, key=lambda one: int(one["workers"])):
        each = " | ".join(f"{one['processor'].get(kind, 0):.1f}" for kind in kinds)
        yield f"| {one['workers']} | {each} | {one['busy']:.0%} |"


def _workers(of: Mapping[str, Any]) -> Iterable[str]:
    yield (
        "| workers | the mail server takes for a mail, ms | mails | until the first, s"
        " | from first to last, s | mails a second |"
    )
    yield "|---:|---:|---:|---:|---:|---:|"
    for one in sorted(of.values(), key=lambda one: (one["pause"], one["workers"])):
        yield (
            f"| {one['workers']} | {one['pause'] * 1000:.0f} | {one['mails']:,} | {one['round_seconds']:.1f}"
            f" | {one['seconds']:.1f} | {one['a_second']:.0f} |"
        )
    yield from _tried_on(of)
