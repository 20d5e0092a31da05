"""YAML text to plain nodes that know their line: nothing is guessed, nothing is built, nothing can grow.

Only what a registry needs: mappings, lists and plain or quoted text. The reader of a value says what type
it wants (`config.loading.fields`), so `code: 01` stays text, `no` is never a boolean, and a date is a date
only where one is expected. Anchors, aliases, tags and several documents in one file are refused; size, depth
and the number of values are bounded. Every mistake becomes a Problem; no content of a file raises anything
else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from config.registry.errors import MoreProblems, Place, Problem
from language import Message, system

MAX_BYTES = 2_000_000
MAX_DEPTH = 12
MAX_VALUES = 100_000
MAX_PROBLEMS = 100
KEYS = Message("file.keys")
NOTHING = Message("file.nothing")
MORE = Message("file.more")
LEVELS = Message("file.most-levels", most=MAX_DEPTH)
PLAIN = Message("file.plain-values")
_Parser = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # libyaml is six times as fast, where it is compiled in
_TOO_DEEP = (
    "exceeded maximum nesting depth"  # libyaml's own bound of 1000, met before ours where it reads ahead
)


@dataclass(slots=True)
class Problems:
    """Every mistake found so far; loading goes on, so that all are shown at once."""

    found: list[Problem] = field(default_factory=list)

    def add(self, place: Place, expected: Message, found: Message | str) -> None:
        """Record `file:line: key: expected ..., found ...`; a bare text is what stands in the file."""
        self.found.append(Problem(place, expected, found))

    def listed(self) -> list[Problem | MoreProblems]:
        """Each problem once, by file and line; a very long list is cut, saying how many more there are."""
        ordered = sorted(dict.fromkeys(self.found), key=lambda each: (each.place.file, each.place.line))
        more = len(ordered) - MAX_PROBLEMS
        return [*ordered] if more <= 0 else [*ordered[:MAX_PROBLEMS], MoreProblems(more)]


@dataclass(slots=True)
class Node:
    """A value of the file: text (None when nothing stands there), a list, or a mapping of key to node."""

    line: int
    text: str | None = None
    items: list[Node] | None = None
    entries: dict[str, Node] | None = None
    quoted: bool = False

    def shown(self) -> Message | str:
        """The value as an error shows it: short, printable, on one line."""
        if self.entries is not None:
            return Message("file.a-mapping")
        if self.items is not None:
            return Message("file.a-list")
        return NOTHING if self.text is None else shown(self.text)


def shown(text: str) -> str:
    """A text as an error shows it: quoted, control characters escaped, cut to a readable length."""
    short = text if len(text) <= 60 else text[:57] + "..."
    return "'" + "".join(each if each.isprintable() else ascii(each)[1:-1] for each in short) + "'"


class _Stop(Exception):
    """The file cannot be read further; the problem is recorded already."""


def read(path: Path, name: str, problems: Problems) -> tuple[Node | None, bytes]:
    """The file's top mapping (None when the file has no usable one), and its bytes as they were."""
    content = contents(path, name, problems)
    return (None if content is None else parse_bytes(content, name, problems)), content or b""


def contents(path: Path, name: str, problems: Problems) -> bytes | None:
    """The file's bytes, of one that is too long a few more than are allowed; None when it cannot be read."""
    try:
        if not path.is_file():
            problems.add(Place(name, 1), Message("file.a-file"), _instead(path))
            return None
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        problems.add(Place(name, 1), Message("file.readable"), system.why(error))
        return None


