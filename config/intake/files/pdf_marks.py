"""What stands on the pages of a PDF and where: letters and straight lines. Run as a program of its own, so
that what a hostile file does to it ends with it: `python -m config.intake.files.pdf_marks FILE ANSWER`.

The answer is JSON: for each page its width, `letters` (left, top, right, bottom, size, text), `rules` (left,
top, right, bottom), `pictured`, the part of it that pictures cover, and `turned`, how many letters do not
stand upright; points, from the page's upper left corner. Nothing but that is taken from the file: no script,
no attachment, no form, no address, and no letter that nobody sees (drawn invisible, or under a picture).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import combining

PAGES, LETTERS, RULES = 300, 1_000_000, 100_000
"""Above these a PDF is no plan: the longest of the plans known has 25 pages of 2,000 letters."""
THIN = 3.0
"""A rectangle no wider is a line."""
LOCKED, LONG = "locked", "long"
"""The whole answer for a file with a password, and for one that is no plan by its size."""
PICTURED = 0.5
"""A page of which pictures cover so much is a scan when nothing is written upon them."""
_INVISIBLE = 3
_NOT_SEEN = "not seen"


class TooLong(ValueError):
    """More pages, letters or lines than a plan has."""


def pages(path: Path) -> list[dict[str, Any]]:
    """All pages. TooLong, and whatever pdfminer raises for a spoilt file."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    class Seen(PDFPageAggregator):
        """Marks what is drawn in the mode in which no letter is seen: a scanner's guess at its picture."""

        def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
            before = len(self.cur_item)
            super().render_string(textstate, seq, ncs, graphicstate)
            if textstate.render == _INVISIBLE:
                for each in list(self.cur_item)[before:]:
                    setattr(each, _NOT_SEEN, True)

    resources = PDFResourceManager(caching=True)
    device = Seen(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    found: list[dict[str, Any]] = []
    letters = rules = 0
    with path.open("rb") as file:
        for page in PDFPage.get_pages(file):
            interpreter.process_page(page)
            found.append(_page(device.get_result()))
            letters += len(found[-1]["letters"])
            rules += len(found[-1]["rules"])
            if len(found) > PAGES or letters > LETTERS or rules > RULES:
                raise TooLong
    return found


def _page(page: Any) -> dict[str, Any]:
    from pdfminer.layout import LTChar, LTImage

    left, bottom, right, top = page.bbox
    area = max(1.0, (right - left) * (top - bottom))
    letters: list[list[Any]] = []
    rules: list[list[float]] = []
    pictured, turned = 0.0, 0
    for each in _all(page):
        box = (each.x0 - left, top - each.y1, each.x1 - left, top - each.y0)
        if isinstance(each, LTChar):
            said = each.get_text()
            if getattr(each, _NOT_SEEN, False):
                continue
            if not each.upright:
                turned += bool(said.strip())
            elif letters and said and all(map(combining, said)):
                letters[-1][5] += said  # a mark belongs to the letter before it, wherever it is drawn
            else:
                letters.append([*_rounded(*box, each.size), said])
        elif isinstance(each, LTImage):
            part = max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1]) / area
            pictured += part
            if part > PICTURED:
                letters.clear()  # whatever was drawn before lies under it
        else:
            rules += [_rounded(*rule) for rule in _rules(each, box)]
    return {
        "width": round(right - left, 2),
        "letters": letters,
        "rules": rules,
        "pictured": pictured,
        "turned": turned,
    }


def _all(page: Any) -> Iterator[Any]:
    from pdfminer.layout import LTFigure

    stack = list(page)[::-1]
    while stack:
        each = stack.pop()
        if isinstance(each, LTFigure):
            stack += list(each)[::-1]
        else:
            yield each


def _rules(each: Any, box: tuple[float, float, float, float]) -> Iterator[tuple[float, float, float, float]]:
    """The straight lines of a path: itself when it is thin, else the sides of a rectangle that is drawn."""
    from pdfminer.layout import LTCurve, LTRect

    if not isinstance(each, LTCurve) or not (each.stroke or each.fill):
        return
    x0, y0, x1, y1 = box
    if x1 - x0 <= THIN or y1 - y0 <= THIN:
        yield box
    elif isinstance(each, LTRect) and each.stroke:
        yield from ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))


def _rounded(*numbers: float) -> list[float]:
    return [round(each, 2) for each in numbers]


def main(source: str, answer: str) -> None:
    """Read the file and write the answer: its pages, or one of the words above."""
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        said: Any = pages(Path(source))
    except PDFPasswordIncorrect:
        said = LOCKED
    except TooLong:
        said = LONG
    Path(answer).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
