"""The report as files: every format says the same numbers, and what somebody named is text, nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from docx.shared import Mm, Pt

from config.registry import Registry
from engine.errors import EngineError
from engine.report.contents import paper
from engine.report.counting import Line, Report
from engine.report.figures import Figures
from engine.report.paper import Paper
from engine.report.scope import of_year
from engine.report.writing import FORMATS, write
from language import Either
from models.states import Standing
from tests.support import cast
from tests.support.hunted import MONTHLY

NAMES = {"TST": "=1+1 <b>Ban</b>", "CSXH": "@SUM(A1)", "TCKT": "+84 & con", "VP": "-Văn phòng"}
REGISTRY: Registry = cast.registry(cast.QUARTERLY, MONTHLY)
NOW = datetime(2026, 10, 1, 1, tzinfo=UTC)


def figures(on_time: int = 0, late: int = 0, overdue: int = 0, days: tuple[int, ...] = ()) -> Figures:
    found = Figures(overdue=overdue)
    for _ in range(on_time):
        found.add(Standing.ON_TIME)
    for _ in range(late):
        found.add(Standing.SUBMITTED_LATE)
    found.days.update(days)
    return found


def report() -> Report:
    """Four units of names that a spreadsheet or a page would act on, over three months and two years."""
    total = figures(6, 2, 2, days=(-3, -2, -2, 0, 0, 1, 2, 4))
    units = {
        "TST": figures(3, 0, 0, days=(-3, -2, 0)),
        "CSXH": figures(2, 1, 0, days=(-2, 0, 1)),
        "TCKT": figures(1, 1, 1, days=(2, 4)),
        "VP": figures(0, 0, 1),
    }
    lines = {
        Line("thang", "2026-02", date(2026, 3, 3)): figures(3, 1, 0),
        Line("thang", "2026-03", date(2026, 4, 3)): figures(2, 0, 1),
        Line("kstthc-quy", "2026-Q3", date(2026, 9, 18)): figures(1, 1, 1),
    }
    matrix = {
        ("TST", "2026-03"): figures(1), ("TST", "2026-04"): figures(1), ("TST", "2026-09"): figures(1),
        ("CSXH", "2026-03"): figures(1), ("CSXH", "2026-09"): figures(1, 1),
        ("TCKT", "2026-03"): figures(1, 1), ("TCKT", "2026-04"): figures(overdue=1),
        ("VP", "2026-09"): figures(overdue=1),
    }  # fmt: skip
    return Report(
        scope=of_year(2026), as_of=NOW, today=date(2026, 10, 1), total=total, units=units,
        duties={"kstthc-quy": figures(1, 1, 1), "thang": figures(5, 1, 1)},
        documents={cast.PLAN.number: total}, lines=lines,
        years={2025: figures(1, 1), 2026: total}, columns=("2026-03", "2026-04", "2026-09"), matrix=matrix,
        unit_names={code: Either(name) for code, name in NAMES.items()},
        duty_names={"kstthc-quy": Either("Báo cáo quý", "Quarterly"), "thang": Either("=Tháng", "=Monthly")},
    )  # fmt: skip


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {each: write(REGISTRY, report(), each, "vi") for each in FORMATS if each != "pdf"}


def the_paper() -> Paper:
    return paper(REGISTRY, report(), "vi")


def ranking_of(rows: list[list[str]]) -> list[list[str]]:
    """Place, unit, and the nine figures, as every format writes them in its own way."""
    return [[cell.removeprefix("'").replace(",", ".") for cell in row] for row in rows]


WANTED = [
    ["1", "=1+1 <b>Ban</b>", "3", "3", "3", "0", "0", "0", "100.0", "-2", "0"],
    ["2", "@SUM(A1)", "3", "3", "2", "1", "0", "0", "66.7", "0", "0"],
    ["3", "+84 & con", "3", "2", "1", "1", "0", "1", "33.3", "3", "0"],
    ["4", "-Văn phòng", "1", "0", "0", "0", "0", "1", "0.0", "", "0"],
]


def test_the_paper_puts_it_into_words() -> None:
    said = the_paper()
    assert said.title == "Tình hình thực hiện chế độ báo cáo năm 2026"
    assert said.about == "Các báo cáo có hạn từ 01/01/2026 đến 31/12/2026."
    assert said.as_of == "Số liệu tính đến 08:00 01/10/2026"
    assert said.facts == (
        ("60,0%", "đúng hạn trong 10 báo cáo phải gửi"),
        ("2", "báo cáo quá hạn, chưa gửi"),
        ("2", "báo cáo gửi muộn"),
    )
    assert said.sentences == (
        "Số báo cáo phải gửi: 10, của 4 đơn vị.",
        "Đã gửi 8 báo cáo, trong đó 6 đúng hạn, 2 muộn; tỷ lệ đúng hạn 60,0%.",
        "Chưa gửi 2 báo cáo, trong đó 2 đã quá hạn, 0 chưa đến hạn.",
        "Thời điểm gửi ở giữa (trung vị) là ngày cuối của hạn.",
        "Cần đôn đốc nhất: -Văn phòng; +84 & con; @SUM(A1).",
    )
    matrix = said.table("matrix")
    assert matrix is not None
    assert [column.head for column in matrix.columns] == ["Đơn vị", "T3", "T4", "T9", "Không đúng hạn"]
    # Who missed most comes first, and an empty square is where nothing was expected.
    assert [[str(row[0]), *(square.text for square in row[1:-1]), row[-1]] for row in matrix.rows] == [  # type: ignore[union-attr]
        ["+84 & con", "1/2", "1/1", "", 2],
        ["@SUM(A1)", "0", "", "1/2", 1],
        ["-Văn phòng", "", "", "1/1", 1],
        ["=1+1 <b>Ban</b>", "0", "0", "0", 0],
    ]
    assert said.years == (("2025", Decimal("50.0"), "50,0%"), ("2026", Decimal("60.0"), "60,0%"))


def test_the_periods_of_a_single_duty_head_narrow_columns() -> None:
    """The year is left out where it is the report's; a column breaks between words, not within one."""
    heads = ("2026-03", "2025-12", "2026-Q3", "2025-Q4", "2026-W47", "2025")
    found = replace(report(), columns=heads, matrix={("TST", each): figures(1) for each in heads})
    table = paper(REGISTRY, found, "vi").table("matrix")
    assert table is not None
    assert [column.head for column in table.columns[1:-1]] == [
        "T3", "T12 2025", "Quý III", "Quý IV 2025", "2026 W47", "2025",
    ]  # fmt: skip
    table = paper(REGISTRY, found, "en").table("matrix")
    assert table is not None
    assert [column.head for column in table.columns[1:4]] == ["Mar", "Dec 2025", "Q3"]


