"""Why something became of a task, as its unit is told."""

from __future__ import annotations

from datetime import date

from config.registry import Registry
from engine.overview.names import unit_called
from engine.tasks.requests import PASSED_ON
from language import Message
from models import queries


def told_why(registry: Registry, last: queries.LastEvent | None, today: date) -> str | Message:
    """The reason that somebody gave, or else the one that a comparison of the registry found; of what was
    taken back what that was, and of a request that was passed on who decides it. '' of nothing."""
    if last is None:
        return ""
    if last.kind == queries.UNDONE:
        what = Message(f"undo.kind-{last.data['what']}")
        return Message("mail.undone", what=what, why=last.reason)
    if last.kind == PASSED_ON:
        unit = unit_called(registry, last.data["to"], today)
        return Message("mail.forwarded", unit=unit, why=last.reason)
    why = last.data.get("why")
    return Message.from_json(why) if not last.reason and isinstance(why, dict) else last.reason
