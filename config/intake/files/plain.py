"""Text files: lines, tables whose cells are parted by tabs, and tables drawn with `|`."""

from __future__ import annotations

import re

from config.intake.files.layout import Gathering, Layout
from config.intake.files.marks import LEVEL, RAISED, STRUCK, bare

_RULE = re.compile(r"[\s|:+=_-]*")
_MARKUP = re.compile(r"</?(b|i|u|p|em|strong|sub|span|font)\b[^<>]*>|\*{2,}", re.IGNORECASE)
_STRUCK = re.compile(r"<(s|strike|del)\b[^<>]*>[^<>]*</\1\s*>|~~(?=\S)[^~]+~~", re.IGNORECASE)
_SET_HIGH = re.compile(r"<sup\b[^<>]*>([^<>]*)</sup\s*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read(text: str, gathering: Gathering) -> None:
    """Lines with tabs, or with two or more cells between `|`, are rows; those that follow one another, blank
    lines aside, are one table. Any other line is a text of its own. What the cells mean, and which rows are
    the halves of one, is for the reader of tables.
    """
    layout: Layout | None = None
    sort = ""
    lines = bare(text).splitlines()
    for at, raw in enumerate(lines):
        line = _BREAK.sub(" ", _formatted(_MARKUP.sub("", raw), gathering))
        gathering.told(at + 1, len(lines))
        if not line.strip() or _RULE.fullmatch(line):
            continue
        now, cells = _cells(line, inside=layout is not None and sort == "\t")
        if layout is not None and now != sort:
            gathering.table(layout)
            layout = None
        sort = now
        if not now:
            gathering.text(line.strip().removesuffix("|"))
            continue
        layout = layout or Layout(gathering)
        layout.row()
        for column, cell in enumerate(cells):
            if cell.strip():
                layout.put(column, cell)
    if layout is not None:
        gathering.table(layout)


def _formatted(line: str, gathering: Gathering) -> str:
    """The line without what is marked as struck out in it, and with what is set high told."""
    kept, struck = _STRUCK.subn("", line)
    if struck:
        gathering.note(STRUCK)
    return _SET_HIGH.sub(rf"{RAISED}\1{LEVEL}", kept)


def _cells(line: str, inside: bool) -> tuple[str, list[str]]:
    """Which sign parts the cells of this line ("" for none), and the cells, leading empty ones included.
    `inside` a table, a line that begins with a tab goes on with its second column, and one that ends with
    tabs is a row of which only the first cells say something.
    """
    if "\t" in (line if inside else line.rstrip()):
        if not inside and _indented(line):
            return "", []
        return "\t", line.split("\t")
    cells = line.strip().removeprefix("|").split("|")
    if not cells[-1].strip():
        cells.pop()
    return ("|", cells) if len(cells) > 1 else ("", [])


def _indented(line: str) -> bool:
    """A paragraph whose first line is set in by one tab, as in a letter; in a row a cell stands before it."""
    return line.startswith("\t") and line.count("\t") == 1
