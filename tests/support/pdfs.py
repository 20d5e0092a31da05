"""Small PDF files written by hand: letters in Helvetica, and the lines of a table."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

WIDTHS = (30, 130, 110, 110, 90)
LEFT, TOP, HIGH = 50, 780, 24


def page(above: Sequence[str], rows: Sequence[Sequence[str]], more: str = "") -> bytes:
    """What draws lines of text, then a table under them. `more` is added as it is."""
    said = [_text(LEFT, TOP - 16 * n, line) for n, line in enumerate(above)]
    top = TOP - 16 * len(above)
    edges = [LEFT + sum(WIDTHS[:n]) for n in range(len(WIDTHS) + 1)]
    said += [f"{edges[0]} {top - HIGH * r} m {edges[-1]} {top - HIGH * r} l S" for r in range(len(rows) + 1)]
    if rows:
        said += [f"{x} {top} m {x} {top - HIGH * len(rows)} l S" for x in edges]
    for r, row in enumerate(rows):
        said += [_text(edges[c] + 3, top - HIGH * r - 16, cell) for c, cell in enumerate(row) if cell]
    return "\n".join([*said, more]).encode("latin-1")


def _text(x: float, y: float, text: str) -> str:
    plain = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F1 9 Tf {x} {y} Td ({plain}) Tj ET"


def whole(*pages: bytes, catalog: str = "", packed: bool = False) -> bytes:
    """A file of these pages. `packed`: their streams are deflated."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font,
    ]
    for n, content in enumerate(pages):
        said = f"/Contents {5 + 2 * n} 0 R /Resources << /Font << /F1 3 0 R >> >>"
        bodies.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {said} >>".encode())
        data = zlib.compress(content, 9) if packed else content
        how = " /Filter /FlateDecode" if packed else ""
        bodies.append(f"<< /Length {len(data)}{how} >>\nstream\n".encode() + data + b"\nendstream")
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for n, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
