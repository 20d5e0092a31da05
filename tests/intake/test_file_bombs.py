"""Files made to fill the memory or to keep a machine busy: each is read in a process of its own."""

from __future__ import annotations

import io
import json
import random
import re
import signal
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.intake.files import limits
from config.intake.files.grids import IntakeError
from tests.support.files import DOCUMENT, S, W, excel, p, plain_word, taken, tbl, tc, tr, with_parts, word

pytestmark = [pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
MEMORY_MB = 400
SECONDS = 20
"""Of the processor, which others on a busy machine do not use up; each file here takes a third of that."""
PATIENCE = 600
"""Seconds on the clock, for one that would wait instead."""

_CHILD = """
import json, re, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]),) * 2)
from config.intake.files.open_file import read
from config.intake.files.grids import IntakeError
try:
    said = f"{len(read(Path(sys.argv[1])).parts)} parts"
except IntakeError as error:
    said = str(error)
peak = re.search(r"VmHWM:\\s*([0-9]+) kB", Path("/proc/self/status").read_text())
print(json.dumps([said, int(peak[1]) // 1024]))
"""
# Not getrusage: its peak begins with that of the process that started this one.


def _apart(path: Path) -> str:
    """What reading the file says, in a process of its own that must stay within the bounds."""
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path), str(SECONDS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode not in (-signal.SIGXCPU, -signal.SIGKILL), (
        f"it took more than {SECONDS} s of the processor"
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said, megabytes = json.loads(done.stdout)
    assert megabytes < MEMORY_MB
    return str(said)


def _repeated(unit: bytes, times: int) -> Iterator[bytes]:
    for _ in range(times // 1000):
        yield unit * 1000


def _bomb(path: Path, whole: bytes, name: str, head: str, unit: str, times: int, tail: str) -> None:
    """An Office file one part of which is a unit, repeated; written as a stream."""
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        with new.open(name, "w") as into:
            into.write(head.encode())
            for chunk in _repeated(unit.encode(), times):
                into.write(chunk)
            into.write(tail.encode())


_WORD = (f'<w:document xmlns:w="{W}"><w:body>', "</w:body></w:document>")
_SHARED = '<c t="s"><v>0</v></c>'


@pytest.mark.long
def test_a_zip_bomb(tmp_path: Path) -> None:
    _bomb(tmp_path / "a.docx", plain_word(), DOCUMENT, _WORD[0], "<w:p/>", 80_000_000, _WORD[1])
    assert (tmp_path / "a.docx").stat().st_size < 2_000_000
    assert "it unpacks to more than 64 MB, as a zip bomb does" in _apart(tmp_path / "a.docx")
    _bomb(tmp_path / "b.docx", plain_word(), DOCUMENT, _WORD[0], "<w:p/>", 3_000_000, _WORD[1])
    assert "it unpacks to more than 250 times its size, as a zip bomb does" in _apart(tmp_path / "b.docx")


@pytest.mark.long
def test_a_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    _bomb(path, plain_word(), DOCUMENT, _WORD[0], "<w:p/>", 80_000_000, _WORD[1])
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        true = struct.pack("<I", archive.getinfo(DOCUMENT).file_size)
    assert data.count(true) >= 1
    path.write_bytes(bytes(data).replace(true, struct.pack("<I", 500)))
    assert "it is damaged" in _apart(path)


def test_a_bomb_in_many_parts(tmp_path: Path) -> None:
    """Each part is too small to be called a bomb; together they are sixty times the file."""
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as new:
        with zipfile.ZipFile(io.BytesIO(plain_word())) as old:
            for each in old.namelist():
                new.writestr(each, old.read(each))
        for at in range(9):
            new.writestr(f"word/media/{at}.png", b"\0" * 7_500_000)
    assert "it unpacks to more than 64 MB" in _apart(tmp_path / "a.docx")


def test_parts_that_share_one_bomb(tmp_path: Path) -> None:
    """Entries of the directory that point at the same packed bytes."""
    path = tmp_path / "a.docx"
    path.write_bytes(with_parts(plain_word(), {"word/media/0.png": b"\0" * 7_500_000}))
    data = path.read_bytes()
    end = data.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", data[end + 16 : end + 20])[0]
    entry = data[data.rindex(b"PK\x01\x02", 0, end) : end]
    more = b"".join(entry.replace(b"media/0", f"media/{at}".encode()) for at in range(1, 10))
    entries = data[start:end].count(b"PK\x01\x02") + 9
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, entries, entries, end - start + len(more), start, 0)
    path.write_bytes(data[:end] + more + tail)
    assert re.search(r"it unpacks to more than 64 MB|it is damaged", _apart(path))


def test_more_parts_than_any_document(tmp_path: Path) -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as new:
        for at in range(limits.MEMBERS + 1):
            new.writestr(f"{at}", "")
    with pytest.raises(IntakeError, match="a zip of more than 4,000 files"):
        taken(tmp_path, "a.docx", into.getvalue())


@pytest.mark.long
def test_a_table_of_fifty_megabytes(tmp_path: Path) -> None:
    chance = random.Random(50)
    path = tmp_path / "a.docx"
    rows = (tr(str(at), f"Việc {chance.randrange(10**9)}", str(chance.random())) for at in range(200_000))
    path.write_bytes(word("<w:tbl>" + "".join(rows) + "</w:tbl>"))
    with zipfile.ZipFile(path) as archive:
        assert 50_000_000 < archive.getinfo(DOCUMENT).file_size < limits.EXPANDED_BYTES
    assert "it holds far more text and formatting than any plan" in _apart(path)
    (tmp_path / "a.csv").write_bytes(b"1,Nhiem vu,Van phong,15/12\n" * 2_000_000)
    assert "it is larger than 20 MB" in _apart(tmp_path / "a.csv")


@pytest.mark.long
def test_long_text_without_many_tags(tmp_path: Path) -> None:
    """Few tags, so that it is their size alone that is refused before a tree is made of it."""
    text = "".join(
        p("".join(chr(0x4E00 + (at * 31 + each) % 20_000) for each in range(900))) for at in range(9_000)
    )
    (tmp_path / "a.docx").write_bytes(word(text))
    assert "it holds far more text and formatting than any plan" in _apart(tmp_path / "a.docx")


def test_more_styles_than_excel_has(tmp_path: Path) -> None:
    chance = random.Random(51)
    formats = "".join(f'<xf numFmtId="{chance.randrange(49)}"/>' for _ in range(150_000))
    styles = f'<styleSheet xmlns="{S}"><cellXfs>{formats}</cellXfs></styleSheet>'
    (tmp_path / "a.xlsx").write_bytes(
        with_parts(excel("<row><c><v>1</v></c></row>"), {"xl/styles.xml": styles})
    )
    assert "it holds far more text and formatting than any plan" in _apart(tmp_path / "a.xlsx")


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("name", "unit", "times", "says"),
    [
        ("a.csv", "1,a\n", 2_000_000, "more than 20,000 rows"),
        ("b.csv", "a,\n", 2_000_000, "row 1 "),
        ("a.txt", "1\ta\n", 2_000_000, "more than 20,000 rows"),
        ("b.txt", "a\n", 4_000_000, "more than 100,000 paragraphs"),
        ("c.txt", "e\u0301\u0323", 1_500_000, "parts"),
        ("d.txt", "\u0301", 4_500_000, "no text"),
        ("a.html", "<tr><td>x", 300_000, "more than 20,000 rows"),
        ("b.html", "<div>", 900_000, "nested too deep"),
        ("c.html", "<!-- -->", 900_000, "no text"),
        ("d.html", "<td a=1 b=2>x", 700_000, "far more formatting"),
    ],
)
def test_endless_text(tmp_path: Path, name: str, unit: str, times: int, says: str) -> None:
    head = {".html": "<html><table>", ".csv": '"' if name == "b.csv" else ""}.get(Path(name).suffix, "")
    (tmp_path / name).write_text(head + unit * times, encoding="utf-8")
    assert says in _apart(tmp_path / name)


def _styled() -> Iterator[str]:
    for row in range(100_000):
        yield (
            f'<row r="{row + 1}">'
            + "".join(f'<c r="{name}{row + 1}" s="1"/>' for name in "ABCDEFGHIJ")
            + "</row>"
        )


@pytest.mark.long
def test_a_million_empty_cells_with_a_style(tmp_path: Path) -> None:
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    (tmp_path / "a.xlsx").write_bytes(
        excel(first + "".join(_styled()), before='<dimension ref="A1:XFD1048576"/>')
    )
    assert _apart(tmp_path / "a.xlsx") == "1 parts"


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (
            lambda: excel("".join(f"<row>{'<c/>' * (at % 50)}</row>" for at in range(150_000))),
            "far more cells",
        ),
        (
            lambda: excel("".join(f"<row>{'<c><v>1</v></c>' * 50}</row>" for _ in range(9_000))),
            "a sheet has more than 200,000 cells",
        ),
        (lambda: excel(f"<row>{'<c><v>1</v></c>' * 70}</row>"), "more than 64 columns"),
        (lambda: excel("<row><c><v>1</v></c></row>" * 20_001), "more than 20,000 rows"),
        (
            lambda: excel(f"<row>{_SHARED * 9}</row>" * 900, shared=f"<si><t>{'dài ' * 4000}</t></si>"),
            "far more text",
        ),
        (lambda: excel("<row/>", shared="<si/>" * 200_001), "more than 200,000 texts"),
        (
            lambda: excel("<row/>", "<mergeCells>" + '<mergeCell ref="A1:XFD9"/>' * 50_001 + "</mergeCells>"),
            "50,000 merged",
        ),
        (lambda: excel(f"<row><c t='str'><v>{'a' * 20_001}</v></c></row>"), "more than 20,000 characters"),
        (lambda: word("<w:a/>" * 1_000_001), "far more text and formatting"),
        (lambda: word("".join(f'<w:p w:a="{at}" w:b="{at}"/>' for at in range(400_000))), "no text"),
        (lambda: word("<w:sdt>" * 9_000 + "</w:sdt>" * 9_000), "damaged"),
        (lambda: word(tbl(tr(*"a" * 65))), "more than 64 columns"),
        (lambda: word(tbl(tr("a")) + tbl(tr(tc("a", '<w:gridSpan w:val="99999999"/>')))), "2 parts"),
        (
            lambda: word("<w:tbl><w:tr><w:tc/><w:tc>" * 40 + "</w:tc></w:tr></w:tbl>" * 40),
            "tables stand within",
        ),
        (
            lambda: word(p("a"), styles=f'<w:styles xmlns:w="{W}">{"<w:style/>" * 300_000}</w:styles>'),
            "1 parts",
        ),
    ],
)
def test_office_files_of_nothing_but_tags(tmp_path: Path, data: Callable[[], bytes], says: str) -> None:
    made = data()
    path = tmp_path / ("a.xlsx" if b"xl/workbook.xml" in made else "a.docx")
    path.write_bytes(made)
    assert says in _apart(path)
