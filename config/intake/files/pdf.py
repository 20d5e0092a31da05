"""PDF files with text: tables from the lines that draw them, texts from where their letters stand.

pdfminer reads the file in a process of its own (`pdf_marks`), with bounds. A scan, letters without a meaning
and a file with a password are refused, each with its own sentence.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from config.intake.files import bounded, limits
from config.intake.files.grids import IntakeError
from config.intake.files.layout import Gathering, Layout
from config.intake.files.marks import LEVEL, RAISED, STRUCK
from config.intake.files.pdf_marks import LOCKED, LONG, PAGES, PICTURED
from config.intake.files.pdf_tables import Box, Drawn, drawn
from language import Message

Letter = Sequence[Any]
"""left, top, right, bottom, size, text"""
_ITEM = re.compile(r"[-–+•*·]\s*\S|\(?(?:\d{1,2}|[a-hđ])[.)]\s|\(\*")
_CODES = re.compile(r"\(cid:\d+\)")
_APART = 2.5
"""So many times a letter's size between two texts of one line, and they are two."""
_RULES = 2_000


def read(data: bytes, gathering: Gathering) -> None:
    """The tables and texts of a PDF, page after page."""
    pages = _marks(data)
    letters = [letter for page in pages for letter in page["letters"] if str(letter[5]).strip()]
    scanned = [n for n, page in enumerate(pages, 1) if _scanned(page)]
    if not letters:
        raise IntakeError("intake.pdf-scan" if scanned else "intake.pdf-blank")
    if sum(bool(_CODES.match(str(letter[5]))) for letter in letters) * 100 > len(letters):
        raise IntakeError("intake.pdf-codes")
    gathering.note(Message("intake.read-pdf"))
    if scanned:
        gathering.note(Message("intake.pdf-pages-scanned", pages=", ".join(map(str, scanned))))
    if turned := sum(page["turned"] for page in pages):
        gathering.note(Message("intake.pdf-turned", letters=turned))
    for n, page in enumerate(pages, 1):
        _page(page, gathering)
        gathering.told(n, len(pages))
    if not gathering.tables:
        gathering.note(Message("intake.pdf-without-tables"))


def _scanned(page: dict[str, Any]) -> bool:
    """Whether a page is a picture on which nothing is written."""
    return page["pictured"] > PICTURED and not any(str(letter[5]).strip() for letter in page["letters"])


def whole(data: bytes) -> bool:
    """Whether the file has the end that a PDF has."""
    return b"startxref" in data[-4096:]


def _marks(data: bytes) -> list[dict[str, Any]]:
    """What `pdf_marks` answers."""
    if find_spec("pdfminer") is None:
        raise IntakeError("intake.pdf-unread")
    with tempfile.TemporaryDirectory(prefix="dondoc-") as name:
        folder = Path(name)
        (folder / "plan").write_bytes(data)
        root = str(Path(__file__).resolve().parents[3])
        command = [sys.executable, "-P", "-m", "config.intake.files.pdf_marks", "plan", "answer"]
        started = bounded.run(command, folder, {"PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1"})
        answer = folder / "answer"
        if not started or not answer.is_file() or answer.stat().st_size > limits.EXPANDED_BYTES:
            raise IntakeError("intake.pdf-spoilt")
        said = json.loads(answer.read_text(encoding="utf-8"))
    if said == LOCKED:
        raise IntakeError("intake.password")
    if said == LONG:
        raise IntakeError("intake.pdf-long", pages=PAGES)
    found: list[dict[str, Any]] = said
    return found


def _page(page: dict[str, Any], gathering: Gathering) -> None:
    rules = [tuple(rule) for rule in page["rules"]]
    if len(rules) > _RULES:
        raise IntakeError("intake.pdf-lines")
    tables = drawn(rules)
    letters, struck = _without_struck(page["letters"], rules)
    if struck:
        gathering.note(STRUCK)
    outside: list[Letter] = []
    for letter in letters:
        x, y = (letter[0] + letter[2]) / 2, (letter[1] + letter[3]) / 2
        box = next((box for table in tables if (box := table.at(x, y))), None)
        (outside if box is None else box.letters).append(letter)
    parts: list[tuple[float, Drawn | Line]] = [(table.ys[0], table) for table in tables]
    parts += [(line.top, line) for line in lines(outside, _APART)]
    right = max((line.right for _, line in parts if isinstance(line, Line)), default=0.0)
    waiting: list[Line] = []
    for _, part in sorted(parts, key=lambda each: (each[0], getattr(each[1], "left", 0.0))):
        if isinstance(part, Line):
            waiting.append(part)
            continue
        _texts(waiting, right, gathering)
        waiting = []
        _put(part, gathering)
    _texts(waiting, right, gathering)


def _texts(waiting: Sequence[Line], right: float, gathering: Gathering) -> None:
    for text in joined(waiting, right):
        gathering.text(text)


def _put(table: Drawn, gathering: Gathering) -> None:
    layout = Layout(gathering)
    by_row: dict[int, list[Box]] = {}
    for box in table.boxes:
        by_row.setdefault(box.row, []).append(box)
    for row in range(len(table.ys) - 1):
        layout.row()
        for box in sorted(by_row.get(row, []), key=lambda each: each.column):
            said = lines(box.letters)
            edge = max(max((line.right for line in said), default=0.0), box.right - 8)
            layout.put(box.column, "\n".join(joined(said, edge)), box.rows, box.columns)
    gathering.table(layout)


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
    pieces = (piece for row in rows for piece in _pieces(sorted(row, key=lambda each: each[0]), apart))
    return [Line(piece) for piece in pieces if any(str(letter[5]).strip() for letter in piece)]


def _pieces(row: list[Letter], apart: float) -> Iterator[list[Letter]]:
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


def _without_struck(letters: list[Letter], rules: Sequence[tuple[float, ...]]) -> tuple[list[Letter], bool]:
    """The letters through whose middle no line runs, and whether there are others."""
    across = [rule for rule in rules if rule[2] - rule[0] > rule[3] - rule[1]]
    kept = [letter for letter in letters if not any(_through(rule, letter) for rule in across)]
    return kept, len(kept) < len(letters)


def _through(rule: Sequence[float], letter: Letter) -> bool:
    y, height = (rule[1] + rule[3]) / 2, letter[3] - letter[1]
    middle = letter[1] + 0.35 * height <= y <= letter[1] + 0.75 * height
    return bool(middle and rule[0] - 1 <= (letter[0] + letter[2]) / 2 <= rule[2] + 1)
