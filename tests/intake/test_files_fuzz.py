"""Spoilt files: whatever is cut off or turned over, the answer is a Content or one IntakeError, and soon."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from config.intake.files.grids import Content, Grid, IntakeError
from config.intake.files.open_file import read
from tests.support.files import DOCUMENT, SHEET, W, excel, p, part, tbl, tc, tr, with_parts, word
from tests.support.tiers import examples, some

_LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
_WORD = word(
    p("Phụ lục")
    + tbl(tr("STT", tc("Nội dung", '<w:gridSpan w:val="2"/>')), tr(tc(p("", _LISTED)), "Việc", "VP"))
    + tbl(tr(tc("a", '<w:vMerge w:val="restart"/>'), "b"), tr(tc("", "<w:vMerge/>"), tc(tbl(tr("c", "d")))))
)
_EXCEL = excel(
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="0"><v>46371.5</v></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>b</t></is></c></row>',
    '<mergeCells><mergeCell ref="A2:B2"/></mergeCells>',
    '<cols><col min="1" max="2" hidden="1"/></cols>',
    shared="<si><t>a</t></si>",
)
_PAGE = (
    b"<html><meta charset=utf-8><p>a<ol start=3 type=i><li value=5>b</ol>"
    b"<table><tr><td rowspan=2>c<td colspan=3>d<table><tr><td>e</table><tr><td>f</table></html>"
)
_CSV = 'STT;"Nội\ndung";Hạn\n1;a;"b"\n2;c;15/12\n'.encode()
_TEXT = "Phụ lục\nSTT\tNội dung\n1\ta\n| x | y |\n".encode()
FILES = {"a.docx": _WORD, "a.xlsx": _EXCEL, "a.html": _PAGE, "a.csv": _CSV, "a.txt": _TEXT}
SECONDS = 5.0


def _answer(path: Path, data: bytes) -> Content | None:
    path.write_bytes(data)
    began = time.process_time()
    try:
        content = read(path)
    except IntakeError as error:
        content, said = None, str(error)
    else:
        said = f"{path.name}: "
    assert said.startswith(f"{path.name}: ")
    assert "\n" not in said
    assert time.process_time() - began < SECONDS
    if content:
        _check(content)
    return content


def _check(content: Content) -> None:
    """What the shape of a Content promises, whatever the file was."""
    for grid in (each for each in content.parts if isinstance(each, Grid)):
        assert len({len(row) for row in grid.rows}) == 1
        covered = set()
        for at, row in enumerate(grid.rows):
            for column, cell in enumerate(row):
                assert (cell is None) == ((at, column) in covered)
                if cell is None:
                    continue
                assert cell.row_span >= 1
                assert cell.col_span >= 1
                places = {
                    (at + down, column + across)
                    for down in range(cell.row_span)
                    for across in range(cell.col_span)
                } - {(at, column)}
                assert not places & covered
                assert all(down < len(grid.rows) and across < len(row) for down, across in places)
                covered |= places


@pytest.mark.parametrize("name", FILES)
def test_whole_files_are_read(tmp_path: Path, name: str) -> None:
    assert _answer(tmp_path / name, FILES[name]) is not None


@pytest.mark.parametrize("name", FILES)
def test_files_cut_short(tmp_path: Path, name: str) -> None:
    data = FILES[name]
    for length in some(range(0, len(data), max(1, len(data) // 150)), 40):
        answer = _answer(tmp_path / name, data[:length])
        if data.startswith(b"PK"):
            assert answer is None


@pytest.mark.parametrize("name", FILES)
def test_files_with_bytes_turned_over(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    for _ in range(examples(250)):
        data = bytearray(FILES[name])
        for _ in range(chance.choice((1, 1, 3, 20))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        _answer(tmp_path / name, bytes(data))


_WORDS = (
    "0",
    "-1",
    "99999999999",
    "x",
    "",
    "restart",
    "true",
    "１",
    "²",
    "1e9",
    "w:p",
    "&#65;",
    "A1:Z0",
    "ABCD1",
    "NaN",
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "inner"), [("a.docx", DOCUMENT), ("a.docx", "word/numbering.xml"), ("a.xlsx", SHEET)]
)
def test_values_within_the_parts_changed(tmp_path: Path, name: str, inner: str) -> None:
    """The zip stays whole, so that what is changed reaches the readers themselves."""
    chance = random.Random(inner)
    whole = part(FILES[name], inner)
    quoted = [at for at, sign in enumerate(whole) if sign == '"']
    tags = [at for at, sign in enumerate(whole) if sign == "<"]
    for _ in range(examples(250)):
        text = whole
        if chance.random() < 0.7:
            at = chance.choice(quoted[:-1])
            text = text[: at + 1] + chance.choice(_WORDS) + text[text.index('"', at + 1) :]
        else:
            at, to = sorted(chance.sample(tags, 2))
            text = text[:at] + text[to:]
        _answer(tmp_path / name, with_parts(FILES[name], {inner: text}))


def test_numbers_in_other_figures_are_no_numbers(tmp_path: Path) -> None:
    """`int("²")` fails where `"²".isdigit()` holds: a file may say anything."""
    body = tbl(tr(tc("a", '<w:gridSpan w:val="²"/>'), tc("b", '<w:gridSpan w:val="１"/>')))
    content = _answer(tmp_path / "a.docx", word(body, comments=f'<w:comments xmlns:w="{W}"/>'))
    assert content is not None
    sheet = '<row r="²"><c r="A1" s="²" t="s"><v>²</v></c><c><v>²</v></c></row>'
    assert _answer(tmp_path / "a.xlsx", excel(sheet, shared="<si><t>a</t></si>")) is None
