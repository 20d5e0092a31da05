"""The five documents whole: what comes before the task tables, the tables, what comes after, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tests.support.originals import cells, pipes, sources, tabs
from tests.support.originals.shape import Box, Table, padded

NUMBERS = tuple(sources.FILES)


@dataclass(frozen=True, slots=True)
class Plan:
    """A document. Its parts are paragraphs and tables; those with tasks are what an import has to find."""

    number: str
    parts: tuple[str | Table, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its task tables."""
        return tuple(part for part in self.parts if isinstance(part, Table) and part.tasks)

    def with_tables(self, tables: Sequence[Table]) -> Plan:
        """The same document around other task tables."""
        given = iter(tables)
        return Plan(
            self.number,
            tuple(next(given) if isinstance(part, Table) and part.tasks else part for part in self.parts),
        )


@cache
def plan(number: str) -> Plan:
    """The document with that number, with a letterhead and a signature laid out as tables, as offices do."""
    text = sources.lines(number)
    if number == "3035/KH-BHXH":
        start = text.index("STT |")
        body = [line.rstrip("| ") for line in text[8:start]]
        return _whole(number, body, [pipes.table()], [])
    if number == cells.TWENTY_FOUR:
        start = max(at for at, line in enumerate(text) if line == "TT")
        end = next(at for at in range(start + 60, len(text)) if text[at].startswith("Nghị quyết số"))
        return _whole(number, text[:start], [cells.twenty_four()], text[end:])
    if number == cells.ELEVEN:
        start = text.index("TT")
        end = next(at for at in range(start, len(text)) if text[at].startswith("Tải Văn bản"))
        return _whole(number, text[:start], [cells.eleven()], text[end:])
    start = next(at for at, line in enumerate(text) if line.startswith("STT\t"))
    if number == tabs.FOUR_NINETY:
        end = next(at for at in range(start, len(text)) if text[at].startswith("PHỤ LỤC 2"))
        return _whole(number, text[:start], [tabs.four_ninety()], text[end:])
    end = next(at for at in range(start, len(text)) if text[at].startswith("**Phụ lục II**"))
    note = next(at for at in range(end, len(text)) if text[at].startswith("*(\\*)"))
    both: list[str | Table] = [tabs.one_eighty_eight(), "Phụ lục II", tabs.indicators()]
    return _whole(number, text[:start], both, text[note:])


def _whole(number: str, before: list[str], middle: Sequence[str | Table], after: list[str]) -> Plan:
    head = _layout("BẢO HIỂM XÃ HỘI VIỆT NAM\n-------", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do")
    foot = _layout("Nơi nhận:\n- Như trên;\n- Lưu: VT.", "TM. BAN CHẤP HÀNH\nTỔNG GIÁM ĐỐC")
    parts = (head, *_texts(before), *middle, *_texts(after), foot)
    return Plan(number, parts)


def _layout(left: str, right: str) -> Table:
    """A table that only sets two things side by side."""
    return Table(((Box(left), Box(right)),), 0, ())


def _texts(lines: list[str]) -> list[str | Table]:
    """Paragraphs; lines with tabs are the rows of some other table (490 ends with a form for statistics)."""
    found: list[str | Table] = []
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            found.append(Table(padded(rows), 0, ()))
            rows = []
        if line.strip():
            found.append(line.strip().strip("*"))
    return found
