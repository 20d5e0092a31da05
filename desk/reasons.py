"""Why a mail or a notice is sent, in words: the engine and `--json` have one fixed word for each."""

from __future__ import annotations

import re

from language import Message

_COUNTED = re.compile(r"(reminder|overdue)-(\d+)wd")
_PLAIN = frozenset(
    {
        "opened",
        "extended",
        "returned",
        "moved",
        "reopened",
        "reassigned",
        "refused",
        "forwarded",
        "undone",
        "put-right",
        "submitted",
        "waived",
        "withdrawn",
        "passed-on",
        "due-today",
        "last-day",
        "running",
        "escalated-head",
        "escalated-owner",
        "escalated-leadership",
    }
)
_AGAIN = "resent: "


def said(reason: str) -> Message | str:
    """`reminder-5wd`, `due-today` (see `engine.tasks.decide.reason`) for a person; another word as it is."""
    if reason.startswith(_AGAIN):
        return Message("cli.reason.resent", reason=said(reason.removeprefix(_AGAIN)))
    if counted := _COUNTED.fullmatch(reason):
        return Message(f"cli.reason.{counted[1]}", days=counted[2])
    return Message(f"cli.reason.{reason}") if reason in _PLAIN else reason
