"""PDF files with text: tables from the lines that draw them, texts from where their letters stand.

pdfminer reads the file in a process of its own (`pdf_marks`), with bounds. A scan, letters without a meaning
and a file with a password are refused, each with its own sentence.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from config.intake.files import bounded, limits
from config.intake.files.grids import IntakeError
from config.intake.files.layout import Gathering, Layout
from config.intake.files.marks import STRUCK
from config.intake.files.pdf_lines import Letter, Line, joined, lines
from config.intake.files.pdf_marks import LOCKED, LONG, PAGES, PICTURED
from config.intake.files.pdf_spaced import Spaced, spaced
from config.intake.files.pdf_tables import Box, Drawn, drawn
from language import Message

_CODES = re.compile(r"\(cid:\d+\)")
_APART = 2.5
"""So many times a letter's size between two texts of one line, and they are two."""
_PAGE = re.compile(r"\W*(?:(?:trang|page)\W*)?\d{0,4}\W*(?:(?:of|/)\W*\d{1,4}\W*)?", re.IGNORECASE)
_RULES = 2_000
_SLACK = 10.0
"""Points by which the words of a narrow column may end before its edge."""
_LONG_RULE = 100.0
"""Points: a shorter flat line is drawn below or through a word."""


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
    before: Spaced | None = None
    for n, page in enumerate(pages, 1):
        before = _page(page, gathering, before)
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


def _page(page: dict[str, Any], gathering: Gathering, before: Spaced | None) -> Spaced | None:
    """Put what stands on a page; the answer is the table without lines with which it ends, if any."""
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
    flat = [(rule[1] + rule[3]) / 2 for rule in rules if rule[2] - rule[0] > _LONG_RULE]
    by_space, outside = spaced(outside, flat, before)
    parts: list[tuple[float, Drawn | Spaced | Line]] = [(table.ys[0], table) for table in tables]
    parts += [(table.top, table) for table in by_space]
    parts += [(line.top, line) for line in lines(outside, _APART)]
    right = max((line.right for _, line in parts if isinstance(line, Line)), default=0.0)
    waiting: list[Line] = []
    for _, part in sorted(parts, key=lambda each: (each[0], getattr(each[1], "left", 0.0))):
        if isinstance(part, Line):
            waiting.append(part)
            continue
        _texts(waiting, right, gathering)
        waiting = []
        if isinstance(part, Drawn):
            _put(part, gathering)
        else:
            _put_spaced(part, gathering)
    _texts(waiting, right, gathering)
    below = any(not _PAGE.fullmatch(line.text) for line in waiting)
    return by_space[-1] if by_space and isinstance(part, Line | Spaced) and not below else None


def _texts(waiting: Sequence[Line], right: float, gathering: Gathering) -> None:
    for text in joined(waiting, right):
        gathering.text(text)


def _put_spaced(table: Spaced, gathering: Gathering) -> None:
    gathering.note(Message("intake.pdf-spaced"))
    layout = Layout(gathering)
    for n, row in enumerate(table.rows):
        layout.row()
        for cell in row:
            said = lines(cell.letters)
            edge = table.rights[cell.column] - _SLACK if cell.columns == 1 else 0.0
            text = "\n".join(joined(said, edge))
            layout.put(cell.column, text, cell.rows, cell.columns, loose=n in table.loose)
        for column in range(len(table.rights)):  # a page on which nobody helps has that column all the same
            if layout.free(column):
                layout.put(column, "")
    gathering.table(layout)


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


def _without_struck(letters: list[Letter], rules: Sequence[tuple[float, ...]]) -> tuple[list[Letter], bool]:
    """The letters through whose middle no line runs, and whether there are others."""
    across = [rule for rule in rules if rule[2] - rule[0] > rule[3] - rule[1]]
    kept = [letter for letter in letters if not any(_through(rule, letter) for rule in across)]
    return kept, len(kept) < len(letters)


def _through(rule: Sequence[float], letter: Letter) -> bool:
    y, height = (rule[1] + rule[3]) / 2, letter[3] - letter[1]
    middle = letter[1] + 0.35 * height <= y <= letter[1] + 0.75 * height
    return bool(middle and rule[0] - 1 <= (letter[0] + letter[2]) / 2 <= rule[2] + 1)
