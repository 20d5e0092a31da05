"""One plan as each of ten kinds of file: paragraphs, a table, paragraphs; LibreOffice makes the old ones."""

from __future__ import annotations

import csv
import html
import io
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl

from tests.support.required import require

BY_HAND = ("docx", "xlsx", "csv", "html", "txt")
BY_OFFICE = ("odt", "ods", "doc", "xls", "pdf", "rtf")
KEPT = ("docx", "html", "xlsx", "odt", "ods", "doc", "xls", "pdf", "rtf")
"""Kinds that keep which cells are merged."""
Merged = tuple[int, int, int, int]


@dataclass(frozen=True)
class Paper:
    """What stands in the file. `merged`: from row and column to row and column of the table."""

    above: Sequence[str]
    rows: Sequence[Sequence[str]]
    merged: Sequence[Merged] = ()
    below: Sequence[str] = ()


def made(folder: Path, paper: Paper, kinds: Sequence[str]) -> dict[str, Path]:
    """The paper as files of these kinds."""
    folder.mkdir(parents=True, exist_ok=True)
    ways = {"docx": _word, "xlsx": _excel, "csv": _csv, "html": _html, "txt": _txt}
    found = {}
    for kind in BY_HAND:
        found[kind] = folder / f"ke-hoach.{kind}"
        found[kind].write_bytes(ways[kind](paper))
    office = [kind for kind in kinds if kind in BY_OFFICE]
    if office:
        program = shutil.which("soffice")
        require("libreoffice", program, "there is no soffice (libreoffice-writer, libreoffice-calc)")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        for kind in office:
            source = found["xlsx" if kind in ("xls", "ods") else "docx"]
            command = [str(program), profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
            subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
            found[kind] = folder / f"ke-hoach.{kind}"
    return {kind: found[kind] for kind in kinds}


def _word(paper: Paper) -> bytes:
    document = docx.Document()
    for text in paper.above:
        document.add_paragraph(text)
    table = document.add_table(rows=len(paper.rows), cols=len(paper.rows[0]))
    table.style = "Table Grid"
    for r, texts in enumerate(paper.rows):
        for c, text in enumerate(texts):
            table.cell(r, c).text = text
    for top, left, bottom, right in paper.merged:
        said = table.cell(top, left).text
        table.cell(top, left).merge(table.cell(bottom, right)).text = said
    for text in paper.below:
        document.add_paragraph(text)
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def _excel(paper: Paper) -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Kế hoạch"
    for text in paper.above:
        page.append([text])
    for texts in paper.rows:
        page.append(list(texts))
    first = len(paper.above) + 1
    for top, left, bottom, right in paper.merged:
        page.merge_cells(
            start_row=first + top, start_column=left + 1, end_row=first + bottom, end_column=right + 1
        )
    for text in paper.below:
        page.append([text])
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def _csv(paper: Paper) -> bytes:
    into = io.StringIO()
    write = csv.writer(into)
    write.writerows([[text] for text in paper.above])
    write.writerows(paper.rows)
    write.writerows([[text] for text in paper.below])
    return into.getvalue().encode("utf-8-sig")


def _txt(paper: Paper) -> bytes:
    rows = ["\t".join(text.replace("\n", " ") for text in texts) for texts in paper.rows]
    return "\n".join([*paper.above, *rows, *paper.below]).encode()


def _html(paper: Paper) -> bytes:
    def text(said: str) -> str:
        return html.escape(said).replace("\n", "<br>")

    covered = {
        (r, c)
        for top, left, bottom, right in paper.merged
        for r in range(top, bottom + 1)
        for c in range(left, right + 1)
        if (r, c) != (top, left)
    }
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in paper.merged}
    lines = [f"<p>{text(said)}</p>" for said in paper.above]
    lines.append("<table>")
    for r, texts in enumerate(paper.rows):
        cells = []
        for c, said in enumerate(texts):
            if (r, c) not in covered:
                down, across = spans.get((r, c), (1, 1))
                cells.append(f'<td rowspan="{down}" colspan="{across}">{text(said)}</td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    lines += ["</table>", *(f"<p>{text(said)}</p>" for said in paper.below)]
    body = "\n".join(lines)
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()
