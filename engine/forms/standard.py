"""The standard form: an official Vietnamese document as Nghị định 30/2020/NĐ-CP lays it out, and a plain
English one.

It is a template like an office's own, made by python-docx once and then only filled. A4, margins of 20 mm
above, below and right, 30 mm left; Times New Roman, 13 points; the country's name and motto at the right,
the office above the unit at the left; numbers of pages in the middle of the head from the second page on.
The tasks stand in an appendix of its own, across the page, where there is room to write.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from engine.forms import layout
from language import Message, say

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
Say = Callable[..., str]


@lru_cache(maxsize=2)
def standard(language: str) -> bytes:
    """The standard form of a language, as a `.docx` with placeholders: what an office may start from."""

    def t(name: str, /, **fields: Any) -> str:
        return say(Message(name, **fields), language, "report")

    document = layout.blank(language, title="{{kind}}: {{about}}", subject="{{ref}}", author="{{unit}}")
    (_vietnamese_head if language == "vi" else _english_head)(document, t)
    _body(document, t)
    _signature(document, t)
    _appendix(document, t)
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


# --- what stands above ---


def _vietnamese_head(document: Document, t: Say) -> None:
    left, right = layout.pair(document, (Mm(64), Mm(96)))
    layout.lettered(left, "{{office}}", size=layout.TABLE, caps=True)
    layout.ruled(layout.lettered(left, "{{unit}}", size=layout.TABLE, bold=True, caps=True, new=True), Mm(22))
    layout.lettered(right, t("report.country"), size=layout.TABLE, bold=True)
    layout.ruled(layout.lettered(right, t("report.motto"), bold=True, new=True), Mm(17))
    left, right = layout.pair(document, (Mm(64), Mm(96)))
    for line in (
        layout.lettered(left, t("report.number", symbol="{{symbol}}")),
        layout.lettered(right, t("report.place-and-day"), italic=True),
    ):
        line.paragraph_format.space_before = Pt(4)
    _name(document, t)


def _english_head(document: Document, t: Say) -> None:
    left, right = layout.pair(document, (Mm(80), Mm(80)))
    layout.lettered(left, "{{office}}", align=ALIGN.LEFT)
    layout.lettered(left, "{{unit}}", bold=True, align=ALIGN.LEFT, new=True)
    layout.lettered(right, t("report.number", symbol=""), align=ALIGN.RIGHT)
    layout.lettered(right, t("report.place-and-day"), align=ALIGN.RIGHT, new=True)
    _name(document, t)


def _name(document: Document, t: Say) -> None:
    name = layout.added(document, "{{kind}}", bold=True, align=ALIGN.CENTER, caps=True)
    name.paragraph_format.space_before = Pt(18)
    layout.ruled(layout.added(document, "{{about}}", bold=True, align=ALIGN.CENTER), Mm(55))
    layout.added(document, "{{data}}", italic=True, align=ALIGN.CENTER).paragraph_format.space_before = Pt(4)
    to = layout.added(document, t("report.to-whom", to="{{to}}"), align=ALIGN.CENTER)
    to.paragraph_format.space_before = to.paragraph_format.space_after = Pt(12)


# --- the report itself ---


def _body(document: Document, t: Say) -> None:
    layout.running(document, "{{basis}}")
    layout.headed(document, "{{heading.sections}}")
    layout.running(document, "{{note.sections}}", italic=True)
    layout.added(document, "{{#sections}}")
    layout.headed(document, "{{section}}")
    layout.running(document, t("report.fill-in"))
    layout.added(document, "{{/sections}}")
    layout.added(document, "{{#rows}}")
    layout.headed(document, "{{heading.rows}}")
    layout.running(document, t("report.see-appendix", rows="{{rows}}"))
    layout.added(document, "{{/rows}}")
    layout.added(document, "{{#figure}}")
    layout.headed(document, "{{heading.figure}}")
    layout.running(document, "{{figure}}")
    layout.running(document, t("report.figure-result"))
    layout.added(document, "{{/figure}}")
    layout.running(document, t("report.closing", unit="{{unit}}")).paragraph_format.keep_with_next = True


def _signature(document: Document, t: Say) -> None:
    gap = layout.added(document, "")
    gap.paragraph_format.keep_with_next = True
    left, right = layout.pair(document, (Mm(80), Mm(80)))
    layout.row_mark(left._tc.getparent(), "cantSplit")
    layout.lettered(left, t("report.copies"), size=layout.TABLE, bold=True, italic=True, align=ALIGN.LEFT)
    for each in ("report.copy-to", "report.copy-files"):
        layout.lettered(left, t(each), size=layout.SMALL, align=ALIGN.LEFT, new=True)
    layout.lettered(right, "{{signer}}", bold=True, caps=True)
    for _ in range(4):
        layout.lettered(right, "", new=True)
    layout.lettered(right, t("report.signature"), bold=True, new=True)


def _appendix(document: Document, t: Say) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = layout.PAGE[1], layout.PAGE[0]
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = layout.TOP, layout.BOTTOM
    section.different_first_page_header_footer = False
    layout.added(document, "{{#rows}}")
    layout.added(document, t("report.appendix"), bold=True, align=ALIGN.CENTER, caps=True)
    layout.added(document, t("report.appendix-title"), bold=True, align=ALIGN.CENTER)
    line = layout.added(document, t("report.appendix-of", symbol="{{symbol}}", unit="{{unit}}"), italic=True)
    line.alignment, line.paragraph_format.space_after = ALIGN.CENTER, Pt(8)
    table = document.add_table(3, len(COLUMNS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for (name, width), column in zip(COLUMNS, table.columns, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
        layout.lettered(column.cells[0], t(f"report.column-{name}"), size=layout.TABLE, bold=True)
        align = ALIGN.CENTER if name == "no" else ALIGN.LEFT
        layout.lettered(column.cells[2], TOLD.get(name, ""), size=layout.TABLE, align=align)
    group = table.cell(1, 0).merge(table.cell(1, len(COLUMNS) - 1))
    layout.lettered(group, "{{group}}", size=layout.TABLE, bold=True, align=ALIGN.LEFT)
    layout.row_mark(table.rows[0]._tr, "tblHeader")
    for row in table.rows:
        layout.row_mark(row._tr, "cantSplit")
        for paragraph in (each for cell in row.cells for each in cell.paragraphs):
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    for cell in table.rows[0].cells:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    group.paragraphs[0].paragraph_format.keep_with_next = True
    layout.added(document, "{{/rows}}")
