"""Word files as they come out of offices: order, merged cells, tracked changes, Word's own numbers."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from config.intake.files.grids import IntakeError
from config.intake.files.open_file import read
from config.intake.files.word_numbers import letters, roman
from tests.support.files import W, grids, notes, p, saved, shape, taken, tbl, tc, tr, word


def _numbering(*levels: str, nums: str = '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>') -> str:
    inner = "".join(f'<w:lvl w:ilvl="{at}">{level}</w:lvl>' for at, level in enumerate(levels))
    abstract = f'<w:abstractNum w:abstractNumId="3">{inner}</w:abstractNum>'
    return f'<w:numbering xmlns:w="{W}">{abstract}{nums}</w:numbering>'


def _level(form: str, text: str, more: str = "") -> str:
    return f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'


def _listed(text: str, level: int = 0, num: int = 7) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def test_paragraphs_and_tables_in_the_order_of_the_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("PHỤ LỤC I")
    document.add_paragraph("Danh mục nhiệm vụ")
    first = document.add_table(rows=1, cols=2)
    first.cell(0, 0).text, first.cell(0, 1).text = "STT", "Nội dung"
    document.add_paragraph("Ghi chú")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "Cuối"
    content = taken(tmp_path, "kế hoạch.docx", saved(document))
    assert (content.name, content.format, content.notes) == ("kế hoạch.docx", "docx", ())
    assert shape(content) == [
        "PHỤ LỤC I",
        "Danh mục nhiệm vụ",
        [["STT", "Nội dung"]],
        "Ghi chú",
        [["Cuối"]],
    ]
    assert [(each.title, each.place) for each in grids(content)] == [
        ("PHỤ LỤC I\nDanh mục nhiệm vụ", "table 1"),
        ("Ghi chú", "table 2"),
    ]


def test_running_text_above_a_table_is_no_title(tmp_path: Path) -> None:
    content = taken(tmp_path, "a.docx", word(p("dài " * 100) + p("Bảng 1") + tbl(tr("1", "a"))))
    assert grids(content)[0].title == "Bảng 1"


def test_cells_merged_across_and_down(tmp_path: Path) -> None:
    document = docx.Document()
    made = document.add_table(rows=4, cols=3)
    for row in range(4):
        for column in range(3):
            made.cell(row, column).text = f"{row}{column}"
    made.cell(0, 1).merge(made.cell(0, 2)).text = "ngang"
    made.cell(1, 0).merge(made.cell(3, 0)).text = "dọc"
    made.cell(2, 1).merge(made.cell(3, 2)).text = "vuông"
    assert shape(taken(tmp_path, "a.docx", saved(document))) == [
        [
            ["00", ("ngang", 1, 2), None],
            [("dọc", 3, 1), "11", "12"],
            [None, ("vuông", 2, 2), None],
            [None, None, None],
        ]
    ]


def test_old_merges_left_out_cells_and_lines_between_columns(tmp_path: Path) -> None:
    body = tbl(
        tr(
            tc("a", '<w:hMerge w:val="restart"/>'),
            tc("", "<w:hMerge/>"),
            tc("b", '<w:vMerge w:val="restart"/>'),
        ),
        tr("c", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
        tr("d", "e", tc("", "<w:vMerge/>")),
        tr(tc("f", '<w:gridSpan w:val="9"/>')),
    )
    assert shape(taken(tmp_path, "a.docx", word(body))) == [
        [[("a", 1, 2), None, "b"], ["", "c", ""], ["d", "e", ""], [("f", 1, 3), None, None]]
    ]


def test_a_column_that_no_cell_begins_is_none(tmp_path: Path) -> None:
    two = '<w:gridSpan w:val="2"/>'
    body = tbl(tr(tc("a", two), tc("b", two)), tr(tc("c", two), tc("d", two)))
    assert shape(taken(tmp_path, "a.docx", word(body))) == [[["a", "b"], ["c", "d"]]]


def test_what_python_docx_passes_over_is_read(tmp_path: Path) -> None:
    def sdt(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    run = f"<w:tc><w:p>{sdt('<w:r><w:t>chữ</w:t></w:r>')}</w:p></w:tc>"
    link = "<w:p><w:hyperlink><w:r><w:t>liên kết</w:t></w:r></w:hyperlink></w:p>"
    body = sdt(p("trong khung")) + tbl(
        tr("1", sdt(tc("ô"))),
        sdt(tr("2", tc(sdt(p("đoạn")) + link))),
        f"<w:customXml>{tr('3', run)}</w:customXml>",
    )
    assert shape(taken(tmp_path, "a.docx", word(body))) == [
        "trong khung",
        [["1", "ô"], ["2", "đoạn\nliên kết"], ["3", "chữ"]],
    ]


def test_tracked_changes_as_if_accepted_with_notes(tmp_path: Path) -> None:
    changed = (
        "<w:p><w:r><w:t>trước ngày </w:t></w:r><w:del><w:r><w:delText>15</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>20</w:t></w:r></w:ins></w:p>"
    )
    body = tbl(
        tr("1", tc(changed)),
        tr("2", "bỏ", properties="<w:del/>"),
        tr("3", "thêm", properties="<w:ins/>"),
    )
    content = taken(tmp_path, "a.docx", word(body))
    assert shape(content) == [[["1", "trước ngày 20"], ["3", "thêm"]]]
    assert sorted(notes(content)) == [
        "Deleted rows of tracked changes were left out.",
        "Deleted text of tracked changes was left out.",
        "Inserted text of tracked changes was kept.",
    ]


def test_breaks_tabs_fields_and_what_is_left_out(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>một</w:t><w:br/><w:t>hai</w:t><w:tab/><w:t>ba</w:t></w:r></w:p>"
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DATE</w:instrText></w:r>'
        "<w:r><w:t>bốn</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>'
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> năm</w:t></w:r></w:p>'
        f"<w:p><w:r><w:pict><w:txbxContent>{p('hộp')}</w:txbxContent></w:pict></w:r></w:p>"
    )
    content = taken(tmp_path, "a.docx", word(body))
    assert shape(content) == ["một\nhai ba", "bốn năm"]
    assert sorted(notes(content)) == [
        "Footnotes were left out.",
        "Hidden text was left out.",
        "Text boxes were left out.",
    ]


def test_a_table_in_a_cell_is_told_line_by_line(tmp_path: Path) -> None:
    inner = tbl(tr("Chủ trì", "Phối hợp"), tr("VP", "TST"))
    body = tbl(tr("1", tc(p("Giao:") + inner + p("hết"))), tr("2", "b"))
    assert shape(taken(tmp_path, "a.docx", word(body))) == [
        [["1", "Giao:\nChủ trì\nPhối hợp\nVP\nTST\nhết"], ["2", "b"]]
    ]


def test_a_frame_around_the_real_table_is_seen_through(tmp_path: Path) -> None:
    body = tbl(tr(tc(p("Phụ lục") + tbl(tr("STT", "Nội dung"), tr("1", "a")) + p("Ghi chú"))))
    content = taken(tmp_path, "a.docx", word(body))
    assert shape(content) == ["Phụ lục", [["STT", "Nội dung"], ["1", "a"]], "Ghi chú"]
    assert grids(content)[0].title == "Phụ lục"


def test_numbers_that_word_makes_in_a_column(tmp_path: Path) -> None:
    levels = _numbering(_level("upperRoman", "%1."), _level("decimal", "%2"), _level("lowerLetter", "%3)"))
    body = tbl(
        tr("STT", "Nội dung"),
        tr(tc(_listed("")), "Nhóm một"),
        tr(tc(_listed("", 1)), "việc"),
        tr(tc(_listed("", 1)), tc(_listed("phần", 2) + _listed("phần", 2))),
        tr(tc(_listed("")), "Nhóm hai"),
        tr(tc(_listed("", 1)), tc(_listed("phần", 2))),
    )
    assert shape(taken(tmp_path, "a.docx", word(body, numbering=levels))) == [
        [
            ["STT", "Nội dung"],
            ["I.", "Nhóm một"],
            ["1", "việc"],
            ["2", "a) phần\nb) phần"],
            ["II.", "Nhóm hai"],
            ["1", "a) phần"],
        ]
    ]


def test_numbers_of_several_levels_restarts_and_bullets(tmp_path: Path) -> None:
    nums = (
        '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>'
        '<w:num w:numId="8"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    numbering = _numbering(
        _level("upperRoman", "Chương %1"),
        _level("decimal", "%1.%2.", "<w:isLgl/>"),
        _level("bullet", "\uf0b7"),
        _level("decimalZero", "%4/"),
        nums=nums,
    )
    body = "".join(
        [
            _listed("một"),
            _listed("a", 1),
            _listed("b", 1),
            _listed("gạch", 2),
            _listed("hai"),
            _listed("c", 1),
            _listed("năm", 0, 8),
            _listed("sáu", 0, 8),
            _listed("đ", 3),
            _listed("không", 0, 0),
            _listed("lạ", 0, 99),
        ]
    )
    assert shape(taken(tmp_path, "a.docx", word(body, numbering=numbering))) == [
        "Chương I một",
        "1.1. a",
        "1.2. b",
        "- gạch",
        "Chương II hai",
        "2.1. c",
        "Chương V năm",
        "Chương VI sáu",
        "01/ đ",
        "không",
        "lạ",
    ]


def test_numbers_that_a_style_brings(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("một", "hai"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("gạch", style="List Bullet")
    assert shape(taken(tmp_path, "a.docx", saved(document))) == ["1. một", "2. hai", "- gạch"]


def test_deleted_and_covered_paragraphs_do_not_count(tmp_path: Path) -> None:
    deleted = (
        _listed("")
        .replace("<w:r><w:t></w:t></w:r>", "")
        .replace("</w:pPr>", "<w:rPr><w:del/></w:rPr></w:pPr>")
    )
    body = tbl(
        tr(tc(_listed(""), '<w:vMerge w:val="restart"/>'), "a"),
        tr(tc(_listed(""), "<w:vMerge/>"), "b"),
        tr(tc(deleted + _listed("")), "c"),
    )
    content = taken(tmp_path, "a.docx", word(body, numbering=_numbering(_level("decimal", "%1"))))
    assert shape(content) == [[[("1", 2, 1), "a"], [None, "b"], ["2", "c"]]]
    assert notes(content) == ("Automatic numbers were counted without the covered places of merged cells.",)


@pytest.mark.parametrize(
    ("count", "as_roman", "as_letters"),
    [
        (1, "i", "a"),
        (4, "iv", "d"),
        (9, "ix", "i"),
        (26, "xxvi", "z"),
        (27, "xxvii", "aa"),
        (49, "xlix", "ww"),
    ],
)
def test_roman_numbers_and_letters(count: int, as_roman: str, as_letters: str) -> None:
    assert (roman(count), letters(count)) == (as_roman, as_letters)


def test_text_is_composed_and_nothing_unseen_is_left(tmp_path: Path) -> None:
    decomposed = "Be\u0301 hoa\u0323ch\u00a0na\u0306m\u200b 20\u00ad26 \u202e51/21\u202c"
    content = taken(tmp_path, "a.docx", word(p(decomposed) + tbl(tr(f"  {decomposed}  "))))
    assert shape(content) == ["Bé hoạch năm 2026 51/21", [["Bé hoạch năm 2026 51/21"]]]


def test_a_document_of_pictures_only_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="holds no text, at most pictures"):
        taken(tmp_path, "a.docx", word("<w:p/>"))


@pytest.mark.slow
def test_progress_is_told_in_rows(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word(tbl(*(tr(str(at), "việc") for at in range(450)))))
    told: list[tuple[int, int]] = []
    read(tmp_path / "a.docx", lambda done, total: told.append((done, total)))
    assert told == [(200, 450), (400, 450), (450, 450)]
