"""Word documents: python-docx opens the package; the body is walked here, since python-docx passes over
content controls, tracked changes, nested tables and the numbers that Word makes itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml.etree import _Element as Element

from config.intake.files import limits
from config.intake.files.archive import DAMAGED, Archive
from config.intake.files.grids import IntakeError
from config.intake.files.layout import Gathering, Layout
from config.intake.files.marks import LEVEL, RAISED, STRUCK
from config.intake.files.word_numbers import Numbers, W, number, value
from config.intake.files.word_runs import Looks, boxes, control_said, field_said, in_wingdings, symbol
from language import Message

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_THROUGH = {
    W + name
    for name in (
        "sdt",
        "sdtContent",
        "customXml",
        "smartTag",
        "hyperlink",
        "fldSimple",
        "bdo",
        "dir",
        "moveTo",
    )
} | {
    _M + name
    for name in ("oMath", "oMathPara", "r", "e", "num", "den", "f", "sup", "sub", "sSup", "sSub", "d")
}
"""Wrappers whose content is read as if they were not there."""
_HIGH_WRAPPERS = frozenset([_M + "sup"])

_LEFT_OUT = {
    W + "del": Message("intake.left-deleted"),
    W + "moveFrom": Message("intake.left-deleted"),
    W + "footnoteReference": Message("intake.left-footnotes"),
    W + "endnoteReference": Message("intake.left-endnotes"),
    W + "altChunk": Message("intake.left-document"),
    W + "object": Message("intake.left-embedded"),
}
_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_INSERTED = Message("intake.kept-inserted")
_BOXES = Message("intake.left-boxes")
_HIDDEN = Message("intake.left-hidden")
_FONT_SIGNS = Message("intake.left-signs")
_EMPTY_FIELDS = Message("intake.left-empty-fields")


def read(archive: Archive, gathering: Gathering) -> None:
    """The paragraphs and tables of the body in their order; headers and footers are not of the plan."""
    try:
        document = docx.Document(archive.stream())
        body = document.element.body
        related = {rel.reltype: rel for rel in document.part.rels.values() if not rel.is_external}
        numbering, styles = (
            getattr(related[each].target_part, "element", None) if each in related else None
            for each in (RELATIONSHIP_TYPE.NUMBERING, RELATIONSHIP_TYPE.STYLES)
        )
    except Exception:  # python-docx raises whatever a spoilt part brings about
        raise IntakeError(DAMAGED) from None
    if body is None:
        raise IntakeError(DAMAGED)
    rows = sum(1 for _ in body.iter(W + "tr"))
    _Walk(gathering, Numbers(numbering, styles), Looks(styles), rows).blocks(body)


@dataclass(slots=True)
class _Open:
    """A cell found, before it is known how many rows it covers."""

    column: int
    wide: int
    text: str
    down: int = 1


class _Walk:
    """One pass through the body."""

    def __init__(self, gathering: Gathering, numbers: Numbers, looks: Looks, rows: int) -> None:
        self._gathering = gathering
        self._numbers = numbers
        self._looks = looks
        self._total = rows
        self._done = 0

    def blocks(self, parent: Element) -> None:
        """Gather what stands directly in the body, or in the cell of a table that only frames another."""
        for block in self._each(parent, W + "p", W + "tbl"):
            if block.tag == W + "p":
                self._gathering.text(self._paragraph(block))
                continue
            frame = _framed(block)
            if frame is not None:
                self.blocks(frame)
            else:
                self._gathering.table(self._table(block))

    def _each(self, parent: Element, *tags: str) -> Iterator[Element]:
        """The children of these tags, through content controls and insertions, without what was deleted."""
        for child in parent:
            if child.tag in tags:
                yield child
            elif W + "p" in tags and self._empty(child):
                continue
            elif child.tag in _THROUGH:
                yield from self._each(child, *tags)
            elif child.tag == W + "ins":
                self._gathering.note(_INSERTED)
                yield from self._each(child, *tags)
            elif child.tag == _MC + "AlternateContent":
                for choice in child[:1]:
                    yield from self._each(choice, *tags)
            elif child.tag in _LEFT_OUT:
                self._gathering.note(_LEFT_OUT[child.tag])

    def _empty(self, control: Element | None) -> bool:
        """Whether this is a content control that nobody filled in: what it shows asks for something."""
        if control is None or control.tag != W + "sdt" or control_said(control) != "":
            return False
        self._gathering.note(_EMPTY_FIELDS)
        return True

    # Tables

    def _table(self, table: Element) -> Layout:
        layout = Layout(self._gathering)
        for row in self._spanned(table, self._cell):
            layout.row()
            for cell in row:
                layout.put(cell.column, cell.text, cell.down, cell.wide)
        return layout

    def _spanned(self, table: Element, read: Callable[[Element], str]) -> list[list[_Open]]:
        """The rows of a table with the cells that begin in each; what is merged upwards is hidden."""
        rows: list[list[_Open]] = []
        above: dict[int, _Open] = {}
        for row in self._each(table, W + "tr"):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                self._gathering.note(Message("intake.left-rows"))
                self._step()
                continue
            begun: list[_Open] = []
            now: dict[int, _Open] = {}
            column = _bounded(value(properties, "gridBefore"), 0)
            last: _Open | None = None
            for cell in self._each(row, W + "tc"):
                shape = cell.find(W + "tcPr")
                wide = _bounded(value(shape, "gridSpan"), 1)
                if shape is not None and shape.find(W + "cellDel") is not None:
                    self._gathering.note(Message("intake.left-cells"))
                    column += wide
                    continue
                if last is not None and value(shape, "hMerge") in ("continue", ""):
                    last.wide += wide
                elif value(shape, "vMerge") in ("continue", "") and column in above:
                    last = None
                    now[column] = above[column]
                    above[column].down += 1
                    self._note_beneath(cell)
                else:
                    last = _Open(column, wide, read(cell))
                    begun.append(last)
                    if value(shape, "vMerge") is not None:
                        now[column] = last
                column += wide
            rows.append(begun)
            above = now
            self._step()
        return rows

    def _note_beneath(self, cell: Element) -> None:
        if any((each.text or "").strip() for each in cell.iter(W + "t")):
            self._gathering.note(Message("intake.left-beneath"))
        elif any(self._numbers.numbered(each) for each in cell.iterchildren(W + "p")):
            self._gathering.note(Message("intake.numbers-counted"))

    def _step(self) -> None:
        self._done += 1
        self._gathering.told(self._done, self._total)

    def _cell(self, cell: Element, deep: int = 1) -> str:
        """The text of a cell; a table in it is told cell by cell, a line each."""
        if deep > limits.TABLES_DEEP:
            raise IntakeError("intake.tables-deep", most=limits.TABLES_DEEP)
        around = cell.getparent()
        if around is not None and self._empty(around.getparent()):
            return ""
        said: list[str] = []
        for block in self._each(cell, W + "p", W + "tbl"):
            if block.tag == W + "p":
                said.append(self._paragraph(block, numbered_alone=True))
                continue
            for row in self._spanned(block, lambda inner: self._cell(inner, deep + 1)):
                said += [each.text for each in row]
        return "\n".join(said)

    # Paragraphs

    def _paragraph(self, paragraph: Element, numbered_alone: bool = False) -> str:
        """The text of a paragraph after its number. A number without text counts only in a cell, where it is
        what the column says.
        """
        text = "".join(self._inline(paragraph))
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if not text.strip() and mark is not None and mark.find(W + "del") is not None:
            return ""
        label = self._numbers.label(paragraph)
        if not label or not (text.strip() or numbered_alone):
            return text
        return f"{label} {text}"

    def _inline(self, parent: Element) -> Iterator[str]:
        for child in parent:
            if child.tag == W + "r":
                yield from self._run(child)
            elif child.tag == W + "sdt" and self._empty(child):
                continue
            elif child.tag == W + "sdt" and (said := control_said(child)):
                yield said
            elif child.tag in _HIGH_WRAPPERS:
                yield from (RAISED, *self._inline(child), LEVEL)
            elif child.tag in _THROUGH:
                yield from self._inline(child)
            elif child.tag == W + "ins":
                self._gathering.note(_INSERTED)
                yield from self._inline(child)
            elif child.tag == _M + "t":
                yield child.text or ""
            elif child.tag in _LEFT_OUT:
                self._gathering.note(_LEFT_OUT[child.tag])

    def _run(self, run: Element) -> Iterator[str]:
        look = self._looks.of(run)
        if look.hidden or look.struck:
            if run.find(W + "t") is not None:
                self._gathering.note(_HIDDEN if look.hidden else STRUCK)
            return
        if look.high:
            yield from (RAISED, *self._signs(run), LEVEL)
        else:
            yield from self._signs(run)

    def _signs(self, run: Element) -> Iterator[str]:
        drawn = in_wingdings(run)
        for child in run:
            if child.tag == W + "t":
                text, other = boxes(child.text or "") if drawn else (child.text or "", False)
                yield text
                if other:
                    self._gathering.note(_FONT_SIGNS)
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag in _LEFT_OUT:
                self._gathering.note(_LEFT_OUT[child.tag])
            elif child.tag == W + "sym":
                yield symbol(child) or ""
                if symbol(child) is None:
                    self._gathering.note(_FONT_SIGNS)
            elif child.tag == W + "fldChar":
                yield field_said(child)
            elif child.tag == W + "ruby":
                for base in child.iterchildren(W + "rubyBase"):
                    yield from self._inline(base)
            elif next(child.iter(W + "txbxContent"), None) is not None:
                self._gathering.note(_BOXES)


def _framed(table: Element) -> Element | None:
    """The only cell of a table that frames another table; None for a table that says something itself."""
    cells = [each for each in table.iter(W + "tc") if next(each.iterancestors(W + "tbl"), None) is table]
    if len(cells) == 1 and next(cells[0].iter(W + "tbl"), None) is not None:
        return cells[0]
    return None


def _bounded(text: str | None, otherwise: int) -> int:
    """A count of columns; above the limit it is cut, and the table is then refused for its width."""
    return max(otherwise, min(number(text, otherwise), limits.COLUMNS + 1))
