"""`dondoc forward`: another unit is to decide what a unit asked for."""

from __future__ import annotations

from typing import Any

from desk.answering import reason, record, task_options
from desk.command import command, option


@command(help="help.forward")
@task_options
@option("--to", "to", metavar="metavar.unit", required=True, help="help.forward.to")
@reason
def forward(to: str, reason: str, **common: Any) -> None:
    """The request goes on waiting, for that unit's word."""
    record("pass_on", {"to": to, "reason": reason}, file="requests", **common)
