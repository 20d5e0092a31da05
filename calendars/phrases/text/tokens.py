"""From text to tokens: Unicode form, blanks, broken lines, OCR slips that can mean one thing only.

Linear in the length of the text; a longer text than MOST is refused by `parse` before it gets here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from calendars.phrases.text.lexicon import GLUED, SHORT, SLIPS, TIME_UNITS

MOST = 1000
"""The longest phrase that is read, in characters after normalisation."""
MOST_TOKENS = 120
"""The same in words, numbers and signs."""

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣-"), "-")
_WIDE = {ord("０") + n: str(n) for n in range(10)}
_SIGNS = {ord("／"): "/", ord("∕"): "/", ord("⁄"): "/", ord("，"): ",", ord("；"): ";", ord("："): ":"}
_QUOTES = dict.fromkeys(map(ord, '“”"«»*_`'), " ")
_TABLE = _DASHES | _WIDE | _SIGNS | _QUOTES
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,9}\s{0,3}/?>|&nbsp;")
_TOKEN = re.compile(
    r"(?P<num>(?<![^\W\d_])[OoIl|]{0,3}[0-9][0-9OoIl|]{0,6}(?![^\W_])|[0-9]+)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<sign>\S)",
)
_JOINS = frozenset("-/&")
_LINES = re.compile(r"(?:(?<=/\d)|(?<=/\d\d)|(?<=/\d{4}))[ ;,]*\r?\n\s*([-+*•]?)[ ]*(?=\d\d?/\d)")
"""A line of a cell between two days in figures: one day of a list, with or without a mark before each."""
_LOOKS = str.maketrans("OoIl|", "00111")


@dataclass(frozen=True, slots=True)
class Token:
    """A word (`text` small, in one spelling), a number (`number`), a sign, or a document number (`ref`).

    `start` and `end` are places in the normalised text. `glued`: no blank stood before it.
    """

    kind: str
    text: str
    start: int
    end: int
    number: int = -1
    glued: bool = False
    digits: int = 0


END = Token("end", "", 0, 0)


@lru_cache(maxsize=64)
def normalise(text: str) -> str:
    """The text in NFC, without invisible characters and tags, with plain blanks, dashes and digits."""
    text = unicodedata.normalize("NFC", text)
    text = _TAG.sub(" ", text).translate(_TABLE)
    marked = text.lstrip()[:1]
    text = _LINES.sub(lambda line: ", " if line[1] in ("", marked) else line[0], text)
    if text.isprintable():
        return unicodedata.normalize("NFC", " ".join(text.split()))
    out = []
    for c in text:
        if c.isspace():
            out.append(" ")
        elif c.isascii() or unicodedata.category(c) not in {"Cf", "Cc", "Cs", "Co", "Cn"}:
            out.append(c if c.isprintable() else " ")
    return unicodedata.normalize("NFC", " ".join("".join(out).split()))


def tokenise(text: str) -> list[Token]:
    """The tokens of a normalised text, in order."""
    found: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        glued = bool(found) and start == last
        last = end
        if digits := match["num"]:
            plain = digits.translate(_LOOKS)
            # A longer number names no day, month or year; its value must not cost anything.
            # Letters that look like figures are believed in a day, a month or a year only.
            sure = plain == digits or len(plain) in (2, 4)
            value, size = (int(plain), len(plain)) if sure and len(plain) <= 6 else (10**6, 7)
            found.append(Token("num", plain, start, end, value, glued, size))
        elif word := match["word"]:
            short = SHORT.get((found[-1].text if found and word in ("LV", "lv") else "", word.lower()))
            if short and not {text[start - 1 : start], text[end : end + 1]} & {"/", "-"}:
                found.extend(Token("word", each, start, end, glued=glued) for each in short)
                continue
            found.extend(_words(word, start, end, glued))
        else:
            found.append(Token("sign", match["sign"], start, end, glued=glued))
    return _references(found)


def _words(word: str, start: int, end: int, glued: bool) -> list[Token]:
    small = unicodedata.normalize("NFC", word.lower())
    small = SLIPS.get(small, small)
    if pair := GLUED.get(small):
        return [Token("word", each, start, end, glued=glued) for each in pair]
    return [Token("word", small, start, end, glued=glued)]


def _references(tokens: list[Token]) -> list[Token]:
    """Document numbers (`990/BHXH-CNTT`, `30/2023/TT-BCA`) as one token each."""
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        end = _reference(tokens, i)
        if end > i:
            first, last = tokens[i], tokens[end - 1]
            out.append(Token("ref", "", first.start, last.end, glued=first.glued))
            i = end
        else:
            out.append(tokens[i])
            i += 1
    return out


def _reference(tokens: list[Token], i: int) -> int:
    if tokens[i].kind != "num":
        return i
    j = i + 1
    for _ in range(2):
        if j + 1 >= len(tokens) or tokens[j].text != "/":
            return i
        part = tokens[j + 1]
        if part.kind == "word":
            if part.text in TIME_UNITS or not part.glued:
                return i
            j += 2
            while (
                j + 1 < len(tokens) and tokens[j].text in _JOINS and tokens[j].glued and tokens[j + 1].glued
            ):
                j += 2
            while j < len(tokens) and tokens[j].glued and tokens[j].kind != "sign":
                j += 1
            return j
        if part.kind != "num" or not part.glued:
            return i
        j += 2
    return i
