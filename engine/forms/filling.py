"""A template and what it is to say, as the bytes of a `.docx`: the same of both, the same file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from itertools import groupby
from typing import Any

from lxml import etree

from config.report_form.placeholders import MARK, ROW, mark_of
from config.report_form.template import DOCUMENT, Template, W, region_of, texts, told, zipped
from engine.forms.contents import Report, Row
from engine.texts import one_line

_ROWS = frozenset(ROW) - {"group"}


def fill(template: Template, report: Report) -> bytes:
    """The filled form."""
    made = {}
    for name, tree in template.trees:
        filled = deepcopy(tree)
        if name == DOCUMENT:
            _fill_body(filled.find(f"{W}body"), report)
        _say(filled, report.values, rest="")
        made[name] = etree.tostring(filled, xml_declaration=True, encoding="UTF-8", standalone=True)
    return zipped(made, into=template.constant)


def _fill_body(body: Any, report: Report) -> None:
    for row in [each for each in body.iter(f"{W}tr") if _names(each) & set(ROW)]:
        if _names(row) & _ROWS:
            _repeat_rows(row, report.rows)
    _regions(body, report)
    for paragraph in [each for each in body if each.tag == f"{W}p"]:
        if _says_nothing(paragraph, report.values):
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


def _say(tree: Any, values: Mapping[str, str], rest: str | None = None) -> None:
    """Each placeholder replaced by its value; those without one by `rest`, or they stay."""

    def value(found: re.Match[str]) -> str:
        said = values.get(mark_of(found[1]).name, rest)
        return found[0] if said is None else one_line(said)

    for each in texts(tree):
        if each.text and "{{" in each.text:
            each.text = MARK.sub(value, each.text)


def _regions(body: Any, report: Report) -> None:
    """Repeats the region of the sections, and leaves out what has nothing to tell."""
    present = {"rows": bool(report.rows), "figure": report.has_figure}
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
            for section in report.sections if inside == "sections" else ():
                for each in held:
                    child.addprevious(_filled(each, {"section": section}))
            if inside == "sections" or not present[inside]:
                for each in held:
                    body.remove(each)
            inside = ""
        body.remove(child)


def _says_nothing(paragraph: Any, values: Mapping[str, str]) -> bool:
    """Whether a paragraph is made of placeholders alone that have nothing to say."""
    text = told(paragraph)
    if "{{" not in text or MARK.sub("", text).strip():
        return False
    return not any(values.get(mark_of(found[1]).name, "") for found in MARK.finditer(text))


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
