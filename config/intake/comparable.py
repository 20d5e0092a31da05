"""Vietnamese text made comparable: one form for case, spaces, dashes and the place of tone marks.

`words` splits a text into tokens with their places, so that what was matched can be cut out of the original;
`folded` drops the diacritics too, for telling a slip of the reader (Sở for Sổ) from another word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_WORD = re.compile(r"[^\W_]+|&")
_BROKEN = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Word:
    """One token: its comparable form, its form without diacritics, as it stood, and where."""

    key: str
    fold: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=50_000)
def key(word: str) -> str:
    """A word's comparable form: `Hoà` and `HÒA` are one, `Sổ` and `Sở` are not."""
    if word == "&":
        return AND
    letters = unicodedata.normalize("NFD", word.casefold().replace("ð", "đ"))
    tones = "".join(sorted(char for char in letters if char in _TONES))
    bare = "".join(char for char in letters if char not in _TONES)
    return unicodedata.normalize("NFC", bare) + tones


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """Small letters without any diacritics, `đ` as `d`."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d").replace("ð", "d"))
    return "".join(char for char in letters if not unicodedata.combining(char))


AND = key("và")
"""Comes and goes between the words of a name, as the signs `&` and `-` do."""


def words(text: str) -> tuple[Word, ...]:
    """The tokens of a text; punctuation only parts them."""
    text = unicodedata.normalize("NFC", text)
    return tuple(
        Word(key(each[0]), "va" if each[0] == "&" else folded(each[0]), each[0], each.start(), each.end())
        for each in _WORD.finditer(text)
    )


def plain(text: str) -> str:
    """Folded words with one space between them: what patterns of headers and headings are matched on."""
    return " ".join(each.fold for each in words(text))


def one_line(text: str) -> str:
    """The text in NFC on one line, without control and formatting characters."""
    spaced = _BROKEN.sub(" ", unicodedata.normalize("NFC", text))
    return "".join(char for char in spaced if char.isprintable()).strip()


def shortened(text: str, longest: int) -> str:
    """The text, cut where a clause or at least a word ends when it is longer than `longest`."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    for marks in (";.:", ",", " "):
        if (cut := max(head.rfind(f"{mark} " if mark != " " else mark) for mark in marks)) > longest // 2:
            return head[:cut].rstrip(" ,;:.-") + "…"
    return head.rstrip() + "…"


def distance(one: str, other: str, most: int) -> int:
    """How many letters to change, add or drop between two words; `most + 1` when it is more than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            previous, row[j] = row[j], min(previous + (a != b), row[j] + 1, row[j - 1] + 1)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
