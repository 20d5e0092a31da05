"""A plan as a real Word file, in the ways offices type one: made with python-docx, cell for cell."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.support.originals.plans import Plan
from tests.support.originals.shape import Box, Row, Table


@dataclass(frozen=True, slots=True)
class Word:
    """How it is typed. `parted`: a table ends with its page and another goes on. `numbered`: Word counts the
    rows, the cell is empty. `broken`: bold and italic begin amid words. `marked`: the head is marked as one.
    """

    parted: bool = False
    numbered: bool = False
    broken: bool = False
    marked: bool = True


def write(path: Path, plan: Plan, word: Word = Word()) -> Path:
    """The plan as a .docx file at `path`."""
    document = docx.Document()
    for part in plan.parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        for at, page in enumerate(_pieces(part) if word.parted else [part.rows]):
            _add(document, page, part.header if at == 0 else 0, word, bool(part.tasks))
            document.add_paragraph("")
    document.save(str(path))
    return path


def _pieces(table: Table) -> list[tuple[Row, ...]]:
    """The rows of each page, in no more columns than that page needs."""
    edges = [0, *table.breaks, len(table.rows)]
    for cut in table.breaks:
        assert all(
            each is None or each.down <= cut - at for at, row in enumerate(table.rows[:cut]) for each in row
        ), "a cell merged over the page's end"
    pages = [table.rows[start:end] for start, end in pairwise(edges)]
    return [tuple(row[: _width(page)] for row in page) for page in pages]


def _width(rows: tuple[Row, ...]) -> int:
    """Columns up to the last one that is not empty."""
    width = len(rows[0])
    while width > 1 and all(row[width - 1] == Box("") for row in rows):
        width -= 1
    return width


def _add(document: Document, rows: tuple[Row, ...], head: int, word: Word, tasks: bool) -> None:
    lines = []
    down: dict[int, tuple[int, int]] = {}  # column -> rows still to cover, columns covered
    for at, row in enumerate(rows):
        cells = []
        column = 0
        while column < len(row):
            box = row[column]
            if box is None:
                left, across = down[column]
                cells.append(_cell("", across, "<w:vMerge/>", word, False))
                down[column] = (left - 1, across)
                column += across
                continue
            merge = '<w:vMerge w:val="restart"/>' if box.down > 1 else ""
            if box.down > 1:
                down[column] = (box.down - 1, box.across)
            counted = word.numbered and tasks and column == 0 and at >= head and box.text.isdigit()
            cells.append(_cell(box.text, box.across, merge, word, counted))
            column += box.across
        marked = "<w:trPr><w:tblHeader/></w:trPr>" if at < head and word.marked else ""
        lines.append(f"<w:tr>{marked}{''.join(cells)}</w:tr>")
    grid = "<w:gridCol/>" * len(rows[0])
    xml = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )
    document.element.body.insert_element_before(parse_xml(xml), "w:sectPr")


def _cell(text: str, across: int, merge: str, word: Word, counted: bool) -> str:
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    if counted:
        paragraphs = '<w:p><w:pPr><w:pStyle w:val="ListNumber"/></w:pPr></w:p>'
    else:
        paragraphs = "".join(f"<w:p>{_runs(each, word.broken)}</w:p>" for each in text.split("\n"))
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{paragraphs}</w:tc>"


def _runs(text: str, broken: bool) -> str:
    if not text:
        return ""
    if not broken:
        return _run(text, "")
    cuts = (0, len(text) // 3, 2 * len(text) // 3, len(text))
    looks = ("", "<w:b/>", "<w:i/>")
    return "".join(_run(text[a:b], look) for a, b, look in zip(cuts, cuts[1:], looks, strict=False))


def _run(text: str, look: str) -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
