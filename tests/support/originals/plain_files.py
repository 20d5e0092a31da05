"""A plan as csv, as a web page and as text parted by tabs."""

from __future__ import annotations

import csv
from html import escape
from pathlib import Path

from tests.support.originals.plans import Plan
from tests.support.originals.shape import Table


def write_csv(path: Path, plan: Plan, *, delimiter: str = ",") -> Path:
    """What Excel saves: every part in one column grid, covered places empty, with a byte order mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        for part in plan.parts:
            if isinstance(part, str):
                writer.writerow([part])
            else:
                writer.writerows(_texts(part))
    return path


def write_text(path: Path, plan: Plan) -> Path:
    """Cells parted by tabs; a cell's paragraphs go on in its line, and an empty line ends a page."""
    lines: list[str] = []
    for part in plan.parts:
        if isinstance(part, str):
            lines += ["", part]
            continue
        lines.append("")
        for at, row in enumerate(_texts(part)):
            lines += [""] if at in part.breaks else []
            lines.append("\t".join(text.replace("\n", " ") for text in row))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def write_html(path: Path, plan: Plan) -> Path:
    """A page as law sites publish it."""
    out = ["<!doctype html><html lang=vi><head><meta charset=utf-8><title>", escape(plan.number), "</title>"]
    out.append("<style>td{border:1px solid}</style><script>var a = '<td>';</script></head><body>")
    for part in plan.parts:
        if isinstance(part, str):
            out.append(f"<p>{escape(part)}</p>")
            continue
        out.append("<table>")
        for at, row in enumerate(part.rows):
            tag = "th" if at < part.header else "td"
            out.append("<tr>")
            for box in row:
                if box is not None:
                    text = "<br>".join(f"<b>{escape(each)}</b>" for each in box.text.split("\n"))
                    out.append(f"<{tag} rowspan={box.down} colspan={box.across}>{text}</{tag}>")
            out.append("</tr>")
        out.append("</table>")
    out.append("</body></html>")
    path.write_text("\n".join(out), encoding="utf-8")
    return path


def _texts(table: Table) -> list[list[str]]:
    return [[box.text if box is not None else "" for box in row] for row in table.rows]
