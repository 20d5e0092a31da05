"""Files for the tests of `config.intake.files`: made by python-docx and openpyxl, or part by part by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import openpyxl

from config.intake.files.grids import Cell, Content, Grid, Text
from config.intake.files.open_file import read
from language import say

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
DOCUMENT = "word/document.xml"
SHEET = "xl/worksheets/sheet1.xml"


def plain_word() -> bytes:
    """A document of one paragraph, as python-docx writes it."""
    document = docx.Document()
    document.add_paragraph("Kế hoạch")
    return saved(document)


def plain_excel() -> bytes:
    """A workbook of one sheet with one cell, as openpyxl writes it."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "Kế hoạch"
    return saved(book)


def notes(content: Content, language: str = "en") -> tuple[str, ...]:
    """What the reader tells of the file."""
    return tuple(say(each, language) for each in content.notes)


def saved(document: object) -> bytes:
    """The bytes of a document of python-docx or a workbook of openpyxl."""
    into = io.BytesIO()
    document.save(into)  # type: ignore[attr-defined]
    return into.getvalue()


def with_parts(whole: bytes, parts: Mapping[str, str | bytes], leave: str = "") -> bytes:
    """The same zip with these parts in place of its own or beside them, without the part to leave away."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts and name != leave:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return into.getvalue()


def part(whole: bytes, name: str) -> str:
    """A part of a zip as text."""
    with zipfile.ZipFile(io.BytesIO(whole)) as old:
        return old.read(name).decode()


def word(body: str, **parts: str) -> bytes:
    """A document with this body, in Word's XML; further parts by name (`numbering=...`)."""
    xml = f'{_XML}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return with_parts(
        plain_word(), {DOCUMENT: xml, **{f"word/{name}.xml": each for name, each in parts.items()}}
    )


def p(text: str, properties: str = "") -> str:
    """A paragraph in Word's XML."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(content: str, properties: str = "") -> str:
    """A cell in Word's XML; plain text becomes a paragraph."""
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row in Word's XML, of cells or plain texts."""
    inner = "".join(each if each.startswith("<w:") else tc(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def tbl(*rows: str) -> str:
    """A table in Word's XML."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def excel(rows: str, after: str = "", before: str = "", shared: str | None = None) -> bytes:
    """A workbook whose one sheet holds these rows in Excel's XML; `shared` holds its shared strings."""
    whole = plain_excel()
    data = f"{before}<sheetData>{rows}</sheetData>{after}"
    parts = {SHEET: f'{_XML}<worksheet xmlns="{S}">{data}</worksheet>'}
    if shared is not None:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        types = part(whole, "[Content_Types].xml")
        if kind not in types:
            override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/>'
            parts["[Content_Types].xml"] = types.replace("</Types>", f"{override}</Types>")
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{S}">{shared}</sst>'
    return with_parts(whole, parts)


def taken(folder: Path, name: str, data: bytes | str) -> Content:
    """What is read from a file of that name and content."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(path)


def shape(content: Content) -> list[object]:
    """The parts as plain values: a text as its text, a table as rows of texts; a merged cell as (text, rows,
    columns), a covered place as None.
    """
    return [each.text if isinstance(each, Text) else table(each) for each in content.parts]


def table(grid: Grid) -> list[list[object]]:
    """A table as plain values."""
    return [[_value(cell) for cell in row] for row in grid.rows]


def _value(cell: Cell | None) -> object:
    if cell is None:
        return None
    return (
        cell.text if (cell.row_span, cell.col_span) == (1, 1) else (cell.text, cell.row_span, cell.col_span)
    )


def grids(content: Content) -> list[Grid]:
    """The tables of a file."""
    return [each for each in content.parts if isinstance(each, Grid)]
