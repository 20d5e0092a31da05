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
    after = killed.get("worker-1", {}).get("crashed_after", 0)
    page = page.replace("[CRASHED]", f" after {after:.0f} s" if after > 0 else "")
    return page.replace("[WORKERS]", "\n".join(_workers(figures.get("workers", {}))))


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
    for machine in sorted({f"{one['on']}: {one['machine']}" for one in of.values()}):
        yield f"\nTried on {machine}, everything on it."


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
    for machine in sorted({f"{one['on']}: {one['machine']}" for one in of.values()}):
        yield f"\nTried on {machine}, everything on it."
