"""How wide text is on a terminal, and how it goes on in the next line: never within a word or a date."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

GLUE = "\u00a0"
"""A blank at which no line ends."""
LABEL_ROOM = 26
"""A label with blanks behind it may be so wide that the lines after it stand under its value."""
VALUE_ROOM = 30
"""Columns that a value is to have beside its label; with fewer it goes on under the label itself."""
_LEAD = re.compile(r" *")
_LABEL = re.compile(r" *\S(?:\S| (?! ))* {2,}(?=\S)")


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """Columns that a text takes on a terminal: combining marks take none, wide letters two."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def wrapped(text: str, room: int) -> list[str]:
    """One line of text as lines of at most `room` columns, ended at blanks alone; what is longer than that
    by itself (an address) stands in a line of its own, whole.

    A line that is indented goes on under its beginning, one with a label (`due:   Friday`) under the value.
    """
    if width(text) <= room:
        return [text.replace(GLUE, " ")]
    margin = _margin(text, room)
    lead = _LEAD.match(text)
    made, now, blanks = [], lead[0] if lead else "", ""
    for part in re.split("( +)", text[len(now) :]):
        if not part or part.isspace():
            blanks = part
        elif width(now) + len(blanks) + width(part) > room and now.strip():
            made.append(now)
            now, blanks = " " * margin + part, ""
        else:
            now, blanks = now + blanks + part, ""
    return [each.replace(GLUE, " ") for each in (*made, now)]


def _margin(text: str, room: int) -> int:
    label = _LABEL.match(text)
    if label and width(label[0]) <= min(LABEL_ROOM, room - VALUE_ROOM):
        return width(label[0])
    lead = _LEAD.match(text)
    return len(lead[0]) + 2 if lead and lead[0] else 0
