"""`dondoc undo`: an answer that was recorded by mistake is taken back."""

from __future__ import annotations

from typing import Any

from desk.answering import reason, record, task_options
from desk.command import command, option
from desk.typed import Choice

# As in `engine.answers.undo`, which help must not load; a test holds the two together.
ANSWERS = (
    *("submitted", "amended", "accepted", "returned", "extended", "waived", "reassigned", "progress"),
    *("acknowledged", "asked-extension", "asked-release", "request-refused", "request-passed-on"),
)


@command(help="help.undo")
@task_options
@option("--what", type=Choice(ANSWERS), help="help.undo.what")
@reason
def undo(what: str | None, reason: str, **common: Any) -> None:
    """The task stands as if the answer had not been given."""
    record("undo", {"what": what, "reason": reason}, file="undo", **common)
