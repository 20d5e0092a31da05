"""The draft: what is sure loads and says the same days, what is doubtful is a comment, no text escapes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from config.intake import plan
from config.intake.draft import Choices, Draft
from config.intake.files.grids import Cell
from config.intake.yaml_text import pair, remark
from config.loading import loader
from config.registry import Registry, RegistryErrors
from config.registry.assignments import AssignmentKind
from tests.support import grids
from tests.support.tiers import examples

HEAD: list[str | Cell | None] = ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm"]
LETTER = ["Số: 12/KH-STN", "Đà Lạt, ngày 05 tháng 01 năm 2026", "Lưu: VT, VPS."]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "registry"


@pytest.fixture
def office(folder: Path) -> Registry:
    return grids.office(folder)


def _draft(office: Registry, *rows: list[str | Cell | None], choices: Choices | None = None) -> Draft:
    read = plan.read(grids.content(*LETTER, grids.grid(HEAD, *rows)), office, date(2026, 3, 2))
    return Draft(read, office, choices or Choices())


def _loaded(folder: Path, text: str) -> Registry:
    (folder / "draft.yaml").write_text(text, encoding="utf-8")
    return loader.load(folder)


def _uncommented(text: str) -> str:
    return "\n".join(line[2:] if line.startswith("#    ") else line for line in text.split("\n"))


def test_what_is_sure_loads_with_its_days(office: Registry, folder: Path) -> None:
    draft = _draft(
        office,
        ["1", "Báo cáo tháng", "QLTT", "KHTC, các đơn vị liên quan", "trước ngày 15 hàng tháng", "Báo cáo"],
        ["2", "Hai đợt", "VPS", "", "ngày 20/6/2026 và ngày 20/12/2026", ""],
        ["3", "Giữ sân", "Trạm văn hóa các xã", "", "Thường xuyên", ""],
    )
    registry = _loaded(folder, draft.text)
    duty = registry.obligations["kh12-1"]
    assert (duty.owed_by, duty.helpers, duty.helpers_text) == (("QLTT",), ("KHTC",), "các đơn vị liên quan")
    assert duty.owner == "VPS"
    assert registry.deadline(duty, "2026-05").nominal == date(2026, 5, 15)
    assert registry.deadline(duty, "2026-05").unrolled_last_day == date(2026, 5, 14)
    twice = registry.assignments["12/KH-STN pl 2"]
    assert twice.kind is AssignmentKind.SAME
    assert [registry.obligations[code].pattern.code for code in twice.obligations] == [  # type: ignore[union-attr]
        "2026-06-20", "2026-12-20",
    ]  # fmt: skip
    kept = registry.assignments["12/KH-STN pl 3"]
    assert kept.kind is AssignmentKind.CYCLE
    assert registry.obligations[kept.obligations[0]].cycle == "event"  # it sets no date
    assert registry.appendices["12/KH-STN pl"].rows == 3


def test_what_is_doubtful_is_a_comment_above_its_key(office: Registry, folder: Path) -> None:
    draft = _draft(
        office,
        ["1", "Sure", "QLTT", "", "Quý I/2026", ""],
        ["2", "Năm nào?", "VPS", "", "Trước 30/6", ""],
        ["3", "Của ai?", "TT", "", "Quý I/2026", ""],
    )
    registry = _loaded(folder, draft.text)
    assert [row.no for row in registry.assignments.values()] == ["1"]
    lines = draft.text.split("\n")
    doubt = next(
        n for n, line in enumerate(lines) if "XEM LẠI: “Trước 30/6”: năm 2026 suy từ ngày của văn bản" in line
    )
    assert lines[doubt + 1] == "#         worded: Trước 30/6"
    asked = next(n for n, line in enumerate(lines) if "“TT” chưa rõ" in line)
    assert lines[asked + 1] == "#         leads: []"


def test_a_reviewed_row_comes_alive_without_its_two_letters(office: Registry, folder: Path) -> None:
    draft = _draft(
        office,
        ["1", "Sure", "QLTT", "", "Quý I/2026", ""],
        ["2", "Của ai?", "TT", "", "Quý I/2026", ""],
    )
    with pytest.raises(RegistryErrors, match="leads"):
        _loaded(folder, _uncommented(draft.text))
    registry = _loaded(folder, _uncommented(draft.text).replace("leads: []", "leads: [HL]"))
    assert registry.assignments["12/KH-STN pl 2"].leads == ("HL",)


def test_reports_of_the_registry_take_the_rows_without_a_date(office: Registry, folder: Path) -> None:
    draft = _draft(
        office, ["1", "Giữ sân", "QLTT", "", "Thường xuyên", ""], choices=Choices("KHTC", ("bc-quy",))
    )
    registry = _loaded(folder, draft.text)
    assert registry.assignments["12/KH-STN pl 1"].obligations == ("bc-quy",)
    assert len(registry.obligations) == 1
    assert "XEM LẠI: đơn vị nhận" not in draft.text


ROWS: list[list[str | Cell | None]] = [
    ["1", "Báo cáo tháng", "QLTT", "", "trước ngày 15 hàng tháng", "Báo cáo"],
    ["2", "Hai đợt", "VPS", "", "ngày 20/6/2026 và ngày 20/12/2026", ""],
    ["3", "Giữ sân", "Trạm văn hóa các xã", "", "Thường xuyên", ""],
    ["4", "Năm nào?", "VPS", "", "Trước 30/6", ""],
]


def test_a_draft_speaks_the_office_s_language(folder: Path) -> None:
    grids.office(folder)
    habits = (folder / "office.yaml").read_text(encoding="utf-8")
    (folder / "office.yaml").write_text(habits.replace("language: vi", "language: en"), encoding="utf-8")
    draft = _draft(loader.load(folder), *ROWS)
    assert draft.mark == "CHECK"
    for said in (
        "# A draft made of the file ke-hoach.docx: rows: 4, to be checked: 1.\n",
        "  # CHECK: the document's title was not found\n",
        "  title: Document 12/KH-STN\n",
        "# Read as: Every month: before day 15 of the month\n",
        "    worded: The document does not say\n",
        "    title: Report on the tasks of 12/KH-STN\n",
        "cite: PL item 1\n",
        "#         # CHECK: “Trước 30/6”: the year 2026 is taken from the document's date: "
        "see whether it is right\n",
    ):
        assert said in draft.text, said
    for never in ("XEM LẠI", "Hiểu là", "mục", "Văn bản", "Báo cáo thực hiện"):
        assert never not in draft.text
    (folder / "draft.yaml").write_text(draft.text, encoding="utf-8")
    registry = loader.load(folder)
    assert registry.obligations["kh12-bao-cao"].assumption == (
        "The document's periods and deadline of reports are not known yet; for now, a report opened by hand."
    )


@pytest.mark.parametrize(("asked", "mark"), [("vi", "XEM LẠI"), ("en", "CHECK"), (None, "XEM LẠI")])
def test_whoever_drafts_may_choose_the_language(office: Registry, asked: str | None, mark: str) -> None:
    read = plan.read(grids.content(*LETTER, grids.grid(HEAD, *ROWS)), office, date(2026, 3, 2))
    draft = Draft(read, office, Choices(), asked)
    assert draft.mark == mark
    assert f"# {mark}: " in draft.text
    english = "title_en: Task 1 of 12/KH-STN"
    assert english in draft.text


def test_codes_are_stable_and_taken_once(office: Registry) -> None:
    row: list[str | Cell | None] = ["1", "Một", "QLTT", "", "Quý I/2026", ""]
    first, second = _draft(office, row, [*row]), _draft(office, row, [*row])
    assert first.text == second.text
    assert first.text.count("code: kh12-1\n") == 1


HOSTILE = [
    'x: y # z\n---\n- code: evil\n  cycle: annual "q" \\ \' & *a !!t',
    "# comment", "- a", "{a: b}", "[a, b]", "null", "true", "~", "@x", "`x`", "%x", "2026-01-01", "1", "a: ",
    "\u202eabc\x85def\u2028ghi\x00", "'", '"', "\\", "? x", "| x", "> x", "...", "A" * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_of_the_file_stay_texts(office: Registry, folder: Path, text: str) -> None:
    draft = _draft(
        office,
        [text, f"V {text}", f"VPS\n{text}", text, "Quý I/2026", text],
        ["2", f"W {text}", "QLTT", f"các bên {text}", "Quý I/2026", f"P {text}"],
    )
    registry = _loaded(folder, draft.text)
    assert set(registry.obligations) <= {"bc-quy", "kh12-2", "kh12-bao-cao"} | {
        code for code in registry.obligations if code.startswith("kh12-")
    }
    assert "evil" not in registry.obligations
    assert [row.title[:1] for row in registry.assignments.values()][-1] == "W"


@settings(max_examples=examples(300), deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_one_value_and_one_comment(text: str) -> None:
    line = pair("title", text)
    assert "\n" not in line
    read = yaml.safe_load(line)
    assert set(read) == {"title"}
    comment = remark(text, 4)
    assert yaml.safe_load(f"a: b\n{comment}\nc: d") == {"a": "b", "c": "d"}


def test_what_is_left_out_stands_below_with_why(office: Registry, folder: Path) -> None:
    text = "Các phòng gửi báo cáo trước ngày 15/12/2026. Giải khai mạc 18/3/2026."
    found = plan.read(
        grids.content("Số: 12/KH-STN", text, grids.grid(HEAD, ["1", "Mở", "QLTT", "", "Quý I/2026", ""])),
        office,
        date(2026, 3, 2),
    )
    draft = Draft(found, office, Choices("VPS"))
    assert draft.text.rstrip().split("\n")[-3:] == [
        "# Không đưa vào danh mục (2 mục); hãy xem có nghĩa vụ nào trong đó không:",
        "# - “Các phòng gửi báo cáo trước ngày 15/12/2026.”: lời văn ngoài bảng có nêu thời hạn: xem có phải "
        "nghĩa vụ không",
        "# - “Giải khai mạc 18/3/2026.”: câu ngoài bảng có ghi ngày, chưa rõ có phải thời hạn không",
    ]
    assert list(_loaded(folder, draft.text).assignments) == ["12/KH-STN pl 1"]
