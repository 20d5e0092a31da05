"""`dondoc grant`: what a unit asked for is granted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import options
from desk.answering import record, task_options
from desk.command import command, option

if TYPE_CHECKING:
    from datetime import date


@command(help="help.grant")
@task_options
@option("--to", "new_day", type=options.DAY, help="help.grant.to")
@option("--reassign", "to", metavar="metavar.unit", help="help.grant.reassign")
@option("--reason", default="", metavar="metavar.text", help="help.grant.reason")
def grant(new_day: date | None, to: str | None, reason: str, **common: Any) -> None:
    """The task gets the day that was asked for, or goes to another unit, or is waived."""
    record("grant", {"new_day": new_day, "to": to, "reason": reason}, file="requests", **common)
