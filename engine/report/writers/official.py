"""The report as an official document (`.docx`) for the leaders' meeting, as Nghị định 30/2020/NĐ-CP lays one
out: number and day are left for whoever signs it, what the text says is in the appendices table by table.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from engine.forms import layout
from engine.report import pictures
from engine.report.paper import Column, Kind, Paper, Square, Table, Value
from engine.report.pictures import INKS, NO_SHADE, SHADES
from engine.report.writers.metafile import metafile
from engine.report.writers.shown import shown
from language import Message, say

MOST_ROWS = 120
"""Of a table in a paper that is read in a meeting; a longer one stands in the workbook, as the paper says."""
_WIDTH = 257
"""Millimetres across the page between the margins."""
_HIGH = 130
"""Millimetres that a picture may be high, so that its heads stay on its page."""
_MILLIMETRES = {Kind.CELL: 13.0, Kind.DAY: 23.0, Kind.CODE: 31.0}
_TWIPS = 56.7
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


def write(paper: Paper) -> bytes:
    """The bytes of the document."""
    document = layout.blank(paper.language, title=paper.title, subject=paper.about, author=paper.office)
    (_vietnamese_head if paper.language == "vi" else _plain_head)(document, paper)
    tables = [table for table in paper.tables if table.rows]
    long = [table for table in tables if len(table.rows) > MOST_ROWS]
    kept = [table for table in tables if table not in long]
    _body(document, paper, kept, long)
    _signature(document, paper)
    if kept:
        _across(document)
    for n, table in enumerate(kept):
        _appendix(document, paper, table, _ROMAN[n], first=n == 0)
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def _t(paper: Paper, name: str, **fields: Any) -> str:
    return say(Message(name, **fields), paper.language, "report")


# --- what stands above ---


def _vietnamese_head(document: Document, paper: Paper) -> None:
    left, right = layout.pair(document, (Mm(64), Mm(96)))
    layout.ruled(layout.lettered(left, paper.office, size=layout.TABLE, bold=True, caps=True), Mm(22))
    layout.lettered(right, _t(paper, "report.country"), size=layout.TABLE, bold=True)
    layout.ruled(layout.lettered(right, _t(paper, "report.motto"), bold=True, new=True), Mm(17))
    left, right = layout.pair(document, (Mm(64), Mm(96)))
    symbol = f"{paper.words['symbol']}-{paper.words['symbol-of']}"
    for each in (
        layout.lettered(left, _t(paper, "summary.number", symbol=symbol)),
        layout.lettered(right, _t(paper, "report.place-and-day"), italic=True),
    ):
        each.paragraph_format.space_before = Pt(4)
    name = layout.added(document, _t(paper, "summary.kind"), bold=True, align=ALIGN.CENTER, caps=True)
    name.paragraph_format.space_before = Pt(18)
    layout.ruled(layout.added(document, paper.title, bold=True, align=ALIGN.CENTER), Mm(55))


def _plain_head(document: Document, paper: Paper) -> None:
    layout.added(document, paper.office, align=ALIGN.LEFT)
    name = layout.added(document, paper.title, bold=True, align=ALIGN.LEFT)
    name.paragraph_format.space_before = name.paragraph_format.space_after = Pt(12)


# --- the text ---


def _body(document: Document, paper: Paper, kept: list[Table], long: list[Table]) -> None:
    scope = layout.added(document, f"{paper.about} {paper.as_of}.", italic=True, align=ALIGN.CENTER)
    scope.paragraph_format.space_before = Pt(4)
    to = layout.added(document, _t(paper, "report.to-whom", to=paper.to), align=ALIGN.CENTER)
    to.paragraph_format.space_before = to.paragraph_format.space_after = Pt(12)
    layout.headed(document, _t(paper, "summary.part-results"))
    for sentence in paper.sentences:
        layout.running(document, sentence)
    ranking = paper.table("ranking")
    if ranking is not None and ranking.rows:
        layout.headed(document, _t(paper, "summary.part-ranking"))
        layout.running(document, ranking.note)
    layout.headed(document, _t(paper, "summary.part-details"))
    for n, table in enumerate(kept):
        layout.running(document, _t(paper, "summary.see-appendix", n=_ROMAN[n], title=table.title))
    for table in long:
        layout.running(document, _t(paper, "summary.in-workbook", title=table.title, n=len(table.rows)))


def _signature(document: Document, paper: Paper) -> None:
    gap = layout.added(document, "")
    gap.paragraph_format.keep_with_next = True
    left, right = layout.pair(document, (Mm(80), Mm(80)))
    layout.row_mark(left._tc.getparent(), "cantSplit")
    head = paper.words["recipients"]
    layout.lettered(left, head, size=layout.TABLE, bold=True, italic=True, align=ALIGN.LEFT)
    for line in (paper.words["leadership-meeting"], _t(paper, "report.copy-files")):
        layout.lettered(left, line, size=layout.SMALL, align=ALIGN.LEFT, new=True)
    layout.lettered(right, paper.words["signer"], bold=True, caps=paper.language == "vi")
    for _ in range(4):
        layout.lettered(right, "", new=True)
    layout.lettered(right, _t(paper, "report.signature"), bold=True, new=True)


# --- the appendices ---


def _across(document: Document) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = layout.PAGE[1], layout.PAGE[0]
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = layout.TOP, layout.BOTTOM
    section.different_first_page_header_footer = False


def _appendix(document: Document, paper: Paper, table: Table, number: str, *, first: bool) -> None:
    head = layout.added(document, _t(paper, "summary.appendix", n=number), bold=True, align=ALIGN.CENTER)
    head.paragraph_format.page_break_before = not first
    name = layout.added(document, table.title, bold=True, align=ALIGN.CENTER, caps=paper.language == "vi")
    name.paragraph_format.space_after = Pt(8)
    for each in (head, name):
        each.paragraph_format.keep_with_next = True
    for svg in _pictures(paper, table):
        _picture(document, svg, table.title)
    made = parse_xml("".join(_table(table, paper.language)))
    document.element.body.insert(len(document.element.body) - 1, made)  # before the section's own properties
    note = table.note if table.name != "ranking" else ""  # the rule stands in the text itself
    below = layout.added(document, note, size=layout.SMALL)
    if note:
        below.paragraph_format.space_before = Pt(4)
    else:  # a file has a paragraph below each table; this one must not begin a page
        below.paragraph_format.line_spacing = Pt(1)


def _pictures(paper: Paper, table: Table) -> list[str]:
    """What is drawn above a table. The matrix needs none: its squares are its cells."""
    if table.name == "duties":
        return pictures.strips(paper)
    return [trend] if table.name == "years" and (trend := pictures.trend(paper)) else []


def _picture(document: Document, svg: str, title: str) -> None:
    """The picture in a line of its own, as wide as it is or as the page lets it be."""
    content, width, height = metafile(svg)
    package = document.part.package
    number = sum(1 for each in package.iter_parts() if str(each.partname).endswith(".emf")) + 1
    name = PackURI(f"/word/media/picture{number}.emf")
    rel = document.part.relate_to(Part(name, "image/x-emf", content, package), RELATION.IMAGE)
    scale = min(_WIDTH / width, _HIGH / height, 1.0)
    size = f"cx='{Mm(width * scale)}' cy='{Mm(height * scale)}'"
    said = escape(title, {"'": "&apos;"})
    drawing = (
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'pic', 'r')}><wp:inline><wp:extent {size}/>"
        f"<wp:docPr id='{number}' name='picture{number}' descr='{said}'/><a:graphic>"
        "<a:graphicData uri='http://schemas.openxmlformats.org/drawingml/2006/picture'><pic:pic><pic:nvPicPr>"
        f"<pic:cNvPr id='{number}' name='picture{number}'/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
        f"<a:blip r:embed='{rel}'/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f"<a:off x='0' y='0'/><a:ext {size}/></a:xfrm><a:prstGeom prst='rect'/></pic:spPr></pic:pic>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    line = layout.added(document, "", align=ALIGN.CENTER)
    line.paragraph_format.line_spacing = 1
    line.paragraph_format.space_after = Pt(8)
    line.add_run()._r.append(parse_xml(drawing))


def _table(table: Table, language: str) -> Iterator[str]:
    """The table as the file has it; python-docx would take a second for a thousand cells."""
    widths = _widths(table.columns)
    yield (
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblStyle w:val='TableGrid'/><w:jc w:val='center'/>"
        f"<w:tblW w:w='{sum(widths)}' w:type='dxa'/>{_borders()}<w:tblLayout w:type='fixed'/>"
        "<w:tblCellMar><w:left w:w='60' w:type='dxa'/><w:right w:w='60' w:type='dxa'/></w:tblCellMar>"
        "</w:tblPr><w:tblGrid>"
    )
    yield from (f"<w:gridCol w:w='{width}'/>" for width in widths)
    yield "</w:tblGrid>"
    yield "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    for column, width in zip(table.columns, widths, strict=True):
        yield _cell(column.head, width, "center", bold=True, middle=True)
    yield "</w:tr>"
    for row in table.rows:
        yield from _row(row, table.columns, widths, language)
    if table.total:
        yield from _row(table.total, table.columns, widths, language, bold=True)
    yield "</w:tbl>"


def _row(
    row: Iterable[Value | Square],
    columns: tuple[Column, ...],
    widths: list[int],
    language: str,
    *,
    bold: bool = False,
) -> Iterator[str]:
    yield "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
    for value, column, width in zip(row, columns, widths, strict=True):
        align = {Kind.TEXT: "left", Kind.CODE: "left"}.get(column.kind, "center")
        fill, ink = "", ""
        if isinstance(value, Square):
            fill = NO_SHADE if value.shade < 0 else SHADES[value.shade]
            ink = "" if value.shade < 0 else INKS[value.shade]
        yield _cell(shown(value, language), width, align, bold=bold, fill=fill, ink=ink)
    yield "</w:tr>"


def _cell(
    text: str,
    width: int,
    align: str,
    *,
    bold: bool = False,
    middle: bool = False,
    fill: str = "",
    ink: str = "",
) -> str:
    shade = f"<w:shd w:val='clear' w:color='auto' w:fill='{fill[1:].upper()}'/>" if fill else ""
    centred = "<w:vAlign w:val='center'/>" if middle else ""
    strong = "<w:b/>" if bold else ""
    colour = f"<w:color w:val='{ink[1:].upper()}'/>" if ink else ""
    size = "<w:sz w:val='22'/><w:szCs w:val='22'/>"
    return (
        f"<w:tc><w:tcPr><w:tcW w:w='{width}' w:type='dxa'/>{shade}{centred}</w:tcPr><w:p><w:pPr>"
        f"<w:spacing w:before='30' w:after='30'/><w:jc w:val='{align}'/><w:rPr>{size}</w:rPr></w:pPr>"
        f"<w:r><w:rPr>{strong}{colour}{size}</w:rPr><w:t xml:space='preserve'>{escape(text)}</w:t></w:r>"
        "</w:p></w:tc>"
    )


def _widths(columns: tuple[Column, ...]) -> list[int]:
    """Twentieths of a point; a column of figures keeps what it needs, the texts share the rest."""
    own = [_MILLIMETRES.get(each.kind, 19.0 if each.width >= 14 else 17.0) for each in columns]
    texts = [n for n, each in enumerate(columns) if each.kind is Kind.TEXT]
    rest = _WIDTH - sum(width for n, width in enumerate(own) if n not in texts)
    if texts:
        weight = sum(columns[n].width for n in texts)
        for n in texts:
            own[n] = max(rest * columns[n].width / weight, 30.0)
    scale = min(_WIDTH / sum(own), 1.0)
    return [round(width * scale * _TWIPS) for width in own]


def _borders() -> str:
    sides = "".join(
        f"<w:{side} w:val='single' w:sz='4' w:space='0' w:color='000000'/>"
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return f"<w:tblBorders>{sides}</w:tblBorders>"
