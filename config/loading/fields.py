"""Typed reading of a mapping's keys: each reader answers a value or None and records what was wrong.

A table remembers which keys were asked for; `done()` reports the rest as unknown. So a loader reads like the
description of its file, and one pass finds every mistake.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, time
from functools import lru_cache
from typing import TypeVar

from config.loading.yaml_nodes import KEYS, NOTHING, Node, Problems, shown
from config.registry.errors import Place
from language import Message

MAX_TEXT = 1_000
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
TEXT = Message("file.text")
LIST = Message("file.list")
CODE_ONCE = Message("file.code-once")
LIST_OF_DUTIES = Message("file.list-of-duties")
_CODE, _DATE, _TIME = Message("file.code"), Message("file.date"), Message("file.time")
_E = TypeVar("_E", bound=str)


class Table:
    """One mapping of the file, with the path of keys that leads to it."""

    def __init__(self, node: Node, file: str, problems: Problems, path: str = "") -> None:
        self.node = node
        self.file = file
        self.problems = problems
        self.path = path
        self._entries = node.entries or {}
        self._asked: dict[str, None] = {}

    # --- places and problems ---

    def place(self, key: str = "") -> Place:
        """Where the key stands; where the mapping begins, when the key is missing."""
        node = self._entries.get(key, self.node)
        return Place(self.file, node.line, ".".join(part for part in (self.path, key) if part))

    def wrong(self, key: str, expected: Message, found: Message | str | None = None) -> None:
        """Record that a key's value is not what was expected; `found` None is the value as it stands."""
        node = self._entries.get(key)
        self.problems.add(self.place(key), expected, found or (node.shown() if node else NOTHING))

    def done(self) -> None:
        """Report the keys that nothing asked for; call it when everything has been read."""
        for key in self._entries:
            if key not in self._asked:
                expected = guessed(Message("file.known-key"), key, self._asked)
                self.problems.add(self.place(key), expected, Message("file.unknown", key=shown(key)))

    def has(self, key: str) -> bool:
        """Whether the key is there with a value; asking makes the key known."""
        node = self._get(key)
        return node is not None

    # --- values ---

    def _get(self, key: str) -> Node | None:
        self._asked[key] = None
        node = self._entries.get(key)
        if node is None or (node.text is None and node.items is None and node.entries is None):
            return None
        return node

    def _scalar(self, key: str, expected: Message, required: bool) -> str | None:
        node = self._get(key)
        if node is None:
            if required:
                self.wrong(key, expected, NOTHING)
            return None
        if node.text is None:
            self.wrong(key, expected)
        return node.text

    def _read(
        self, key: str, expected: Message, convert: Callable[[str], _E | None], required: bool
    ) -> _E | None:
        if not required and key not in self._entries:  # so it is with most keys of most of ten thousand units
            self._asked[key] = None
            return None
        raw = self._scalar(key, expected, required)
        if raw is None:
            return None
        value = convert(raw)
        if value is None:
            self.wrong(key, expected)
        return value

    def text(self, key: str, *, required: bool = False, expected: Message = TEXT) -> str | None:
        """One line of text: no control characters (it may reach a mail's header), not empty, not endless."""
        return self._read(key, expected, _line_of_text, required)

    def code(self, key: str, *, required: bool = True) -> str | None:
        """A code: letters, digits, dots, dashes and underscores."""
        return self._read(key, _CODE, lambda raw: raw if CODE.fullmatch(raw) else None, required)

    def choice(self, key: str, options: Collection[str], *, required: bool = False) -> str | None:
        """One of a few words."""
        expected = either(options)
        raw = self._scalar(key, expected, required)
        if raw is None or raw in options:
            return raw
        self.wrong(key, guessed(expected, raw, options))
        return None

    def integer(self, key: str, low: int, high: int, *, required: bool = False) -> int | None:
        """A whole number within bounds."""
        expected = _whole(low, high)
        raw = self._scalar(key, expected, required)
        if raw is None:
            return None
        if (value := whole(raw)) is None or not low <= value <= high:
            self.wrong(key, expected)
            return None
        return value

    def integer_or(self, key: str, low: int, high: int, words: Collection[str]) -> int | str | None:
        """A whole number within bounds, or one of a few words."""
        expected = _whole(low, high, tuple(words))
        raw = self._scalar(key, expected, False)
        if raw is None or raw in words:
            return raw
        if (value := whole(raw)) is None or not low <= value <= high:
            self.wrong(key, expected)
            return None
        return value

    def a_date(self, key: str, *, required: bool = False) -> date | None:
        """A date as 2026-01-05, from 1900 to 2999."""
        expected = _DATE
        raw = self._scalar(key, expected, required)
        if raw is None:
            return None
        if (value := iso_date(raw)) is None:
            self.wrong(key, expected)
        return value

    def a_time(self, key: str, *, required: bool = False) -> time | None:
        """A time of day as 08:00."""
        expected = _TIME
        raw = self._scalar(key, expected, required)
        if raw is None:
            return None
        if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", raw):
            self.wrong(key, Message("file.time-quoted"))
            return None
        return time.fromisoformat(raw)

    def flag(self, key: str) -> bool:
        """true or false; false when the key is missing."""
        return self.choice(key, ("true", "false")) == "true"

    # --- lists and mappings ---

    def texts(self, key: str, *, required: bool = False, expected: Message = LIST) -> list[tuple[str, Place]]:
        """A list of texts, each with its place. Doubles are reported."""
        node = self._get(key)
        if node is None or node.items is None:
            if node is not None or required:
                self.wrong(key, expected)
            return []
        if required and not node.items:
            self.wrong(key, expected, Message("file.empty-list"))
        found: dict[str, Place] = {}
        for item in node.items:
            place = Place(self.file, item.line, self.place(key).key)
            if item.text is None or _line_of_text(item.text) is None:
                self.problems.add(place, TEXT, item.shown())
            elif item.text in found:
                self.problems.add(place, Message("file.entry-once"), again(shown(item.text)))
            else:
                found[item.text] = place
        return list(found.items())

    def codes(self, key: str) -> list[tuple[str, Place]]:
        """One code, or a list of them, each with its place."""
        node = self._get(key)
        if node is None or node.items is None:
            code = self.code(key, required=False)
            return [(code, self.place(key))] if code else []
        found = self.texts(key)
        for code, place in found:
            if not CODE.fullmatch(code):
                self.problems.add(place, _CODE, shown(code))
        return [each for each in found if CODE.fullmatch(each[0])]

    def table(self, key: str, *, required: bool = False) -> Table | None:
        """A mapping inside this one."""
        node = self._get(key)
        if node is None or node.entries is None:
            if node is not None or required:
                self.wrong(key, KEYS)
            return None
        return Table(node, self.file, self.problems, self.place(key).key)

    def tables(self, key: str, *, required: bool = False, named: str = "code") -> Iterator[Table]:
        """A list of mappings; each one's path shows its name, or its number where it has none."""
        node = self._get(key)
        if node is None or node.items is None:
            if node is not None or required:
                self.wrong(key, Message("file.entries"))
            return
        if required and not node.items:
            self.wrong(key, Message("file.entries"), Message("file.empty-list"))
        path = self.place(key).key
        for number, item in enumerate(node.items, 1):
            if item.entries is None:
                place = Place(self.file, item.line, f"{path}.{number}")
                self.problems.add(place, KEYS, item.shown())
                continue
            name = item.entries.get(named)
            label = name.text if name and name.text and CODE.fullmatch(name.text.lstrip("@")) else str(number)
            yield Table(item, self.file, self.problems, f"{path}.{label}")

    def data_keys(self) -> Iterator[str]:
        """The keys of a mapping whose keys are data (periods), in the file's order; all become known."""
        for key in self._entries:
            self._asked[key] = None
            yield key


