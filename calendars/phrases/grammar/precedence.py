"""From tokens to items: at each place the first rule that fits, else a rest that is weighed.

The order of the rules is the grammar's precedence: what takes a date away from being a deadline (a reference,
a roll, a distance, a window) is tried before what makes one.
"""

from __future__ import annotations

from datetime import date

from calendars.periods import Kind
from calendars.phrases.grammar import bounds, cycles, offsets
from calendars.phrases.grammar import named as named_periods
from calendars.phrases.grammar.bounds import between, due
from calendars.phrases.grammar.cycles import freq
from calendars.phrases.grammar.days import point
from calendars.phrases.grammar.items import Due, Effective, Item, Mark, Reference, Rest, Rolling, Sep
from calendars.phrases.grammar.named import named, span
from calendars.phrases.grammar.offsets import distance, event
from calendars.phrases.grammar.stretches import stretch
from calendars.phrases.text import lexicon
from calendars.phrases.text.lexicon import forms
from calendars.phrases.text.reader import Reader, Wordings
from calendars.rules import Roll

_MARKS: tuple[tuple[str, Wordings], ...] = (
    ("for", Wordings("đối với", "áp dụng đối với", "đối với các")),
    ("riêng", Wordings("riêng", "riêng đối với", "riêng với")),
    ("trừ", Wordings("trừ", "ngoại trừ", "không kể", "không bao gồm")),
    ("data", Wordings(
        "số liệu", "dữ liệu", "phát sinh", "chốt", "tính đến", "tính từ", "lũy kế", "cộng dồn", "lấy số",
        "chốt số liệu", "thời kỳ báo cáo", "kỳ số liệu", "niên độ", "tính trong",
        "thời gian chốt số liệu", "thời điểm chốt số liệu", "thời điểm lấy số liệu", "kỳ thống kê",
    )),
    ("reported", Wordings("tháng báo cáo", "quý báo cáo", "năm báo cáo")),
    ("goal", Wordings("phấn đấu", "phân đầu", "phân đấu", "phấn đầu", "mục tiêu", "chỉ tiêu", "tầm nhìn",
     "định hướng")),
    ("always", Wordings("thường xuyên", "thường xuyên liên tục", "thường xuyên , liên tục", "liên tục")),
    ("realtime", Wordings("thời gian thực")),
    ("period", Wordings("định kỳ")),
    ("vague", Wordings(
        "đầu tháng", "giữa tháng", "cuối tháng", "đầu quý", "giữa quý", "cuối quý", "đầu năm", "giữa năm",
        "cuối năm",
        "đầu tuần", "cuối tuần", "giữa tuần", "thượng tuần", "trung tuần", "hạ tuần", "đầu năm dự toán",
        "cuối hằng tháng", "cuối mỗi tháng", "cuối mỗi quý", "cuối hằng quý", "cuối mỗi năm", "cuối hằng năm",
        "đầu mỗi tháng", "đầu hằng tháng", "đầu mỗi quý", "đầu mỗi năm", "đầu kỳ", "cuối kỳ",
    )),
    # Known only from the day on which the paper was written, or from another calendar.
    ("clock", Wordings(
        "năm nay", "tháng này", "cuối tháng này", "quý này", "tuần này", "trước mắt", "âm lịch", "sau tết",
        "trước tết", "hôm nay", "ngày mai", "tuần tới", "tháng tới", "sang năm", "năm ngoái", "tết",
    )),
    ("each", Wordings("lần lượt", "tương ứng")),
)  # fmt: skip
_ROLL_STARTS = frozenset(("nếu", "trường", "khi", "trùng", "gặp", "rơi"))
_OFF = Wordings(*forms("precedence.off"))
_ROLL_NEXT = Wordings(*forms("precedence.roll_next"))
_ROLL_BACK = Wordings(*forms("precedence.roll_back"))
_ISSUED = Wordings("ngày ký", "ngày ban hành", "ngày ký ban hành", "ngày công bố", "ngày có hiệu lực")
_STARTS = (
    bounds.STARTS | cycles.STARTS | named_periods.STARTS | offsets.STARTS | frozenset(lexicon.NUMBERS)
    | frozenset(first for _, wordings in _MARKS for first in wordings.firsts)
)  # fmt: skip
"""Another word begins nothing: most words of a sentence are passed over at once."""
_PAIRED = frozenset(pair[0] for pair in lexicon.COMPOUNDS)
_NOUNS = frozenset(noun.split("_")[0] for noun in lexicon.DOCUMENTS | lexicon.LABELS)
_NOT = frozenset(("không", "chưa", "chẳng", "đừng"))


