"""The letters of a page as lines, lines as paragraphs: what stands on one height, what goes on below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from config.intake.files.marks import LEVEL, RAISED

Letter = Sequence[Any]
"""left, top, right, bottom, size, text"""
_ITEM = re.compile(r"[-–+•*·]\s*\S|\(?(?:\d{1,2}|[a-hđ])[.)]\s|\(\*")


class Line:
    """A line of text, with its place."""

    __slots__ = ("left", "right", "size", "text", "top")

    def __init__(self, letters: Sequence[Letter]) -> None:
        inked = [letter for letter in letters if str(letter[5]).strip()]
        self.top, self.left = min(each[1] for each in inked), min(each[0] for each in inked)
        self.right, self.size = max(each[2] for each in inked), max(float(each[4]) for each in inked)
        self.text = _text(letters, self.size)


def lines(letters: Sequence[Letter], apart: float = 0.0) -> list[Line]:
    """The lines that the letters make, from the top down. `apart`: how many sizes part a line into two."""
    pieces = (piece for row in heights(letters) for piece in parted(row, apart))
    return [Line(piece) for piece in pieces if any(str(letter[5]).strip() for letter in piece)]


def heights(letters: Sequence[Letter]) -> list[list[Letter]]:
    """The letters that stand on one height, from the top down, each height from left to right."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda each: ((each[1] + each[3]) / 2, each[0])):
        middle = (letter[1] + letter[3]) / 2
        for row in rows[-3:]:
            tallest = max(row, key=lambda each: float(each[4]))
            if tallest[1] - 0.25 * tallest[4] <= middle <= tallest[3] or (
                letter[1] <= (tallest[1] + tallest[3]) / 2 <= letter[3]
            ):
                row.append(letter)
                break
        else:
            rows.append([letter])
    return [sorted(row, key=lambda each: each[0]) for row in rows]


def parted(row: Sequence[Letter], apart: float) -> Iterator[list[Letter]]:
    """The letters of one height, parted where so many sizes of nothing lie between them; 0 parts nowhere."""
    piece: list[Letter] = []
    for letter in row:
        if not str(letter[5]).strip():
            piece.append(letter)
            continue
        last = next((each for each in reversed(piece) if str(each[5]).strip()), None)
        if apart and last is not None and letter[0] - last[2] > apart * float(letter[4]):
            yield piece
            piece = []
        piece.append(letter)
    if piece:
        yield piece


def _text(letters: Sequence[Letter], size: float) -> str:
    """The letters as text: a space where there is room for one, small raised ones marked as set high."""
    base = max(each[3] for each in letters if float(each[4]) >= 0.9 * size)
    said: list[str] = []
    last: Letter | None = None
    for letter in letters:
        text = str(letter[5])
        if last is not None and text == last[5] and abs(letter[0] - last[0]) < 0.1 * size and text.strip():
            continue  # a bold letter that is drawn twice
        room = last is not None and letter[0] - last[2] > 0.2 * size
        if room and text.strip() and str(last[5] if last else "").strip():
            said.append(" ")
        high = float(letter[4]) < 0.85 * size and base - letter[3] > 0.15 * size
        said.append(f"{RAISED}{text}{LEVEL}" if high and text.strip() else text)
        last = letter
    return "".join(said).strip()


def joined(found: Sequence[Line], right: float) -> Iterator[str]:
    """The paragraphs of lines: one goes on in the next where that line's first word had no room before it."""
    text, last = "", None
    for line in found:
        first = line.text.split(" ", 1)[0]
        wide = (line.right - line.left) * len(first) / max(1, len(line.text))
        near = last is not None and line.top - last.top < 2.2 * line.size and line.top > last.top
        goes_on = last is not None and near and last.right + wide + 0.2 * line.size > right
        if text and goes_on and not _ITEM.match(line.text):
            text = f"{text} {line.text}"
        else:
            if text:
                yield text
            text = line.text
        last = line
    if text:
        yield text
