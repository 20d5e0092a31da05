"""A letter in the office's languages: Vietnamese alone, both, English alone; nothing left of the other."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from engine.mail.language import EN
from engine.mail.letter import Audience, Behind, Letter, Missing, Party, Question
from engine.mail.render import html_of, text_of
from engine.mail.subject import subject
from language import Message
from tests.support.letters import KSTTHC, OVERDUE, TODAY, item, letter, watch

VIETNAMESE = re.compile(
    "[àáạảãâầấậẩẫăằắặẳẵèéẹẻẽêềếệểễìíịỉĩòóọỏõôồốộổỗơờớợởỡùúụủũưừứựửữỳýỵỷỹđ]", re.IGNORECASE
)
OLD = Party("BHXH tỉnh Lào Cai", "", "Lao Cai provincial office", former=True)
FULL = replace(
    KSTTHC,
    title_en="Quarterly report on administrative procedures",
    owner=Party("Văn phòng", "vp@bhxh.example", "Office"),
    product="Báo cáo theo đề cương",
    how="Gửi qua Eoffice",
    assumption="Ngày cuối tháng là tạm tính",
    helpers=(Party("Vụ Pháp chế", "", "Legal Department"),),
    helpers_text="các đơn vị liên quan",
    figure="%",
    target=Decimal("94.1"),
    data=(date(2026, 6, 15), date(2026, 9, 14)),
)


def everything(**changed: object) -> Letter:
    """A letter in which every kind of part occurs."""
    one = item(
        FULL,
        sections=("3. Rà soát",),
        assignments=("1.1. Phổ biến mục tiêu", "1.2. Duy trì hạ tầng"),
        missing=(Missing("Kế hoạch", "Yearly plan", KSTTHC.period, (OLD,), 86),),
        rolled=True,
        confirmed=False,
        instead_of=OLD,
    )
    extended = item(FULL, ref="b/2026-Q3/TST", original_last_day=date(2026, 9, 11))
    moved = item(FULL, ref="c/2026-Q3/TST", moved_from=date(2026, 9, 9))
    returned = item(FULL, ref="d/2026-Q3/TST", returned=True)
    late = replace(OVERDUE, duty=FULL)
    asked = Question(
        "490/KH-BHXH", date(2022, 2, 25), "Kiểm soát thủ tục", 2022, 2026, (("Báo cáo", "Report"),), 2,
        Party("Văn phòng", "vp@bhxh.example", "Office"),
    )  # fmt: skip
    given = {
        "recipient": Party("Ban Thu", "tst@bhxh.example", "Board of Collection"),
        "office": "Bảo hiểm xã hội Việt Nam",
        "office_en": "Vietnam Social Security",
        "watches": (watch(duty=FULL, behind=(Behind(OLD, 3, True), Behind(Party("TST"), 0, False))),),
        "also": (item(FULL, ref="e/2026-Q3/TST"),),
        "over": (item(FULL, ref="f/2026-Q3/TST"),),
        "questions": (asked,),
        "reply_to": (Party("Văn phòng", "vp@bhxh.example", "Office"),),
        "languages": ("en",),
        **changed,
    }
    return letter(late, one, extended, moved, returned, **given)


def test_what_the_office_assumes_for_all_such_duties_is_said_in_each_language() -> None:
    each = letter(item(replace(KSTTHC, assumed=Message("registry.prompt", n=10))), languages=("vi", "en"))
    text = text_of(each)
    assert "Văn bản không nêu số ngày: hạn 10 ngày làm việc sau sự kiện là quy ước của cơ quan" in text
    assert "The document numbers no days: 10 working days after the event are this office's own term" in text


@pytest.mark.parametrize("audience", list(Audience))
def test_no_vietnamese_is_left_in_the_english_of_a_vietnamese_registry(audience: Audience) -> None:
    each = everything(audience=audience)
    text = text_of(each)
    # The document's number is its name, in every language.
    assert VIETNAMESE.sub("", text.replace("KH-BHXH", "")) == text.replace("KH-BHXH", "")
    assert VIETNAMESE.search(html_of(each)) is None
    assert VIETNAMESE.search(subject(each, EN)) is None
    for said in (
        "Lao Cai provincial office (former)",
        "Quarterly report on administrative procedures, Q3 2026",
    ):
        assert said in text


def test_what_is_left_out_is_a_whole_line_not_half_of_one() -> None:
    labels = [line.strip().partition(":")[0] for line in text_of(everything()).splitlines()]
    assert {"Source", "Data", "With the help of", "Figure asked for", "Send to", "Still missing"} <= set(
        labels
    )
    assert not {"As worded", "Product", "How", "Sections"} & set(labels)
    assert "   : " not in text_of(everything())


def test_an_english_office_reads_its_own_registry_whole() -> None:
    """Its registry is written in English, so nothing of it is left out."""
    duty = replace(
        FULL,
        title="Quarterly tax filing",
        title_en="",
        worded="by the 20th of the month following the quarter",
        cite="section 12",
        document="Tax Code",
        product="Form 103",
        how="By the portal",
        assumption="The portal closes at midnight",
        owner=Party("Finance", "finance@firm.example"),
        helpers=(Party("Legal"),),
        helpers_text="the auditors",
    )
    each = letter(
        item(duty, sections=("1. Sales",), unit=Party("Sales")),
        recipient=Party("Sales"),
        office="The Firm",
        languages=("en",),
        native="en",
    )
    text = text_of(each)
    for said in (
        "1. Quarterly tax filing, Q3 2026",
        "As worded: “by the 20th of the month following the quarter” "
        "(Tax Code of 25 February 2022, section 12)",
        "Product: Form 103",
        "With the help of: Legal, the auditors",
        "Sections: 1. Sales",
        "Send to: Finance, finance@firm.example",
        "How: By the portal",
        "Note: The portal closes at midnight",
    ):
        assert said in text
    assert subject(each, EN) == "[Reminder] 1 working day left: Quarterly tax filing, Q3 2026 (due 18 Sep)"


def test_both_languages_stand_one_after_the_other() -> None:
    text = text_of(everything(languages=("vi", "en")))
    vietnamese, english = text.split("\n" + "=" * 60 + "\n")
    assert vietnamese.startswith("Kính gửi: Ban Thu (English below)\n")
    assert english.strip().startswith("To: Board of Collection\n")
    assert VIETNAMESE.search(english.replace("KH-BHXH", "")) is None
    assert f"{TODAY:%d/%m/%Y}" in vietnamese


def test_vietnamese_alone_has_no_english(tmp_path: Path) -> None:
    text = text_of(everything(languages=("vi",)))
    assert not re.search(r"\b(the|Last day|Send to|Reference|overdue)\b", text)
    assert "BHXH tỉnh Lào Cai (cũ)" in text
    assert "chỉ tiêu 94,1 %" in text
