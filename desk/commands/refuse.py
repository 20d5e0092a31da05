"""`dondoc refuse`: what a unit asked for is turned down."""

from __future__ import annotations

from typing import Any

from desk.answering import reason, record, task_options
from desk.command import command


@command(help="help.refuse")
@task_options
@reason
def refuse(reason: str, **common: Any) -> None:
    """The task goes on as it was, with the reason that the unit reads."""
    record("refuse", {"reason": reason}, file="requests", **common)
