"""Danger first: every sure statement beside every dangerous word is not sure any more."""

from __future__ import annotations

from datetime import date

import pytest

from engine.replies.spelling import plain
from engine.replies.wording import understood
from tests.replies.said_notation import Expected
from tests.replies.said_short import EVERY

RECEIVED = date(2026, 11, 26)
SURE = [text for text, *expected in EVERY if isinstance(first := expected[0], Expected) and first.sure]
BEHIND = (
    "chưa?", "không?", "phải không ạ?", "nhưng sai", "nhưng thiếu phụ lục, sẽ gửi lại", "hay không",
    "nếu được duyệt", "chưa ạ", "đúng không", "và sẽ thay thế bằng văn bản khác", "nhầm",
    "trừ khi có lỗi", "hoặc số 9/BC", "không phải", "là nhầm", "tạm thời", "xin rút lại", "xin hủy",
    "?", "if approved", "or not", "but it was wrong", "unless told otherwise", "by mistake",
    "which was recalled", "?!",
)  # fmt: skip
BEFORE = (
    "Không phải", "Chưa", "Nếu", "Giả sử", "Sẽ", "Ngày mai", "Hình như", "Chắc là", "Có lẽ",
    "Không biết có phải", "Lẽ ra", "Xin hủy:", "Xin rút lại:", "Đừng ghi:", "Ví dụ:", "Tưởng là",
    "Hoặc", "Trường hợp", "Dự kiến", "Not", "If", "Unless", "Maybe", "We will say:", "Never:",
    "It is wrong that", "We think", "Suppose:", "When approved:",
)  # fmt: skip


@pytest.mark.sampled(30)
@pytest.mark.parametrize("text", SURE)
@pytest.mark.parametrize("accents", [True, False])
def test_a_dangerous_word_makes_a_sure_statement_doubtful(text: str, accents: bool) -> None:
    wrong = []
    for said in (*(f"{text.rstrip(' .')} {word}" for word in BEHIND), *(f"{word} {text}" for word in BEFORE)):
        said = said if accents else plain(said)
        wrong += [said for each in understood(said, received=RECEIVED) if each.sure]
    assert wrong == []
