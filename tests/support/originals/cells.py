"""24/QĐ-BHXH and 1177/QĐ-BHXH: a cell a paragraph, its broken lines indented, no sign of where a row ends.

A number or a heading's letter alone in a line begins a row. What tells the other cells apart is read from
the end: the time is one of few wordings, the helpers stand before it in one paragraph, the leads before
them in paragraphs that begin with a kind of unit. Names that were links stand unindented amid a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.support.originals import sources
from tests.support.originals.shape import Box, Row, Table, Task

TWENTY_FOUR, ELEVEN = "24/QĐ-BHXH", "1177/QĐ-BHXH"
ROLES = ("no", "words", "leads", "helpers", "time", "product")

_HEADING = re.compile(r"[IVX]+|[a-đ]\)")
_TIMES = re.compile(
    r"Thường xuyên|Năm 20\d\d( và các năm tiếp theo\.?)?|31/3/2024|Tháng 1 năm 2024|Tháng 12/2023"
    r"|Định kỳ hàng quý năm 2024"
)
_UNIT = re.compile(r"(Ban(?! hành)|Vụ|Trung tâm|Văn phòng) ")


def twenty_four() -> Table:
    """The appendix of 24/QĐ-BHXH: Roman and lettered headings, 52 tasks numbered anew under each."""
    text = sources.lines(TWENTY_FOUR)
    start = max(at for at, line in enumerate(text) if line == "TT")
    end = next(
        at for at in range(start, len(text)) if text[at].startswith("Nghị quyết số") and at > start + 40
    )
    paragraphs = _paragraphs(text[start : end - 1])
    rows: list[Row] = [tuple(Box(each) for each in paragraphs[:5])]
    tasks: list[Task] = []
    for number, rest in _parted(paragraphs[5:], re.compile(rf"\d+|{_HEADING.pattern}")):
        if _HEADING.fullmatch(number):
            rows.append((Box(number), Box(" ".join(rest), across=4), None, None, None))
            continue
        time, helpers = rest[-1], rest[-2]
        if not _TIMES.fullmatch(time):
            raise ValueError(f"{number}: {time!r} is no time")
        at = len(rest) - 2
        while _UNIT.match(rest[at - 1]):
            at -= 1
        words = " ".join(rest[:at])
        tasks.append(Task(len(rows), number, words))
        cells = (number, words, "\n".join(rest[at:-2]), helpers, time)
        rows.append(tuple(Box(each) for each in cells))
    return Table(tuple(rows), 1, tuple(tasks), roles=ROLES[:5])


def eleven() -> Table:
    """The appendix of 1177/QĐ-BHXH: 7 headings and 20 tasks, a product in several paragraphs at the end."""
    text = sources.lines(ELEVEN)
    start = max(at for at, line in enumerate(text) if line == "TT")
    end = next(at for at, line in enumerate(text) if at > start and line.startswith("Tải Văn bản"))
    paragraphs = _paragraphs(text[start:end])
    rows: list[Row] = [tuple(Box(each) for each in paragraphs[:6])]
    tasks: list[Task] = []
    for number, rest in _parted(paragraphs[6:], re.compile(r"\d(\.\d)?")):
        if "." not in number:
            rows.append((Box(number), Box(" ".join(rest), across=5), *[None] * 4))
            continue
        at = next(place for place, each in enumerate(rest) if _TIMES.fullmatch(each))
        words = " ".join(rest[: at - 2])
        tasks.append(Task(len(rows), number, words))
        cells = (number, words, rest[at - 2], rest[at - 1], rest[at], "\n".join(rest[at + 1 :]))
        rows.append(tuple(Box(each) for each in cells))
    return Table(tuple(rows), 1, tuple(tasks), roles=ROLES)


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """An indented line goes on with the one before; so does one after a dash left open."""
    found: list[str] = []
    for line in lines:
        if found and (line.startswith("  ") or found[-1].endswith(" -") or found[-1].endswith("chủ")):
            found[-1] += " " + line.strip()
        elif line.strip():
            found.append(line.strip())
    return found


def _parted(paragraphs: Sequence[str], number: re.Pattern[str]) -> list[tuple[str, list[str]]]:
    """Each number with the paragraphs up to the next one."""
    found: list[tuple[str, list[str]]] = []
    for each in paragraphs:
        if number.fullmatch(each):
            found.append((each, []))
        else:
            found[-1][1].append(each)
    return found
