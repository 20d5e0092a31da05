"""A text before it is said: which message, with which fields. Plain values, without any language."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Either:
    """A name or a title that each language has in its own words; where one is missing, the first stands."""

    vi: str
    en: str = ""

    def of(self, language: str) -> str:
        """The words of that language."""
        return (self.en if language == "en" else self.vi) or self.vi or self.en


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """A message id of the catalogues, such as `answer.not-open`, with its named fields.

    Fields are text, numbers, days, instants (in the reader's zone already), other messages, `Either`s, and
    sequences of these. `n` is the count that chooses between singular and plural. Two messages with the same
    id and fields are equal.
    """

    id: str
    named: tuple[tuple[str, Field], ...]

    def __init__(self, name: str, /, **fields: Any) -> None:
        object.__setattr__(self, "id", name)
        object.__setattr__(self, "named", tuple([(name, _kept(value)) for name, value in fields.items()]))

    def as_json(self) -> dict[str, Any]:
        """As it is kept in a database; `from_json` reads it again."""
        return {"id": self.id, "fields": {name: _plain(value) for name, value in self.named}}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Message:
        """A message that `as_json` wrote."""
        return cls(kept["id"], **{name: _read(value) for name, value in kept["fields"].items()})

    def as_text(self) -> str:
        """As a text column keeps it; `from_text` reads it again."""
        return json.dumps(self.as_json(), ensure_ascii=False, separators=(",", ":"))

    @property
    def fields(self) -> Mapping[str, Field]:
        """The fields by name."""
        return dict(self.named)


Field: TypeAlias = str | int | Decimal | date | time | Either | Message | tuple["Field", ...] | None


def _kept(value: Any) -> Field:
    """As it is kept: a sequence cannot be changed afterwards, so a message can be compared and hashed."""
    if isinstance(value, list | tuple):
        return tuple(_kept(each) for each in value)
    return value  # type: ignore[no-any-return]


def from_text(text: str) -> Message | str:
    """What a text column keeps: a message that `as_text` wrote, or plain words of before or of others."""
    if text.startswith('{"id":'):
        with contextlib.suppress(ValueError, KeyError, TypeError):
            return Message.from_json(json.loads(text))
    return text


def _plain(value: Field) -> Any:
    if isinstance(value, Message):
        return value.as_json()
    if isinstance(value, Either):
        return {"vi": value.vi, "en": value.en}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value if value is None or isinstance(value, str | int) else str(value)


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_read(each) for each in value)
    if isinstance(value, dict):
        if "id" in value:
            return Message.from_json(value)
        return _moment(value["day"]) if "day" in value else Either(**value)
    return value


def _moment(text: str) -> date:
    """A day, or an instant with its zone."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
