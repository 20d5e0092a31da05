"""Text that people type or that stands in files: one line, no control characters, bounded."""

from __future__ import annotations

from collections.abc import Sequence

from engine.errors import AnswerError
from language import Message

LONGEST_TEXT = 500
MOST_NAMED = 12


def reason_in(text: str) -> str:
    """The reason; AnswerError when none is said."""
    reason = line_in(text, LONGEST_TEXT, Message("answer.the-reason"))
    if not reason:
        raise AnswerError("answer.reason-missing")
    return reason


def line_in(text: str | None, longest: int, what: Message) -> str:
    """One line of plain text, without control characters: it ends up in headers, tables and reports.

    `what` names it in the AnswerError for one that is longer than `longest` characters.
    """
    line = one_line(text or "")
    if len(line) > longest:
        raise AnswerError("answer.text-too-long", what=what, length=len(line), longest=longest)
    return line


def one_line(text: str) -> str:
    """Text as one line: control characters and runs of white space become one space, ends trimmed."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a word with '…' where it does not fit."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, _, _ = cut.rpartition(" ")
    return (head if len(head) > limit // 2 else cut).rstrip(" ,;:-(") + "…"


def few(codes: Sequence[str], most: int = MOST_NAMED) -> tuple[str, ...] | Message:
    """Names for a sentence: all of them, or the first and how many more."""
    if len(codes) <= most:
        return tuple(codes)
    return Message("words.and-more", names=tuple(codes[:most]), n=len(codes) - most)
