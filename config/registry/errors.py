"""What can be wrong with a registry, or with what is asked of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from language import Message, MessageError, say


class RegistryError(MessageError):
    """Something was asked of the registry that it does not know: the text says what it does know."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: the file, the line (1 is the first, 0 the file as a whole), the path of keys."""

    file: str
    line: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file: where it stands, what was expected there and what was found."""

    place: Place
    expected: Message
    found: Message | str

    @property
    def message(self) -> Message:
        """`file:line: key: expected ..., found ...`, in the words of its reader."""
        at = self.place
        fields = {"file": at.file, "expected": self.expected, "found": self.found}
        if not at.line:
            return Message("file.problem-in-file", **fields)
        if not at.key:
            return Message("file.problem-in-line", line=str(at.line), **fields)
        return Message("file.problem", line=str(at.line), key=at.key, **fields)

    def __str__(self) -> str:
        return say(self.message, "en", "cli")


@dataclass(frozen=True, slots=True)
class MoreProblems:
    """The end of a very long list of problems: how many more there are."""

    count: int

    @property
    def message(self) -> Message:
        """`... and 3 more problems`."""
        return Message("file.more-problems", n=self.count)

    def __str__(self) -> str:
        return say(self.message, "en", "cli")


class RegistryErrors(MessageError):
    """All that is wrong with a registry folder.

    `errors`: each as an object whose `message` says it in any language, and whose `str()` is English.
    """

    def __init__(self, errors: Iterable[Problem | MoreProblems]) -> None:
        self.errors = tuple(errors)
        super().__init__("file.problems", problems=[each.message for each in self.errors])
