"""`dondoc return`: a report goes back to its unit, with a new last day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.answering import confirm, new_day, reason, record, task_options
from desk.command import command

if TYPE_CHECKING:
    from datetime import date


@command("return", help="help.return")
@task_options
@new_day
@confirm
@reason
def return_(new_day: date, confirmed: bool, reason: str, **common: Any) -> None:
    """The task is open again, with a new last day."""
    record("return_report", {"new_day": new_day, "reason": reason, "confirmed": confirmed}, **common)
