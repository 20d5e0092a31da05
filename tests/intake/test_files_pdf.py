"""PDF files: tables from their lines, texts from the places of letters; what could harm is refused."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import docx
import pytest

from config.intake import plan
from config.intake.files import limits, pdf, pdf_lines
from config.intake.files.grids import Grid, IntakeError, Text
from config.loading.loader import load
from config.registry import Registry
from tests.support import grids
from tests.support.english_office import english_folder
from tests.support.files import notes, taken
from tests.support.otheroffices import row, when, word
from tests.support.pdfs import page, whole
from tests.support.required import require

pytestmark = pytest.mark.slow

ABOVE = ["No: 12/2026/HA", "Port Anne, 8 January 2026"]
HEAD = ["No.", "Task", "Lead unit", "Due", "Output"]
ROWS = [
    ["1", "Publish the tables", "Finance Department", "15 June 2026", "Tables"],
    ["2", "Report on fees", "SEC", "by 30 September", ""],
]
COMPARE = (
    "the PDF was read by the lines of its tables and the places of its letters; "
    "compare each row with the original"
)


PICTURE = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"
GUESSED = "BT 3 Tr /F1 9 Tf 50 600 Td (by 15 June 2026) Tj ET"


def test_an_english_plan(tmp_path: Path) -> None:
    content = taken(
        tmp_path, "plan.pdf", whole(page(ABOVE, [HEAD, *ROWS[:1]]), page([], ROWS[1:]), packed=True)
    )
    office = load(english_folder(tmp_path / "office"))
    found = plan.read(content, office, date(2026, 1, 10))
    assert [(entry.title, entry.leads, when(entry)) for entry in found.entries] == [
        ("Publish the tables", ("FIN",), "2026-06-15"),
        ("Report on fees", ("SEC",), "?"),  # the year stands at one place alone
    ]
    assert (found.facts.number, found.facts.date) == ("12/2026/HA", date(2026, 1, 8))
    assert notes(content) == (COMPARE,)
    assert content.format == "pdf"


def test_cells_that_cover_others(tmp_path: Path) -> None:
    # Two rows of 24 points; the line between them is missing under the first column.
    lines = "50 780 m 400 780 l S 150 756 m 400 756 l S 50 732 m 400 732 l S 50 780 m 50 732 l S"
    lines += " 150 780 m 150 732 l S 400 780 m 400 732 l S"
    texts = [(53, 764, "Both rows"), (153, 764, "Upper"), (153, 740, "Lower")]
    said = " ".join(f"BT /F1 9 Tf {x} {y} Td ({text}) Tj ET" for x, y, text in texts)
    content = taken(tmp_path, "a.pdf", whole(f"{lines} {said}".encode()))
    (grid,) = [part for part in content.parts if isinstance(part, Grid)]
    upper, lower = grid.rows
    assert [(cell.text, cell.row_span) if cell else None for cell in upper] == [
        ("Both rows", 2),
        ("Upper", 1),
    ]
    assert [cell.text if cell else None for cell in lower] == [None, "Lower"]


def test_lines_of_a_cell_are_one_text_and_items_stay_apart(tmp_path: Path) -> None:
    lines = "50 780 m 250 780 l S 50 700 m 250 700 l S 50 780 m 50 700 l S 150 780 m 150 700 l S"
    lines += " 250 780 m 250 700 l S"
    texts = ["Publish the long tables", "of all the tides", "- North", "- South"]
    said = " ".join(f"BT /F1 9 Tf 53 {768 - 12 * n} Td ({text}) Tj ET" for n, text in enumerate(texts))
    content = taken(tmp_path, "a.pdf", whole(f"{lines} {said} BT /F1 9 Tf 153 768 Td (x) Tj ET".encode()))
    (grid,) = [part for part in content.parts if isinstance(part, Grid)]
    assert grid.rows[0][0] is not None
    assert grid.rows[0][0].text == "Publish the long tables of all the tides\n- North\n- South"


def test_a_footnote_is_no_digit_and_struck_out_text_is_none(tmp_path: Path) -> None:
    marked = "BT /F1 9 Tf 50 600 Td (by 1) Tj ET BT /F1 5 Tf 70 605 Td (1) Tj ET"
    marked += " BT /F1 9 Tf 74 600 Td (June 2026) Tj ET"
    struck = "BT /F1 9 Tf 50 560 Td (by 15 June 2026) Tj ET 48 563 m 130 563 l S"
    content = taken(tmp_path, "a.pdf", whole(page(["Plan"], [], f"{marked}\n{struck}")))
    texts = [part.text for part in content.parts if isinstance(part, Text)]
    assert not any("11" in text or "15" in text for text in texts)
    assert any("Struck" in each for each in notes(content))


def test_pages_that_are_pictures_and_turned_letters_are_told(tmp_path: Path) -> None:
    turned = "BT /F1 9 Tf 0 1 -1 0 40 300 Tm (DRAFT) Tj ET"
    sheet = page(ABOVE, [HEAD, *ROWS], turned)
    content = taken(tmp_path, "a.pdf", whole(sheet, page([], [], PICTURE), packed=True))
    assert notes(content) == (
        COMPARE,
        "pages 2 of the PDF are pictures and were not read; look at them in the original",
        "5 letters that stand turned in the PDF were left out; look at them in the original",
    )


def test_what_is_written_upon_a_picture_is_read_and_what_nobody_sees_is_not(tmp_path: Path) -> None:
    sheet = f"{PICTURE}\n".encode() + page(ABOVE, [HEAD, *ROWS], GUESSED.replace("15 June", "31 May"))
    content = taken(tmp_path, "a.pdf", whole(sheet))
    assert "Publish the tables" in repr(content.parts)
    assert "31 May" not in repr(content.parts)


def test_a_mark_drawn_by_itself_belongs_to_the_letter_before_it() -> None:
    letters = [[10, 10, 15, 20, 10, "e\u0323\u0302"], [15, 10, 20, 20, 10, "n"]]
    assert [pdf_lines.Line(letters).text] == ["e\u0323\u0302n"]


def test_a_pdf_without_a_table_says_so(tmp_path: Path) -> None:
    content = taken(tmp_path, "a.pdf", whole(page(["Departments report by 15 June 2026."], [])))
    assert "no table could be told in the PDF" in notes(content)[1]
    assert [part.text for part in content.parts if isinstance(part, Text)] == [
        "Departments report by 15 June 2026."
    ]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.docx", whole(page(ABOVE, ROWS)), r"it is a PDF, though its name ends in '\.docx'.*name it \.pdf"),
        ("a.pdf", b"%PDF-1.7\nnothing", "the PDF is damaged or was not downloaded whole"),
        ("a.docx", b"%PDF-1.7\nnothing", "the PDF is damaged or was not downloaded whole"),
        ("a.pdf", whole(page([], [])), "the PDF has no text at all; ask for the plan as Word"),
        ("a.pdf", whole(page(ABOVE, ROWS))[:900], "the PDF is damaged"),
        ("a.pdf", whole(b"[" * 200_000), "the PDF is damaged|no text at all"),
        ("a.pdf", whole(*[page(["x"], [])] * 301), "longer than a plan .over 300 pages"),
        ("a.pdf", whole(page([], [], PICTURE)), "a scanned PDF, whose pages are pictures without text; ask"),
        ("a.pdf", whole(page([], [], f"{GUESSED} {PICTURE}")), "a scanned PDF"),
        ("a.pdf", whole(page(ABOVE, ROWS, PICTURE)), "a scanned PDF"),
        (
            "a.pdf",
            whole(b"0 0 m 9 9 l S " * 5 + b"1 1 m 1 500 l S " * 3_000 + page(["x"], [])),
            "too many lines, as a drawing has",
        ),
    ],
    ids=[
        "named docx",
        "garbage",
        "garbage named docx",
        "empty",
        "cut off",
        "deep",
        "long",
        "scan",
        "scan with guessed text",
        "scan over text",
        "lines",
    ],
)
def test_what_is_no_plan_is_refused(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    with pytest.raises(IntakeError, match=says):
        taken(tmp_path, name, data)


@pytest.mark.long
def test_a_bomb_ends_within_its_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "OFFICE_BYTES", 400_000_000)
    monkeypatch.setattr(limits, "OFFICE_SECONDS", 10)
    bomb = whole(b"q Q " * 60_000_000, packed=True)
    assert len(bomb) < 1_000_000
    with pytest.raises(IntakeError):
        taken(tmp_path, "a.pdf", bomb)


def test_nothing_of_it_runs_or_is_fetched(tmp_path: Path) -> None:
    script = f"/OpenAction << /S /JavaScript /JS (app.launchURL\\('file://{tmp_path}/x'\\)) >>"
    content = taken(tmp_path, "a.pdf", whole(page(ABOVE, [HEAD, *ROWS]), catalog=script))
    assert "launchURL" not in repr(content)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.pdf"]


def test_without_the_library_a_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    with pytest.raises(IntakeError, match="ask for the plan as Word"):
        taken(tmp_path, "a.pdf", whole(page(ABOVE, [HEAD, *ROWS])))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return grids.office(tmp_path_factory.mktemp("office"))


def _printed(folder: Path, options: str = "") -> bytes:
    """A plan in Vietnamese as LibreOffice prints it, its table drawn with lines."""
    program = shutil.which("soffice")
    require("libreoffice", program, "there is no soffice (libreoffice-writer)")
    rows = [
        ["TT", "Nhiệm vụ", "Phân công", "", "Thời hạn"],
        ["", "", "Chủ trì", "Phối hợp", ""],
        ["1", "Mở giải chạy của các xã, phường trong toàn tỉnh", "QLTT", "VPS", "15/6/2026"],
        ["2", "Báo cáo", "VPS", "", "trước ngày 15 hàng tháng"],
    ]
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4)]
    path = word(folder / "a.docx", ["Số: 12/KH-STN", "Đà Lạt, ngày 05 tháng 01 năm 2026"], (rows, merged))
    made = docx.Document(str(path))
    made.tables[0].style = "Table Grid"
    made.save(str(path))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        str(program),
        profile,
        "--headless",
        "--convert-to",
        f"pdf{options}",
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "a.pdf").read_bytes()


@pytest.mark.long
def test_a_vietnamese_plan_as_it_is_printed(tmp_path: Path, office: Registry) -> None:
    content = taken(tmp_path, "ke-hoach.pdf", _printed(tmp_path))
    found = plan.read(content, office, date(2026, 1, 10))
    assert [row(entry) for entry in found.entries] == [
        ("Mở giải chạy của các xã, phường trong toàn tỉnh", "QLTT", "VPS", "2026-06-15"),
        ("Báo cáo", "VPS", "", "monthly day 15 before"),
    ]
    assert (found.facts.number, found.facts.date) == ("12/KH-STN", date(2026, 1, 5))


@pytest.mark.long
def test_one_with_a_password_is_refused(tmp_path: Path) -> None:
    options = ':writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},'
    options += '"DocumentOpenPassword":{"type":"string","value":"x"}}'
    with pytest.raises(IntakeError, match="protected with a password"):
        taken(tmp_path, "b.pdf", _printed(tmp_path, options))
