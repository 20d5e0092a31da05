"""Text that people type, as it is kept: one line, no control characters, bounded."""

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
