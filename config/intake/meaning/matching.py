"""How a name is held against a text: exactly, with few slips of the reader, and what stands between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from config.intake.comparable import AND, Word, distance, folded, one_line, words
from config.intake.meaning.names import Name

_LISTS = re.compile(r"[;,\n•·●▪/]|(?:^|\s)[-–—+*](?=\s|\w)|(?<=\w)\.(?=\s|$)|\(\d+\)|\bvà\b", re.IGNORECASE)
_NUMBER = re.compile(r"\(?\b\d{1,2}[.)]")
_IDLE = frozenset(
    {"don", "vi", "cac", "gom", "bao", "va", "voi", "cung", "co", "quan", "la", "cua", "thuoc", "tai"}
)
FREE = _IDLE | {"chu", "tri", "phoi", "hop", "thuc", "hien", "gom", "la", "neu", "do", "and"}
"""Words beside a name that do not change whom it means."""
MOST_SLIPS = 2
PAPER = re.compile(
    r"(?:(?:theo\s+)?(?:quyết định|kế hoạch|chương trình|công văn|chỉ thị|nghị quyết|thông báo|văn bản|qđ|kh"
    r"|cv)\s+)?(?:số\s*:?\s*)?\b\d{1,6}[A-Za-z]?(?:/(?:19|20)\d{2})?/[A-ZĐ][A-Za-zĐđ]*(?:-[A-ZĐ][\wĐđ&]*)*"
    r"(?:\s*,?\s*ngày\s+\d{1,2}\s*(?:[/.-]\s*\d{1,2}\s*[/.-]|tháng\s+\d{1,2}\s+năm)\s*\d{4})?",
    re.IGNORECASE,
)
"""A paper's number, whose letters may be those of a unit."""
LEADERS = re.compile(r"(?:(?:tập thể|ban)\s+)?lãnh đạo\s+$", re.IGNORECASE)
"""Who leads the unit whose name follows."""


class Placed(Protocol):
    """Something that begins somewhere in a text."""

    @property
    def start(self) -> int:
        """The place of its first letter."""


def shortens(short: str, name: str) -> bool:
    """Whether a bracket can be short for the name before it: its initials, or its first words."""
    mine, whole = [word.key for word in words(short)], [word.key for word in words(name)]
    if len(mine) > 1:
        return mine == whole[: len(mine)]
    if not short.isupper():
        return False
    initials = iter(word.fold[0] for word in words(name))
    return all(char in initials for char in folded(short) if char.isalpha())


def joined(text: str, end: int, members: Sequence[Placed]) -> bool:
    """Whether the first member stands right behind its group: `BHXH các tỉnh Hà Nam, Hà Giang`."""
    return bool(members) and not text[end : members[0].start].strip()


def matched(keys: tuple[str, ...], there: list[str]) -> int:
    """How many tokens the name takes when it stands at the beginning of `there`; 0 when it does not."""
    place = 0
    for n, each in enumerate(keys):
        if n and place < len(there) and there[place] == AND:
            place += 1
        if place >= len(there) or there[place] != each:
            return 0
        place += 1
    return place


def slipped(name: Name, there: list[Word]) -> tuple[int, int] | None:
    """(slips, tokens taken) when the name stands there with few wrong letters or marks; else None."""
    edits = place = 0
    marks = False
    for n, fold in enumerate(name.folds):
        if n and place < len(there) and there[place].key == AND:
            place += 1
        if place >= len(there):
            return None
        word = there[place]
        place += 1
        if word.key == name.keys[n]:
            continue
        if word.fold == fold:
            marks = True
            continue
        # Another number is another thing, and so is another abbreviation; a short word says too little.
        if word.text.isdigit() or word.text.isupper() or name.folds[n].isdigit():
            return None
        if min(len(fold), len(word.fold)) < 4 or fold[0] != word.fold[0] or distance(word.fold, fold, 1) > 1:
            return None
        edits += 1
    cost = edits + marks
    return (cost, place) if 0 < cost <= MOST_SLIPS else None


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """What stands between known names: (piece, whether in brackets), without idle words and signs."""
    for match in re.finditer(r"\(([^()]*)\)|[^()]+", text):
        inside = match[1] is not None and not match[1].strip().isdigit()
        for piece in [match[1]] if inside else _LISTS.split(_NUMBER.sub(" ; ", match[0])):
            said = one_line(piece or "").strip(" -–—+*.:;,()“”\"'")
            if {word.fold for word in words(said)} - FREE:
                yield said, inside
