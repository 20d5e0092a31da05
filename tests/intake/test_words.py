"""What a clerk reads of a file and of its rows, in the language that the other tests do not look at."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.intake import plan
from config.intake.files import limits
from config.intake.files.grids import IntakeError
from config.registry import Registry
from language import message_of, say
from tests.support import grids
from tests.support.files import taken

HEAD = ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Ghi chú"]


@pytest.fixture
def office(tmp_path: Path) -> Registry:
    return grids.office(tmp_path / "registry")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        (
            "a.pdf", b"%PDF-1.7",
            "a.pdf: tệp PDF bị hỏng hoặc chưa tải về đủ; hãy tải lại, hoặc hãy xin bản kế hoạch dạng Word "
            "(.docx) hoặc Excel (.xlsx)",
        ),
        ("a.docx", b"", "a.docx: tệp rỗng; hãy kiểm tra xem đã chép hay tải về trọn vẹn chưa"),
        (
            "a.docx", "Kế hoạch".encode(),
            "a.docx: đây là tệp văn bản thuần, dù tên tệp có đuôi '.docx'; kiểm tra xem tệp từ đâu đến, rồi "
            "đặt đuôi .txt",
        ),
        (
            "a", b"1\t2\n",
            "a: đây là văn bản thuần, và tên tệp không có đuôi để nói là loại nào; hãy đặt đuôi .csv, .txt "
            "hoặc .html",
        ),
        (
            "a.csv", b"a,b\n=1+1,x\n,=2\n",
            "a.csv: có ô bắt đầu như công thức (dòng 2 cột 1 và dòng 3 cột 2), mà công thức thì không được "
            "tính; hãy thay bằng giá trị",
        ),
        (
            "a.csv", b"a,b\n" + b"x,y\n" * limits.ROWS,
            "a.csv: tệp có hơn 20.000 dòng; một kế hoạch chỉ có vài trăm: hãy tách ra rồi nhập phần đó",
        ),
    ],
)  # fmt: skip
def test_a_refusal_in_vietnamese(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    with pytest.raises(IntakeError) as refused:
        taken(tmp_path, name, data)
    assert say(message_of(refused.value), "vi", "cli") == says


@pytest.mark.parametrize(
    ("cells", "key", "why"),
    [
        (
            ["1", "Báo cáo", "XYZ", "", "Quý I/2026", ""],
            "leads", "the abbreviation “XYZ” is no unit of the registry",
        ),
        (
            ["1", "Báo cáo", "TT", "", "Quý I/2026", ""],
            "leads", "“TT” is unclear: it may be Trung tâm Thi đấu / Trung tâm ...",
        ),
        (["1", "Báo cáo", "", "", "Quý I/2026", ""], "leads", "the cell for who leads is empty"),
        (
            ["1", "Báo cáo", "QLTT", "", "15/3/2026 (dự kiến)", ""],
            "worded", "time “15/3/2026 (dự kiến)” — By 15 March 2026; the time is only tentative",
        ),
        (
            ["1", "Báo cáo", "QLTT", "", "Trước 30/6", ""],
            "worded", "time “Trước 30/6” — Every year: before 30 Jun; no year named: taken as every year",
        ),
        (
            ["1", "Báo cáo", "QLTT", "", "Quý I/2026", "lùi sang năm 2027"],
            "worded", "another column says that it is done or moved — Ghi chú: lùi sang năm 2027",
        ),
        (
            ["1", "Báo cáo", "nt", "", "Quý I/2026", ""],
            "leads", "the cell for who leads says “nt”: like which row is unclear",
        ),
    ],
)  # fmt: skip
def test_a_doubt_in_english(office: Registry, cells: list[str], key: str, why: str) -> None:
    found = plan.read(grids.content("Số: 12/KH-STN", grids.grid(HEAD, cells)), office, date(2026, 3, 2))
    told = [(doubt.key, say(doubt.why, "en")) for doubt in found.entries[0].doubts]
    assert any(name == key and text.startswith(why) for name, text in told), told


def test_what_is_left_out_in_english(office: Registry) -> None:
    rows = [["1", "Báo cáo", "QLTT", "", "Quý I/2026", ""], ["", "Tổng cộng", "", "", "", ""]]
    prose = "Các phòng gửi báo cáo trước ngày 15/12/2026."
    found = plan.read(grids.content(prose, grids.grid(HEAD, *rows)), office, date(2026, 3, 2))
    assert [say(each.why, "en") for each in found.left_out] == [
        "a row of sums",
        "the running text names a deadline: is it an obligation?",
    ]
