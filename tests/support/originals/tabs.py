"""490/KH-BHXH and 188/QĐ-BHXH: a row a line, cells parted by tabs, and an empty line where a page ends.

A page's end splits rows: what is left of them stands in a line of its own after it, mostly without a number,
once with the number below (188, row 1.4). On the last page of 490 a seventh column came into being, and the
time of two rows stands in it, one place too far to the right.
"""

from __future__ import annotations

import re

from tests.support.originals import sources
from tests.support.originals.shape import Table, Task, padded

ROLES = ("no", "words", "leads", "helpers", "time", "product")
FOUR_NINETY, ONE_EIGHTY_EIGHT = "490/KH-BHXH", "188/QĐ-BHXH"


def four_ninety() -> Table:
    """Appendix 1 of 490: 9 headings and 26 tasks; two tasks stand in two rows each, one for the provinces."""
    text = sources.lines(FOUR_NINETY)
    rows, breaks = _between(text, "STT\t", "PHỤ LỤC 2")
    tasks: list[Task] = []
    number = ""
    for at, row in enumerate(rows[1:], start=1):
        number = row[0] or number
        if row[2]:  # whoever leads makes the row; what a page split has none
            tasks.append(Task(at, number, row[1]))
    return Table(padded(rows), 1, tuple(tasks), breaks, roles=(*ROLES, ""))


def one_eighty_eight() -> Table:
    """Appendix I of 188: 7 headings and 25 tasks, seven of them split by a page's end."""
    text = sources.lines(ONE_EIGHTY_EIGHT)
    rows, breaks = _between(text, "STT\t", "**Phụ lục II**")
    tasks: list[Task] = []
    for at, row in enumerate(rows[1:], start=1):
        if re.fullmatch(r"\d\.\d|[ab]", row[0]):
            split = at in breaks and not rows[at - 1][0]  # the number stands on the second page
            words = f"{rows[at - 1][1]} {row[1]}" if split else row[1]
            tasks.append(Task(at - 1 if split else at, row[0], words))
    return Table(padded(rows), 1, tuple(tasks), breaks, roles=ROLES)


def indicators() -> Table:
    """Appendix II of 188: 4 indicators with a target for 2025, the third split by a page's end."""
    text = sources.lines(ONE_EIGHTY_EIGHT)
    rows, breaks = _between(text, "<b>STT</b>\t<b>Chỉ tiêu</b>", "*(\\*) Tính theo")
    tasks = tuple(Task(at, row[0], row[1]) for at, row in enumerate(rows) if row[0].isdigit())
    return Table(padded(rows), 1, tasks, breaks, roles=("no", "words", "unit", "target", "leads", "owner"))


def _between(text: list[str], first: str, last: str) -> tuple[list[list[str]], tuple[int, ...]]:
    """The rows from the head on, and which of them begin a page."""
    start = next(at for at, line in enumerate(text) if line.startswith(first))
    end = next(at for at in range(start, len(text)) if text[at].startswith(last))
    rows: list[list[str]] = []
    breaks: list[int] = []
    gap = False
    for line in text[start:end]:
        if not line.strip():
            gap = True
            continue
        if gap and rows:
            breaks.append(len(rows))
        gap = False
        rows.append([_plain(cell) for cell in line.split("\t")])
    return rows, tuple(breaks)


def _plain(cell: str) -> str:
    """Without tags; a paragraph's end is a new line."""
    return re.sub(r"<[^>]+>", "", re.sub(r"</p>\s*<p>", "\n", cell)).strip()