def parse_bytes(content: bytes, name: str, problems: Problems) -> Node | None:
    """The top mapping of a file's content; None, with problems recorded, when there is none."""
    if len(content) > MAX_BYTES:
        problems.add(Place(name, 1), Message("file.most-bytes", most=MAX_BYTES), MORE)
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = Message("file.the-byte", byte=f"0x{content[error.start]:02x}")
        problems.add(Place(name, line), Message("file.utf8"), found)
        return None
    try:
        node = _Composer(name, problems).compose(text)
    except _Stop:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        if error.problem == _TOO_DEEP:
            problems.add(Place(name, line), LEVELS, MORE)
        else:
            _syntax(problems, name, line, error.problem or error.context or "")
        return None
    except yaml.reader.ReaderError as error:
        position = error.position if isinstance(error.position, int) else 0
        line = text.count("\n", 0, position) + 1
        found = Message("file.the-character", character=f"{error.character!a}")
        problems.add(Place(name, line), Message("file.printable"), found)
        return None
    except (yaml.YAMLError, ValueError) as error:
        _syntax(problems, name, 1, str(error))
        return None
    if node.entries is None:
        problems.add(Place(name, node.line), KEYS, node.shown())
        return None
    return node


def _syntax(problems: Problems, name: str, line: int, what: str) -> None:
    """What the YAML library says is wrong, in its own words, which are English."""
    said = " ".join(what.split())[:160]
    found = Message("file.yaml-tab" if "\\t" in what else "file.yaml-mistake", what=said)
    problems.add(Place(name, line), Message("file.yaml"), found if said else Message("file.a-mistake"))


def _instead(path: Path) -> Message:
    return Message("file.a-folder" if path.exists() else "file.no-file")


class _Composer:
    """Builds nodes from the parser's events, which come lazily: a bomb stops at the first bound it passes."""

    def __init__(self, name: str, problems: Problems) -> None:
        self.name = name
        self.problems = problems
        self.values = 0

    def compose(self, text: str) -> Node:
        parser = _Parser(text)
        self.next: Callable[[], yaml.Event] = parser.get_event
        try:
            return self._document()
        finally:
            parser.dispose()

    def _document(self) -> Node:
        self.next()  # the stream's start
        if isinstance(self.next(), yaml.StreamEndEvent):
            self._stop(1, KEYS, Message("file.empty"))
        node = self._node(self.next(), 0)
        self.next()  # the document's end
        after = self.next()
        if not isinstance(after, yaml.StreamEndEvent):
            self._stop(_line(after), Message("file.one-document"), Message("file.second-document"))
        return node

    def _node(self, event: yaml.Event, depth: int) -> Node:
        line = _line(event)
        self.values += 1
        if self.values > MAX_VALUES:
            self._stop(line, Message("file.most-values", most=MAX_VALUES), MORE)
        if depth > MAX_DEPTH:
            self._stop(line, LEVELS, MORE)
        if getattr(event, "anchor", None):  # an alias has one too
            self._stop(line, PLAIN, Message("file.anchor"))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, line)
        assert isinstance(event, yaml.CollectionStartEvent), "the parser sends nothing else here"
        if event.tag is not None:
            self._stop(line, PLAIN, Message("file.the-tag", tag=shown(event.tag)))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(line, depth)
        return self._mapping(line, depth)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Node:
        if event.tag is not None:
            self._stop(line, PLAIN, Message("file.the-tag", tag=shown(event.tag)))
        plain = event.style in (None, "")
        if plain and event.value in ("", "~", "null"):
            return Node(line)
        return Node(line, text=event.value, quoted=not plain)

    def _list(self, line: int, depth: int) -> Node:
        items: list[Node] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return Node(line, items=items)

    def _mapping(self, line: int, depth: int) -> Node:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(self.next(), depth + 1)
            if key.text is None:
                self.problems.add(Place(self.name, key.line), Message("file.a-key"), key.shown())
            elif key.text in entries:
                place = Place(self.name, key.line, key.text[:60])
                again = Message("file.it-again", line=str(lines[key.text]))
                self.problems.add(place, Message("file.key-once"), again)
            else:
                entries[key.text], lines[key.text] = value, key.line
                # An error about a missing or empty value is about the key's line, not about the next one.
                value.line = (
                    key.line if value.text is None and not value.items and not value.entries else value.line
                )
        return Node(line, entries=entries)

    def _stop(self, line: int, expected: Message, found: Message) -> None:
        self.problems.add(Place(self.name, line), expected, found)
        raise _Stop


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1
