"""An indicator's figure as the command line tells it: beside its target, and whether that is met."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from language import Message

if TYPE_CHECKING:
    from config.registry import Obligation


def columns(duty: Obligation | None, period: str, figure: Decimal | None) -> dict[str, Any]:
    """The keys `figure`, `target` and `met` that docs/cli.md promises; the first two as exact text."""
    from engine.answers.figures import judged

    found = judged(duty, period, figure)
    if found is None:
        return {"figure": None, "target": None, "met": None}
    return {"figure": _text(found.figure), "target": _text(found.target), "met": found.met}


def told(duty: Obligation | None, period: str, figure: Decimal | None) -> Message | None:
    """`97.5 % (target 100: not met)`, `asked in % (target 100)`; None where no figure belongs."""
    from engine.answers.figures import judged

    found = judged(duty, period, figure)
    if found is None:
        return None
    if found.target is None:
        target = Message("cli.figure.no-target")
    else:
        met = {True: "cli.figure.target-met", False: "cli.figure.target-missed", None: "cli.figure.target"}
        target = Message(met[found.met], target=found.target)
    if found.figure is None:
        return Message("cli.figure.asked", unit=found.unit, target=target)
    if not found.unit:
        return Message("cli.figure.bare", figure=found.figure, target=target)
    how = "cli.figure.percent" if found.unit == "%" else "cli.figure.sent"
    return Message(how, figure=found.figure, unit=found.unit, target=target)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
