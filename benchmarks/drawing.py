"""How a cost grows, as a picture: an SVG text, made with what the pictures of reports are made with.

It is read on paper without colours: lines differ in their dashes and marks, never in a colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from benchmarks.measuring import Growth
from engine.report.pictures import INK, LINE, SOFT_INK, svg, words_at

_WIDE, _HIGH, _LEFT, _TOP, _RIGHT = 900, 300, 80, 26, 300
_DASHES = ("", "7 4", "2 3", "10 3 2 3", "1 5", "14 4")
_INKS = (INK, "#5a6675", "#1f5c3d", "#86210d", "#5a6675", "#1c2430")
_SCALES = ((1e9, "G"), (1e6, "M"), (1e3, "k"))


def drawn(growth: Growth) -> str:
    """The picture: a line a case, beside a thin one of what grows in step with the sizes."""
    first = next(iter(growth.costs.values()))
    in_step = [first[0] * n / growth.sizes[0] for n in growth.sizes]
    costs = [max(each, 1e-9) for line in (*growth.costs.values(), in_step[:1]) for each in line]
    low, high = math.floor(math.log10(min(costs))), math.ceil(math.log10(max(costs)) + 1e-9)
    axes = _Axes(growth.sizes, low, max(high, low + 1))
    made = [*axes.drawn(growth)]
    line = [axes.at(n, cost) for n, cost in zip(growth.sizes, in_step, strict=True)]
    made.append(_line([point for point in line if point[1] >= _TOP], LINE, "1 3", 1))
    ends: list[tuple[float, str]] = []
    for nth, (case, each) in enumerate(growth.costs.items()):
        points = [axes.at(n, max(cost, 1e-9)) for n, cost in zip(growth.sizes, each, strict=True)]
        made.append(_line(points, _INKS[nth % 6], _DASHES[nth % 6], 2 if nth == 0 else 1.5))
        made += [_mark(point, nth) for point in points]
        for (x, y), cost in zip(points, each, strict=True) if nth == 0 else ():
            made.append(words_at(x, y - 9, short(cost), 11.5, anchor="middle", bold=True))
        ends.append((points[-1][1], f"{case}: {short(each[-1])}"))
    made += _ends(ends)
    return svg(_WIDE, _TOP + _HIGH + 44, f"{growth.what}, {growth.unit}", made)


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
    fill = _INKS[nth % 6] if nth < 3 else "#ffffff"
    how = f"fill='{fill}' stroke='{_INKS[nth % 6]}' stroke-width='1.2'"
    if nth % 3 == 0:
        return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='4' {how}/>"
    if nth % 3 == 1:
        return f"<rect x='{x - 3.5:.1f}' y='{y - 3.5:.1f}' width='7' height='7' {how}/>"
    corners = f"{x:.1f},{y - 5:.1f} {x - 4.5:.1f},{y + 3.5:.1f} {x + 4.5:.1f},{y + 3.5:.1f}"
    return f"<polygon points='{corners}' {how}/>"


def _ends(ends: list[tuple[float, str]]) -> Iterator[str]:
    """What each line is, behind its end; none over another."""
    below = 0.0
    for y, said in sorted(ends):
        below = max(y + 4, below + 15)
        yield words_at(_WIDE - _RIGHT + 26, below, said, 12)
