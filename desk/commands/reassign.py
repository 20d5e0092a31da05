"""`dondoc reassign`: an open task goes to another unit."""

from __future__ import annotations

from typing import Any

import click

from desk.answering import record, task_options, why


@click.command()
@task_options
@click.option("--to", "to", metavar="UNIT", required=True, help="Who is to do it now.")
@why
def reassign(to: str, reason: str, **common: Any) -> None:
    """Give an open task to another unit.

    \b
    Example:
      dondoc reassign kstthc-quy 2026-Q3 TST --to CSXH --reason "Chuyển nhiệm vụ"
    """
    record("reassign", {"to": to, "reason": reason}, **common)
