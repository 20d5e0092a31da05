"""What an audit finds: a stable code, how grave it is, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from language import Message


class Severity(StrEnum):
    """ERROR: something will not be done unless a person acts. WARNING: it soon may not. INFO: good to
    know.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing an audit found. `code` is stable, for scripts; `message` says what to do about it."""

    code: str
    severity: Severity
    message: Message
    count: int = 1
