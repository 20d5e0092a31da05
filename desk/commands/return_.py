"""`dondoc return`: a report goes back to its unit, with a new last day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from desk.answering import new_day, reason, record, task_options

if TYPE_CHECKING:
    from datetime import date


@click.command("return")
@task_options
@new_day
@reason
def return_(new_day: date, reason: str, **common: Any) -> None:
    """Return a report to its unit, with a new last day.

    \b
    Example:
      dondoc return kstthc-quy 2026-Q3 TST --to 2026-09-25 --reason "Thiếu phụ lục 2"
    """
    record("return_report", {"new_day": new_day, "reason": reason}, **common)
