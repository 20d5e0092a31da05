"""The standard form: an official Vietnamese document as Nghị định 30/2020/NĐ-CP lays it out, and a plain
English one.

It is a template like an office's own, made by python-docx once and then only filled. A4, margins of 20 mm
above, below and right, 30 mm left; Times New Roman, 13 points; the country's name and motto at the right,
the office above the unit at the left; numbers of pages in the middle of the head from the second page on.
The tasks stand in an appendix of its own, across the page, where there is room to write.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from language import Message, say

FONT = "Times New Roman"
BODY, SMALL, TABLE = Pt(13), Pt(11), Pt(12)
PAGE = Mm(210), Mm(297)
LEFT, RIGHT, TOP, BOTTOM = Mm(30), Mm(20), Mm(20), Mm(20)
COLUMNS = (
    ("no", 16),
    ("task", 70),
    ("product", 42),
    ("when", 31),
    ("result", 42),
    ("difficulty", 28),
    ("next", 28),
)
"""The appendix' columns with their widths in mm: what is told, then what is to be filled in."""
TOLD = {"no": "{{row.no}}", "task": "{{row.title}}", "product": "{{row.product}}", "when": "{{row.when}}"}
_UNUSED = ("thumbnail", "stylesWithEffects", "webSettings", "customXml", "theme", "numbering")
_KEPT_STYLES = (
    "Normal",
    "Default Paragraph Font",
    "Normal Table",
    "No List",
    "Table Grid",
    "Header",
    "Header Char",
)
Say = Callable[..., str]


@lru_cache(maxsize=2)
def standard(language: str) -> bytes:
    """The standard form of a language, as a `.docx` with placeholders: what an office may start from."""

    def t(name: str, /, **fields: Any) -> str:
        return say(Message(name, **fields), language, "report")

    document = _blank(language)
    (_vietnamese_head if language == "vi" else _english_head)(document, t)
    _body(document, t)
    _signature(document, t)
    _appendix(document, t)
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


# --- the page ---


def _blank(language: str) -> Document:
    document = docx.Document()
    for rels in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(_UNUSED)]:
            del rels[key]
    for style in list(document.styles):
        if style.name not in _KEPT_STYLES:
            style.delete()
    for latent in document.styles.element.findall(qn("w:latentStyles")):
        document.styles.element.remove(latent)
    properties = document.core_properties
    properties.title, properties.subject, properties.author = "{{kind}}: {{about}}", "{{ref}}", "{{unit}}"
    properties.comments = properties.keywords = properties.last_modified_by = ""
    for name in ("created", "modified"):  # a form made twice is the same file
        for each in properties._element.findall(qn(f"dcterms:{name}")):
            properties._element.remove(each)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, BODY
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    _defaults(document, "vi-VN" if language == "vi" else "en-GB")
    normal.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = PAGE
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        LEFT,
        RIGHT,
        TOP,
        BOTTOM,
    )
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    number._p.append(
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>')
    )
    return document


