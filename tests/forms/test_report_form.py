"""The standard form, read back by python-docx: what it asks which unit in which period."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from docx.oxml.ns import qn
from docx.section import Section

from config.loading import loader
from config.registry import Registry, RegistryError
from config.settings import SHIPPED_REGISTRY
from engine.errors import UnknownName
from engine.forms.contents import Row, owed_report, report_of
from engine.forms.making import make
from tests.support import cast
from tests.support.forms import opened, rows, said, told


@pytest.fixture(scope="module")
def registry() -> Registry:
    return loader.load(SHIPPED_REGISTRY)


def form(registry: Registry, obligation: str, period: str, unit: str) -> bytes:
    return make(report_of(registry, obligation, period, unit))


def headings(content: bytes) -> list[str]:
    return [text for text in said(content) if text[:1].isdigit()]


@pytest.mark.slow
def test_the_head_is_that_of_an_official_document(registry: Registry) -> None:
    content = form(registry, "kstthc-quy", "2026-Q3", "tinh-96")
    tables = opened(content).tables
    assert [[cell.text.split("\n") for cell in row.cells] for table in tables[:2] for row in table.rows] == [
        [
            ["Bảo hiểm xã hội Việt Nam", "BHXH tỉnh Cà Mau", ""],
            ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", ""],
        ],
        [["Số: ……/BC-……"], ["……………, ngày …… tháng …… năm ………"]],
    ]
    assert said(content)[:5] == [
        "BÁO CÁO",
        "Về kiểm soát thủ tục hành chính quý III năm 2026",
        "(Số liệu từ ngày 15/06/2026 đến ngày 14/09/2026)",
        "Kính gửi: Bảo hiểm xã hội Việt Nam (Văn phòng)",
        "Thực hiện văn bản số 490/KH-BHXH ngày 25/02/2022 (Kế hoạch kiểm soát thủ tục hành chính năm 2022), "
        "BHXH tỉnh Cà Mau báo cáo như sau:",
    ]
    assert [cell.text.split("\n")[0] for cell in tables[2].rows[0].cells] == ["Nơi nhận:", "Giám đốc"]


def test_the_page_is_the_decrees(registry: Registry) -> None:
    document = opened(form(registry, "kstthc-quy", "2026-Q3", "tinh-96"))
    page = document.sections[0]
    assert _size(page) == (210, 297)
    sides = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(side.mm) for side in sides if side is not None] == [20, 20, 30, 20]
    normal = document.styles["Normal"].font
    assert normal.name == "Times New Roman"
    assert normal.size is not None
    assert normal.size.pt == 13
    across = document.sections[-1]
    assert _size(across) == (297, 210)


def _size(page: Section) -> tuple[int, int]:
    assert page.page_width is not None
    assert page.page_height is not None
    return round(page.page_width.mm), round(page.page_height.mm)


def test_a_section_is_asked_of_the_kinds_of_units_and_in_the_periods_that_the_outline_says(
    registry: Registry,
) -> None:
    central = [
        "4. Phản ánh, kiến nghị: tiếp nhận và xử lý",
        "6. Giải quyết trên môi trường điện tử",
        "7. Truyền thông",
        "8. Sáng kiến cải cách",
        "9. Nội dung khác",
        "10. Kiến nghị, đề xuất",
    ]
    assert headings(form(registry, "kstthc-quy", "2026-Q1", "CNTT")) == central
    assert headings(form(registry, "kstthc-quy", "2026-Q3", "CNTT")) == [
        "3. Rà soát và đơn giản hóa",
        *central,
    ]
    province = headings(form(registry, "kstthc-quy", "2026-Q1", "tinh-96"))
    assert [text.partition(".")[0] for text in province] == ["1", "2", "4", "5", "6", "7", "8", "9", "10"]


def test_the_table_lists_what_the_unit_leads_and_leaves_room_for_the_answers(registry: Registry) -> None:
    report = report_of(registry, "nq01-nam", "2024", "CNTT")
    table = rows(make(report))
    assert table[0] == ["TT", "Nhiệm vụ", "Sản phẩm, chỉ tiêu", "Thời hạn", "Kết quả thực hiện",
                        "Khó khăn, vướng mắc", "Hướng xử lý, bước tiếp theo"]  # fmt: skip
    groups = [row[0] for row in table[1:] if len(set(row)) == 1]
    assert groups == list(dict.fromkeys(row.group for row in report.rows))
    tasks = [row for row in table[1:] if len(set(row)) > 1]
    assert [row[:2] for row in tasks] == [[row.no, row.title] for row in report.rows]
    assert all(row[4:] == ["", "", ""] for row in tasks)
    assert "Năm 2024" in {row[3] for row in tasks}


def test_the_table_s_head_stands_on_every_page(registry: Registry) -> None:
    table = opened(form(registry, "nq01-nam", "2024", "CNTT")).tables[-1]
    assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert table.rows[1]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None


def test_a_unit_that_leads_nothing_has_no_appendix(registry: Registry) -> None:
    report = replace(report_of(registry, "kstthc-quy", "2026-Q3", "tinh-96"), rows=())
    document = opened(make(report))
    assert len(document.sections) == 1
    assert _size(document.sections[0]) == (210, 297)
    assert "Phụ lục" not in told(make(report))
    assert len(document.tables) == 3


def test_an_indicator_asks_for_its_figure_and_names_the_target(registry: Registry) -> None:
    content = form(registry, "qd188-ct1", "2025", "TST")
    assert "Tỷ lệ cấp kết quả TTHC điện tử: chỉ tiêu giao 100 %." in said(content)
    assert "Kết quả thực hiện: …………………" in said(content)
    assert "Chỉ tiêu" not in told(form(registry, "kstthc-quy", "2026-Q1", "CNTT"))


def test_sections_that_no_document_asks_for_are_said_to_be_ours(registry: Registry) -> None:
    content = form(registry, "nq01-nam", "2024", "CNTT")
    assert headings(content)[0] == "1. Kết quả thực hiện"
    assert "(Văn bản giao nhiệm vụ không quy định đề cương; các mục dưới đây là gợi ý.)" in said(content)
    assert "gợi ý" not in told(form(registry, "kstthc-quy", "2026-Q1", "CNTT"))


def test_a_plan_is_called_a_plan(registry: Registry) -> None:
    assert said(form(registry, "cchc-ke-hoach", "2026", "tinh-96"))[:2] == [
        "KẾ HOẠCH",
        "Cải cách hành chính năm 2026",
    ]


@pytest.mark.slow
def test_no_placeholder_is_left_in_any_form(registry: Registry) -> None:
    for duty in registry.obligations.values():
        if duty.cycle == "event":
            continue
        for period in registry.periods(duty, registry.calendar.first, registry.calendar.last)[:1]:
            for unit in registry.owing(duty, registry.opens(duty, period))[:1]:
                content = make(report_of(registry, duty.code, period, unit.code))
                assert "{{" not in told(content), duty.code
                assert "report." not in told(content), duty.code


def test_the_same_report_is_the_same_file_and_small(registry: Registry) -> None:
    few = report_of(registry, "nq01-nam", "2024", "CNTT")
    many = replace(
        few,
        rows=tuple(Row(f"V.{n}", "Hoàn thiện dữ liệu " * 8, "Báo cáo", "Năm 2024", "V") for n in range(30)),
    )
    assert make(many) == make(many)
    assert len(make(many)) < 12_000
    with zipfile.ZipFile(io.BytesIO(make(many))) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_a_file_says_cannot_break_the_form(registry: Registry) -> None:
    """Titles are what people typed: brackets, marks of XML, placeholders of ours, control characters."""
    report = report_of(registry, "kstthc-quy", "2026-Q3", "tinh-96")
    nasty = "<b>&amp; {{unit}} \x0b\ud800 ]]> 'x'"
    text = told(
        make(replace(report, rows=(Row("1", nasty, nasty, nasty, nasty),), sections=(f"1. {nasty}",)))
    )
    assert text.count("<b>&amp; ") == 5
    assert "]]> 'x'" in text


def test_a_successor_s_form_bears_its_own_name(registry: Registry) -> None:
    report = report_of(registry, "kstthc-quy", "2025-Q2", "tinh-10", holder="tinh-15-2025")
    assert report.values["unit"] == registry.unit("tinh-15-2025").name
    assert report.ref == "kstthc-quy/2025-Q2/tinh-10"


def test_an_english_office_gets_a_plain_english_form() -> None:
    report = report_of(cast.registry(language="en"), "kstthc-quy", "2026-Q3", "TST")
    content = make(replace(report, rows=(Row("1", "A task"),)))
    assert "SOCIALIST" not in told(content)
    assert "No.: ………………" in told(content)
    assert [text for text in said(content) if not text.startswith("……")] == [
        "REPORT",
        "Công tác kiểm soát TTHC quý, Q3 2026",  # the title as this registry has it
        "To: Văn phòng, Bảo hiểm xã hội",
        "As document 490/KH-BHXH of 25 February 2022 (Kiểm soát TTHC) requires, "
        "Ban Quản lý thu reports as follows.",
        "(The document gives no outline; the sections below are suggestions.)",
        "1. Results",
        "2. Difficulties and their causes",
        "3. What comes next; proposals",
        "Tasks that the unit leads (0): see the appendix.",
        "This is what Ban Quản lý thu has to tell.",
        "Appendix",
        "Results of the tasks that the unit leads",
        "(With report No. ……… of Ban Quản lý thu)",
    ]
    assert rows(content)[0][:4] == ["No.", "Task", "Product, target", "Time"]


def test_who_does_not_owe_it_gets_no_form(registry: Registry) -> None:
    assert owed_report(registry, "kstthc-quy", "2026-Q3", "CNTT").ref == "kstthc-quy/2026-Q3/CNTT"
    with pytest.raises(UnknownName, match="HTQT does not owe kstthc-quy"):
        owed_report(registry, "kstthc-quy", "2026-Q3", "HTQT")
    with pytest.raises(RegistryError, match="2026-Q4"):
        owed_report(registry, "kstthc-quy", "2026-Q4", "CNTT")
    with pytest.raises(RegistryError, match="CNTX"):
        owed_report(registry, "kstthc-quy", "2026-Q3", "CNTX")
