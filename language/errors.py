"""Errors that a person reads: each carries its message, and whoever shows it chooses the language."""

from __future__ import annotations

from typing import Any

from language import system
from language.messages import Message
from language.speaking import say


class MessageError(Exception):
    """Root of every room's errors that a person can cause.

    `str()` is English as the command line says it, for logs and for those who read code.
    """

    def __init__(self, message: str | Message, /, **fields: Any) -> None:
        self.message = message if isinstance(message, Message) else Message(message, **fields)
        super().__init__(self.message.id)

    def __str__(self) -> str:
        return say(self.message, "en", "cli")


def message_of(error: BaseException) -> Message | str:
    """What an error says: its message, why the system refused, or the text of any other."""
    if isinstance(error, OSError) and error.strerror:
        return system.of_file(error)
    return error.message if isinstance(error, MessageError) else str(error)