def items(r: Reader) -> list[Item]:
    """The items of a phrase, in order, each token in exactly one."""
    found: list[Item] = []
    i = _label(r)
    while i < len(r):
        item = _one(r, i)
        found.append(item)
        i = max(item.j, i + 1)
    return found


def _label(r: Reader) -> int:
    """The place after a list label in front: `a)`, `2.`, `3.2.`, `- `, `+ `."""
    i = 0
    while r.text(i) in ("-", "+", "•", "*", "·", "…"):
        i += 1
    start = i
    token = r.at(i)
    if token.kind == "word" and len(token.text) == 1 and r.text(i + 1) in (")", "."):
        return i + 2
    if token.kind == "num" and token.digits <= 2:
        while r.at(i).kind == "num" and r.at(i).digits <= 2 and r.text(i + 1) in (".", ")"):
            i += 2
        if i > start and r.at(i).kind == "num" and r.at(i).digits <= 2 and r.at(i + 1).kind == "word":
            # `3.2 Thời gian`: the last number of the label has no full stop.
            i = i + 1 if r.at(i).glued and r.text(i + 1) not in lexicon.TIME_UNITS else start
        if r.at(i).kind != "word":
            return start
    return i


def _one(r: Reader, i: int) -> Item:
    token = r.at(i)
    if token.kind == "ref":
        return _reference(r, i, i)
    if token.kind == "sign":
        return Sep(i, i + 1, token.text)
    if token.kind == "word":
        if (pair := _compound(r, i)) is not None:
            return Rest(i, pair, r.shown(i, pair), "filler")
        if (found := _special(r, i)) is not None:
            return found
    if (
        token.text in _NOT
        and bounds.BY.at(r, i) is None
        and r.word(i + 1, "được", "gửi", "nộp", "trước", "báo", "phải", "thực", "áp")
    ):
        # What must not be done before a day has no deadline there.
        end = i + 1
        if r.word(i + 1, "phải", "báo"):
            return Rest(i, end, token.text, "soft")
        return Rest(i, end, token.text, "hard")
    if token.kind == "word" and token.text not in _STARTS:
        return _rest(r, i)
    return (
        freq_of(r, i)
        or _in_force(r, i)
        or distance(r, i)
        or event(r, i)
        or span(r, i)
        or stretch(r, i)
        or _beginning(r, i)
        or due(r, i)
        or named(r, i)
        or _mark(r, i)
        or _rest(r, i)
    )


def _in_force(r: Reader, i: int) -> Item | None:
    """`có hiệu lực thi hành sau 15 ngày kể từ ngày ký`: when a paper begins to hold, no time to act in."""
    k = i - 2 if r.word(i - 2, "thi") and r.word(i - 1, "hành") else i
    held = distance(r, i) if r.word(k - 2, "hiệu") and r.word(k - 1, "lực") else None
    return None if held is None else Effective(i, held.j, None)


def freq_of(r: Reader, i: int) -> Item | None:
    """A frequency; but a period with a name of its own ("báo cáo quý I") is none."""
    found = freq(r, i)
    if found is None:
        return None
    longer = named(r, i)
    return longer if longer is not None and longer.j > found.j else found


