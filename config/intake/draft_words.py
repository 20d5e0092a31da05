"""The words of a draft in one language, as comments and values of its YAML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from config.intake.comparable import shortened
from config.intake.yaml_text import remark
from config.loading.fields import MAX_TEXT
from language import Message, say


class Words:
    """Says messages in the draft's language, `vi` or `en`. `indent` counts spaces."""

    def __init__(self, language: str) -> None:
        self.language = language

    @property
    def mark(self) -> str:
        """What a person looks for in the file: it stands wherever something has to be settled."""
        return self.said(Message("draft.mark"))

    def said(self, message: Message) -> str:
        """The message as text."""
        return say(message, self.language)

    def remark(self, message: Message, indent: int = 0) -> str:
        """The message as a comment."""
        return remark(self.said(message), indent)

    def remarks(self, message: Message, indent: int = 0) -> list[str]:
        """A message of several lines as comments."""
        return [remark(line, indent) for line in self.said(message).split("\n")]

    def review(self, what: Message, indent: int) -> str:
        """A comment with the mark that a person looks for."""
        return self.remark(Message("draft.review", what=what), indent)

    def read_as(self, understood: Message | None) -> str:
        """How a row's time was understood."""
        return self.remark(Message("draft.read-as", said=understood), 8)


def commented(lines: Iterable[str]) -> Iterator[str]:
    """The lines as comments, which a person turns back by taking the first two letters of each away."""
    return (f"# {line}" for line in lines)


def fit(text: str) -> str:
    """The text, no longer than the registry takes one."""
    return shortened(text, MAX_TEXT)
