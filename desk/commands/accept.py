"""`dondoc accept`: a submitted report is accepted."""

from __future__ import annotations

from typing import Any

from desk.answering import note, record, task_options
from desk.command import command


@command(help="help.accept")
@task_options
@note
def accept(note: str, **common: Any) -> None:
    """The report is taken as it was sent."""
    record("accept", {"note": note}, **common)
