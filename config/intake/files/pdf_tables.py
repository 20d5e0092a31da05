"""The tables that lines draw on a page: which letters stand in which cell, and how far cells reach."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

NEAR = 3.0
"""Points: lines that come so close meet."""
Rule = tuple[float, float, float, float]


@dataclass(slots=True)
class Box:
    """A cell: its place, how many rows and columns it covers, and the letters in it."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    letters: list[Sequence[Any]] = field(default_factory=list)
    right: float = 0.0


@dataclass(slots=True)
class Drawn:
    """A table on a page, from its lines: `xs` and `ys` are where they stand."""

    xs: list[float]
    ys: list[float]
    boxes: list[Box]
    places: dict[tuple[int, int], Box]

    def at(self, x: float, y: float) -> Box | None:
        """The cell in which a point lies; None outside."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        return self.places.get((row, column))


def drawn(rules: Sequence[Rule]) -> list[Drawn]:
    """The tables that the straight lines of a page make, from the top down."""
    across = [rule for rule in rules if rule[2] - rule[0] > rule[3] - rule[1]]
    down = [rule for rule in rules if rule[2] - rule[0] <= rule[3] - rule[1]]
    tables = []
    flat, upright = set(across), set(down)
    for group in _touching(across, down):
        table = _table([each for each in group if each in flat], [each for each in group if each in upright])
        if table is not None:
            tables.append(table)
    return sorted(tables, key=lambda table: table.ys[0])


def _touching(across: list[Rule], down: list[Rule]) -> list[list[Rule]]:
    """The lines in groups that hang together."""
    every = [*across, *down]
    parent = list(range(len(every)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for n, (x0, y0, x1, y1) in enumerate(across):
        for m, (a0, b0, a1, b1) in enumerate(down, len(across)):
            if x0 - NEAR <= a1 and a0 <= x1 + NEAR and b0 - NEAR <= y1 and y0 <= b1 + NEAR:
                parent[root(n)] = root(m)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for n, rule in enumerate(every):
        groups[root(n)].append(rule)
    return list(groups.values())


def _table(across: list[Rule], down: list[Rule]) -> Drawn | None:
    ys = _places([(y0 + y1) / 2 for _, y0, _, y1 in across])
    xs = _places([(x0 + x1) / 2 for x0, _, x1, _ in down])
    if len(ys) < 2 or len(xs) < 3:
        return None
    sides = {(_nearest(xs, (x0 + x1) / 2), y0, y1) for x0, y0, x1, y1 in down}
    lids = {(_nearest(ys, (y0 + y1) / 2), x0, x1) for x0, y0, x1, y1 in across}
    rows, columns = len(ys) - 1, len(xs) - 1

    def parted(n: int, at: float, lines: set[tuple[int, float, float]]) -> bool:
        return any(line == n and start - NEAR <= at <= end + NEAR for line, start, end in lines)

    owner = {(r, c): (r, c) for r in range(rows) for c in range(columns)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while owner[place] != place:
            place = owner[place]
        return place

    for r, c in list(owner):
        y, x = (ys[r] + ys[r + 1]) / 2, (xs[c] + xs[c + 1]) / 2
        if c + 1 < columns and not parted(c + 1, y, sides):
            owner[max(root((r, c)), root((r, c + 1)))] = min(root((r, c)), root((r, c + 1)))
        if r + 1 < rows and not parted(r + 1, x, lids):
            owner[max(root((r, c)), root((r + 1, c)))] = min(root((r, c)), root((r + 1, c)))
    boxes: dict[tuple[int, int], Box] = {}
    places: dict[tuple[int, int], Box] = {}
    for r, c in owner:
        box = boxes.setdefault(root((r, c)), Box(*root((r, c))))
        box.column = min(box.column, c)
        box.rows, box.columns = max(box.rows, r - box.row + 1), max(box.columns, c - box.column + 1)
        box.right = max(box.right, xs[c + 1])
        places[r, c] = box
    return Drawn(xs, ys, list(boxes.values()), places)


def _places(numbers: list[float]) -> list[float]:
    """The numbers in their order, those that are near each other as one."""
    found: list[float] = []
    for each in sorted(numbers):
        if not found or each - found[-1] > NEAR:
            found.append(each)
    return found


def _nearest(places: list[float], at: float) -> int:
    return min(range(len(places)), key=lambda n: abs(places[n] - at))
