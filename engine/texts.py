"""Text that people type or that stands in files: one line, no control characters, bounded."""

from __future__ import annotations

from engine.errors import AnswerError

LONGEST_TEXT = 500


def reason_in(text: str) -> str:
    """The reason; AnswerError when none is said."""
    reason = line_in(text, LONGEST_TEXT, "the reason")
    if not reason:
        raise AnswerError("say why: a reason is needed, and people will read it")
    return reason


def line_in(text: str | None, longest: int, what: str) -> str:
    """One line of plain text, without control characters: it ends up in headers, tables and reports.

    `what` names it in the AnswerError for one that is longer than `longest` characters.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text or "").split())
    if len(line) > longest:
        raise AnswerError(f"{what} is {len(line)} characters long; at most {longest} are kept")
    return line


def one_line(text: str) -> str:
    """Text as one line: control characters and runs of white space become one space, ends trimmed."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a word with '…' where it does not fit."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, _, _ = cut.rpartition(" ")
    return (head if len(head) > limit // 2 else cut).rstrip(" ,;:-(") + "…"
