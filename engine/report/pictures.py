"""Pictures of a report: rows of figures to SVG texts. Pure.

They are read on white paper, often printed without colours: the parts of a bar differ in lightness (dark,
mid, hatched, empty), the squares of the matrix grow darker in one hue, and each says its figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar
from xml.sax.saxutils import escape

from engine.report.paper import Paper, Square, Strip, Table, Value
from engine.texts import shortened

T = TypeVar("T")
SHADES = ("#ffffff", "#f8d5c5", "#eda78b", "#cf5f3e", "#86210d")
"""Of the matrix, from nothing missed to more than three quarters."""
INKS = ("#5a6675", "#1c2430", "#1c2430", "#ffffff", "#ffffff")
NO_SHADE = "#f4f6f8"
"""Where nothing is expected, or nothing was due yet."""
MOST_ROWS, MOST_STRIPS = 22, 17
"""Of a picture: what stands on a page across with its heads. A printer would cut a taller one in two."""
_PARTS = (("on-time", "#1f5c3d"), ("late", "#e0a03c"), ("overdue", "url(#hatch)"), ("not-due", "#ffffff"))
INK, SOFT_INK, LINE = "#1c2430", "#5a6675", "#9aa5b1"
_FONT = "font-family='Arial, Helvetica, Liberation Sans, sans-serif'"
_HATCH = (
    "<defs><pattern id='hatch' width='6' height='6' patternUnits='userSpaceOnUse' "
    "patternTransform='rotate(45)'><rect width='6' height='6' fill='#ffffff'/>"
    "<rect width='3' height='6' fill='#a3281b'/></pattern></defs>"
)
_WIDE = 900
_LEFT = 330
_ROW = 30
_NAME = 250
_SQUARE = 24
_STEP = 52
"""From one shade of the legend to the next."""


def strips(paper: Paper) -> list[str]:
    """A bar for each duty, divided into its parts; its figures stand beside it. As many pictures as pages
    need."""
    return [_strips(paper, each) for each in batched(paper.strips, MOST_STRIPS)]


def _strips(paper: Paper, rows: Sequence[Strip]) -> str:
    width = _WIDE - _LEFT - 90
    drawn = [_HATCH, *_legend(paper)]
    for n, row in enumerate(rows):
        drawn += _strip(row, 36 + _ROW * n, width, paper)
    return svg(_WIDE, 40 + _ROW * len(rows), paper.words["picture-duties"], drawn)


def batched(rows: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """So many at a time, in their order."""
    for start in range(0, len(rows), most):
        yield rows[start : start + most]


def _strip(row: Strip, top: int, width: int, paper: Paper) -> Iterator[str]:
    yield words_at(0, top + 15, shortened(row.label, 46), 13)
    whole, at = sum(row.parts), float(_LEFT)
    for (name, fill), count in zip(_PARTS, row.parts, strict=True):
        if not count:
            continue
        wide = width * count / whole
        said = f"{count} {paper.words[name]}"
        yield (
            f"<rect x='{at:.1f}' y='{top}' width='{wide:.1f}' height='20' fill='{fill}' stroke='{INK}' "
            f"stroke-width='.8'><title>{escape(said)}</title></rect>"
        )
        if wide > 8 * len(str(count)) + 8:
            yield from _counted(at + wide / 2, top + 14.5, str(count), name)
        at += wide
    yield words_at(_LEFT + width + 8, top + 15, row.figures, 13)


def _counted(x: float, y: float, text: str, part: str) -> Iterator[str]:
    if part == "overdue":  # on hatching letters need a ground of their own
        wide = 7.2 * len(text) + 6
        yield f"<rect x='{x - wide / 2:.1f}' y='{y - 11:.1f}' width='{wide:.1f}' height='14' fill='#fff'/>"
    ink = "#ffffff" if part == "on-time" else INK
    yield words_at(x, y, text, 12, ink=ink, anchor="middle", bold=True)


def _legend(paper: Paper) -> Iterator[str]:
    at = float(_LEFT)
    for name, fill in _PARTS:
        yield (
            f"<rect x='{at:.1f}' y='6' width='14' height='14' fill='{fill}' stroke='{INK}' "
            "stroke-width='.8'/>"
        )
        yield words_at(at + 20, 17, paper.words[name], 13)
        at += 20 + 7.4 * len(paper.words[name]) + 22


def matrix(paper: Paper, table: Table) -> list[str]:
    """A square for each unit and stretch of time, the darker the larger the part that was missed. As many
    pictures as pages need, each with its heads."""
    return [_matrix(paper, table, each) for each in batched(table.rows, MOST_ROWS)]


def _matrix(paper: Paper, table: Table, rows: Sequence[tuple[Value | Square, ...]]) -> str:
    columns = [column.head for column in table.columns[1:-1]]
    wide = min(max((_WIDE - _NAME - 60) / len(columns), 26), 64)
    longest = max(len(head) for head in columns)
    turned = longest * 7 > wide
    head = 12 + (min(longest * 6.6, 130) if turned else 14)
    drawn: list[str] = []
    for n, each in enumerate(columns):
        drawn.append(_head(_NAME + wide * (n + 0.5), head - 6, each, turned=turned))
    drawn.append(
        words_at(_NAME + wide * len(columns) + 26, head - 6, paper.words["missed"], 12, anchor="middle")
    )
    for n, row in enumerate(rows):
        top = head + _SQUARE * n
        drawn.append(words_at(0, top + 16, shortened(str(row[0]), 38), 12.5))
        for place, square in enumerate(row[1:-1]):
            assert isinstance(square, Square)
            drawn += _square(_NAME + wide * place, top, wide, square)
        drawn.append(
            words_at(
                _NAME + wide * len(columns) + 26, top + 16, str(row[-1]), 12.5, anchor="middle", bold=True
            )
        )
    height = head + _SQUARE * len(rows) + 34
    drawn += _shades(paper, height - 22)
    across = max(_NAME + wide * len(columns) + 56, _legend_at(paper) + 5 * _STEP)
    return svg(across, height, paper.words["picture-matrix"], drawn)


def _head(x: float, y: float, text: str, *, turned: bool) -> str:
    if not turned:
        return words_at(x, y, text, 12, anchor="middle")
    return (
        f"<text transform='translate({x + 4:.1f},{y:.1f}) rotate(-90)' font-size='11.5' fill='{INK}' "
        f"{_FONT}>{escape(shortened(text, 22))}</text>"
    )


def _square(x: float, y: float, wide: float, square: Square) -> Iterator[str]:
    fill = NO_SHADE if square.shade < 0 else SHADES[square.shade]
    ink = SOFT_INK if square.shade < 0 else INKS[square.shade]
    yield (
        f"<rect x='{x + 1:.1f}' y='{y + 1:.1f}' width='{wide - 2:.1f}' height='{_SQUARE - 2}' fill='{fill}' "
        f"stroke='{LINE}' stroke-width='.6'/>"
    )
    if square.text:
        size = 11.5 if len(square.text) * 6.6 < wide - 4 else 9
        yield words_at(x + wide / 2, y + 16, square.text, size, ink=ink, anchor="middle")


def _shades(paper: Paper, top: float) -> Iterator[str]:
    yield words_at(0, top + 13, paper.words["matrix-legend"], 12)
    at = _legend_at(paper)
    for fill, ink, said in zip(SHADES, INKS, ("0", "≤25%", "≤50%", "≤75%", ">75%"), strict=True):
        yield (
            f"<rect x='{at}' y='{top}' width='48' height='18' fill='{fill}' stroke='{LINE}' "
            "stroke-width='.6'/>"
        )
        yield words_at(at + 24, top + 13, said, 11, ink=ink, anchor="middle")
        at += _STEP


def _legend_at(paper: Paper) -> int:
    """Where the shades begin, right of what they are."""
    return 20 + 7 * len(paper.words["matrix-legend"])


def trend(paper: Paper) -> str:
    """The rate of each year as a line, its number at each point; '' of fewer than two years."""
    if len(paper.years) < 2:
        return ""
    wide, high, left, top = 640, 170, 46, 24
    step = (wide - left - 50) / (len(paper.years) - 1)
    points = [
        (left + 20 + step * n, top + high - float(rate) * high / 100)
        for n, (_, rate, _) in enumerate(paper.years)
    ]
    drawn: list[str] = []
    for mark in (0, 50, 100):
        y = top + high - mark * high / 100
        drawn.append(
            f"<line x1='{left}' y1='{y}' x2='{wide - 10}' y2='{y}' stroke='{LINE}' stroke-width='.6'/>"
        )
        drawn.append(words_at(left - 8, y + 4, f"{mark}%", 11.5, ink=SOFT_INK, anchor="end"))
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    drawn.append(f"<polyline points='{path}' fill='none' stroke='{INK}' stroke-width='2'/>")
    for (x, y), (year, _, said) in zip(points, paper.years, strict=True):
        drawn.append(f"<circle cx='{x:.1f}' cy='{y:.1f}' r='4' fill='{INK}'/>")
        below = y < top + 30
        drawn.append(words_at(x, y + (20 if below else -10), said, 12.5, anchor="middle", bold=True))
        drawn.append(words_at(x, top + high + 20, year, 12.5, anchor="middle"))
    return svg(wide, top + high + 30, paper.words["picture-trend"], drawn)


def words_at(
    x: float, y: float, text: str, size: float, *, ink: str = INK, anchor: str = "", bold: bool = False
) -> str:
    how = f" text-anchor='{anchor}'" if anchor else ""
    how += " font-weight='bold'" if bold else ""
    return f"<text x='{x:.1f}' y='{y:.1f}' font-size='{size}' fill='{ink}'{how} {_FONT}>{escape(text)}</text>"


def svg(width: float, height: float, title: str, drawn: Sequence[str]) -> str:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width:.0f}' height='{height:.0f}' "
        f"viewBox='0 0 {width:.0f} {height:.0f}' role='img'><title>{escape(title)}</title>"
        f"{''.join(drawn)}</svg>"
    )
