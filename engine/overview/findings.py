"""What an audit finds: a stable code, how grave it is, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """ERROR: something will not be done unless a person acts. WARNING: it soon may not. INFO: good to
    know.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing an audit found. `code` is stable, for scripts and tests; `vi` and `en` say what to do about
    it.
    """

    code: str
    severity: Severity
    vi: str
    en: str
    count: int = 1

    def __str__(self) -> str:
        return f"{self.severity}: {self.en} [{self.code}]"
