"""How an official document is laid out, as Nghị định 30/2020/NĐ-CP has it: the page, and the pieces of which
every paper of an office is made.

A4, margins of 20 mm above, below and right, 30 mm left; Times New Roman, 13 points; numbers of pages in the
middle of the head from the second page on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
BODY, SMALL, TABLE = Pt(13), Pt(11), Pt(12)
PAGE = Mm(210), Mm(297)
LEFT, RIGHT, TOP, BOTTOM = Mm(30), Mm(20), Mm(20), Mm(20)
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


def blank(language: str, *, title: str, subject: str, author: str) -> Document:
    """An empty document without what no paper needs; one that is made twice is the same file."""
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
    properties.title, properties.subject, properties.author = title, subject, author
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


def pair(document: Document, widths: Sequence[Any]) -> tuple[_Cell, _Cell]:
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


def lettered(
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


def added(document: Document, text: str, **how: Any) -> Paragraph:
    """A paragraph at the end; `how` as in `lettered`."""
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


def running(document: Document, text: str, **how: Any) -> Paragraph:
    """A paragraph of the report: its first line set in, 6 points below it."""
    paragraph = added(document, text, **how)
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.space_after = Pt(6)
    return paragraph


def headed(document: Document, text: str) -> Paragraph:
    """A heading that stays with what it heads."""
    paragraph = running(document, text, bold=True)
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def ruled(paragraph: Paragraph, indent: Any) -> None:
    """A thin line below the paragraph, as far in from both sides as `indent`: a paragraph of its own."""
    below = OxmlElement("w:p")
    paragraph._p.addnext(below)
    line = Paragraph(below, paragraph._parent)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = indent
    line.paragraph_format.line_spacing = Pt(3)
    border = '<w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
    line._p.get_or_add_pPr().append(parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"))


def row_mark(row: Any, name: str) -> None:
    """`tblHeader`: the row is repeated on each page; `cantSplit`: it stays on one."""
    row.get_or_add_trPr().append(OxmlElement(f"w:{name}"))
