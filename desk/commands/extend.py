"""`dondoc extend`: one task gets a later last day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.answering import new_day, reason, record, task_options
from desk.command import command

if TYPE_CHECKING:
    from datetime import date


@command(help="help.extend")
@task_options
@new_day
@reason
def extend(new_day: date, reason: str, **common: Any) -> None:
    """The task gets the new last day, and a ladder of its own."""
    record("extend", {"new_day": new_day, "reason": reason}, **common)
