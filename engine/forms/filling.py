"""A template and what it is to say, as the bytes of a `.docx`: the same of both, the same file.

What is the same for all units of a duty is laid out once: the outline, the rows, what has nothing to tell.
Each unit's own values are put into what was written of that.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from config.report_form.placeholders import MARK, ROW, mark_of
from config.report_form.template import DOCUMENT, Template, W, region_of, texts, told, zipped
from engine.forms.contents import Report, Row
from engine.texts import one_line

_MARK = "\ue000"
_MOST_KEPT = 250_000
"""Characters of a template of which 64 forms are kept as they are laid out; our own has 15,000."""
_ROWS = frozenset(ROW) - {"group"}


@dataclass(frozen=True, slots=True)
class _Shape:
    """What of a report decides how its form is laid out: all but the values, and which of these there are."""

    sections: tuple[str, ...]
    rows: tuple[Row, ...]
    has_figure: bool
    told: frozenset[str]

    @classmethod
    def of(cls, report: Report) -> _Shape:
        told = frozenset(name for name, value in report.values.items() if value)
        return cls(report.sections, report.rows, report.has_figure, told)


Pieces = tuple[str, ...]
"""A part as it is written, cut at its values: what stands before the first, its name, and so on."""


def fill(template: Template, report: Report) -> bytes:
    """The filled form."""
    laid_out = _kept if _written_size(template) <= _MOST_KEPT else _laid_out
    values = {name: escape(one_line(value)) for name, value in report.values.items()}
    made = {}
    for name, pieces in laid_out(template, _Shape.of(report)):
        said = [values.get(each, "") if n % 2 else each for n, each in enumerate(pieces)]
        made[name] = "".join(said).encode()
    return zipped(made, into=template.constant)


@lru_cache(maxsize=4)
def _written_size(template: Template) -> int:
    return sum(len(etree.tostring(tree)) for _, tree in template.trees)


@lru_cache(maxsize=64)
def _kept(template: Template, shape: _Shape) -> tuple[tuple[str, Pieces], ...]:
    return _laid_out(template, shape)


def _laid_out(template: Template, shape: _Shape) -> tuple[tuple[str, Pieces], ...]:
    """Each part with placeholders, filled but for the values."""
    made = []
    for name, tree in template.trees:
        filled = deepcopy(tree)
        if name == DOCUMENT:
            _fill_body(filled.find(f"{W}body"), shape)
        made.append((name, _cut(filled)))
    return tuple(made)


def _cut(tree: Any) -> Pieces:
    """The part as it is written, cut at its placeholders: those in its texts, nowhere else."""
    names: list[str] = []
    mark = _MARK
    while mark in etree.tostring(tree, encoding="unicode"):
        mark += _MARK

    def cut(found: re.Match[str]) -> str:
        names.append(mark_of(found[1]).name)
        return mark

    for each in texts(tree):
        if each.text and "{{" in each.text:
            each.text = MARK.sub(cut, each.text)
    written = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True).decode()
    between = written.split(mark)
    return tuple(each for pair in zip(between, [*names, ""], strict=True) for each in pair)[:-1]


def _fill_body(body: Any, shape: _Shape) -> None:
    for row in [each for each in body.iter(f"{W}tr") if _names(each) & set(ROW)]:
        if _names(row) & _ROWS:
            _repeat_rows(row, shape.rows)
    _regions(body, shape)
    for paragraph in [each for each in body if each.tag == f"{W}p"]:
        if _says_nothing(paragraph, shape.told):
            body.remove(paragraph)
    _last_section(body)


def _names(row: Any) -> set[str]:
    """The placeholders of a table's row, without those of a table within."""
    said = "".join(each.text or "" for each in row.iter(f"{W}t") if "{{" in (each.text or ""))
    return {mark_of(found[1]).name for found in MARK.finditer(said)}


def _repeat_rows(row: Any, rows: Iterable[Row]) -> None:
    """A row of the table for each task, behind one for its group where the template has such a row."""
    before = row.getprevious()
    head = before if before is not None and before.tag == row.tag and "group" in _names(before) else None
    table = row.getparent()
    at = table.index(head if head is not None else row)
    made = []
    for group, tasks in groupby(rows, key=lambda each: each.group):
        if head is not None and group:
            made.append(_filled(head, {"group": group}))
        made += [_filled(row, each.values()) for each in tasks]
    for each in (head, row):
        if each is not None:
            table.remove(each)
    table[at:at] = made


def _filled(element: Any, values: Mapping[str, str]) -> Any:
    copy = deepcopy(element)
    _say(copy, values)
    return copy


def _say(tree: Any, values: Mapping[str, str]) -> None:
    """Each placeholder replaced by its value; those without one stay."""

    def value(found: re.Match[str]) -> str:
        said = values.get(mark_of(found[1]).name)
        return found[0] if said is None else one_line(said)

    for each in texts(tree):
        if each.text and "{{" in each.text:
            each.text = MARK.sub(value, each.text)


def _regions(body: Any, shape: _Shape) -> None:
    """Repeats the region of the sections, and leaves out what has nothing to tell."""
    present = {"rows": bool(shape.rows), "figure": shape.has_figure}
    held: list[Any] = []
    inside = ""
    for child in list(body):
        mark = region_of(child)
        if mark is None:
            if inside:
                held.append(child)
            continue
        if mark.turn == "#":
            inside, held = mark.name, []
        else:
            for section in shape.sections if inside == "sections" else ():
                for each in held:
                    child.addprevious(_filled(each, {"section": section}))
            if inside == "sections" or not present[inside]:
                for each in held:
                    body.remove(each)
            inside = ""
        body.remove(child)


def _says_nothing(paragraph: Any, told_values: Collection[str]) -> bool:
    """Whether a paragraph is made of placeholders alone that have nothing to say."""
    text = told(paragraph)
    if "{{" not in text or MARK.sub("", text).strip():
        return False
    return not any(mark_of(found[1]).name in told_values for found in MARK.finditer(text))


def _last_section(body: Any) -> None:
    """Where nothing is left behind the end of a section of pages, that section is the last one: no empty
    page."""
    children = list(body)
    if len(children) < 2 or children[-1].tag != f"{W}sectPr":
        return
    ended = children[-2].find(f"{W}pPr/{W}sectPr")
    if ended is not None:
        ended.getparent().remove(ended)
        body.replace(children[-1], ended)
        if not told(children[-2]).strip():
            body.remove(children[-2])
