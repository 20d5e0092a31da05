"""Report forms of the tests: read back by python-docx, and turned into pages by LibreOffice."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
from docx.document import Document

from tests.support.required import require


def opened(content: bytes) -> Document:
    """As python-docx reads it."""
    return docx.Document(io.BytesIO(content))


def said(content: bytes) -> list[str]:
    """What the paragraphs of the document say, tables left out, empty ones too."""
    return [each.text for each in opened(content).paragraphs if each.text.strip()]


def told(content: bytes) -> str:
    """All that it says: paragraphs, tables, page headers."""
    document = opened(content)
    cells = [
        cell.text for table in document.tables for row in table.rows for cell in dict.fromkeys(row.cells)
    ]
    heads = [each.text for section in document.sections for each in section.header.paragraphs]
    return "\n".join([*(each.text for each in document.paragraphs), *cells, *heads])


def rows(content: bytes) -> list[list[str]]:
    """The last table, cell by cell; a merged cell as often as it is wide."""
    return [[cell.text for cell in row.cells] for row in opened(content).tables[-1].rows]


def template(*paragraphs: str, table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """An office's own form: plain paragraphs, then a table."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for line, texts in zip(grid.rows, table, strict=True):
            for cell, text in zip(line.cells, texts, strict=True):
                cell.text = text
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def pages(content: bytes, folder: Path) -> list[str]:
    """The pages' texts as LibreOffice lays them out, in a profile of its own."""
    for program in ("soffice", "pdftotext"):
        require(
            "libreoffice", shutil.which(program), f"there is no {program} (libreoffice-writer, poppler-utils)"
        )
    (folder / "form.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "form.docx")], check=True, capture_output=True, timeout=180)
    text = ["pdftotext", "-layout", str(folder / "form.pdf"), "-"]
    answered = subprocess.run(text, check=True, capture_output=True, text=True, timeout=60)
    return answered.stdout.split("\f")[:-1]
