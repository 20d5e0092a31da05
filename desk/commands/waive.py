"""`dondoc waive`: a unit is released from one task."""

from __future__ import annotations

from typing import Any

import click

from desk.answering import record, task_options, why


@click.command()
@task_options
@why
def waive(reason: str, **common: Any) -> None:
    """Release a unit from one task.

    It then counts neither as sent nor as late.

    \b
    Example:
      dondoc waive kstthc-quy 2026-Q3 TST --reason "Không phát sinh"
    """
    record("waive", {"reason": reason}, **common)
