"""Reasons not to believe a date: what stands around it that no rule took.

The safe side of the grammar. A date is believed only when every word of time in the phrase has a place, and
when the words right beside it are ordinary ones; a slip of the keyboard in "trước", "sau" or "riêng" thus
makes a phrase unknown and never gives another date.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from calendars.phrases.grammar.items import Distance, Due, Freq, Item, Mark, Named, Rest, Rolling, Sep
from calendars.phrases.sense.danger import danger
from calendars.phrases.sense.not_due import not_due
from calendars.phrases.text import lexicon, vocabulary
from calendars.phrases.text.reader import Reader
from language import Message

_JOINS = frozenset(
    (",", ";", ":", ".", "(", ")", "và", "+", "•", "?", "!", "…", "'", "’", "‘", "[", "]", "%")
)
_NEAR = 3
_COLUMN = 6
_PERHAPS = lexicon.words("dự kiến")
_CLAUSE = frozenset((";", ":", "."))
_DUTY = lexicon.words("phải cần xong nộp gửi trình")
_ASKS = lexicon.pairs("yêu cầu, đề nghị, chịu trách")
_DUTIES = lexicon.DUTIES | lexicon.words(lexicon.listed("doubts.duties"))
_NO_DUTY = lexicon.words("hạn là và vào về trả")
_GOES_ON = lexicon.words("thì thuộc của quy mà gồm được bị có hoặc")
"""After a day that stands once they go on about what was there by it."""
_HAPPENED = lexicon.words("đã đang bị từng được có")
"""Before a day and after no duty: what was done, or was so, by that day."""
_SUBJECT = 10
_DUE = lexicon.words("hạn nộp gửi báo trình hoàn công khai")
_AROUND = 2
_COUNTED = frozenset(lexicon.NUMBERS) | frozenset(lexicon.AFTER_TEN) | frozenset(lexicon.ROMAN) | {"mươi"}
_COUNTS = frozenset(lexicon.NUMBERS) | lexicon.words("trước sau cuối đầu")
_ANYWHERE = lexicon.words("riêng trừ")
_FAR = lexicon.words("đã từng không chưa chẳng đừng trước sau hết quá")
"""Turn a date also from two words further off: `không gửi báo cáo ngày 15`, `đã nộp đủ ngày 15`."""
_ISSUED = lexicon.pairs("ban hành, ký kết, giao kết, tiếp nhận, hiệu lực")
_MUST = frozenset((",", ";", ":", ".", "(", ")", "-", "phải", "việc", "và", "trình", "hoàn", "thành", "để"))
_KEPT = lexicon.pairs(lexicon.listed("doubts.kept"))
_DONE = lexicon.words("ký nộp sinh nghỉ hưu mất hưởng nhận")
_DONE_PAIRS = lexicon.pairs(lexicon.listed("doubts.done_pairs"))


def doubt(r: Reader, found: Sequence[Item], dated: Sequence[Item]) -> Message | None:
    """Why the dated items are not to be believed; None when they are."""
    if why := danger(r, found):
        return why
    for item in found:
        if isinstance(item, Mark) and item.what == "clock":
            return Message("phrase.depends-on-issue", text=r.shown(item.i, item.j))
        if isinstance(item, Rolling) and item.roll is None:
            return Message("phrase.days-off-unclear", text=r.shown(item.i, item.j))
        if isinstance(item, Rest) and item.text in _ANYWHERE:
            return Message("phrase.not-understood", text=item.text)
    if broken := _broken(r, found):
        return Message("phrase.not-understood", text=r.shown(broken[0].i, broken[1].j))
    places = {id(item): n for n, item in enumerate(found)}
    for item in dated:
        n = places[id(item)]
        why = _around(r, found, n) or _before(r, found, n) or _after(r, found, n) or not_due(r, found, n)
        if why:
            return why
    return None


def _broken(r: Reader, found: Sequence[Item]) -> tuple[Rest, Rest] | None:
    """Two pieces side by side of what may have been another time: `trước ngà 15`, `thứ sáu`, `trừ` and `IV`
    after a slip. What it said of the date that was read, nobody knows.
    """
    rests = [item if isinstance(item, Rest) else None for item in found]
    for one, other in pairwise(rests):
        if one and other and (_heavy(r, one) or _heavy(r, other)) and _piece(r, one) and _piece(r, other):
            return one, other
        if one and other and _heavy(r, other) and vocabulary.near_unit(one.text) and not _paired(r, one.i):
            return one, other
    for one, sign, other in zip(rests, found[1:], rests[2:], strict=False):
        if (
            one
            and other
            and isinstance(sign, Sep)
            and sign.sign == "/"
            and _heavy(r, one)
            and _heavy(r, other)
        ):
            return one, other
    return None


def _piece(r: Reader, item: Rest) -> bool:
    return (
        _heavy(r, item)
        or item.text in _COUNTS
        or item.text in lexicon.TIME_UNITS
        or (item.weight == "odd" and strange(r, item))
    )


def _heavy(r: Reader, item: Rest) -> bool:
    """A number that counts nothing known, in figures or Roman; `thứ` with what should be a weekday."""
    if item.text == "thứ":
        return True
    number = r.at(item.i).kind == "num" or item.text in lexicon.ROMAN or item.text == "mươi"
    return number and item.weight != "filler"


def _around(r: Reader, found: Sequence[Item], n: int) -> Message | None:
    """A word of time that no rule took, or one that may be a misspelt one, within two items of a date."""
    for step in (-1, 1):
        k = n + step
        for _ in range(_AROUND):
            item = found[k] if 0 <= k < len(found) else None
            if item is None or (isinstance(item, Sep) and item.sign in (";", ".")):
                break
            apart = step == 1 and k > n + 1 and r.word(item.i - 1, ",")
            following = found[k + 1] if k + 1 < len(found) else None
            if apart and item.i + 1 < len(r) and isinstance(following, Rest | Sep):
                break  # another clause, which begins with no time
            if isinstance(item, Rest) and (
                item.weight == "hard" or (item.weight == "odd" and lookalike(r, item))
            ):
                return Message("phrase.not-understood", text=item.text)
            k += step
    return None


def lookalike(r: Reader, item: Rest) -> bool:
    """Whether a word may be a misspelt word about time: it looks like one, and no fellow stands beside it."""
    return vocabulary.slip(item.text) and not _paired(r, item.i)


def _paired(r: Reader, i: int) -> bool:
    return (r.text(i - 1), r.text(i)) in vocabulary.PAIRS or (r.text(i), r.text(i + 1)) in vocabulary.PAIRS


def strange(r: Reader, item: Rest) -> bool:
    """Whether a word is neither an ordinary one nor an abbreviation in capitals."""
    shown = r.shown(item.i, item.j)
    known = item.text in vocabulary.ORDINARY or item.text in lexicon.LEADS or _paired(r, item.i)
    capitals = len(shown) > 1 and shown.isupper() and shown.isascii() and not r.shouted
    return not known and not capitals


def _firm(item: Item) -> bool:
    if isinstance(item, Due):
        return item.firm or (item.said_at and all(p.comes_round for p in item.points))
    if isinstance(item, Distance):
        return item.firm
    return isinstance(item, Named) and item.bound in ("before", "by", "within")


def _before(r: Reader, found: Sequence[Item], n: int) -> Message | None:
    previous = found[n - 1] if n else None
    if isinstance(previous, Sep) and previous.sign not in _JOINS:
        start = n == 1 or isinstance(found[n - 2], Sep)
        if previous.sign != "-" or not start:
            return Message("phrase.sign", sign=previous.sign)
    if isinstance(previous, Rest) and previous.weight == "odd":
        if strange(r, previous) and (not _firm(found[n]) or lookalike(r, previous)):
            return Message("phrase.not-understood", text=previous.text)
        i = previous.i
        if not _firm(found[n]) and not {r.text(i), f"{r.text(i - 1)}_{r.text(i)}"} & lexicon.LEADS:
            return beside("phrase.text-before", previous, r, found[n])
    for back in range(1, _NEAR + 1):
        near = found[n - back] if n >= back else None
        if near is None or isinstance(near, Sep):
            break
        if _next_years(r, near, found[n]):
            continue
        if isinstance(near, Rest) and (near.text in _FAR or (back == 1 and near.weight == "soft")):
            return beside("phrase.text-before", near, r, found[n])
    i = found[n].i
    if why := _says_what(r, found, n):
        return why
    verb = (r.text(i - 2), r.text(i - 1))
    limit = found[n]
    late = r.word(i, "chậm", "muộn", "trễ")  # nothing happened "chậm nhất" in the past
    comes_round = isinstance(limit, Due) and any(p.comes_round for p in limit.points)
    rules = comes_round and (late or r.word(i - 3, "được"))
    if verb in _ISSUED and i > 2 and r.text(i - 3) not in _MUST and not r.word(i - 3, "hoạch") and not rules:
        return Message("phrase.perhaps-of-document", text=r.shown(i - 2, found[n].j))
    if any((r.text(k), r.text(k + 1)) in _KEPT for k in range(i - 6, i - 1)) and (
        r.text(i - 1) in _DONE or (r.text(i - 2), r.text(i - 1)) in _DONE_PAIRS
    ):
        return Message("phrase.of-papers", text=r.shown(max(0, i - 4), found[n].j))
    if (
        (r.word(i - 2, "được", "có") and r.word(i - 1, "ký"))
        or (
            r.word(i - 3, "được")
            and r.word(i - 2, "ban", "phê", "thông")
            and r.word(i - 1, "hành", "duyệt", "qua")
        )
        or (r.word(i - 2, "hiệu") and r.word(i - 1, "lực"))
    ):
        return Message("phrase.of-document", text=r.shown(max(0, i - 3), found[n].j))
    return None


def _next_years(r: Reader, near: Item, item: Item) -> bool:
    """`dự toán năm sau trước ngày 30 tháng 6 hằng năm`: what is done each year is for the next one."""
    limit = isinstance(item, Due) and item.firm and all(p.year_ref == "every" for p in item.points)
    return limit and isinstance(near, Rest) and near.text == "sau" and r.word(near.i - 1, "năm")


def _alone(r: Reader, found: Sequence[Item], n: int) -> bool:
    """Whether a day without any word of a limit is all that the phrase says, as in a column of times."""
    words_ = [item for k, item in enumerate(found) if k != n and isinstance(item, Rest)]
    return len(words_) <= _COLUMN and all(
        {r.text(item.i), f"{r.text(item.i - 1)}_{r.text(item.i)}", f"{r.text(item.i)}_{r.text(item.i + 1)}"}
        & lexicon.LEADS
        or item.weight == "filler"
        or item.text in _PERHAPS
        for item in words_
    )


def _of_the_past(r: Reader, found: Sequence[Item], n: int) -> Message | None:
    """A day before which something happened to somebody: `đã được bổ nhiệm trước ngày ... thì`."""
    item = found[n]
    start = next((k + 1 for k in range(item.i - 1, -1, -1) if r.text(k) in _CLAUSE), 0)
    asks = (
        k
        for k in range(start, item.i)
        if r.text(k - 1) != "đã" and (r.text(k) in _DUTY or (r.text(k), r.text(k + 1)) in _ASKS)
    )
    must = max(asks, default=-1)
    happened = any(r.text(k) in _HAPPENED for k in range(max(start, must + 1), item.i))
    told = must < 0 and sum(isinstance(each, Rest) and start <= each.i for each in found[:n]) > 2
    asked = any(f"{r.text(k)}_{r.text(k + 1)}" in _DUTIES for k in range(start, item.i))
    if (
        r.text(item.j) in _GOES_ON
        or (r.word(item.j, ":") and item.j == len(r) - 1 and not r.word(item.i, "chậm", "muộn", "hạn"))
        or (happened and must < 0)
        or (told and not asked and not r.word(item.i, "chậm", "muộn", "trễ", "hạn", "xong"))
    ):
        return Message("phrase.of-document", text=r.shown(max(start, item.i - 4), item.j))
    return None


def _says_what(r: Reader, found: Sequence[Item], n: int) -> Message | None:
    """Days that define a word (`cuối tháng là ngày cuối cùng của tháng`) or end a time that began before."""
    item = found[n]
    if not isinstance(item, Due):
        return None
    once = not any(p.comes_round for p in item.points) and not any(isinstance(each, Freq) for each in found)
    if once and any(p.year for p in item.points) and (why := _of_the_past(r, found, n)):
        return why
    if item.firm:
        return None
    signed = (r.text(item.i - 2), r.text(item.i - 1)) in _ISSUED
    if once and signed and r.word(item.i, "ngày") and any(p.year for p in item.points):
        return Message("phrase.of-document", text=r.shown(item.i - 2, item.j))
    if (
        once
        and r.word(item.i, "ngày", "thứ", "chủ") | (r.at(item.i).kind == "num")
        and not _alone(r, found, n)
    ):
        return Message("phrase.perhaps-of-document", text=r.shown(item.i, item.j))
    if r.word(item.j, "là"):
        return Message("phrase.defines", text=r.shown(item.i, item.j + 1))
    if r.word(item.i, "là") and not any(r.text(k) in _DUE for k in range(max(0, item.i - _SUBJECT), item.i)):
        return Message("phrase.defines", text=r.shown(max(0, item.i - 2), item.j))
    if r.word(item.i, "đến", "tới", "hết") or (r.word(item.i, "cho") and r.word(item.i + 1, "đến")):
        start = next((k for k in range(item.i - 1, -1, -1) if r.word(k, ";")), -1)
        lead = {r.text(item.i - 1), f"{r.text(item.i - 2)}_{r.text(item.i - 1)}"}
        if any(r.word(k, "từ", "kể") for k in range(start + 1, item.i)) or not (
            item.i < 2 or lead & lexicon.LEADS
        ):
            return Message("phrase.defines", text=r.shown(max(0, item.i - 2), item.j))
        later = [r.text(k) for k in range(item.j, len(r))]
        pairs = {f"{one}_{two}" for one, two in pairwise(later)} | set(later)
        if item.i < 2 and len(later) > _NEAR and not pairs & ((_DUTIES | _DUTY) - _NO_DUTY):
            return Message("phrase.defines", text=r.shown(item.i, item.j))  # how things stand by then
        if r.text(item.j) in _GOES_ON or (r.word(item.j, ",") and r.word(item.j + 1, "nếu")):
            return Message("phrase.defines", text=r.shown(item.i, item.j + 1))
    if r.word(item.i, "vào") and (r.text(item.i - 2), r.text(item.i - 1)) in (
        ("kết", "thúc"),
        ("bắt", "đầu"),
    ):
        return Message("phrase.defines", text=r.shown(item.i - 2, item.j))
    return None


def _after(r: Reader, found: Sequence[Item], n: int) -> Message | None:
    following = found[n + 1] if n + 1 < len(found) else None
    if isinstance(following, Sep) and following.sign not in _JOINS:
        bullet = following.sign == "-" and n + 2 < len(found) and not _timed(found[n + 2])
        if not bullet:
            return Message("phrase.sign", sign=following.sign)
    if isinstance(following, Rest) and following.weight == "odd" and following.text not in lexicon.FOLLOWERS:
        last = found[n].j - 1
        each = r.text(last - 1) in lexicon.EVERY
        unit = r.text(last) in lexicon.TIME_UNITS and not each
        closed = r.at(last).kind == "word"
        counted = (r.text(last) in _COUNTED and not each) or unit
        if counted or lookalike(r, following) or (strange(r, following) and not closed):
            return beside("phrase.text-after", following, r, found[n])
    k = r.skip(found[n].j, "của", "trong", "thuộc")
    if r.word(k, "năm", "tháng", "quý", "kỳ") and isinstance(found[n], Due) and not _begins_time(found, k):
        # "ngày 30 tháng 3 của năm cuối giai đoạn": of a year that is not each.
        return Message("phrase.text-after", text=r.shown(k, k + 2), what=r.shown(found[n].i, found[n].j))
    if isinstance(following, Rest) and following.weight == "soft":
        return beside("phrase.text-after", following, r, found[n])
    return None


def _begins_time(found: Sequence[Item], k: int) -> bool:
    return any(item.i == k and not isinstance(item, Rest | Sep) for item in found)


def beside(name: str, odd: Rest, r: Reader, item: Item) -> Message:
    """That a word beside a time is not understood."""
    return Message(name, text=odd.text, what=r.shown(item.i, item.j))


def _timed(item: Item) -> bool:
    return not isinstance(item, Rest | Sep)
