"""Rows without a date, helpers and figures, as a clerk reads them in a reminder."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from engine.mail.letter import Party
from engine.mail.render import html_of, text_of
from tests.support.letters import KSTTHC, item, letter

ROWS = tuple(f"3.{n}. Công khai thủ tục <{n}>" for n in range(1, 19))


def test_rows_without_a_date_are_listed_with_the_report_that_tells_of_them() -> None:
    text = text_of(letter(item(assignments=ROWS[:2])))
    assert (
        "   Nhiệm vụ không ghi thời hạn, báo cáo kết quả trong kỳ này (2):\n"
        "     - 3.1. Công khai thủ tục <1>\n"
        "     - 3.2. Công khai thủ tục <2>\n"
    ) in text
    assert "phụ lục của văn bản" not in text


def test_a_long_list_says_how_many_more_there_are() -> None:
    whole = letter(item(assignments=ROWS), languages=("vi", "en"))
    text, html = text_of(whole), html_of(whole)
    assert "kỳ này (18):" in text
    assert "3.15. Công khai" in text
    assert "3.16. Công khai" not in text
    assert "     - và 3 nhiệm vụ khác giao cho đơn vị tại phụ lục của văn bản\n" in text
    assert "Also: report on the 18 tasks without a date named above" in text
    assert "Công khai thủ tục &lt;15&gt;" in html
    assert "&lt;16&gt;" not in html


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