def _defaults(document: Document, language: str) -> None:
    """The fonts and the language of what no style speaks of: the theme's are gone with the theme."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    if defaults is not None:
        document.styles.element.remove(defaults)
    document.styles.element.insert(
        0,
        parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>"
            f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
            f'<w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="{language}" w:eastAsia="{language}"/>'
            "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        ),
    )


# --- what stands above ---


def _vietnamese_head(document: Document, t: Say) -> None:
    left, right = _pair(document, (Mm(64), Mm(96)))
    _line(left, "{{office}}", size=TABLE, caps=True)
    _ruled(_line(left, "{{unit}}", size=TABLE, bold=True, caps=True, new=True), Mm(22))
    _line(right, t("report.country"), size=TABLE, bold=True)
    _ruled(_line(right, t("report.motto"), bold=True, new=True), Mm(17))
    left, right = _pair(document, (Mm(64), Mm(96)))
    for line in (
        _line(left, t("report.number", symbol="{{symbol}}")),
        _line(right, t("report.place-and-day"), italic=True),
    ):
        line.paragraph_format.space_before = Pt(4)
    _name(document, t)


def _english_head(document: Document, t: Say) -> None:
    left, right = _pair(document, (Mm(80), Mm(80)))
    _line(left, "{{office}}", align=ALIGN.LEFT)
    _line(left, "{{unit}}", bold=True, align=ALIGN.LEFT, new=True)
    _line(right, t("report.number", symbol=""), align=ALIGN.RIGHT)
    _line(right, t("report.place-and-day"), align=ALIGN.RIGHT, new=True)
    _name(document, t)


def _name(document: Document, t: Say) -> None:
    name = _paragraph(document, "{{kind}}", bold=True, align=ALIGN.CENTER, caps=True)
    name.paragraph_format.space_before = Pt(18)
    _ruled(_paragraph(document, "{{about}}", bold=True, align=ALIGN.CENTER), Mm(55))
    _paragraph(document, "{{data}}", italic=True, align=ALIGN.CENTER).paragraph_format.space_before = Pt(4)
    to = _paragraph(document, t("report.to-whom", to="{{to}}"), align=ALIGN.CENTER)
    to.paragraph_format.space_before = to.paragraph_format.space_after = Pt(12)


# --- the report itself ---


def _body(document: Document, t: Say) -> None:
    _text(document, "{{basis}}")
    _heading(document, "{{heading.sections}}")
    _text(document, "{{note.sections}}", italic=True)
    _paragraph(document, "{{#sections}}")
    _heading(document, "{{section}}")
    _text(document, t("report.fill-in"))
    _paragraph(document, "{{/sections}}")
    _paragraph(document, "{{#rows}}")
    _heading(document, "{{heading.rows}}")
    _text(document, t("report.see-appendix", rows="{{rows}}"))
    _paragraph(document, "{{/rows}}")
    _paragraph(document, "{{#figure}}")
    _heading(document, "{{heading.figure}}")
    _text(document, "{{figure}}")
    _text(document, t("report.figure-result"))
    _paragraph(document, "{{/figure}}")
    _text(document, t("report.closing", unit="{{unit}}")).paragraph_format.keep_with_next = True


def _signature(document: Document, t: Say) -> None:
    gap = _paragraph(document, "")
    gap.paragraph_format.keep_with_next = True
    left, right = _pair(document, (Mm(80), Mm(80)))
    _row_mark(left._tc.getparent(), "cantSplit")
    _line(left, t("report.copies"), size=TABLE, bold=True, italic=True, align=ALIGN.LEFT)
    for each in ("report.copy-to", "report.copy-files"):
        _line(left, t(each), size=SMALL, align=ALIGN.LEFT, new=True)
    _line(right, "{{signer}}", bold=True, caps=True)
    for _ in range(4):
        _line(right, "", new=True)
    _line(right, t("report.signature"), bold=True, new=True)


def _appendix(document: Document, t: Say) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = PAGE[1], PAGE[0]
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.different_first_page_header_footer = False
    _paragraph(document, "{{#rows}}")
    _paragraph(document, t("report.appendix"), bold=True, align=ALIGN.CENTER, caps=True)
    _paragraph(document, t("report.appendix-title"), bold=True, align=ALIGN.CENTER)
    line = _paragraph(document, t("report.appendix-of", symbol="{{symbol}}", unit="{{unit}}"), italic=True)
    line.alignment, line.paragraph_format.space_after = ALIGN.CENTER, Pt(8)
    table = document.add_table(3, len(COLUMNS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for (name, width), column in zip(COLUMNS, table.columns, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
        _line(column.cells[0], t(f"report.column-{name}"), size=TABLE, bold=True)
        align = ALIGN.CENTER if name == "no" else ALIGN.LEFT
        _line(column.cells[2], TOLD.get(name, ""), size=TABLE, align=align)
    group = table.cell(1, 0).merge(table.cell(1, len(COLUMNS) - 1))
    _line(group, "{{group}}", size=TABLE, bold=True, align=ALIGN.LEFT)
    _row_mark(table.rows[0]._tr, "tblHeader")
    for row in table.rows:
        _row_mark(row._tr, "cantSplit")
        for paragraph in (each for cell in row.cells for each in cell.paragraphs):
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    for cell in table.rows[0].cells:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    group.paragraphs[0].paragraph_format.keep_with_next = True
    _paragraph(document, "{{/rows}}")


def _row_mark(row: Any, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(f"w:{name}"))


# --- pieces ---


def _pair(document: Document, widths: Sequence[Any]) -> tuple[_Cell, _Cell]:
    """Two cells side by side without borders."""
    table = document.add_table(1, 2)
    table.autofit = False
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = width
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    margins = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    table._tbl.tblPr.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))
    left, right = table.rows[0].cells
    return left, right


def _line(
    cell: _Cell,
    text: str,
    *,
    size: Any = BODY,
    bold: bool = False,
    italic: bool = False,
    caps: bool = False,
    align: ALIGN = ALIGN.CENTER,
    new: bool = False,
) -> Paragraph:
    """A line of a cell: its first paragraph, or a `new` one."""
    paragraph = cell.add_paragraph() if new else cell.paragraphs[0]
    return _said(paragraph, text, size=size, bold=bold, italic=italic, caps=caps, align=align)


def _paragraph(document: Document, text: str, **how: Any) -> Paragraph:
    return _said(document.add_paragraph(), text, **how)


def _said(
    paragraph: Paragraph,
    text: str,
    *,
    size: Any = BODY,
    bold: bool = False,
    italic: bool = False,
    caps: bool = False,
    align: ALIGN = ALIGN.JUSTIFY,
) -> Paragraph:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.all_caps = bold or None, italic or None, caps or None
    if size != BODY:
        run.font.size = size
    paragraph.alignment = align
    return paragraph


def _text(document: Document, text: str, **how: Any) -> Paragraph:
    """A paragraph of the report: its first line set in, 6 points below it."""
    paragraph = _paragraph(document, text, **how)
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.space_after = Pt(6)
    return paragraph


def _heading(document: Document, text: str) -> Paragraph:
    paragraph = _text(document, text, bold=True)
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def _ruled(paragraph: Paragraph, indent: Any) -> None:
    """A thin line below the paragraph, as far in from both sides as `indent`: a paragraph of its own."""
    below = OxmlElement("w:p")
    paragraph._p.addnext(below)
    line = Paragraph(below, paragraph._parent)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = indent
    line.paragraph_format.line_spacing = Pt(3)
    border = '<w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
    line._p.get_or_add_pPr().append(parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"))
