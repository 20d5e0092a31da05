"""The one family of errors of this room."""

from __future__ import annotations


class WhenError(ValueError):
    """A question about time that has no answer. The text says what was asked and what was expected."""
