"""What turns, cancels or limits a date leaves none: every dated phrase with every dangerous wording."""

from __future__ import annotations

import pytest

from calendars.phrases import parse
from language import say
from tests.phrases.rows import dates
from tests.phrases.tables import ALL

DATED = [row for row in ALL if row.dates]
BEFORE = (
    "Không phải báo cáo", "Bãi bỏ báo cáo", "Hủy bỏ báo cáo", "Hủy báo cáo", "Thay thế báo cáo",
    "Dừng báo cáo", "Thôi báo cáo", "Không yêu cầu báo cáo", "Tạm dừng báo cáo", "Bỏ báo cáo",
    "Nay bỏ quy định", "Miễn báo cáo", "Không cần gửi báo cáo", "Không nộp", "Đình chỉ việc báo cáo",
    "Ngừng gửi báo cáo", "Không áp dụng thời hạn", "Chưa phải báo cáo", "Hoãn báo cáo", "Chấm dứt báo cáo",
    "Không còn báo cáo", "Bãi bỏ quy định", "Gác lại việc báo cáo", "Tạm gác báo cáo",
    "Lùi lại việc báo cáo", "Rút lại yêu cầu báo cáo", "Giãn hạn báo cáo", "Thu hồi văn bản yêu cầu báo cáo",
    "Trước đây báo cáo", "Đơn vị chậm nộp báo cáo", "Các đơn vị chưa gửi báo cáo", "Có thể gửi báo cáo",
)  # fmt: skip
AFTER = (
    "(bãi bỏ)", "(hủy)", "(cũ)", "(hủy bỏ)", "(âm lịch)", "(AL)", "ÂL", "âm lịch", "trở đi", "(đã bãi bỏ)",
    "(không áp dụng)", "(tạm dừng)", "hết hiệu lực", "thì không phải báo cáo", ", nay bãi bỏ", "(thay thế)",
    "không áp dụng nữa",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("word", BEFORE)
@pytest.mark.sampled(12)
def test_no_date_comes_of_what_is_not_to_be_done(word: str) -> None:
    for row in DATED:
        text = f"{word} {row.phrase[0].lower()}{row.phrase[1:]}"
        assert dates(parse(text), "W") == (), text


@pytest.mark.slow
@pytest.mark.parametrize("word", AFTER)
@pytest.mark.sampled(9)
def test_no_date_comes_of_what_is_taken_back(word: str) -> None:
    for row in DATED:
        assert dates(parse(f"{row.phrase} {word}"), "W") == (), row.phrase


@pytest.mark.parametrize(
    ("phrase", "english"),
    [
        (
            "Bãi bỏ báo cáo gửi trước ngày 15 hằng tháng",
            "Unclear: “Bãi bỏ” turns or cancels what the date says",
        ),
        (
            "Cuối tháng là ngày cuối cùng của tháng",
            "Unclear: “Cuối tháng là ngày cuối cùng của tháng” explains a word or a time, it is no deadline",
        ),
    ],
)
def test_the_reason_names_the_words(phrase: str, english: str) -> None:
    meaning = parse(phrase)
    assert f"Unclear: {say(meaning.notes[0], 'en')}" == english


@pytest.mark.parametrize(
    "phrase",
    [
        "Việc hủy bỏ các quy định phải hoàn thành trước ngày 30 tháng 9 năm 2026",
        "Tổ chức bỏ phiếu trước ngày 30 tháng 9 hằng năm",
        "Giải quyết chế độ thôi việc trước ngày 30 tháng 9 hằng năm",
        "Gửi báo cáo về chuồng trại trước ngày 30 tháng 9 hằng năm",
        "Gửi Cục Hàng không Việt Nam trước ngày 30 tháng 9 hằng năm",
        "Phòng xét nghiệm tham gia ngoại kiểm trước ngày 30 tháng 9 hằng năm",
        "Đề nghị miễn thuế gửi chậm nhất ngày 30 tháng 9 hằng năm",
    ],
)
def test_a_syllable_alone_cancels_nothing(phrase: str) -> None:
    assert dates(parse(phrase), "W"), phrase
