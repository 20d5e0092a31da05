"""What a letter says of a changed plan, and the question whether one goes on: words, subjects, escaping."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.mail.language import VI
from engine.mail.letter import Letter, Party, Question
from engine.mail.message import build
from engine.mail.render import html_of, text_of
from engine.mail.subject import SUBJECT_LIMIT, subject
from tests.support.letters import KSTTHC, NOW, NQ01, SENDER, TST, item, letter

QUESTION = Question(
    document="490/KH-BHXH",
    document_date=date(2022, 2, 25),
    title="Kiểm soát TTHC",
    horizon=2022,
    year=2027,
    duties=(("Báo cáo quý", "Quarterly report"),),
    times=1,
    answer_to=Party("BHXH", "dondoc@bhxh.example"),
)
OVER = item(why_again="sửa kế hoạch", news="withdrawn")


@pytest.mark.parametrize(
    ("expected", "each"),
    [
        ("Đã rút: Kiểm soát TTHC quý III/2026, hạn 18/09", letter(over=(OVER,))),
        (
            "2 việc không phải thực hiện nữa: Kiểm soát… quý III/2026, hạn 18/09",
            letter(over=(OVER, item(NQ01, news="withdrawn"))),
        ),
        (
            "1 văn bản cần xác nhận: 490/KH-BHXH có tiếp tục năm 2027 không",
            letter(questions=(QUESTION,)),
        ),
        (
            "2 văn bản cần xác nhận: 490/KH-BHXH có tiếp tục năm 2027 không; 2 việc khác",
            letter(questions=(QUESTION, QUESTION), over=(OVER,)),
        ),
        # What is to be sent comes first.
        (
            "Báo cáo công tác kiểm soát TTHC quý III/2026, hạn 18/09: còn 1 ngày làm việc; 2 việc khác",
            letter(item(), questions=(QUESTION,), over=(OVER,)),
        ),
    ],
)
def test_subjects(expected: str, each: Letter) -> None:
    assert subject(each, VI) == expected


@pytest.mark.parametrize("what", ["over", "questions"])
def test_a_long_name_is_cut_to_one_short_line(what: str) -> None:
    long = "x\r\nBcc: a@b.example " * 20
    given: dict[str, object] = {
        "over": (item(replace(KSTTHC, title=long), news="withdrawn"),),
        "questions": (replace(QUESTION, document=long),),
    }
    said = subject(letter(**{what: given[what]}), VI)
    assert len(said) <= SUBJECT_LIMIT
    assert said.isprintable()


def test_a_moved_task_says_both_days_and_why() -> None:
    moved = item(reason="moved", moved_from=date(2026, 9, 11), why_again="sửa kế hoạch")
    text, page = text_of(letter(moved, languages=("vi", "en"))), html_of(letter(moved))
    assert "Hạn cuối: thứ Sáu, 18/09/2026" in text
    assert "Hạn đã đổi theo kế hoạch: trước đây là thứ Sáu, 11/09/2026; lý do: sửa kế hoạch" in text
    assert "The plan's deadline has changed: it was Friday, 11 September 2026 before; why: sửa" in text
    assert "(hạn đã đổi theo kế hoạch)" in text
    assert "gia hạn" not in text
    assert "trước đây là <b>thứ Sáu, 11/09/2026</b>" in page


def test_everything_in_one_letter_in_both_languages() -> None:
    whole = letter(item(), over=(OVER,), questions=(replace(QUESTION, times=3),), languages=("vi", "en"))
    text, page = text_of(whole), html_of(whole)
    assert "đơn vị có 1 việc sắp đến hạn, 1 việc không phải thực hiện nữa và 1 văn bản cần xác nhận." in text
    assert "your unit has 1 task due soon, 1 task no longer owed and 1 document to confirm." in text
    order = [
        "SẮP ĐẾN HẠN (1)", "KHÔNG PHẢI THỰC HIỆN NỮA (1)", "ĐỀ NGHỊ XÁC NHẬN (1)", "VIỆC CẦN LÀM",
        "DUE SOON (1)", "NO LONGER OWED (1)", "PLEASE CONFIRM (1)",
    ]  # fmt: skip
    assert [text.index(each) for each in order] == sorted(text.index(each) for each in order)
    assert "(Hỏi lần thứ 3)" in text
    assert "(Asked 3 times)" in text
    for each in order[:3]:
        assert each.rsplit(" ", 1)[0] in page


def test_names_cannot_steer_the_page() -> None:
    evil = "<script>alert(1)</script>"
    page = html_of(
        letter(
            over=(item(replace(KSTTHC, title=evil), why_again=evil, news="withdrawn"),),
            questions=(replace(QUESTION, document=evil, title=evil, duties=((evil, evil),)),),
            languages=("vi", "en"),
        )
    )
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") >= 10


def test_a_letter_that_only_asks_carries_no_calendar() -> None:
    mail = build(letter(questions=(QUESTION,)), SENDER, (TST,), "<1@dondoc.bhxh.example>", NOW)
    assert not [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert not letter(questions=(QUESTION,)).empty
