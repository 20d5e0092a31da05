"""Vietnamese that was typed without its marks: `truoc ngay 15 hang thang`.

Read only where every word of the phrase is in a closed table in which it can mean one thing; whatever else
stands there, a word that cancels above all, leaves the phrase as it was, and then no date is found in it.
"""

from __future__ import annotations

from calendars.phrases.text.lexicon import words
from calendars.phrases.text.vocabulary import bare

_WORDS = {
    bare(word): word
    for word in words("""
    ngày tháng quý năm tuần trước chậm muộn nhất hằng mỗi cuối đầu của gửi nộp báo cáo về và là vào
    hết hoàn thành xong định kỳ lần giờ đơn vị các phòng ubnd tiếp theo kế liền cùng làm việc tiên
    hạn chót trong i ii iii iv h bc
    """)
}  # fmt: skip
_PAIRS = {("năm", "sau"): "sau", ("quý", "sau"): "sau"}
"""Next year and next quarter; "thang sau" may be June as well, and stays as it is."""


def marked(source: str) -> str:
    """The text with its marks, or the text as it is when a word of it is not known for sure."""
    if not source.isascii():
        return source
    out: list[str] = []
    for word in source.split():
        core = word.strip(".,;:()/-0123456789'+").lower()
        known = "" if not core else _WORDS.get(core) or _PAIRS.get((out[-1] if out else "", core))
        if known is None:
            return source
        out.append(word.lower().replace(core, known) if core else word)
    return " ".join(out)
