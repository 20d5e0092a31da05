"""The words of timing phrases, as tables: spellings, numbers, weekdays, and ordinary words around a date.

Spellings follow the school orthography; variants and slips of the keyboard or of OCR stand here only where
they can mean one thing. What is not here makes a phrase with a date doubtful when it stands next to the date,
which is how a misspelt "sau" or "trước" never turns one day into another.
"""

from __future__ import annotations

from pathlib import Path


def words(text: str) -> frozenset[str]:
    """The words of a table that is written as text; `_` joins words that belong together."""
    return frozenset(text.split())


def pairs(text: str) -> frozenset[tuple[str, ...]]:
    """The wordings of a table that is written as text with commas, each as a tuple of words."""
    return frozenset(tuple(each.split()) for each in text.replace("\n", " ").split(","))


def table(name: str) -> str:
    """The text of a table that stands in a file of its own here, without its heading lines (`# ...`)."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))


def _sections() -> dict[str, str]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in table("wordings.txt").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            found[name] = []
        elif line.strip():
            found[name].append(line.strip())
    return {name: "\n".join(lines) for name, lines in found.items()}


_SECTIONS = _sections()


def listed(name: str) -> str:
    """The text of a table of `wordings.txt`, for `words` and `pairs`. KeyError for another name."""
    return _SECTIONS[name]


def forms(name: str) -> tuple[str, ...]:
    """The wordings of a table of `wordings.txt` with `|` between them."""
    each = _SECTIONS[name].replace("\n", " ").split("|")
    return tuple(" ".join(form.split()) for wording in each if wording.strip() for form in _spread(wording))


def _spread(wording: str) -> list[str]:
    """Every wording that braces stand for."""
    before, brace, rest = wording.partition("{")
    if not brace:
        return [wording]
    inside, _, after = rest.partition("}")
    return [f"{before}{one}{end}" for one in inside.split(",") for end in _spread(after)]


NUMBERS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10,
}  # fmt: skip
AFTER_TEN = {"một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "lăm": 5, "nhăm": 5, "năm": 5,
             "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}  # fmt: skip
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
ROMAN_LOOKS = {"l": 1, "ll": 2, "il": 2, "li": 2, "lll": 3, "iil": 3, "ill": 3, "iii": 3, "lii": 3, "lv": 4}
WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "bốn": 2, "năm": 3, "sáu": 4, "bảy": 5}

TIME_UNITS = words("ngày tháng quý năm tuần giờ lần kỳ")
EVERY = words("hằng mỗi từng")

SLIPS = {
    # Two spellings of one word.
    "hàng": "hằng", "quí": "quý", "qúy": "quý", "qúi": "quý", "kì": "kỳ", "mùng": "mồng", "bẩy": "bảy",
    "xẩy": "xảy",
    # Slips that no other word fits.
    "truớc": "trước", "thánq": "tháng", "hẳng": "hằng", "hăng": "hằng",
    "thườnq": "thường", "ngàv": "ngày", "nqày": "ngày",
    "chậrn": "chậm", "nhât": "nhất",
    # How clerks shorten.
    "trc": "trước",
}  # fmt: skip

_PAIRS = pairs(listed("lexicon.pairs"))
_GLUED = {"".join(pair): pair for pair in _PAIRS}
_GLUED |= {"hàng" + pair[1]: pair for pair in _PAIRS if pair[0] == "hằng"}
_GLUED |= {f"{quarter}{roman}": ("quý", roman) for roman in ROMAN for quarter in ("quý", "quí", "q")}
GLUED: dict[str, tuple[str, ...]] = _GLUED
"""Words that lost the blank between them."""

SHORT = {("", "bc"): ("báo", "cáo"), ("ngày", "lv"): ("làm", "việc")}
"""How clerks shorten, by the word before where it matters; within a paper's number they are letters."""

KEYS = words(listed("lexicon.keys"))
"""Words that bear on time. One that no rule of the grammar took makes a date beside it doubtful."""

HARD_KEYS = words(listed("lexicon.hard_keys"))
"""Those that make any date of the phrase doubtful, wherever they stand."""

COMPOUNDS = pairs(listed("lexicon.compounds"))
"""Word pairs in which a word of time is none."""

LABELS = words(listed("lexicon.labels"))
"""Nouns after which a number is a name: "Phụ lục 2"."""

DOCUMENTS = words(listed("lexicon.documents"))
"""Kinds of documents that a phrase may refer to."""

COUNTED = words(listed("lexicon.counted"))
"""What a number may count without being a time."""

LEADS = words(listed("lexicon.leads"))
"""What may stand right before a day without "trước" or "chậm nhất"."""
DUTIES = LEADS | words(listed("duties"))
"""What an office has to do, wherever it stands: beside it a day is more likely one by which."""

FOLLOWERS = words(listed("lexicon.followers"))
"""What may stand right after a date. A test keeps them more than one slip away from every word of time."""
