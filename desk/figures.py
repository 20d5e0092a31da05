"""An indicator's figure as the command line tells it: beside its target, and whether that is met."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from config.registry import Obligation


def columns(duty: Obligation | None, period: str, figure: Decimal | None) -> dict[str, Any]:
    """The keys `figure`, `target` and `met` that docs/cli.md promises; the first two as exact text."""
    from engine.answers.figures import judged

    found = judged(duty, period, figure)
    if found is None:
        return {"figure": None, "target": None, "met": None}
    return {"figure": _text(found.figure), "target": _text(found.target), "met": found.met}


def told(duty: Obligation | None, period: str, figure: Decimal | None) -> str:
    """`97.5 % (target 100: not met)`, `asked in % (target 100)`, or nothing where none belongs."""
    from engine.answers.figures import judged

    found = judged(duty, period, figure)
    if found is None:
        return ""
    target = "no target" if found.target is None else f"target {found.target:f}"
    if found.figure is None:
        return f"asked in {found.unit} ({target})"
    met = {True: ": met", False: ": not met", None: ""}[found.met]
    unit = f" {found.unit}" if found.unit else ""
    return f"{found.figure:f}{unit} ({target}{met})"


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
