"""What a duty assumes: in the words of its file, and what follows from the office's own rules."""

from __future__ import annotations

from config.registry.objects import Obligation
from config.registry.registry import Registry
from language import Message


def by_rule(registry: Registry, duty: Obligation) -> Message | None:
    """What the office assumes for every duty of this kind; None when nothing. Readable in each language."""
    if duty.due.after is not None and duty.due.after.term is not None:
        return Message("registry.prompt", n=registry.office.prompt_workdays)
    return None
