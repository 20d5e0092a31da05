"""Reading a mail back: what it says of each task and duty, by its lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DUE = re.compile(r"   (?:Hạn cuối|Đề nghị nộp chậm nhất): [^,]+, (\d\d/\d\d/\d{4}) - (.+)")
_BRIEF = re.compile(r"\d+\. .+: hạn [^,]+, (\d\d/\d\d/\d{4}) - (.+?) \(([^()]+/[^()]+/[^()]+)\).*")
_BEHIND = re.compile(r"   ([^:]*chưa nộp): .*")


@dataclass
class Said:
    """What a mail says: of each task in full and in one line the day, how far it is and the reference, and of
    each duty that is followed up its title and the label of who is behind."""

    items: list[tuple[str, str, str]]
    brief: list[tuple[str, str, str]]
    watches: list[tuple[str, str]]


def read(text: str) -> Said:
    """Reads a mail's text, line by line."""
    said, title, due = Said([], [], []), "", ("", "")
    for line in text.splitlines():
        if found := _BRIEF.fullmatch(line):
            said.brief.append((found[1], found[2], found[3]))
        elif re.match(r"\d+\. ", line):
            title, due = line.partition(". ")[2], ("", "")
        elif found := _DUE.fullmatch(line):
            due = found[1], found[2]
        elif line.startswith("   Mã việc: ") and due[0]:
            said.items.append((*due, line.split()[2]))
        elif (found := _BEHIND.fullmatch(line)) and due[0]:
            said.watches.append((title.strip(), found[1]))
    return said
