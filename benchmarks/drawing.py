"""How a cost grows, as a picture: an SVG text, made with what the pictures of reports are made with.

It is read on paper without colours: lines differ in their dashes and marks, never in a colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from benchmarks.measuring import Growth
from engine.report.pictures import INK, LINE, SOFT_INK, svg, words_at

_WIDE, _HIGH, _LEFT, _TOP, _RIGHT = 900, 300, 80, 26, 360
_DASHES = ("", "7 4", "2 3", "10 3 2 3", "1 5", "14 4")
_INKS = (INK, "#5a6675", "#1f5c3d", "#86210d", "#5a6675", "#1c2430")
_MOST_LINES = len(_DASHES)
_SCALES = ((1e9, "G"), (1e6, "M"), (1e3, "k"))


def drawn(growth: Growth) -> str:
    """The picture: a line a case, ours and the dearest where there are many, beside a thin one of what grows
    in step with the sizes."""
    costs = {name: [max(cost, 1e-9) for cost in each] for name, each in _shown(growth).items()}
    every = [cost for each in costs.values() for cost in each]
    low, high = math.floor(math.log10(min(every))), math.ceil(math.log10(max(every)) + 1e-9)
    axes = _Axes(growth.sizes, low, max(high, low + 1))
    made = [*axes.drawn(growth), *axes.in_step(next(iter(costs.values()))[0])]
    lines = {name: [axes.at(*each) for each in zip(growth.sizes, costs[name], strict=True)] for name in costs}
    everywhere = [point for points in lines.values() for point in points]
    ends: list[tuple[float, int, str]] = []
    for nth, (case, points) in enumerate(lines.items()):
        made.append(_line(points, _INKS[nth], _DASHES[nth], 2 if nth == 0 else 1.5))
        made += [_mark(point, nth) for point in points]
        if nth == 0:
            made += [
                words_at(x, y - 9, short(cost), 11.5, anchor="middle", bold=True)
                for (x, y), cost in zip(points, costs[case], strict=True)
                if not any(x == other and 0 < y - above < 24 for other, above in everywhere)
            ]
        ends.append((points[-1][1], nth, f"{case}: {short(costs[case][-1])}"))
    made += _ends(ends)
    return svg(_WIDE, _TOP + _HIGH + 44, f"{growth.what}, {growth.unit}", made)


def _shown(growth: Growth) -> dict[str, list[float]]:
    """As many cases as can be told apart: the first, and the dearest of the others. The table has all."""
    first, *others = growth.costs
    dearest = sorted(others, key=lambda name: -growth.costs[name][-1])[: _MOST_LINES - 1]
    return {name: each for name, each in growth.costs.items() if name == first or name in dearest}


def short(value: float) -> str:
    """A figure in three digits: 1.23k, 45.6, 0.00123."""
    for scale, letter in _SCALES:
        if value >= scale:
            return f"{value / scale:.3g}{letter}"
    return f"{value:.3g}"


class _Axes:
    """Powers of ten to the right and upwards."""

    def __init__(self, sizes: Sequence[int], low: int, high: int) -> None:
        self._sizes, self._low, self._high = sizes, low, high
        self._first, self._last = math.log10(sizes[0]), math.log10(max(sizes[-1], sizes[0] + 1))

    def at(self, size: float, cost: float) -> tuple[float, float]:
        """Where a cost of a size stands."""
        across = (math.log10(size) - self._first) / (self._last - self._first)
        up = (math.log10(cost) - self._low) / (self._high - self._low)
        return _LEFT + 20 + across * (_WIDE - _LEFT - _RIGHT - 20), _TOP + _HIGH * (1 - up)

    def in_step(self, cost: float) -> Iterator[str]:
        """What grows in step with the sizes, from this cost of the first one to the picture's edge."""
        most = min(self._sizes[-1], self._sizes[0] * 10.0**self._high / cost)
        ends = [self.at(size, cost * size / self._sizes[0]) for size in (self._sizes[0], most)]
        yield _line(ends, LINE, "1 3", 1.2)
        (left, down), (right, up) = ends
        if right - left > 60:
            turned = math.degrees(math.atan2(up - down, right - left))
            x, y = (left + right) / 2, (down + up) / 2 - 5
            yield f"<g transform='rotate({turned:.1f} {x:.1f} {y:.1f})'>"
            yield words_at(x, y, "in step", 11.5, ink=SOFT_INK, anchor="middle") + "</g>"

    def drawn(self, growth: Growth) -> Iterator[str]:
        right = _WIDE - _RIGHT + 20
        for power in range(self._low, self._high + 1):
            _, y = self.at(self._sizes[0], 10.0**power)
            yield _line([(_LEFT, y), (right, y)], LINE, "", 0.5)
            yield words_at(_LEFT - 8, y + 4, short(10.0**power), 11.5, ink=SOFT_INK, anchor="end")
        for size in self._sizes:
            x, _ = self.at(size, 1)
            yield words_at(x, _TOP + _HIGH + 20, f"{size:,}", 12, anchor="middle")
        yield words_at(_LEFT - 60, 12, growth.unit, 11.5, ink=SOFT_INK)
        yield words_at((right + _LEFT) / 2, _TOP + _HIGH + 38, growth.of, 11.5, ink=SOFT_INK, anchor="middle")


def _line(points: Sequence[tuple[float, float]], ink: str, dashes: str, wide: float) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    how = f" stroke-dasharray='{dashes}'" if dashes else ""
    return f"<polyline points='{path}' fill='none' stroke='{ink}' stroke-width='{wide}'{how}/>"


def _mark(point: tuple[float, float], nth: int) -> str:
    """A dot, a square or a triangle, full or empty."""
    x, y = point
    fill = _INKS[nth] if nth < 3 else "#ffffff"
    how = f"fill='{fill}' stroke='{_INKS[nth]}' stroke-width='1.2'"
    if nth % 3 == 0:
        return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='4' {how}/>"
    if nth % 3 == 1:
        return f"<rect x='{x - 3.5:.1f}' y='{y - 3.5:.1f}' width='7' height='7' {how}/>"
    corners = f"{x:.1f},{y - 5:.1f} {x - 4.5:.1f},{y + 3.5:.1f} {x + 4.5:.1f},{y + 3.5:.1f}"
    return f"<polygon points='{corners}' {how}/>"


def _ends(ends: list[tuple[float, int, str]]) -> Iterator[str]:
    """What each line is, behind its end and with its mark; none over another, and none out of the picture."""
    x, room = _WIDE - _RIGHT + 26, _TOP + _HIGH - 15 * len(ends)
    below = 0.0
    for nth, (y, case, said) in enumerate(sorted(ends)):
        below = max(min(y + 4, room + 15 * nth), below + 15)
        yield _line([(x, below - 4), (x + 24, below - 4)], _INKS[case], _DASHES[case], 1.5)
        yield _mark((x + 12, below - 4), case)
        yield words_at(x + 32, below, said, 12)