def _special(r: Reader, i: int) -> Item | None:
    if r.text(i) in _ROLL_STARTS and (rolling := _rolling(r, i)):
        return rolling
    if r.word(i, "và"):
        return Sep(i, i + 1, "và")
    if r.word(i, "lần", "kỳ", "khóa", "điều", "hạng", "người", "nghĩa", "phần", "bên") and (
        end := _ordinal(r, i + 1)
    ):
        return Rest(i, end, r.shown(i, end), "filler")
    if (last := _about_the_last(r, i)) is not None:
        return last
    if r.text(i) not in _NOUNS:
        return None
    for length in (2, 1):
        noun = "_".join(r.text(i + n) for n in range(length))
        if noun in lexicon.DOCUMENTS and (paper := _paper(r, i, i + length)):
            return paper
        if noun in lexicon.LABELS and r.text(i + length) in lexicon.ROMAN:
            return Rest(i, i + length + 1, r.shown(i, i + length + 1), "filler")
        if noun in lexicon.LABELS and r.at(i + length).kind == "num":
            unit = r.text(i + length + 1)
            if unit not in lexicon.TIME_UNITS and unit != "/":
                return Rest(i, i + length + 1, r.shown(i, i + length + 1), "filler")
    return None


def _about_the_last(r: Reader, i: int) -> Rest | None:
    """`kết quả của năm trước về Bộ`, `báo cáo năm trước liền kề`: what is told of, and no day's year."""
    k = r.skip(i, "của", "trong")
    if not r.word(k, "năm", "quý", "tháng") or not r.word(k + 1, "trước") or r.at(i - 1).kind != "word":
        return None
    j = r.skip_all(k + 2, ("liền", "kề"))
    known = r.text(j) in lexicon.KEYS or r.text(j) in lexicon.TIME_UNITS
    plain = j == k + 4 or (k > i and r.at(j).kind == "word" and not known)
    return Rest(i, j, r.shown(i, j), "filler") if plain else None


def _ordinal(r: Reader, i: int) -> int | None:
    """The place after `thứ nhất`, `thứ ba`, `thứ 2`: which one of some things, and no day of the week."""
    if not r.word(i, "thứ"):
        return None
    if r.word(i + 1, "nhất", "nhì"):
        return i + 2
    number = r.number(i + 1, five=True)
    return None if number is None else number[1]


def _duration(r: Reader, i: int) -> int | None:
    """The place after how long something lasts: `01 năm`, `từ 6 tháng trở lên`."""
    number = r.number(i)
    if number is None or r.word(i - 1, "ngày", "mồng", "trước", "thứ", "tháng", "quý", "/", "-"):
        return None
    j = number[1]
    if not r.word(j, "năm", "tháng", "tuần", "giờ", "phút", "ngày"):
        return None
    if r.word(j, "tháng") and number[0] in (3, 6, 9, 12) and not r.word(i - 1, "là"):
        return None  # reports are called so
    if (
        r.at(j + 1).kind == "num"
        or r.text(j + 1) in lexicon.NUMBERS
        or r.word(j + 1, "đầu", "cuối", "sau", "trước", "này", "kể", "tính")
    ):
        return None
    return j + 1


def _paper(r: Reader, i: int, j: int) -> Reference | None:
    """`Công văn số 990/BHXH-CNTT ngày 10/4/2023`, `Nghị định số 09`, `Công văn ngày 10/4/2023`."""
    numbered = r.word(j, "số")
    j = j + 1 if numbered else j
    if r.at(j).kind == "ref" or (
        numbered and r.at(j).kind == "num" and r.text(j + 1) not in lexicon.TIME_UNITS
    ):
        return _reference(r, i, j)
    if r.word(j, "ngày") and (dated := point(r, j)) and dated[0].year is not None:
        return Reference(i, dated[1], r.shown(i, dated[1]))
    return None


def _reference(r: Reader, i: int, j: int) -> Reference:
    """A document's number with the date it was signed on."""
    j += 1
    if (dated := point(r, j)) and (dated[0].year is not None or r.word(j, "ngày")):
        j = dated[1]
    elif r.word(j, "năm") and r.year(j + 1):
        j += 2
    return Reference(i, j, r.shown(i, j))


