"""In which language the Prefect UI speaks: the office's first."""

from __future__ import annotations

from config.registry import Registry
from language import Either, Message, say


def spoken(registry: Registry, message: Message | Either | str, surface: str = "form") -> str:
    """A message as the office's administrators read it, on a `form` or a `board`."""
    return say(message, registry.office.language.partition("+")[0], surface)
