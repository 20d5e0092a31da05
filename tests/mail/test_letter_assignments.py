"""The rows of a document in the mail of a report, helpers and figures, as a clerk reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from engine.mail.letter import Party
from engine.mail.render import html_of, text_of
from engine.mail.rows import Change, ReportRow, RowState
from tests.support.letters import KSTTHC, item, letter


def row(no: str, state: RowState = RowState.STANDING, **more: object) -> ReportRow:
    """A row of the first of two sections, unless told otherwise."""
    fields: dict[str, object] = {"title": f"Công khai thủ tục <{no}>", "section": "Công bố", **more}
    return ReportRow(no=no, state=state, **fields)  # type: ignore[arg-type]


LEADS = (
    row("1.1", worded="Hằng năm", product="Danh mục"),
    row("1.2", RowState.LATE, worded="Quý II/2026", last_day=date(2026, 6, 30), asked=date(2026, 6, 30)),
    row("2.1", RowState.RUNNING, section="Rà soát", last_day=date(2026, 12, 31), asked=date(2026, 12, 31)),
    row("2.2", section="Rà soát", changed=Change.NEW, deliver_to="Chính phủ"),
    row("2.3", RowState.DONE, section="Rà soát", changed=Change.ANSWERED, answered=date(2026, 8, 3)),
    row("3.1", RowState.WAITING, assumption="Thời hạn ba tháng là tạm tính."),
    row("3.2", RowState.AHEAD, section="", appendix="Lời văn", asked=date(2026, 11, 20)),
    row("3.3", figure="%", target=Decimal("94.1"), assumption="Thời hạn ba tháng là tạm tính."),
)


def test_a_count_comes_first_then_the_late_and_the_new_then_the_sections() -> None:
    assert (
        "   Nhiệm vụ đơn vị chủ trì, báo cáo trong kỳ này: 8 nhiệm vụ: 1 quá hạn, 1 mới, 3 đang thực hiện, "
        "1 chưa đến kỳ, 1 chờ sự kiện, 1 đã báo cáo\n"
        "     Quá hạn, mới:\n"
        "     - 1.2. Công khai thủ tục <1.2> (“Quý II/2026”) – quá hạn, hạn cuối 30/06/2026\n"
        "     - 2.2. Công khai thủ tục <2.2> – mới. Nơi nhận: Chính phủ\n"
        "     Công bố:\n"
        "     - 1.1. Công khai thủ tục <1.1> (“Hằng năm”). Sản phẩm: Danh mục\n"
        "     - 3.1. Công khai thủ tục <3.1> – chờ sự kiện\n"
        "     - 3.3. Công khai thủ tục <3.3>. Chỉ tiêu: 94,1 %\n"
        "     Rà soát:\n"
        "     - 2.1. Công khai thủ tục <2.1> – hạn 31/12/2026\n"
        "     Lời văn:\n"
        "     - 3.2. Công khai thủ tục <3.2> – chưa đến kỳ, hạn 20/11/2026\n"
        "     Đã báo cáo, không phải thực hiện nữa:\n"
        "     - 2.3. Công khai thủ tục <2.3> – đã báo cáo ngày 03/08/2026\n"
        "     Quy ước của cơ quan:\n"
        "     - 3.1, 3.3: Thời hạn ba tháng là tạm tính.\n"
    ) in text_of(letter(item(rows=LEADS)))


def test_nothing_is_cut_off_and_a_name_cannot_steer_the_page() -> None:
    many = tuple(row(f"5.{n}") for n in range(1, 41))
    text, html = text_of(letter(item(rows=many))), html_of(letter(item(rows=many)))
    for each in many:
        assert f"     - {each.no}. Công khai thủ tục <{each.no}>\n" in text
        assert f"{each.no}. Công khai thủ tục &lt;{each.no}&gt;" in html
    assert "<b>40 nhiệm vụ: 40 đang thực hiện</b>" in html


def test_a_mail_between_names_the_late_and_the_new_and_the_mail_that_lists_all() -> None:
    text = text_of(letter(item(rows=LEADS, rows_listed=date(2026, 8, 27))))
    assert (
        "     - 2.2. Công khai thủ tục <2.2> – mới. Nơi nhận: Chính phủ\n"
        "     - Danh sách đầy đủ 8 nhiệm vụ: thư ngày 27/08/2026\n"
    ) in text
    assert "1.1." not in text
    few = text_of(letter(item(rows=LEADS[:5], rows_listed=date(2026, 8, 27))))
    assert "1.1." in few
    assert "Danh sách đầy đủ" not in few


def test_an_indicator_says_what_figure_it_asks_for_and_its_target() -> None:
    duty = replace(KSTTHC, figure="%", target=Decimal("94.1"))
    text = text_of(letter(item(duty), languages=("vi", "en")))
    assert "   Số liệu phải báo cáo: kết quả cả năm, đơn vị tính %; chỉ tiêu 94,1 %\n" in text
    assert "   Figure asked for: the year's result in %; target 94.1 %\n" in text
    untargeted = text_of(letter(item(replace(KSTTHC, figure="%"))))
    assert "   Số liệu phải báo cáo: kết quả cả năm, đơn vị tính %\n" in untargeted


def test_helpers_are_named() -> None:
    duty = replace(KSTTHC, helpers=(Party("Vụ Pháp chế"),), helpers_text="các đơn vị liên quan")
    assert "   Đơn vị phối hợp: Vụ Pháp chế, các đơn vị liên quan\n" in text_of(letter(item(duty)))
