"""Typed reading of a mapping's keys: each reader answers a value or None and records what was wrong.

A table remembers which keys were asked for; `done()` reports the rest as unknown. So a loader reads like the
description of its file, and one pass finds every mistake.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, time
from typing import TypeVar

from config.loading.yaml_nodes import Node, Place, Problems, shown

MAX_TEXT = 1_000
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
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

    def wrong(self, key: str, expected: str, found: str | None = None) -> None:
        """Record that a key's value is not what was expected."""
        node = self._entries.get(key)
        self.problems.add(self.place(key), expected, found or (node.shown() if node else "nothing"))

    def done(self) -> None:
        """Report the keys that nothing asked for; call it when everything has been read."""
        for key in self._entries:
            if key not in self._asked:
                self.problems.add(
                    self.place(key), f"a known key{guess(key, self._asked)}", f"{shown(key)}, unknown"
                )

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

    def _scalar(self, key: str, expected: str, required: bool) -> str | None:
        node = self._get(key)
        if node is None:
            if required:
                self.wrong(key, expected, "nothing")
            return None
        if node.text is None:
            self.wrong(key, expected)
        return node.text

    def _read(
        self, key: str, expected: str, convert: Callable[[str], _E | None], required: bool
    ) -> _E | None:
        raw = self._scalar(key, expected, required)
        if raw is None:
            return None
        value = convert(raw)
        if value is None:
            self.wrong(key, expected)
        return value

    def text(self, key: str, *, required: bool = False, expected: str = "text") -> str | None:
        """One line of text: no control characters (it may reach a mail's header), not empty, not endless."""
        return self._read(key, expected, _line_of_text, required)

    def code(self, key: str, *, required: bool = True) -> str | None:
        """A code: letters, digits, dots, dashes and underscores."""
        return self._read(key, CODE_WORDS, lambda raw: raw if CODE.fullmatch(raw) else None, required)

    def choice(self, key: str, options: Collection[str], *, required: bool = False) -> str | None:
        """One of a few words."""
        expected = either(options)
        raw = self._scalar(key, expected, required)
        if raw is None or raw in options:
            return raw
        self.wrong(key, expected + guess(raw, options))
        return None

    def integer(self, key: str, low: int, high: int, *, required: bool = False) -> int | None:
        """A whole number within bounds."""
        expected = f"a whole number from {low} to {high}"
        raw = self._scalar(key, expected, required)
        if raw is None:
            return None
        if (value := whole(raw)) is None or not low <= value <= high:
            self.wrong(key, expected)
            return None
        return value

    def integer_or(self, key: str, low: int, high: int, words: Collection[str]) -> int | str | None:
        """A whole number within bounds, or one of a few words."""
        expected = f"a whole number from {low} to {high}, or {either(words)}"
        raw = self._scalar(key, expected, False)
        if raw is None or raw in words:
            return raw
        if (value := whole(raw)) is None or not low <= value <= high:
            self.wrong(key, expected)
            return None
        return value

    def a_date(self, key: str, *, required: bool = False) -> date | None:
        """A date as 2026-01-05, from 1900 to 2999."""
        expected = "a date such as 2026-01-05"
        raw = self._scalar(key, expected, required)
        if raw is None:
            return None
        if (value := iso_date(raw)) is None:
            self.wrong(key, expected)
        return value

    def a_time(self, key: str, *, required: bool = False) -> time | None:
        """A time of day as 08:00."""
        expected = "a time such as 08:00"
        raw = self._scalar(key, expected, required)
        if raw is None:
            return None
        if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", raw):
            self.wrong(key, f"{expected}, in quotes")
            return None
        return time.fromisoformat(raw)

    def flag(self, key: str) -> bool:
        """true or false; false when the key is missing."""
        return self.choice(key, ("true", "false")) == "true"

    # --- lists and mappings ---

    def texts(self, key: str, *, required: bool = False, expected: str = "a list") -> list[tuple[str, Place]]:
        """A list of texts, each with its place. Doubles are reported."""
        node = self._get(key)
        if node is None or node.items is None:
            if node is not None or required:
                self.wrong(key, expected)
            return []
        if required and not node.items:
            self.wrong(key, expected, "an empty list")
        found: dict[str, Place] = {}
        for item in node.items:
            place = Place(self.file, item.line, self.place(key).key)
            if item.text is None or _line_of_text(item.text) is None:
                self.problems.add(place, "text", item.shown())
            elif item.text in found:
                self.problems.add(place, "each entry once", f"{shown(item.text)} again")
            else:
                found[item.text] = place
        return list(found.items())

    def table(self, key: str, *, required: bool = False) -> Table | None:
        """A mapping inside this one."""
        node = self._get(key)
        if node is None or node.entries is None:
            if node is not None or required:
                self.wrong(key, "keys with values")
            return None
        return Table(node, self.file, self.problems, self.place(key).key)

    def tables(self, key: str, *, required: bool = False, named: str = "code") -> Iterator[Table]:
        """A list of mappings; each one's path shows its name, or its number where it has none."""
        node = self._get(key)
        if node is None or node.items is None:
            if node is not None or required:
                self.wrong(key, "a list of entries")
            return
        if required and not node.items:
            self.wrong(key, "a list of entries", "an empty list")
        for number, item in enumerate(node.items, 1):
            if item.entries is None:
                place = Place(self.file, item.line, f"{self.place(key).key}.{number}")
                self.problems.add(place, "keys with values", item.shown())
                continue
            name = item.entries.get(named)
            label = name.text if name and name.text and CODE.fullmatch(name.text.lstrip("@")) else str(number)
            yield Table(item, self.file, self.problems, f"{self.place(key).key}.{label}")

    def data_keys(self) -> Iterator[str]:
        """The keys of a mapping whose keys are data (periods), in the file's order; all become known."""
        for key in self._entries:
            self._asked[key] = None
            yield key


CODE_WORDS = "a code of letters, digits, dots and dashes"


def _line_of_text(raw: str) -> str | None:
    # Folded YAML text ends in a line break that nobody typed as content.
    text = raw.strip()
    printable = all(char.isprintable() for char in text)
    return text if text and printable and len(text) <= MAX_TEXT else None


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


def either(words: Iterable[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    *rest, last = list(words)
    return f"{', '.join(rest)} or {last}" if rest else last


def guess(word: str, known: Iterable[str]) -> str:
    """` (did you mean x?)` when one known word is close, else nothing."""
    close = difflib.get_close_matches(word[:60], list(known), n=1)
    return f" (did you mean {close[0]}?)" if close else ""
