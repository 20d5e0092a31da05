"""A picture of the report as an enhanced metafile (EMF): the vectors of the SVG, sharp at every size, in the
form that all word processors draw and print.

Only what `engine.report.pictures` makes is read: rectangles, lines, polylines, circles and texts, which may
be turned by a quarter. Lengths are tenths of the SVG's units. Record numbers are those of [MS-EMF].
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

SCALE = 10
HUNDREDTHS = 26.458
"""Hundredths of a millimetre of one SVG unit (a 96th of an inch)."""
_SVG = "{http://www.w3.org/2000/svg}"
_FACE = "Arial"
_TURNED = re.compile(r"translate\(([-\d.]+),([-\d.]+)\) rotate\(-90\)")
_ALIGN = {"": 24, "start": 24, "middle": 24 | 6, "end": 24 | 2}
"""Of a text to its point, at the base line."""
_HATCH_INK, _STEP, _SOLID, _EMPTY = "#a3281b", 6, 0, 1
_WIDTHS = dict(
    zip(
        map(chr, range(32, 127)),
        (
            278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, *[556] * 10,
            278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667,
            556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278,
            469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
            556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
        ),
        strict=True,
    )
)  # fmt: skip
"""How far letters advance, in thousandths of their size: Helvetica's, which Arial shares."""
_OTHERS = {"đ": 556, "Đ": 722, "ư": 556, "Ư": 722, "ơ": 556, "Ơ": 778, "≤": 549, "–": 556, "…": 1000}


@dataclass
class _File:
    """The records so far; `made` are the objects that a drawing has, so that each is released again."""

    records: list[bytes] = field(default_factory=list)

    def put(self, number: int, content: bytes = b"") -> None:
        self.records.append(struct.pack("<II", number, 8 + len(content)) + content)

    def choose(self, number: int, content: bytes) -> None:
        """Makes object 1 or 2 (named first in the content) anew and draws with it."""
        (handle,) = struct.unpack_from("<I", content)
        self.put(number, content)
        self.put(37, struct.pack("<I", handle))

    def drop(self, handle: int) -> None:
        """Lets a drawing tool go: a stock one is chosen before."""
        self.put(37, struct.pack("<I", 0x80000000 | {1: 5, 2: 8, 3: 13}[handle]))
        self.put(40, struct.pack("<I", handle))


def metafile(svg: str) -> tuple[bytes, float, float]:
    """The bytes of the metafile, and how wide and high it is in millimetres."""
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    width, height = float(root.get("width")), float(root.get("height"))
    file = _File()
    file.put(17, struct.pack("<I", 8))  # a scale of its own on each axis
    for number, pair in (
        (10, (0, 0)),
        (9, _scaled(width, height)),
        (12, (0, 0)),
        (11, _pixels(width, height)),
    ):
        file.put(number, struct.pack("<ii", *pair))
    file.put(18, struct.pack("<I", 1))  # letters without a ground
    for each in root:
        _draw(file, each)
    file.put(14, struct.pack("<III", 0, 16, 20))
    body = b"".join(file.records)
    return _head(width, height, body, len(file.records)) + body, _mm(width), _mm(height)


def _mm(length: float) -> float:
    return length * HUNDREDTHS / 100


def _scaled(*lengths: float) -> tuple[int, ...]:
    return tuple(round(each * SCALE) for each in lengths)


def _pixels(*lengths: float) -> tuple[int, ...]:
    return tuple(round(each) for each in lengths)


def _head(width: float, height: float, body: bytes, records: int) -> bytes:
    size = 88
    bounds = (0, 0, *_pixels(width, height))
    frame = (0, 0, *(round(each * HUNDREDTHS) for each in (width, height)))
    made = struct.pack("<II8i", 1, size, *bounds, *frame)
    made += b" EMF" + struct.pack("<IIIHH", 0x10000, size + len(body), records + 1, 4, 0)
    made += struct.pack("<III", 0, 0, 0) + struct.pack("<4i", 1920, 1080, 508, 286)
    return made


