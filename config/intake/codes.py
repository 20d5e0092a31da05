"""Codes for the duties that a draft writes: from the document's number and the row's, each taken once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from config.intake.comparable import folded

LONGEST_CODE = 40


class Codes:
    """The codes of one draft. `taken` are those of the registry that stay beside it."""

    def __init__(self, number: str | None, name: str, taken: Iterable[str]) -> None:
        self.prefix = _prefix(number, name)
        self._taken = {code.casefold() for code in taken}

    def new(self, ref: str) -> str:
        """A code that nothing else has: `qd188-1.1`."""
        base = f"{self.prefix}-{_slug(ref)}"[:LONGEST_CODE].rstrip("-._")
        for n in range(1, 10_000):
            tail = "" if n == 1 else f"-{n}"
            code = base[: LONGEST_CODE - len(tail)] + tail
            if code.casefold() not in self._taken:
                self._taken.add(code.casefold())
                return code
        raise RuntimeError("a file has no ten thousand rows of one number")


def _prefix(number: str | None, name: str) -> str:
    """`188/QĐ-BHXH` as `qd188`; without a number the file's name."""
    if number and (match := re.match(r"(\d+)\w*(?:/\d{4})?/([^\W\d_]+)", number)):
        return f"{folded(match[2])}{match[1]}"[:20]
    return _slug(name.rsplit(".", 1)[0])[:20].strip("-._") or "vb"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", folded(text)).strip("-.") or "x"
