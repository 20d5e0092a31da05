"""Saying a message: its text in a language, with the fields as that language writes them.

In a text `{day}` is a field; what follows a colon says how it is written: `{day:long}`, `{units:and}`. A
name with a dot is another message, said with the same fields: `{do.amend}` is `--amend` on the command line
and a switch on a form. A number with a message behind the colon is that many of something:
`{late:count.units}`. `{head:capital}` begins with a capital letter, as what opens a sentence does, and
`{most:grouped}` parts the thousands: 20.000, 20,000.
"""

from __future__ import annotations

import logging
import string
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from language import catalogues
from language.messages import Either, Message

LANGUAGES = ("vi", "en")
log = logging.getLogger(__name__)


def say(message: Message | Either | str, language: str, surface: str = "") -> str:
    """A message in a language, as a surface says it (`form`, `cli`, `mail`; '' is any).

    Never raises: a text that is missing is said in the other language, else as its id with its fields.
    """
    if isinstance(message, str):
        return message
    if isinstance(message, Either):
        return message.of(language)
    if " " in message.id:  # a sentence that has no id yet
        return message.id
    n = message.fields.get("n")
    count = n if isinstance(n, int) and not isinstance(n, bool) else None
    for each in (language, *LANGUAGES):
        text = catalogues.text(each, message.id, surface, count)
        if text is not None:
            return _Speaker(each, surface, message).written(text)
    log.error("no text for the message %s", message.id)
    return f"{message.id} {dict(message.named) or ''}".strip()


@cache
def _pieces(text: str) -> tuple[tuple[str, str | None, str, str], ...]:
    """A text of the catalogues in its pieces: what stands before a field, the field, how it is written, and
    'r' where its spelling is shown.

    There are as many texts as the catalogues have, and a morning says each of them thousands of times.
    """
    parsed = string.Formatter().parse(text)
    return tuple((before, name, how or "", conversion or "") for before, name, how, conversion in parsed)


class _Speaker:
    """Writes fields as a language does."""

    def __init__(self, language: str, surface: str, message: Message) -> None:
        self._language, self._surface, self._message = language, surface, message

    def written(self, text: str) -> str:
        """The text with the message's fields in it."""
        fields, said = self._message.fields, []
        for before, name, how, spelled in _pieces(text):
            said.append(before)
            if name is not None:
                value = self._field(name, fields)
                if type(value) is not str or how or spelled:
                    value = self.format_field(repr(value) if spelled else value, how)
                said.append(value)
        return "".join(said)

    def _field(self, name: str, fields: Mapping[str, Any]) -> Any:
        """A field by its plain name, or another message with the same fields."""
        if "." in name:
            return Message(name, **dict(self._message.named))
        if name not in fields:
            log.error("the message %s has no field %s", self._message.id, name)
            return f"{{{name}}}"
        return fields[name]

    def format_field(self, value: Any, format_spec: str) -> str:
        """The value in this language; `format_spec` as the module says."""
        if "." in format_spec:
            return self._said(Message(format_spec, n=value))
        if format_spec == "grouped":
            return f"{value:,}".replace(",", "." if self._language == "vi" else ",")
        if format_spec == "capital":
            said = self.format_field(value, "")
            return said[:1].upper() + said[1:]
        if isinstance(value, datetime):
            return self._said(Message("words.instant", day=value.date(), time=value.time()))
        if isinstance(value, date):
            return self._day(value, format_spec)
        if isinstance(value, time):
            return f"{value:%H:%M}"
        if isinstance(value, Message | Either):
            return self._said(value)
        if isinstance(value, tuple | list):
            return self._list([self.format_field(each, "") for each in value], format_spec)
        if isinstance(value, Decimal | float):
            shown = f"{value:f}"
            return shown.replace(".", ",") if self._language == "vi" else shown
        return "" if value is None else str(value)

    def _day(self, day: date, how: str) -> str:
        return self._said(
            Message(
                f"words.day-{how or 'plain'}",
                weekday=Message(f"words.weekday-{day.isoweekday()}"),
                short_weekday=Message(f"words.weekday-{day.isoweekday()}-short"),
                d=str(day.day),
                dd=f"{day.day:02}",
                mm=f"{day.month:02}",
                yyyy=f"{day.year:04}",
                month=Message(f"words.month-{day.month}"),
                short_month=Message(f"words.month-{day.month}-short"),
            )
        )

    def _list(self, said: list[str], how: str) -> str:
        if how == "lines":
            return "\n".join(said)
        if how == "joined":
            return "".join(said)
        if how == "semicolons":  # names of units have commas in them
            return "; ".join(said)
        if how in ("and", "or") and len(said) > 1:
            return self._said(Message(f"words.list-{how}", first=", ".join(said[:-1]), last=said[-1]))
        return ", ".join(said)

    def _said(self, message: Message | Either) -> str:
        return say(message, self._language, self._surface)
