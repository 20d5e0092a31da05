"""`dondoc acknowledge`: a unit has received what it owes."""

from __future__ import annotations

from typing import Any

from desk.answering import note, record, task_options
from desk.command import command


@command(help="help.acknowledge")
@task_options
@note
def acknowledge(note: str, **common: Any) -> None:
    """The task stays open and is reminded of as before."""
    record("acknowledge", {"note": note}, file="acknowledging", **common)