def _rolling(r: Reader, i: int) -> Rolling | None:
    """`trường hợp ngày 15 trùng ngày nghỉ thì chuyển sang ngày làm việc tiếp theo`."""
    end = i
    off = False
    roll: Roll | None = None
    numbers = after = 0
    while end < len(r) and end < i + 60 and r.text(end) not in (";", ".", ")", "("):
        off = off or _OFF.at(r, end) is not None
        after = after or (end if r.word(end, "thì") else 0)
        numbers += bool(after) and r.at(end).kind == "num"
        if _ROLL_NEXT.at(r, end) is not None:
            roll = Roll.NEXT
        elif _ROLL_BACK.at(r, end) is not None:
            roll = Roll.PREVIOUS
        end += 1
    if not off or not (roll or any(r.word(k, "trùng", "rơi", "gặp", "là", "vào") for k in range(i, end))):
        return None
    return Rolling(i, end, None if numbers else roll)


def _beginning(r: Reader, i: int) -> Item | None:
    """A window, or a beginning: `từ ngày 01/7/2024`, `kể từ ngày ký`."""
    found = between(r, i)
    if isinstance(found, Due):
        return found
    if found is not None:
        p = found.start
        if found.end is None and p.year is not None and p.month is not None and isinstance(p.day, int):
            return Effective(i, found.j, date(p.year, p.month, p.day), opens=True)
        return found
    if r.word(i, "kể", "từ"):
        if (vague := _mark(r, i + 1)) is not None and vague.what == "vague":
            return Effective(i, vague.j, None, opens=True)
        j = r.skip(r.skip(i, "kể"), "từ")
        if (k := _ISSUED.at(r, j)) is not None:
            return Effective(i, k, None)
        unit = named(r, j)
        if unit is not None and unit.bound in ("", "vague"):
            year = unit.year if unit.kind is Kind.YEAR else None
            return Effective(i, unit.j, None, opens=True, year=year)
    return None


def _mark(r: Reader, i: int) -> Mark | None:
    best: Mark | None = None
    for what, wordings in _MARKS:
        j = wordings.at(r, i)
        if what == "realtime" and j is not None and r.word(j, "hiện"):
            continue  # "thời gian thực hiện"
        if j is not None and (best is None or j > best.j):
            best = Mark(i, j, what)  # type: ignore[arg-type]
    return best


def _compound(r: Reader, i: int) -> int | None:
    """The place after a fixed pair of words in which a word of time is none ("thống nhất", "đầu mối")."""
    if r.text(i) not in _PAIRED:
        return None
    for length in (3, 2):
        if tuple(r.text(i + n) for n in range(length)) in lexicon.COMPOUNDS:
            return i + length
    return None


def _rest(r: Reader, i: int) -> Rest:
    token = r.at(i)
    if token.kind == "num":
        pair = f"{r.text(i + 1)}_{r.text(i + 2)}"
        before = r.at(i - 2 if r.word(i - 1, ".") else i - 1)
        # CO2, A1, c.2)
        named = token.glued and before.kind == "word" and len(before.text) <= 2 and before.text.isascii()
        if named or r.text(i + 1) in lexicon.COUNTED or pair in lexicon.COUNTED:
            return Rest(i, i + 1, r.shown(i, i + 1), "filler")
        if (long := _duration(r, i)) is not None:
            return Rest(i, long, r.shown(i, long), "filler")
        return Rest(i, i + 1, r.shown(i, i + 1), "hard")
    if token.text == "hoặc" and event(r, i + 1) is not None:
        return Rest(i, i + 1, token.text, "filler")
    weekday = token.text == "thứ" and (r.text(i + 1) in lexicon.WEEKDAYS or r.digits(i + 1) is not None)
    if weekday or token.text in lexicon.HARD_KEYS:
        return Rest(i, i + 1, token.text, "hard")
    if token.text in lexicon.KEYS:
        return Rest(i, i + 1, token.text, "soft")
    return Rest(i, i + 1, token.text, "odd")
