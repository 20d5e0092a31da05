"""An answer as one JSON document: built whole, or written while what it lists is still being read."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any

import click


def instant(moment: datetime) -> str:
    """An aware instant as `2026-09-18T17:00:00Z`, whatever its zone."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def plain(value: Any) -> Any:
    """The value as JSON knows it: dates and instants as ISO text, enums as their value, dataclasses as
    objects.
    """
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def answer(document: Any) -> None:
    """Print one JSON document on standard output; Vietnamese stays readable where the stream can carry it."""
    click.echo(_written(document, _quoted()))


def answer_in_blocks(
    head: Mapping[str, Any], name: str, blocks: Iterable[Sequence[Any]], foot: Callable[[], Mapping[str, Any]]
) -> None:
    """The document that `answer` makes of `{**head, name: [...], **foot()}`, while the list is being read: a
    block is printed when it is there, and what is known only then comes last."""
    quoted = _quoted()

    def entries(of: Mapping[str, Any]) -> list[str]:
        return [f"  {quoted(key)}: {_written(value, quoted, '  ')}" for key, value in of.items()]

    click.echo("{\n" + "".join(each + ",\n" for each in entries(head)) + f'  "{name}": [', nl=False)
    before = "\n    "
    for rows in blocks:
        text = ",\n    ".join(_written(row, quoted, "    ") for row in rows)
        if text:
            click.echo(before + text, nl=False)
            before = ",\n    "
    closed = "]" if before == "\n    " else "\n  ]"
    click.echo(closed + "".join(",\n" + each for each in entries(foot())) + "\n}")


def _quoted() -> Callable[[str], str]:
    """How a text stands in JSON: readable where the stream can carry it."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return encode_basestring if utf8 else encode_basestring_ascii


def _written(value: Any, quoted: Callable[[str], str], indent: str = "") -> str:
    """What `json.dumps(plain(value), indent=2)` makes, several times as fast."""
    kind = type(value)
    if isinstance(value, str):
        return quoted(value)
    if value is None or kind in (bool, int, float):
        return json.dumps(value)
    if kind is datetime:
        return f'"{instant(value)}"'
    if kind is date:
        return f'"{value.isoformat()}"'
    if kind not in (dict, list):
        return _written(plain(value), quoted, indent)
    opened, closed = "{}" if kind is dict else "[]"
    if not value:
        return opened + closed
    inner = indent + "  "
    if kind is dict:
        parts = [f"{quoted(str(key))}: {_written(each, quoted, inner)}" for key, each in value.items()]
    else:
        parts = [_written(each, quoted, inner) for each in value]
    between = f",\n{inner}"
    return f"{opened}\n{inner}{between.join(parts)}\n{indent}{closed}"
