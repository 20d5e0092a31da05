"""csv, web and text files, in the encodings and shapes in which they are sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.intake.files.grids import IntakeError
from config.intake.files.open_file import read
from tests.support.files import grids, notes, shape, taken

ROWS = [["STT", "Nội dung", "Hạn"], ["1", "Báo cáo quý", "15/12"]]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_in_all_its_encodings(tmp_path: Path, sign: str, encoding: str) -> None:
    text = "\r\n".join(sign.join(row) for row in ROWS)
    assert shape(taken(tmp_path, "a.csv", text.encode(encoding))) == [ROWS]


def test_csv_quoted_ragged_and_empty(tmp_path: Path) -> None:
    text = 'STT;Nội dung, có dấu phẩy;Hạn\n1;"Dòng một\nDòng ""hai""";\n\n2;b;c;;;\n;;\n'
    content = taken(tmp_path, "a.csv", text)
    assert shape(content) == [
        [
            ["STT", "Nội dung, có dấu phẩy", "Hạn"],
            ["1", 'Dòng một\nDòng "hai"', ""],
            ["", "", ""],
            ["2", "b", "c"],
        ]
    ]
    assert (content.format, grids(content)[0].title, grids(content)[0].place) == ("csv", "", "table 1")


def test_a_tsv_is_cut_at_tabs_only(tmp_path: Path) -> None:
    assert shape(taken(tmp_path, "a.tsv", "a,b,c\td\n1,2,3\te\n")) == [[["a,b,c", "d"], ["1,2,3", "e"]]]


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://x.example")',
        "=1+1",
        " =A1",
        "@SUM(A1:A9)",
        "+A1+B1",
        "-SUM(A1:A9)",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        '"=1"',
    ],
)
def test_csv_formulas_are_refused(tmp_path: Path, cell: str) -> None:
    quoted = cell if cell.startswith('"') else '"' + cell.replace('"', '""') + '"'
    with pytest.raises(IntakeError, match=r"cells begin as formulas do \(row 2 column 2\)"):
        taken(tmp_path, "a.csv", f"STT,Nội dung\n1,{quoted}\n")


@pytest.mark.parametrize(
    "cell",
    [
        "- Văn phòng",
        "-Văn phòng (chủ trì)",
        "+ TST",
        "-VP(phối hợp)",
        "+TCKT(chủ trì); VP",
        "- 5%",
        "-",
        "=====",
        "@phong-ban",
        "+84 24 1234",
        "-15/12",
        "a = b",
    ],
)
def test_csv_lists_are_no_formulas(tmp_path: Path, cell: str) -> None:
    assert shape(taken(tmp_path, "a.csv", f'STT,Đơn vị\n1,"{cell}"\n')) == [[["STT", "Đơn vị"], ["1", cell]]]


def test_windows_1258_when_it_reads_as_vietnamese(tmp_path: Path) -> None:
    # There most accents stand behind their letters: 0xf2 is the dot below, 0xec the acute, 0xcc the grave.
    data = b"STT,Ng\xe0y b\xe1o c\xe1o,\xd0\xf5n vi\xf2\r\n1,tr\xfd\xf5\xecc ha\xf2n,V\xe3n pho\xccng\r\n"
    assert shape(taken(tmp_path, "a.csv", data)) == [
        [["STT", "Ngày báo cáo", "Đơn vị"], ["1", "trước hạn", "Văn phòng"]]
    ]


TCVN3 = "STT,Néi dung c«ng viÖc,§¬n vÞ chñ tr×\n1,X©y dùng kÕ ho¹ch b¶o hiÓm x· héi n¨m 2026,V¨n phßng\n"
VNI = "STT,Noäi dung coâng vieäc,Ñôn vò chuû trì\n1,Xaây döïng keá hoaïch baûo hieåm xaõ hoäi,Vaên phoøng\n"
TWICE = "STT,Nội dung công việc,Đơn vị chủ trì\n1,Báo cáo bảo hiểm xã hội,Văn phòng\n".encode().decode(
    "cp1252", "ignore"
)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (TCVN3.encode("latin-1"), "old Vietnamese font encoding, TCVN3"),
        (TCVN3.encode(), "old Vietnamese font encoding, TCVN3"),
        (VNI.encode("latin-1"), "old Vietnamese font encoding, VNI"),
        (VNI.encode(), "old Vietnamese font encoding, VNI"),
        (TWICE.encode(), "letters were spoilt when it was saved"),
        ("STT,Größe,Straße\n1,über,für\n".encode("latin-1"), "not in Unicode"),
        ("計画,報告,期限\n".encode("shift-jis"), "not in Unicode"),
        (b"\xff\xfea\0b\0c", "says it is UTF-16 text and is not"),
        (b"\xef\xbb\xbfabc\xff", "says it is UTF-8 text and is not"),
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.txt"])
def test_other_encodings_are_refused_not_guessed(tmp_path: Path, data: bytes, says: str, name: str) -> None:
    with pytest.raises(IntakeError, match=says):
        taken(tmp_path, name, data)