def test_and_in_english() -> None:
    said = paper(REGISTRY, report(), "en")
    assert said.title == "How reporting duties were met in 2026"
    assert said.sentences[0] == "10 reports were expected, of 4 units."
    ranking = said.table("ranking")
    assert ranking is not None
    assert ranking.note.startswith("How units are ranked: by the share of reports on time")


def test_csv_holds_every_table_and_no_formula(made: dict[str, bytes]) -> None:
    rows = list(csv.reader(io.StringIO(made["csv"].decode("utf-8-sig"))))
    assert made["csv"].startswith(b"\xef\xbb\xbf")
    ranking = [row[1:] for row in rows if row[0] == "ranking"]
    assert ranking_of(ranking[1:5]) == WANTED
    assert {row[0] for row in rows} == {"ranking", "matrix", "duties", "documents", "periods", "years"}
    named = [cell for row in rows for cell in row if not re.fullmatch(r"-?\d+([.]\d+)?", cell)]
    assert not [cell for cell in named if cell[:1] in ("=", "+", "-", "@")]
    assert "'=1+1 <b>Ban</b>" in named


def test_the_workbook_is_to_filter_and_to_print_and_holds_no_formula(made: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    assert book.sheetnames == [
        "Xếp hạng đơn vị", "Đơn vị theo kỳ", "Theo nhiệm vụ", "Theo văn bản", "Theo kỳ báo cáo",
        "Qua các năm",
    ]  # fmt: skip
    sheet = book["Xếp hạng đơn vị"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("C5", "A4:K8", "$4:$4")
    assert sheet.page_setup.orientation == "landscape"
    cells = [list(row) for row in sheet.iter_rows(min_row=5, max_row=8)]
    assert [["" if cell.value is None else str(cell.value) for cell in row][:2] for row in cells] == [
        row[:2] for row in WANTED
    ]
    assert [[cell.value for cell in row[2:]] for row in cells] == [
        [3, 3, 3, 0, 0, 0, 100, -2, 0], [3, 3, 2, 1, 0, 0, 66.7, 0, 0],
        [3, 2, 1, 1, 0, 1, 33.3, 3, 0], [1, 0, 0, 0, 0, 1, 0, None, 0],
    ]  # fmt: skip
    every = [cell for each in book for row in each.iter_rows() for cell in row]
    assert {cell.data_type for cell in every} <= {"s", "n", "d"}  # no formula anywhere
    matrix = book["Đơn vị theo kỳ"]
    assert matrix["B5"].fill.fgColor.rgb == "FFEDA78B"  # one of two missed: the middle shade
    assert matrix["C5"].fill.fgColor.rgb == "FF86210D"
    assert sheet["A10"].value is None
    assert [sheet["B9"].value, sheet["C9"].value, sheet["I9"].value] == ["Tổng số", 10, 60]
    periods = book["Theo kỳ báo cáo"]
    assert periods["C5"].value == datetime(2026, 3, 3)  # noqa: DTZ001 - a day of a workbook
    assert periods.column_dimensions["A"].width == pytest.approx(60, abs=1)


def test_the_official_document_is_laid_out_as_decree_30_has_it(made: dict[str, bytes]) -> None:
    document = docx.Document(io.BytesIO(made["docx"]))
    first, across = document.sections
    sizes = (first.page_width, first.page_height, first.left_margin, first.right_margin, first.top_margin)
    assert [round(each / Mm(1)) for each in sizes if each is not None] == [210, 297, 30, 20, 20]
    assert (across.page_width or 0) > (across.page_height or 0)
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert document.styles["Normal"].font.size == Pt(13)
    head = [cell.text for table in document.tables[:2] for cell in table.rows[0].cells]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc" in head[1].replace("\n\n", "\n")
    assert head[0].strip() == "Bảo hiểm xã hội"
    assert head[2] == "Số: ……/BC-BHXH"
    assert head[3] == "……………, ngày …… tháng …… năm ………"
    text = [each.text for each in document.paragraphs]
    assert "Báo cáo" in text
    assert "Tình hình thực hiện chế độ báo cáo năm 2026" in text
    assert any(each.startswith("Cách xếp hạng: theo tỷ lệ báo cáo đúng hạn") for each in text)
    ranking = document.tables[3]
    assert ranking_of([[cell.text for cell in row.cells] for row in ranking.rows[1:5]]) == WANTED
    assert [each for each in text if each.startswith("Phụ lục")][-6:] == [
        f"Phụ lục {n}" for n in ("I", "II", "III", "IV", "V", "VI")
    ]


def test_the_page_has_its_pictures_and_escapes_every_name(made: dict[str, bytes]) -> None:
    page = made["html"].decode()
    assert "=1+1 &lt;b&gt;Ban&lt;/b&gt;" in page
    assert "<b>Ban</b>" not in page
    assert not re.search(r"<script|src=|href=|url\(http", page)  # nothing is fetched, nothing runs
    pictures = re.findall(r"<svg .*?</svg>", page, re.S)
    assert len(pictures) == 3  # the matrix, the duties, the years
    for each in pictures:
        ElementTree.fromstring(each)
    assert "60,0%" in pictures[-1]
    rows = re.findall(r"<tr>(<td.*?)</tr>", page)
    cells = [[re.sub(r"&lt;", "<", re.sub(r"&gt;", ">", c)).replace("&amp;", "&")
              for c in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in rows]  # fmt: skip
    assert ranking_of(cells[:4]) == WANTED


def test_a_picture_is_never_taller_than_a_page() -> None:
    """What a printer would cut in two is two pictures, each with its heads; none of their rows is lost."""
    from engine.report import pictures

    table = the_paper().table("matrix")
    assert table is not None
    row = table.rows[0]
    tall = replace(table, rows=tuple((f"Đơn vị {n}", *row[1:]) for n in range(56)))
    made = pictures.matrix(the_paper(), tall)
    assert len(made) == 3
    for n, each in enumerate(made):
        height = float(re.search(r" height='(\d+)'", each)[1])  # type: ignore[index]
        assert height < 690  # of A4 across, at the width of the page
        assert re.findall(r">(T\d)<", each) == ["T3", "T4", "T9"]
        assert re.findall(r">Đơn vị (\d+)<", each) == [str(m) for m in range(22 * n, min(22 * n + 22, 56))]


def test_json_has_codes_and_plain_numbers(made: dict[str, bytes]) -> None:
    said = json.loads(made["json"])
    assert [(each["unit"], each["place"], each["rate"], each["median_days"]) for each in said["units"]] == [
        ("TST", 1, 100, -2), ("CSXH", 2, 66.7, 0), ("TCKT", 3, 33.3, 3), ("VP", 4, 0, None),
    ]  # fmt: skip
    assert said["matrix"]["rows"][2] == {"unit": "TCKT", "missed": [1, 1, 0], "expected": [2, 1, 0]}
    assert (said["as_of"], said["from"], said["to"]) == ("2026-10-01T01:00:00Z", "2026-01-01", "2026-12-31")


def test_the_parts_of_a_bar_differ_in_lightness() -> None:
    """Printed in grey, or looked at by somebody who sees no red, they are still four."""
    from engine.report.pictures import INKS, SHADES

    def light(colour: str) -> float:
        r, g, b = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    steps = [light(each) for each in SHADES]
    assert steps == sorted(steps, reverse=True)
    assert min(a - b for a, b in pairwise(steps)) > 0.1
    for fill, ink in zip(SHADES, INKS, strict=True):
        assert abs(light(fill) - light(ink)) > 0.4  # a number on each can be read


@pytest.mark.long
@pytest.mark.parametrize("format_", ["xlsx", "docx"])
def test_libreoffice_opens_it(tmp_path: Path, made: dict[str, bytes], format_: str) -> None:
    """What it prints of both says the ranking, whole."""
    import shutil
    import subprocess

    from tests.support.required import require

    program = shutil.which("soffice")
    require("libreoffice", program, "LibreOffice is not installed")
    file = tmp_path / f"report.{format_}"
    file.write_bytes(made[format_])
    command = [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run([str(each) for each in command], check=True, capture_output=True, timeout=120)
    text = _text(tmp_path / "report.pdf")
    for name in NAMES.values():
        assert name in text
    assert "Tình hình thực hiện chế độ báo cáo năm 2026" in text


@pytest.mark.long
def test_the_pdf_is_the_official_document_printed() -> None:
    import shutil

    from tests.support.required import require

    require("libreoffice", shutil.which("soffice"), "LibreOffice is not installed")
    made = write(REGISTRY, report(), "pdf", "vi")
    assert made.startswith(b"%PDF")
    text = _text(io.BytesIO(made))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "@SUM(A1)" in text


def test_without_libreoffice_a_pdf_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EngineError, match=r"make the \.docx and print that"):
        write(REGISTRY, report(), "pdf", "vi")


def _text(file: Path | io.BytesIO) -> str:
    from pdfminer.high_level import extract_text

    return " ".join(str(extract_text(file)).split())


def test_without_anything_due_it_says_so() -> None:
    empty = Report(of_year(2026), NOW, date(2026, 10, 1))
    for each in FORMATS:
        if each != "pdf":
            assert write(REGISTRY, empty, each, "vi")
    assert paper(REGISTRY, empty, "vi").sentences == ("Không có báo cáo nào phải gửi.",)
