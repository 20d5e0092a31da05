"""Excel files: what a person sees in the cells, whatever is stored; formulas refused by name."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900

from config.intake.files.excel_values import shown
from config.intake.files.grids import IntakeError
from config.intake.files.open_file import read
from tests.support.files import excel, grids, notes, saved, shape, taken


@pytest.mark.parametrize(
    ("raw", "code", "seen"),
    [
        ("1.1", "General", "1.1"),
        ("1.1000000000000001", "General", "1.1"),
        ("0.30000000000000004", "General", "0.3"),
        ("3", "General", "3"),
        ("3.0", "General", "3"),
        ("100000000000000", "General", "100000000000000"),
        ("1E-3", "General", "0.001"),
        ("1.1", "0.00", "1.10"),
        ("7", "00", "07"),
        ("1234567", "#,##0", "1234567"),
        ("0.835", "0%", "84%"),
        ("0.835", "0.0%", "83.5%"),
        ("0.83", "0.0#%", "83.0%"),
        ("4", '"Quý "0', "Quý 4"),
        ("4", '"Quý "0"/2026"', "Quý 4/2026"),
        ("-2", "0.0", "-2.0"),
        ("5", "@", "5"),
        ("46371", "dd/mm/yyyy", "15/12/2026"),
        ("46371", "mm-dd-yy", "15/12/2026"),
        ("46371", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "15/12/2026"),
        ("46371", '"ngày "dd" tháng "mm" năm "yyyy', "ngày 15 tháng 12 năm 2026"),
        ("46371.708333333336", "dd/mm/yyyy hh:mm", "15/12/2026 17:00"),
        ("46371.708333333336", "dd/mm/yyyy", "15/12/2026"),
        # What Excel makes of a typed "12/2026" or "15/12": no day, no year was meant.
        ("46357", "mmm-yy", "12/2026"),
        ("46357", "mm/yyyy", "12/2026"),
        ("46371", "d-mmm", "15/12"),
        ("46371", "yyyy", "2026"),
        ("0.7083333333333334", "hh:mm", "17:00"),
        ("2026-12-15", "dd/mm/yyyy", "15/12/2026"),
        ("2026-12-15T00:00:00", "General", "15/12/2026"),
        ("99999999999", "dd/mm/yyyy", "99999999999"),
        ("1e400", "General", "1e400"),
        ("không", "General", "không"),
    ],
)
def test_a_stored_value_as_its_format_shows_it(raw: str, code: str, seen: str) -> None:
    assert shown(raw, code, CALENDAR_WINDOWS_1900) == seen


def test_a_sheet_as_openpyxl_writes_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Phụ lục I"
    for row in (
        ["STT", "Nội dung", "Hạn", "Tỷ lệ"],
        ["1.10", "Việc\nhai dòng", date(2026, 12, 15), 0.835],
        [1.1, "Việc khác", datetime(2026, 12, 15, 17, 0), True],  # noqa: DTZ001 - Excel knows no zone
        [2, "Giờ", time(8, 30), None],
    ):
        sheet.append(row)
    sheet["D2"].number_format = "0.0%"
    content = taken(tmp_path, "a.xlsx", saved(book))
    assert (content.format, content.notes) == ("xlsx", ())
    assert shape(content) == [
        [
            ["STT", "Nội dung", "Hạn", "Tỷ lệ"],
            ["1.10", "Việc\nhai dòng", "15/12/2026", "83.5%"],
            ["1.1", "Việc khác", "15/12/2026 17:00", "TRUE"],
            ["2", "Giờ", "08:30", ""],
        ]
    ]
    assert (grids(content)[0].title, grids(content)[0].place) == ("Phụ lục I", "sheet 'Phụ lục I'")


def test_the_calendar_of_1904(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook's day zero
    book.worksheets[0]["A1"] = date(2026, 12, 15)
    assert shape(taken(tmp_path, "a.xlsx", saved(book))) == [[["15/12/2026"]]]


def test_merged_ranges_and_text_beneath_them(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="B2"><v>1</v></c><c r="C2"><v>2</v></c><c r="D2"><v>3</v></c></row>'
        '<row r="3"><c r="B3"><v>4</v></c><c r="C3"><v>5</v></c><c r="D3"><v>6</v></c></row>'
        '<row r="4"><c r="D4"><v>7</v></c></row>'
    )
    after = '<mergeCells><mergeCell ref="B3:C4"/><mergeCell ref="B2:B2"/></mergeCells>'
    content = taken(tmp_path, "a.xlsx", excel(rows, after))
    assert shape(content) == [[["1", "2", "3"], [("4", 2, 2), None, "6"], [None, None, "7"]]]
    assert notes(content) == ("Sheet 'Sheet' has text beneath merged cells, which was left out.",)


def test_empty_merged_cells_cover_what_is_beneath(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>3</v></c></row>'
    )
    after = '<mergeCells><mergeCell ref="B1:B2"/></mergeCells>'
    content = taken(tmp_path, "a.xlsx", excel(rows, after))
    assert shape(content) == [[["1", ("", 2, 1)], ["2", None]]]


def test_cells_far_apart_are_moved_together(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    content = taken(tmp_path, "a.xlsx", excel(rows, before='<dimension ref="A1:XFD1048576"/>'))
    assert shape(content) == [[["1", ""], ["", ""], ["", "2"]]]


def test_cells_without_addresses_and_all_kinds_of_text(tmp_path: Path) -> None:
    rows = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c>'
        '<c t="inlineStr"><is><r><t>tr</t></r><r><t>ong</t></r></is></c></row>'
        '<row><c t="str"><v>chữ</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c></row>'
    )
    shared = (
        '<si><t xml:space="preserve"> một </t></si>'
        "<si><r><t>h</t></r><r><t>ai_x000D_</t></r><rPh><t>x</t></rPh></si>"
    )
    content = taken(tmp_path, "a.xlsx", excel(rows, shared=shared))
    assert shape(content) == [[["một", "hai", "trong"], ["chữ", "FALSE", "#N/A"]]]


def test_all_sheets_are_read_and_what_is_hidden_is_noted(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.title = "Một"
    for row in ("a", "b"), ("c", "d"):
        first.append(row)
    first.row_dimensions[2].hidden = True
    first.column_dimensions["B"].hidden = True
    book.create_sheet("Trống")
    hidden = book.create_sheet("Ẩn")
    hidden["A1"] = "x"
    hidden.sheet_state = "hidden"
    content = taken(tmp_path, "a.xlsx", saved(book))
    assert [(each.title, each.place) for each in grids(content)] == [
        ("Một", "sheet 'Một'"),
        ("Ẩn", "sheet 'Ẩn'"),
    ]
    assert notes(content) == (
        "Sheet 'Một' has hidden rows, which were read: 2.",
        "Sheet 'Một' has hidden columns, which were read: B.",
        "Sheet 'Ẩn' is hidden; it was read.",
    )
    assert notes(content, "vi") == (
        "Trang tính 'Một' có dòng ẩn, vẫn đọc: 2.",
        "Trang tính 'Một' có cột ẩn, vẫn đọc: B.",
        "Trang tính 'Ẩn' bị ẩn; vẫn đọc.",
    )


def test_formulas_are_refused_by_their_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Kế hoạch"
    sheet["A1"], sheet["C5"] = 1, "=A1+1"
    sheet["D7"] = '=HYPERLINK("http://x.example","a")'
    with pytest.raises(IntakeError) as caught:
        taken(tmp_path, "a.xlsx", saved(book))
    assert str(caught.value) == (
        "a.xlsx: cells hold formulas (C5 and D7 of sheet 'Kế hoạch'), which are not evaluated, nor is their "
        "stored result believed; in Excel copy the sheet, paste it as values (Paste Special, Values) and save"
    )


def test_the_stored_result_of_a_formula_does_not_save_it(tmp_path: Path) -> None:
    cells = "".join(f'<c r="{name}1"><f>TODAY()</f><v>46371</v></c>' for name in "ABCDEFG")
    with pytest.raises(IntakeError, match=r"\(A1, B1, C1, D1, E1 and others of sheet 'Sheet'\)"):
        taken(tmp_path, "a.xlsx", excel(f'<row r="1">{cells}</row>'))


@pytest.mark.parametrize(
    "rows",
    [
        '<row><c t="s"><v>9</v></c></row>',
        '<row r="0"><c><v>1</v></c></row>',
        '<row r="2000000"><c><v>1</v></c></row>',
        '<row><c r="ZZZ1"><v>1</v></c></row>',
    ],
)
def test_what_no_sheet_can_hold_is_damage(tmp_path: Path, rows: str) -> None:
    with pytest.raises(IntakeError, match="it is damaged or was not copied whole"):
        taken(tmp_path, "a.xlsx", excel(rows))


@pytest.mark.slow
def test_progress_is_told_in_bytes(tmp_path: Path) -> None:
    rows = "".join(f'<row><c t="inlineStr"><is><t>Nhiệm vụ số {at}</t></is></c></row>' for at in range(3000))
    (tmp_path / "a.xlsx").write_bytes(excel(rows))
    told: list[tuple[int, int]] = []
    read(tmp_path / "a.xlsx", lambda done, total: told.append((done, total)))
    assert [done for done, _ in told[:-1]] == [65536, 131072, 196608]
    assert told[-1][0] == told[-1][1] == {total for _, total in told}.pop() > 196608
