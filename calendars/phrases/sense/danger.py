"""Words that turn, limit, cancel or date something else: where one stands, no date of the phrase is believed.

Looked for in the whole phrase after the grammar has taken its own words ("không muộn hơn", "trước khi hết"),
each as a wording in its context and never as a single syllable: "bỏ phiếu" and "thôi việc" cancel nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calendars.phrases.grammar.items import Distance, Due, Freq, Item, Named
from calendars.phrases.text.lexicon import COMPOUNDS, forms, listed, pairs, words
from calendars.phrases.text.reader import Reader, Wordings
from language import Message

_DUTIES = words(listed("danger.duties"))
"""Beginnings of what an office has to do: "bỏ báo cáo", "dừng gửi", "thôi nộp"."""
_ALWAYS = Wordings(*forms("danger.always"))
_BEFORE_DUTY = words("hủy huỷ bỏ dừng ngừng ngưng thôi miễn ngoại xóa xoá")
"""Cancel what an office does when it follows, when they begin the phrase, or when they stand in brackets."""
_BRACKETED = words("cũ hủy huỷ bỏ bãi dừng tạm hết không thay al âl âm xóa đã")
_NOMINAL = words("việc về sự để phương nghị xuất soát")
"""Before them a cancelling word is what is to be done: `việc hủy bỏ ... hoàn thành trước ngày`."""
_PEOPLE = words("nghiệp ty ông bà anh chị văn thị")
"""Before a single letter they make an example of a day: `doanh nghiệp B đến nộp phí`, `ông Trần Văn T`."""
_WORDS_OF_A_LETTER = "oy"
"""`doanh nghiệp y tế`, and `ở` where marks are not typed: no name, unless the letter alone is a capital."""
_LUNAR = words("mồng rằm giêng chạp âl")


def danger(r: Reader, found: Sequence[Item]) -> Message | None:
    """The first dangerous wording of the phrase, as a reason not to believe any date of it."""
    for i in _open(found):
        if (j := _at(r, i)) is not None:
            return Message("phrase.turns-date", text=r.shown(i, j))
    return None


def _initial(shown: str, *, clear: bool) -> bool:
    """Whether it is a letter that stands for a name. `clear`: capitals tell something in this text."""
    if len(shown) != 1 or not (shown.isascii() and shown.isalpha()):
        return False
    return (clear and shown.isupper()) or shown.casefold() not in _WORDS_OF_A_LETTER


def _open(found: Sequence[Item]) -> Iterator[int]:
    """The places that the grammar did not take for a time."""
    for item in found:
        if isinstance(item, Due | Distance | Named | Freq):
            continue
        yield from range(item.i, item.j)


def _at(r: Reader, i: int) -> int | None:
    word = r.text(i)
    if word in _LUNAR or (word == "al" and r.shown(i, i + 1).isupper()):
        return i + 1
    if word in _PEOPLE and _initial(r.shown(i + 1, i + 2), clear=not r.shouted):
        return i + 2
    closes = any(r.word(i + n, ")") for n in (1, 2, 3))
    if r.word(i - 1, "(") and word in _BRACKETED and closes:
        return i + 1
    if r.text(i - 1) in _NOMINAL or (word == "không" and r.word(i - 1, "hằng")):
        return None
    if (j := _ALWAYS.at(r, i)) is not None:
        return j
    if r.text(i - 1) in _BEFORE_DUTY or r.word(i - 1, "bãi", "tiêu"):
        return None  # the second syllable of a pair that was looked at
    if word in _BEFORE_DUTY and (_begins(r, i) or r.text(i + 1) in _DUTIES):
        # "bỏ phiếu", "miễn phí": the pair is another word.
        return None if (word, r.text(i + 1)) in _OTHERS | COMPOUNDS else i + 1
    return None


_OTHERS = pairs("bỏ phiếu, bỏ vốn, thôi việc, thôi học, miễn phí, miễn thuế, miễn giảm, miễn dịch")


def _begins(r: Reader, i: int) -> bool:
    return i == 0 or (i <= 3 and r.text(i - 1) in (")", ".", "-", "+"))