def _draw(file: _File, each: etree._Element) -> None:
    name = str(each.tag).removeprefix(_SVG)
    number = {key: float(value) for key, value in each.attrib.items() if re.fullmatch(r"-?[\d.]+", value)}
    if name == "text":
        _text(file, each, number)
    elif name in ("rect", "circle", "line", "polyline"):
        _brush(file, each.get("fill", "none") if name != "line" else "none")
        _pen(file, each.get("stroke", ""), number.get("stroke-width", 1))
        if name == "rect":
            x, y = number["x"], number["y"]
            box = _scaled(x, y, x + number["width"], y + number["height"])
            file.put(43, struct.pack("<4i", *box))
            if each.get("fill", "").startswith("url"):
                _hatch(file, x, y, number["width"], number["height"])
        elif name == "circle":
            x, y, r = number["cx"], number["cy"], number["r"]
            file.put(42, struct.pack("<4i", *_scaled(x - r, y - r, x + r, y + r)))
        else:
            file.put(4, _line(_points(each, number)))
        file.drop(1)
        file.drop(2)


def _points(each: etree._Element, number: dict[str, float]) -> Iterator[tuple[int, ...]]:
    if each.get("points"):
        for pair in each.get("points").split():
            yield _scaled(*map(float, pair.split(",")))
    else:
        yield _scaled(number["x1"], number["y1"])
        yield _scaled(number["x2"], number["y2"])


def _line(points: Iterator[tuple[int, ...]]) -> bytes:
    found = list(points)
    across, down = [x for x, _ in found], [y for _, y in found]
    bounds = (min(across), min(down), max(across), max(down))
    return struct.pack("<4iI", *bounds, len(found)) + b"".join(struct.pack("<ii", *each) for each in found)


def _brush(file: _File, fill: str) -> None:
    fill = "#ffffff" if fill.startswith("url") else fill
    style, colour = (_EMPTY, 0) if fill == "none" else (_SOLID, _colour(fill))
    file.choose(39, struct.pack("<IIII", 1, style, colour, 0))


def _hatch(file: _File, x: float, y: float, wide: float, high: float) -> None:
    """Rising lines within the rectangle: a metafile's own hatching is drawn as one colour by some."""
    file.drop(2)
    _pen(file, _HATCH_INK, 2)
    for start in range(_STEP - round(high), round(wide), _STEP):
        left, right = max(start, 1.0), min(start + high, wide - 1)
        if right - left > 1:
            ends = ((x + left, y + high - (left - start)), (x + right, y + high - (right - start)))
            file.put(4, _line(_scaled(*end) for end in ends))


def _pen(file: _File, stroke: str, width: float) -> None:
    style, colour = (0, _colour(stroke)) if stroke and stroke != "none" else (5, 0)
    file.choose(38, struct.pack("<IIiiI", 2, style, *_scaled(width), 0, colour))


def _colour(said: str) -> int:
    digits = said.lstrip("#")
    digits = "".join(2 * each for each in digits) if len(digits) == 3 else digits
    red, green, blue = bytes.fromhex(digits)
    return red | green << 8 | blue << 16


def _text(file: _File, each: etree._Element, number: dict[str, float]) -> None:
    said = "".join(each.itertext())
    turned = _TURNED.match(each.get("transform", ""))
    x, y = map(float, turned.groups()) if turned else (number["x"], number["y"])
    bold, size = each.get("font-weight") == "bold", number["font-size"]
    file.choose(82, _font(size, bold=bold, angle=900 if turned else 0))
    file.put(22, struct.pack("<I", _ALIGN[each.get("text-anchor", "")]))
    file.put(24, struct.pack("<I", _colour(each.get("fill", "#000000"))))
    written = said.encode("utf-16-le")
    padded = written + b"\0" * (-len(written) % 4)
    count = len(written) // 2
    steps = [round(_advance(char, size, bold=bold) * SCALE) for char in said]
    start = 36 + 40
    made = struct.pack("<4iIff", 0, 0, -1, -1, 2, 1.0, 1.0)
    made += struct.pack("<iiIII4iI", *_scaled(x, y), count, start, 0, 0, 0, -1, -1, start + len(padded))
    file.put(84, made + padded + struct.pack(f"<{count}i", *steps[:count]))
    file.drop(3)


def _font(size: float, *, bold: bool, angle: int) -> bytes:
    face = _FACE.encode("utf-16-le").ljust(64, b"\0")
    weight = 700 if bold else 400
    logged = struct.pack("<5i8B", -round(size * SCALE), 0, angle, angle, weight, 0, 0, 0, 1, 0, 0, 0, 0x22)
    return struct.pack("<I", 3) + (logged + face).ljust(320, b"\0")


def _advance(char: str, size: float, *, bold: bool) -> float:
    """How far the next letter stands; a mark above a letter takes no room of its own."""
    base = unicodedata.normalize("NFD", char)[0]
    return size * (_OTHERS.get(char) or _WIDTHS.get(base, 556)) / 1000 * (1.06 if bold else 1.0)