def test_foreign_words_are_no_old_font(tmp_path: Path) -> None:
    text = "STT,Nội dung\n1,Phần mềm của Müller & Søn ®; 37½ triệu đồng; đề án São Paulo; Đại học Köln\n"
    assert len(shape(taken(tmp_path, "a.csv", text))) == 1


def test_text_with_tabs_and_lines(tmp_path: Path) -> None:
    text = (
        "\n**Phụ lục I**\n\tThụt đầu dòng\nSTT\tNội dung\tHạn\n1\t<b>Việc</b><br>dài\t\n\n\tnửa sau\tQuý I\n"
        "\tvà hết\nGhi chú\n\nA\tB\n"
    )
    content = taken(tmp_path, "a.txt", text)
    assert shape(content) == [
        "Phụ lục I",
        "Thụt đầu dòng",
        [["STT", "Nội dung", "Hạn"], ["1", "Việc dài", ""], ["", "nửa sau", "Quý I"], ["", "và hết", ""]],
        "Ghi chú",
        [["A", "B"]],
    ]
    assert [each.title for each in grids(content)] == ["Phụ lục I\nThụt đầu dòng", "Ghi chú"]


def test_tables_drawn_with_bars(tmp_path: Path) -> None:
    text = "Bảng\n| STT | Nội dung |\n|-----|:---:|\n| 1 | a |\n2 | b |\n||||\nmột ô |\n"
    assert shape(taken(tmp_path, "a.md", text)) == [
        "Bảng",
        [["STT", "Nội dung"], ["1", "a"], ["2", "b"]],
        "một ô",
    ]


def test_a_web_page(tmp_path: Path) -> None:
    page = """<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body>
    <h1>PHỤ
    LỤC</h1><p>Danh mục<script>alert(1)</script> nhiệm vụ</p>
    <table><thead><tr><th rowspan="2">STT<th colspan="2">Phân công</thead>
    <tr><td>Chủ trì<td>Phối hợp</tr>
    <tr><td>1<td><p>VP</p><p>TST<br>CNTT</p><td><ul><li>A<li>B</ul><ol type=a><li>x<li>y</ol>
    <table><tr><td>trong<td>nữa</table></tr>
    <tr style="display:none"><td>9<td>ẩn<td>ẩn</tr></table>Ghi <b>chú</b><img src="http://x.example/a.png">"""
    content = taken(tmp_path, "a.html", page)
    assert shape(content) == [
        "PHỤ LỤC",
        "Danh mục nhiệm vụ",
        [
            [("STT", 2, 1), ("Phân công", 1, 2), None],
            [None, "Chủ trì", "Phối hợp"],
            ["1", "VP\nTST\nCNTT", "- A\n- B\na. x\nb. y\ntrong\nnữa"],
        ],
        "Ghi chú",
    ]
    assert notes(content) == ("Hidden text was left out.", "Pictures were left out.")
    assert notes(content, "vi") == ("Đã bỏ qua phần chữ ẩn.", "Đã bỏ qua các hình ảnh.")
    assert grids(content)[0].title == "PHỤ LỤC\nDanh mục nhiệm vụ"


def test_a_web_page_that_frames_its_table(tmp_path: Path) -> None:
    page = "<html><table><tr><td>Đầu<table><tr><td>1<td>a</table>Cuối</table>"
    assert shape(taken(tmp_path, "a.htm", page)) == ["Đầu", [["1", "a"]], "Cuối"]


def test_spans_that_collide_or_never_end(tmp_path: Path) -> None:
    page = (
        "<table><tr><td>a<td rowspan=99>b<tr><td colspan=3>c"
        "<tr><td rowspan=0>d<td colspan=x>e<tr><td>f</table>"
    )
    assert shape(taken(tmp_path, "a.html", page)) == [
        [["a", ("b", 4, 1), ""], ["c", None, ""], [("d", 2, 1), None, "e"], [None, None, "f"]]
    ]


@pytest.mark.parametrize("declared", ["windows-1258", "Windows-1258"])
def test_the_encoding_that_a_page_declares(tmp_path: Path, declared: str) -> None:
    page = f'<html><meta charset="{declared}"><p>Đơn vi\u0323 chu\u0309 tri\u0300</p>'.encode("cp1258")
    assert shape(taken(tmp_path, "a.html", page)) == ["Đơn vị chủ trì"]


def test_formulas_behind_a_page_of_excel(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="cells hold formulas"):
        taken(tmp_path, "a.html", '<table><tr><td x:fmla="=A1+1">2</table>')


def test_unseen_signs_do_not_reach_the_plan(tmp_path: Path) -> None:
    text = "\u202e51/21\u202c\ttrước\u00a0ngày \u200b15\u00ad/12\x07\tbe\u0301\n"
    assert shape(taken(tmp_path, "a.txt", text)) == [[["51/21", "trước ngày 15/12", "bé"]]]


def test_progress_is_told_in_lines(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    for name in ("a.csv", "a.txt"):
        (tmp_path / name).write_text("1\ta\n" * 450)
        read(tmp_path / name, lambda done, total: told.append((done, total)))
    assert told == [(200, 450), (400, 450), (450, 450)] * 2