def _line_of_text(raw: str) -> str | None:
    # Folded YAML text ends in a line break that nobody typed as content.
    text = raw.strip()
    return text if text and text.isprintable() and len(text) <= MAX_TEXT else None


def whole(raw: str) -> int | None:
    """A whole number of at most six digits; None for anything else."""
    return int(raw) if re.fullmatch(r"-?[0-9]{1,6}", raw) else None


def iso_date(raw: str) -> date | None:
    """A date written 2026-01-05, of the years 1900 to 2999; None for anything else."""
    try:
        value = date.fromisoformat(raw) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw) else None
    except ValueError:
        return None
    return value if value is not None and 1900 <= value.year <= 2999 else None


def either(words: Iterable[str | Message]) -> Message:
    """`a`, `a or b`, `a, b or c`: what is expected where only these may stand."""
    return _one_of(tuple(words))


# What a key takes is known before it is read, and nearly always there: made once, not for each key.
@lru_cache(maxsize=100)
def _one_of(words: tuple[str | Message, ...]) -> Message:
    return Message("file.one-of", words=words)


@lru_cache(maxsize=100)
def _whole(low: int, high: int, words: tuple[str, ...] = ()) -> Message:
    if words:
        return Message("file.whole-or", low=low, high=high, words=words)
    return Message("file.whole", low=low, high=high)


def again(what: str, first: Place | None = None, *, file: bool = True) -> Message:
    """`x again`, with where it stands first, if that is known; `file`: also in which file."""
    if first is None:
        return Message("file.again", what=what)
    if not file:
        return Message("file.again-in-line", what=what, line=str(first.line))
    return Message("file.again-in-file", what=what, file=first.file, line=str(first.line))


def joined(words: Iterable[str]) -> Message:
    """What was found where one of several keys belongs: `a and b`, or `none`."""
    found = tuple(words)
    return Message("file.all-of", words=found) if found else Message("file.none")


def guessed(expected: Message, word: str, known: Iterable[str]) -> Message:
    """What was expected, with `(did you mean x?)` when one known word is close."""
    close = difflib.get_close_matches(word[:60], list(known), n=1)
    return Message("file.did-you-mean", expected=expected, near=close[0]) if close else expected
