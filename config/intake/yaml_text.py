"""Plain data as YAML lines, for texts that nobody vouches for: no text can end its line, key or comment."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from config.intake.comparable import one_line

_PLAIN = re.compile(r"[^\W\d_][\w ./()+–-]*", re.UNICODE)
_TAKEN = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"})
_NUMBER = re.compile(r"\d{1,4}|\d{4}-\d{2}-\d{2}")


def scalar(value: object) -> str:
    """One value: bare where nothing in it means anything to YAML, otherwise in double quotes."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    text = one_line(str(value))
    if _PLAIN.fullmatch(text) and text.casefold() not in _TAKEN and not text.endswith(" "):
        return text
    return json.dumps(text, ensure_ascii=False)


def flow(value: Any) -> str:
    """A value on one line: `{day: 15, boundary: before}`, `[VP, "@tinh"]`."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    return scalar(value)


def remark(text: str, indent: int = 0) -> str:
    """A comment of one line."""
    return " " * indent + "# " + one_line(text)


def pair(key: str, value: Any, indent: int = 0) -> str:
    """A key with its value on one line; a number in the key `no` stays text."""
    said = flow(value)
    if isinstance(value, str) and _NUMBER.fullmatch(value) and key not in ("period", "checked"):
        said = json.dumps(value)
    return " " * indent + f"{_key(key)}: {said}"


def _key(key: object) -> str:
    return key if isinstance(key, str) and re.fullmatch(r"[a-z_]+", key) else scalar(str(key))
