"""`dondoc waive`: a unit is released from one task."""

from __future__ import annotations

from typing import Any

from desk.answering import record, task_options, why
from desk.command import command


@command(help="help.waive")
@task_options
@why
def waive(reason: str, **common: Any) -> None:
    """The task is closed, with the reason."""
    record("waive", {"reason": reason}, **common)
