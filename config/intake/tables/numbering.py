"""What names a row within its table: its printed number where unique, with its heading's otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from config.intake.tables.found import TITLE_FROM_ABOVE, Row
from config.intake.tables.lines import style


def numbered(rows: Sequence[Row]) -> list[str]:
    """One name a row, in their order, each once: `1.1`, `II.3`, `1.6a`, `1.1 (2)`.

    A row without a number is named by the heading above it, or by its place in the table.
    """
    bare = _bare(rows)
    printed = Counter(number for number, row in zip(bare, rows, strict=True) if row.no)
    doubled = any(count > 1 for count in printed.values())
    names = []
    for number, row in zip(bare, rows, strict=True):
        outer = next((each for each in row.labels if style(each) in ("roman", "capital")), "")
        names.append(f"{outer}.{number}" if doubled and outer and number else number)
    seen: Counter[str] = Counter()
    found = []
    for place, name in enumerate(names, 1):
        name = name or str(place)
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _bare(rows: Sequence[Row]) -> list[str]:
    found: list[str] = []
    parent = ""
    any_number = any(row.no for row in rows)
    for row in rows:
        number = row.no.strip(" .)(")
        if style(number) == "letter" and parent:
            number = f"{parent}{number}"
        elif number:
            parent = number
        elif row.doubts and found and any(doubt.why == TITLE_FROM_ABOVE for doubt in row.doubts):
            number = found[-1]
        elif any_number and row.labels:
            number = row.labels[-1]
        found.append(number)
    return found
