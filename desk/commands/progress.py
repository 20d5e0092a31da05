"""`dondoc progress`: how far an open task is."""

from __future__ import annotations

from typing import Any

from desk.answering import note, record, task_options
from desk.command import command, option


@command(help="help.progress")
@task_options
@option("--percent", metavar="metavar.percent", help="help.progress.percent")
@note
def progress(percent: str | None, note: str, **common: Any) -> None:
    """The task stays open, and boards and mails say how far it is."""
    record("report", {"percent": percent, "note": note}, file="progress", **common)
