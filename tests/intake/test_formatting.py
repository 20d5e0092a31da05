"""What formatting says: marks of footnotes, struck-out text, words of number formats, form fields."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900

from config.intake import plan
from config.intake.files.excel_values import shown, worded
from config.registry import Registry
from tests.support.files import W, notes, p, saved, shape, taken, tbl, tc, tr, word
from tests.support.grids import office as made

MARKS = "Marks of footnotes, set above the line, were left out."
STRUCK = "Struck-out text was left out."
HIGH = '<w:vertAlign w:val="superscript"/>'


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return made(tmp_path_factory.mktemp("office"))


def _r(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


HIGHS = [
    # before, set high, behind, what is read
    ("trước ngày 15 hằng tháng", "1", "", "trước ngày 15 hằng tháng"),
    ("trước ngày 15 hằng tháng", "(1)", "", "trước ngày 15 hằng tháng"),
    ("Phòng A", "[2]", ", Phòng B", "Phòng A, Phòng B"),
    ("Phòng A", "*", "", "Phòng A"),
    ("Phòng A", "a", "", "Phòng A"),
    ("ngày 31/12/2026", "3", "", "ngày 31/12/2026"),
    ("ngày 31/12/2026.", "3", "", "ngày 31/12/2026."),
    ("ngày 1", "(1)", " hằng tháng", "ngày 1 hằng tháng"),
    # Perhaps a mark, perhaps a digit: it stays, set high, and no date is read from it.
    ("trước ngày 1", "1", " hằng tháng", "trước ngày 1¹ hằng tháng"),
    ("trước ngày ", "15", " hằng tháng", "trước ngày ¹⁵ hằng tháng"),
    ("trước ngày 20/", "6", "", "trước ngày 20/⁶"),
    # What is no mark.
    ("Xây 200 m", "2", " sân", "Xây 200 m² sân"),
    ("by the 15", "th", " of each month", "by the 15th of each month"),
    ("Phòng A ", "và Phòng B", "", "Phòng A và Phòng B"),
]


@pytest.mark.parametrize(("before", "high", "behind", "read"), HIGHS)
def test_what_is_set_high_in_all_formats(
    tmp_path: Path, before: str, high: str, behind: str, read: str
) -> None:
    seen = [["1", read]]
    body = tbl(tr("1", tc(_p(_r(before), _r(high, HIGH), _r(behind)))))
    assert shape(taken(tmp_path, "a.docx", word(body))) == [seen]
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = 1
    block = TextBlock(InlineFont(vertAlign="superscript"), high)
    book.worksheets[0]["B1"] = CellRichText(*[each for each in (before, block, behind) if each])
    assert shape(taken(tmp_path, "a.xlsx", saved(book))) == [seen]
    for tag in (f"<sup>{high}</sup>", f'<span style="vertical-align: super">{high}</span>'):
        page = f"<table><tr><td>1</td><td>{before}{tag}{behind}</td></tr></table>"
        assert shape(taken(tmp_path, "a.html", page)) == [seen]
        assert shape(taken(tmp_path, "b.html", f"<p>{before}{tag}{behind}</p>")) == [read]
    assert shape(taken(tmp_path, "a.txt", f"1\t{before}<sup>{high}</sup>{behind}")) == [seen]


def test_a_mark_of_a_style_and_one_moved_up_by_hand(tmp_path: Path) -> None:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="Ref" w:type="character"><w:rPr>{HIGH}</w:rPr></w:style>'
        '<w:style w:styleId="Mine" w:type="character"><w:basedOn w:val="Ref"/></w:style>'
        '<w:style w:styleId="Gone" w:type="paragraph"><w:rPr><w:strike/></w:rPr></w:style></w:styles>'
    )
    body = (
        _p(_r("hằng tháng"), _r("1", '<w:rStyle w:val="Mine"/>'))
        + _p(_r("hằng quý"), _r("2", '<w:position w:val="6"/>'))
        + _p(_r("hằng năm"), _r("3", '<w:rStyle w:val="Ref"/><w:vertAlign w:val="baseline"/>'))
        + _p(_r("bỏ"), _r("còn", '<w:strike w:val="0"/>'), properties='<w:pStyle w:val="Gone"/>')
    )
    content = taken(tmp_path, "a.docx", word(body, styles=styles))
    assert shape(content) == ["hằng tháng", "hằng quý", "hằng năm3", "còn"]
    assert set(notes(content)) == {MARKS, STRUCK}
    assert "Đã bỏ qua phần chữ bị gạch ngang." in notes(content, "vi")


def test_marks_that_are_letters_of_their_own(tmp_path: Path) -> None:
    content = taken(tmp_path, "a.csv", "Hạn,Diện tích\nhằng tháng¹,20 m²\nngày 1¹,x\n")
    assert shape(content) == [[["Hạn", "Diện tích"], ["hằng tháng", "20 m²"], ["ngày 1¹", "x"]]]
    assert notes(content) == (MARKS,)


@pytest.mark.parametrize("look", ["<w:strike/>", "<w:dstrike/>", '<w:strike w:val="true"/>'])
def test_struck_out_in_word(tmp_path: Path, look: str) -> None:
    body = tbl(tr("1", tc(_p(_r("trước ngày "), _r("15", look), _r("20/12/2026")))))
    content = taken(tmp_path, "a.docx", word(body))
    assert shape(content) == [[["1", "trước ngày 20/12/2026"]]]
    assert notes(content) == (STRUCK,)


def test_struck_out_in_excel_a_run_and_a_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["1", "a", "15/12/2026"])
    sheet.append(["2", CellRichText("trước ", TextBlock(InlineFont(strike=True), "15"), "20/12"), 46371])
    sheet.append(["3", "c", "d"])
    sheet["C1"].font = Font(strike=True)
    sheet["C2"].font = Font(strike=True)
    content = taken(tmp_path, "a.xlsx", saved(book))
    assert shape(content) == [[["1", "a", ""], ["2", "trước 20/12", ""], ["3", "c", "d"]]]
    assert notes(content) == (STRUCK,)


@pytest.mark.parametrize(
    "struck",
    [
        "<s>15</s>",
        "<strike>15</strike>",
        "<del>15</del>",
        '<span style="text-decoration: underline line-through">15</span>',
        '<span class="old xl65">15</span>',
    ],
)
def test_struck_out_in_pages(tmp_path: Path, struck: str) -> None:
    head = "<html><head><style><!-- td, .xl65 {color:red; text-decoration:line-through;} --></style></head>"
    page = f"{head}<table><tr><td>1</td><td>trước ngày {struck}20/12</td></tr></table></html>"
    content = taken(tmp_path, "a.html", page)
    assert shape(content) == [[["1", "trước ngày 20/12"]]]
    assert notes(content) == (STRUCK,)


def test_a_cell_struck_out_keeps_its_place(tmp_path: Path) -> None:
    page = '<table><tr><td>1</td><td style="text-decoration:line-through">x</td><td>y</td></tr></table>'
    assert shape(taken(tmp_path, "a.html", page)) == [[["1", "", "y"]]]


def test_struck_out_in_text(tmp_path: Path) -> None:
    content = taken(tmp_path, "a.txt", "1\ttrước ngày ~~15~~ <del>18</del>20/12\n")
    assert shape(content) == [[["1", "trước ngày 20/12"]]]
    assert notes(content) == (STRUCK,)


@pytest.mark.parametrize(
    ("raw", "code", "seen"),
    [
        ("46371", '"trước ngày "dd/mm/yyyy', "trước ngày 15/12/2026"),
        ("46371", '"before "mm/dd/yyyy', "before 15/12/2026"),
        ("46371", 'dd/mm/yyyy" (dự kiến)"', "15/12/2026 (dự kiến)"),
        ("46371", "\\s\\a\\u\\ dd/mm/yyyy", "sau 15/12/2026"),
        ("46371", '"Ngày "d" tháng "m" năm "yyyy', "Ngày 15 tháng 12 năm 2026"),
        ("46371", '"từ "dd/mm" đến hết năm "yyyy', "từ 15/12 đến hết năm 2026"),
        ("46371", '[$-42A]dddd", ngày "dd/mm/yyyy', "ngày 15/12/2026"),
        ("46371", 'dd/mm/yyyy;@', "15/12/2026"),
        ("5", 'General" hằng tháng"', "5 hằng tháng"),
        ("5", '"ngày "General', "ngày 5"),
        ("5", '"một; hai "0', "một; hai 5"),
        ("-5", '"trước "0;"sau "0', "sau 5"),
        ("0", '0;-0;"không có"', "không có"),
        ("20", '[<=15]"trước "0;"sau "0', "sau 20"),
        ("12", '[<=15]"trước "0;"sau "0', "trước 12"),
    ],
)  # fmt: skip
def test_the_words_of_a_number_format_are_said(raw: str, code: str, seen: str) -> None:
    assert shown(raw, code, CALENDAR_WINDOWS_1900) == seen


@pytest.mark.parametrize(
    ("text", "code", "seen"),
    [
        ("15/12", '"trước ngày "@', "trước ngày 15/12"),
        ("15/12", '0;-0;0;@" (mới)"', "15/12 (mới)"),
        ("15/12", "dd/mm/yyyy;@", "15/12"),
        ("15/12", "General", "15/12"),
    ],
)
def test_the_words_around_a_text(text: str, code: str, seen: str) -> None:
    assert worded(text, code) == seen


def test_the_words_of_formats_in_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"] = date(2026, 12, 15), "20/12"
    sheet["A1"].number_format, sheet["B1"].number_format = '"trước ngày "dd/mm/yyyy', '"sau ngày "@'
    assert shape(taken(tmp_path, "a.xlsx", saved(book))) == [[["trước ngày 15/12/2026", "sau ngày 20/12"]]]


def _field(data: str, text: str = "") -> str:
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
    return f'{begin}{_r(text)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def test_form_fields_of_word_keep_their_value(tmp_path: Path) -> None:
    w14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    listed = (
        '<w:ddList><w:result w:val="1"/><w:listEntry w:val="tháng"/><w:listEntry w:val="quý"/></w:ddList>'
    )
    box = f'<w:sdt><w:sdtPr><w14:checkbox {w14}><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr>'
    empty = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
    rows = [
        _p(_r("hằng "), _field(listed)),
        _p(_field('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'), _r(" tháng")),
        _p(_field('<w:checkBox><w:default w:val="0"/></w:checkBox>'), _r(" quý")),
        _p(_field('<w:textInput><w:default w:val="mẫu"/></w:textInput>', "15/12")),
        _p(f"{box}<w:sdtContent>{_r('X')}</w:sdtContent></w:sdt>", _r(" năm")),
        _p(_r("Hạn "), f"{empty}{_r('Bấm để nhập ngày 1/1/2026')}</w:sdtContent></w:sdt>"),
        _p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', _r(" tuần")),
        _p(_r("\uf0a8", '<w:rFonts w:ascii="Wingdings"/>'), _r(" kỳ")),
    ]
    filled_in = tr("x", f"{empty}{tc('Bấm để nhập')}</w:sdtContent></w:sdt>", "y")
    content = taken(tmp_path, "a.docx", word("".join(rows) + tbl(filled_in)))
    assert shape(content) == [
        "hằng quý", "☑ tháng", "☐ quý", "15/12", "☑ năm", "Hạn", "☑ tuần", "☐ kỳ", [["x", "", "y"]],
    ]  # fmt: skip
    assert notes(content) == ("Fields that nobody filled in were left out.",)


def test_form_fields_of_pages_keep_their_value(tmp_path: Path) -> None:
    page = (
        "<table><tr><td>1</td><td><input type=checkbox checked> tháng <input type=radio> quý</td>"
        '<td><input value="15/12/2026"><input type=hidden value="x"></td>'
        "<td><select><option>tháng</option><option selected>quý</option></select></td>"
        "<td><textarea>một\nhai</textarea></td></tr></table>"
    )
    assert shape(taken(tmp_path, "a.html", page)) == [
        [["1", "☑ tháng ☐ quý", "15/12/2026", "quý", "một hai"]]
    ]


@pytest.mark.parametrize(
    "time",
    [
        _p(_r("☑ Quý I/2026 ☐ Quý II/2026")),
        _p(_r("☑ Trước ngày 15 hằng tháng")),
        _p(_r("Trước ngày 1"), _r("1", HIGH), _r(" hằng tháng")),
        _p(_r("Trước ngày 2"), _r("0", HIGH), _r("/12/2026")),
    ],
)
def test_a_row_with_a_box_or_a_high_figure_is_a_doubt(office: Registry, tmp_path: Path, time: str) -> None:
    body = tbl(tr("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"), tr("1", "Mở giải", "QLTT", tc(time)))
    row = plan.read(taken(tmp_path, "a.docx", word(body)), office, date(2026, 3, 2)).entries[0]
    assert row.timing.rules == ()
    assert [doubt.key for doubt in row.doubts] == ["worded"]


def test_a_mark_or_a_struck_word_leaves_a_row_sure(office: Registry, tmp_path: Path) -> None:
    time = _p(_r("Trước ngày "), _r("10", "<w:strike/>"), _r("15 hằng tháng"), _r("2", HIGH))
    body = tbl(
        tr("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"),
        tr("1", tc(p("Mở giải")), tc(_p(_r("QLTT"), _r("1", HIGH))), tc(time)),
    )
    row = plan.read(taken(tmp_path, "a.docx", word(body)), office, date(2026, 3, 2)).entries[0]
    assert row.sure
    assert row.timing.rules == ({"cycle": "monthly", "due": {"day": 15, "boundary": "before"}},)
