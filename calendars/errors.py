"""The one family of errors of this room."""

from __future__ import annotations

from language import MessageError


class WhenError(MessageError, ValueError):
    """A question about time that has no answer. The text says what was asked and what was expected."""
