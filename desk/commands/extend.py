"""`dondoc extend`: one task gets a later last day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from desk.answering import new_day, reason, record, task_options

if TYPE_CHECKING:
    from datetime import date


@click.command()
@task_options
@new_day
@reason
def extend(new_day: date, reason: str, **common: Any) -> None:
    """Give one task a later last day.

    Forward only, and bounded; the original last day stays on record.

    \b
    Example:
      dondoc extend kstthc-quy 2026-Q3 TST --to 2026-09-25 --reason "Công văn 88/TST"
    """
    record("extend", {"new_day": new_day, "reason": reason}, **common)
