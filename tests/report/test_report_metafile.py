"""The pictures of the official document: all that the SVG draws stands in the metafile, at its place."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from engine.report import pictures
from engine.report.writers.metafile import metafile
from engine.report.writing import write
from tests.report.test_report_files import REGISTRY, report, the_paper

RECTANGLE, TEXT, POLYLINE, HEADER, END = 43, 84, 4, 1, 14


def records(emf: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each, read as [MS-EMF] lays them out."""
    at = 0
    while at < len(emf):
        number, size = struct.unpack_from("<II", emf, at)
        assert size % 4 == 0
        yield number, emf[at + 8 : at + size]
        at += size
    assert at == len(emf)


def said_of(content: bytes) -> tuple[str, int, int]:
    x, y, count, start = struct.unpack_from("<iiII", content, 28)
    return content[start - 8 : start - 8 + 2 * count].decode("utf-16-le"), x, y


def test_what_the_svg_draws_the_metafile_draws() -> None:
    (svg,) = pictures.strips(the_paper())
    emf, width, height = metafile(svg)
    found = list(records(emf))
    assert (found[0][0], found[-1][0]) == (HEADER, END)
    size, count = struct.unpack_from("<II", emf, 48)
    assert (emf[40:44], size, count) == (b" EMF", len(emf), len(found))
    root = ElementTree.fromstring(svg)
    tag = "{http://www.w3.org/2000/svg}"
    texts = [
        ("".join(each.itertext()), round(float(each.get("x", 0)) * 10), round(float(each.get("y", 0)) * 10))
        for each in root.iter(f"{tag}text")
    ]
    assert [said_of(content) for number, content in found if number == TEXT] == texts
    drawn = [
        each for each in root.iter(f"{tag}rect") if each.get("width") != "6" and each.get("width") != "3"
    ]
    boxes = [struct.unpack("<4i", content) for number, content in found if number == RECTANGLE]
    assert len(boxes) == len(drawn)
    first = [float(drawn[0].get(name, 0)) for name in ("x", "y", "width", "height")]
    assert boxes[0] == tuple(
        round(each * 10) for each in (first[0], first[1], first[0] + first[2], first[1] + first[3])
    )
    assert sum(number == POLYLINE for number, _ in found) > 20  # the hatching of what is overdue
    assert (round(width), round(height)) == (
        round(900 * 0.26458),
        round(float(root.get("height", 0)) * 0.26458),
    )


def test_the_document_has_them_with_what_they_show() -> None:
    with zipfile.ZipFile(io.BytesIO(write(REGISTRY, report(), "docx", "vi"))) as kept:
        names = [name for name in kept.namelist() if name.endswith(".emf")]
        assert len(names) == 2  # the duties, and the years
        assert b'Extension="emf"' in kept.read("[Content_Types].xml")
        told = [
            said_of(content)[0]
            for name in names
            for number, content in records(kept.read(name))
            if number == TEXT
        ]
        body = kept.read("word/document.xml").decode()
    assert {"Báo cáo quý", "=Tháng", "1/3", "5/7", "50,0%", "60,0%"} <= set(told)
    assert re.findall(r'descr="([^"]+)"', body) == ["Theo nhiệm vụ", "Qua các năm"]
