"""A letter in the office's languages: Vietnamese alone, both, English alone; nothing left of the other."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from engine.mail.language import EN, VI
from engine.mail.letter import Audience, Behind, Letter, Missing, Party, Question
from engine.mail.message import build
from engine.mail.render import html_of, text_of
from engine.mail.rows import ReportRow, RowState
from engine.mail.subject import subject
from language import Message
from tests.support.letters import KSTTHC, NOW, OVERDUE, SENDER, TODAY, TST, item, letter, watch

VIETNAMESE = re.compile(
    "[àáạảãâầấậẩẫăằắặẳẵèéẹẻẽêềếệểễìíịỉĩòóọỏõôồốộổỗơờớợởỡùúụủũưừứựửữỳýỵỷỹđ]", re.IGNORECASE
)
ROWS = (
    ReportRow(
        no="1.1", title="Phổ biến mục tiêu", section="Chỉ đạo", state=RowState.STANDING, worded="Hằng năm"
    ),
    ReportRow(
        no="1.2", title="Duy trì hạ tầng", section="Hạ tầng", state=RowState.RUNNING, asked=date(2026, 12, 31)
    ),
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
        rows=ROWS,
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
        "over": (item(FULL, ref="f/2026-Q3/TST", news="withdrawn"),),
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


def test_rows_that_have_no_english_are_named_by_their_numbers() -> None:
    """A row without an English title is hidden from nobody; a letter in two languages tells it in its own."""
    text = text_of(everything())
    assert "Tasks that your unit leads, to be reported on in this period: 2 tasks: 2 under way\n" in text
    assert "     - row 1.1\n     - row 1.2 – due 31 December 2026\n" in text
    vietnamese, english = text_of(everything(languages=("vi", "en"))).split("\n" + "=" * 60 + "\n")
    assert "     Chỉ đạo:\n     - 1.1. Phổ biến mục tiêu (“Hằng năm”)\n     Hạ tầng:\n" in vietnamese
    assert "row 1.1" not in english
    assert "2 tasks: 2 under way" in english


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
        "Assumed by the office: The portal closes at midnight",
    ):
        assert said in text
    assert subject(each, EN) == "Quarterly tax filing, Q3 2026, due 18 Sep: 1 working day left"


@pytest.mark.parametrize("languages", [("en",), ("vi", "en")])
def test_a_product_stands_in_english_where_the_registry_has_it(languages: tuple[str, ...]) -> None:
    given = replace(FULL, product_en="A report by the outline", deliver_to="Bộ Nội vụ")
    given = replace(given, helpers=(*FULL.helpers, Party("Các tỉnh", group=True)))
    vietnamese, english = (
        text_of(letter(item(given), languages=languages)).rpartition("=" * 60)[each] for each in (0, 2)
    )
    assert "   Product: A report by the outline\n" in english
    # Bodies outside the office and groups of units have no English name: they are left out.
    assert "   Send to: Office, vp@bhxh.example\n" in english
    assert "   With the help of: Legal Department\n" in english
    assert (
        VIETNAMESE.search(
            english.partition("--- WHAT TO DO")[0]
            .partition("To: ")[2]
            .partition("\n")[2]
            .replace("490/KH-BHXH", "")
        )
        is None
    )
    if vietnamese:
        assert "   Sản phẩm: Báo cáo theo đề cương\n" in vietnamese
        assert "   Nơi nhận: Bộ Nội vụ (qua Văn phòng, vp@bhxh.example)\n" in vietnamese
        assert "   Đơn vị phối hợp: Vụ Pháp chế, Các tỉnh, các đơn vị liên quan\n" in vietnamese


def test_what_a_unit_sends_out_of_the_office_itself_has_an_addressee_in_both() -> None:
    own = replace(FULL, owner=TST, deliver_to="Bộ Nội vụ")
    vietnamese, _, english = text_of(letter(item(own), languages=("vi", "en"))).partition("=" * 60)
    assert "   Nơi nhận: Bộ Nội vụ\n" in vietnamese
    assert "   Send to: the recipient outside the office that the document names\n" in english


def test_the_attached_file_is_called_as_both_halves_say() -> None:
    for languages, file in (
        (("vi",), ["han-nop.ics", "bo-han-nop.ics"]),
        (("vi", "en"), ["han-nop.ics", "bo-han-nop.ics"]),
        (("en",), ["deadlines.ics", "no-longer-due.ics"]),
    ):
        each = everything(languages=languages)
        mail = build(each, SENDER, (each.recipient,), "<1@bhxh.example>", NOW)
        assert [attached.get_filename() for attached in mail.iter_attachments()] == file
        assert set(re.findall(r"[\w-]+\.ics", text_of(each))) == set(file)


@pytest.mark.parametrize(
    ("units", "duties", "english"),
    [(1, 1, "**1 unit is overdue**, in 1 duty."), (21, 2, "**21 units are overdue**, in 2 duties.")],
)
def test_the_leaders_read_how_many_in_good_english(units: int, duties: int, english: str) -> None:
    fields = {"today": date(2026, 9, 1), "units": units, "duties": duties}
    assert EN.t("mail.intro-leadership-late", **fields) == f"As of Tuesday, 1 September 2026, {english}"
    assert VI.t("mail.intro-leadership-late", **fields) == (
        f"Kính báo Lãnh đạo: tính đến thứ Ba, 01/09/2026, **{units} đơn vị quá hạn** ở {duties} việc dưới "
        "đây."
    )


@pytest.mark.parametrize(
    ("n", "vietnamese", "english"),
    [
        (0, "không còn ngày làm việc nào trước hạn", "no working day left"),
        (1, "còn 1 ngày làm việc", "1 working day left"),
        (21, "còn 21 ngày làm việc", "21 working days left"),
        (101, "còn 101 ngày làm việc", "101 working days left"),
    ],
)
def test_working_days_are_counted_as_each_language_does(n: int, vietnamese: str, english: str) -> None:
    assert VI.left(n, late=False, today=False) == vietnamese
    assert EN.left(n, late=False, today=False) == english


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
