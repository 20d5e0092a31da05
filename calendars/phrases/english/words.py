"""The words of English timing phrases as tables, and the tokens of a phrase.

A number with letters behind it is a token of its own: `20th` is the number 20, `Q2` and `FY2026` are codes,
and `15h` or `by15`, which no slip-free text has, are numbers that nobody takes.
"""

from __future__ import annotations

import re

from calendars.periods import Kind
from calendars.phrases.text.lexicon import listed, words
from calendars.phrases.text.tokens import Token


def words_in_order(text: str) -> list[str]:
    """The words of a table whose places count."""
    return text.split()


_MONTHS = words_in_order(
    "january february march april may june july august september october november december"
)
MONTHS = {name: n for n, name in enumerate(_MONTHS, 1)}
MONTHS |= {name[:3]: n for name, n in MONTHS.items()} | {"sept": 9}
_WEEKDAYS = words_in_order("monday tuesday wednesday thursday friday saturday sunday")
WEEKDAYS = {name: n for n, name in enumerate(_WEEKDAYS)}
NUMBERS = {
    name: n
    for n, name in enumerate(
        words_in_order(
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        ),
        1,
    )
} | {"twenty": 20, "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90}
ORDINALS = {
    name: n
    for n, name in enumerate(
        words_in_order(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
            " fourteenth fifteenth"
        ),
        1,
    )
} | {"twentieth": 20, "thirtieth": 30}
UNITS = {
    "week": Kind.WEEK, "month": Kind.MONTH, "quarter": Kind.QUARTER, "half-year": Kind.HALF,
    "semester": Kind.HALF, "year": Kind.YEAR, "period": Kind.SPAN,
}  # fmt: skip
ADVERBS = {
    "weekly": Kind.WEEK, "monthly": Kind.MONTH, "quarterly": Kind.QUARTER, "half-yearly": Kind.HALF,
    "semi-annually": Kind.HALF, "semi-annual": Kind.HALF, "semiannually": Kind.HALF,
    "semiannual": Kind.HALF, "six-monthly": Kind.HALF, "annually": Kind.YEAR, "annual": Kind.YEAR,
    "yearly": Kind.YEAR,
}  # fmt: skip
"""How often, in one word. `biannual`, `bimonthly` and `biweekly` mean two things and stand nowhere."""
EVERY = words("each every")
NEXT = words("following next subsequent succeeding")
AFTER = words("following after succeeding")

_GLUED = {"half": ("year", "yearly"), "semi": ("annual", "annually"), "six": ("monthly",)}
_SUFFIX = {1: "st", 2: "nd", 3: "rd"}
_TOKEN = re.compile(
    r"(?P<num>\d+)(?P<suffix>st|nd|rd|th)?(?![^\W_])"
    r"|(?P<mixed>(?=[^\W_]*\d)[^\W_]+)"
    r"|(?P<word>[^\W\d_]+(?:['’](?:s|t)(?![^\W_]))?)"
    r"|(?P<sign>\S)",
    re.IGNORECASE,
)

TIMES = words(listed("english.words.times")) | frozenset(
    [*(name for name in MONTHS if len(name) > 3), *WEEKDAYS, *NUMBERS, *ORDINALS]
)
"""Words that bear on time: one that no rule took makes the phrase's dates doubtful."""

DANGERS = words(listed("english.words.dangers"))
"""Words that turn, limit, cancel or date something else: with one left over, no date is believed."""

ORDINARY = words(listed("english.words.ordinary")) | words(listed("english.words.ordinary.2"))
"""Ordinary words that would pass for a slip of another, and the short ones."""

BODIES = words(listed("english.words.bodies"))
"""Who reports: "each agency shall submit" says nothing of how often."""

LABELS = words(listed("english.words.labels"))
"""Nouns after which a number is a name: "Annex 2"."""


def tokenise(text: str) -> list[Token]:
    """The tokens of a normalised text, in order."""
    found: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        glued = bool(found) and start == last
        last = end
        if digits := match["num"]:
            size = len(digits)
            value = int(digits) if size <= 6 else 10**6
            suffix = (match["suffix"] or "").lower()
            kind = "num"
            if suffix:
                wanted = "th" if value % 100 in (11, 12, 13) else _SUFFIX.get(value % 10, "th")
                kind = "ord" if suffix == wanted else "mixed"
            found.append(Token(kind, digits, start, end, value, glued, size))
        elif mixed := match["mixed"]:
            found.append(Token("mixed", mixed.lower(), start, end, glued=glued))
        elif word := match["word"]:
            small = word.lower().replace("’", "'")
            found.append(Token("word", small.removesuffix("'s"), start, end, glued=glued))
        else:
            found.append(Token("sign", match["sign"], start, end, glued=glued))
    return _joined(found)


def _joined(tokens: list[Token]) -> list[Token]:
    """`half-year`, `semi annually`, `six-monthly` as one word each."""
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        k = i + 1
        if k < len(tokens) and tokens[k].text == "-":
            k += 1
        if token.kind == "word" and k < len(tokens) and tokens[k].text in _GLUED.get(token.text, ()):
            whole = f"{token.text}-{tokens[k].text}"
            out.append(Token("word", whole, token.start, tokens[k].end, glued=token.glued))
            i = k + 1
        else:
            out.append(token)
            i += 1
    return out


_MARKERS = (TIMES | DANGERS | frozenset(ADVERBS)) - words("no may prior over past") | words(
    listed("english.words.markers.3")
)
_ISO = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")


def _marked(text: str) -> int:
    """How many words have a letter that English has not."""
    return sum(not word.isascii() for word in _WORD.findall(text))


def english(text: str) -> bool:
    """Whether a normalised text speaks English: more of its words bear on it than are written with marks."""
    said = _marked(text)
    spoken = sum(word in _MARKERS for word in re.findall(r"[a-z]+", text.lower()))
    return spoken + len(_ISO.findall(text)) > said


def vietnamese(text: str) -> bool:
    """Whether a normalised text has words with Vietnamese marks, and says nothing in English."""
    return _marked(text) > 0 and not english(text)
