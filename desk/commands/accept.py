"""`dondoc accept`: a submitted report is accepted."""

from __future__ import annotations

from typing import Any

import click

from desk.answering import note, record, task_options


@click.command()
@task_options
@note
def accept(note: str, **common: Any) -> None:
    """Accept a report that was submitted.

    \b
    Example:
      dondoc accept kstthc-quy 2026-Q3 TST
    """
    record("accept", {"note": note}, **common)
