"""Whatever the text: an answer, in bounded time, and no rule without a reason."""

from __future__ import annotations

import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.phrases import MeaningKind, deadlines, describe, parse
from calendars.phrases.text.tokens import MOST, normalise, tokenise
from language import LANGUAGES, say
from tests.support.tiers import examples

WORDS = [
    "ngày",
    "tháng",
    "quý",
    "năm",
    "tuần",
    "giờ",
    "trước",
    "sau",
    "chậm",
    "nhất",
    "hằng",
    "hàng",
    "mỗi",
    "riêng",
    "trừ",
    "đến",
    "hết",
    "từ",
    "kể",
    "thứ",
    "đầu",
    "cuối",
    "liền",
    "kề",
    "tiếp",
    "theo",
    "kỳ",
    "báo",
    "cáo",
    "và",
    "của",
    "trong",
    "khi",
    "kết",
    "thúc",
    "làm",
    "việc",
    "định",
    "lần",
    "một",
    "hai",
    "năm",
    "sáu",
    "mười",
    "lăm",
    "I",
    "II",
    "III",
    "IV",
    "1",
    "05",
    "15",
    "31",
    "2025",
    "6",
    "9",
    "12",
    ",",
    ";",
    ":",
    ".",
    "(",
    ")",
    "/",
    "-",
    "số",
    "liệu",
    "tính",
    "phấn",
    "đấu",
    "giai",
    "đoạn",
    "15/12",
    "15/12/2025",
    "hằng_năm",
    "công",
    "văn",
    "990/BHXH-CNTT",
    "nếu",
    "trùng",
    "nghỉ",
    "thì",
]
PHRASES = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
START, END = date(2024, 1, 1), date(2026, 12, 31)


@pytest.mark.slow
@settings(max_examples=examples(1500), deadline=None)
@given(PHRASES)
def test_any_row_of_words_has_an_answer(text: str) -> None:
    meaning = parse(text)
    found = deadlines(meaning, START, END)
    assert all(say(describe(meaning), language) for language in LANGUAGES)
    assert not (meaning.kind in (MeaningKind.UNKNOWN, MeaningKind.WINDOW, MeaningKind.EVENT) and found)
    assert all(START <= each.nominal <= END for each in found)
    if meaning.kind is MeaningKind.UNKNOWN:
        assert meaning.notes
    for each in found:
        # The longest term is 120 months.
        assert each.period.first.year - each.nominal.year in range(-11, 12)


@pytest.mark.slow
@settings(max_examples=examples(1000), deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    meaning = parse(text)
    assert meaning.phrase == text
    deadlines(meaning, START, END)
    assert all(say(describe(meaning), language) for language in LANGUAGES)


@settings(max_examples=examples(300), deadline=None)
@given(st.text(max_size=200))
def test_normal_text_stays_as_it_is(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    tokens = tokenise(once)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


def _steps(text: str) -> int:
    """How many lines of Python reading the text takes: time without a clock."""
    count = 0

    def trace(frame, event, arg):  # type: ignore[no-untyped-def]
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        parse(text)
    finally:
        sys.settrace(before)
    return count


SLOW = [
    "trước ngày ", "sau khi ", "từ ", "15, ", "quý I, ", "hằng năm ", "(", "riêng ", "nếu ", "| ", "I", "1/",
    "ngày 15 ", "kể từ ngày ", "trong 5 ngày ", "và ", "trừ tháng ",
]  # fmt: skip


@pytest.mark.slow
def test_the_work_is_in_proportion_to_the_length() -> None:
    for unit in SLOW:
        once, twice = _steps(unit * 20), _steps(unit * 40)
        assert twice < 2.6 * once + 500, unit


def test_a_text_that_is_too_long_is_not_read() -> None:
    for length in (MOST + 1, 10**6):
        meaning = parse("trước ngày 15 hàng tháng " + "x" * length)
        assert meaning.kind is MeaningKind.UNKNOWN
        assert len(meaning.phrase) < 4 * MOST
        assert "quá dài" in say(meaning.notes[0], "vi")
