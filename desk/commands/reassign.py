"""`dondoc reassign`: an open task goes to another unit."""

from __future__ import annotations

from typing import Any

from desk.answering import record, task_options, why
from desk.command import command, option


@command(help="help.reassign")
@task_options
@option("--to", "to", metavar="metavar.unit", required=True, help="help.reassign.to")
@why
def reassign(to: str, reason: str, **common: Any) -> None:
    """The task has another holder."""
    record("reassign", {"to": to, "reason": reason}, **common)
