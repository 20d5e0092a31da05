"""The words of a reply as they are compared: with their accents, or typed without any.

Accents fall away letter by letter, so that a place in the plain text is the same place in the text as
written. A word that is typed without accents may be several words ("cho": for, or waiting; "hoan": done, or
put off). Where the whole line has no accents, the dangerous one of them is meant; where it has some, the
letters say.
"""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile(r"[^\S\n]+")
_SIGNS = {
    "\N{NO-BREAK SPACE}": " ", "\N{ZERO WIDTH SPACE}": "", "\N{ZERO WIDTH NON-JOINER}": "",
    "\N{ZERO WIDTH NO-BREAK SPACE}": "", "\N{SOFT HYPHEN}": "", "\N{EN DASH}": "-", "\N{EM DASH}": "-",
    "\N{NON-BREAKING HYPHEN}": "-", "\N{HYPHEN}": "-", "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"', "\N{FULLWIDTH QUESTION MARK}": "?", "\N{FRACTION SLASH}": "/",
    "\r\n": "\n", "\r": "\n", "\t": " ",
}  # fmt: skip
_MOST_ACCENTS = 8
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))


def words(text: str) -> tuple[str, ...]:
    """The words of a table that is written as text, in its order."""
    return tuple(text.split())


def prepared(text: str) -> str:
    """Composed letters, one kind of blank, dash and quotation mark; lines end in `\\n`."""
    composed = unicodedata.normalize("NFC", _few_accents(text))
    return _BLANKS.sub(" ", _SIGN.sub(lambda found: _SIGNS[found[0]], composed))


def _few_accents(text: str) -> str:
    """The text without the accents that no letter has so many of: composing them takes the square of their
    number (UAX 15 calls it stream-safe with 30)."""
    if text.isascii():
        return text
    kept: list[str] = []
    run = 0
    for letter in text:
        run = run + 1 if unicodedata.combining(letter) else 0
        if run <= _MOST_ACCENTS:
            kept.append(letter)
    return "".join(kept)


def plain(text: str) -> str:
    """Small letters without accents, as many characters as the text has."""
    return "".join(_PLAIN.get(letter) or _bare(letter) for letter in text)


def _bare(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    base = unicodedata.normalize("NFD", letter)[0].replace("Đ", "D").replace("đ", "d").lower()
    _PLAIN[letter] = base if len(base) == 1 else letter
    return _PLAIN[letter]


_PLAIN: dict[str, str] = {}


def spelled(pattern: str, *, only_accented: frozenset[str] = frozenset()) -> str:
    """A pattern of words with single blanks between, each also as it is typed without accents.

    Words of `only_accented` (by their plain letters) are taken with their accents alone.
    """
    return re.sub(r"[^\W\d_]+", lambda found: _either(found[0], only_accented), pattern)


def _either(word: str, only_accented: frozenset[str]) -> str:
    bare = plain(word)
    return word if word.isascii() or bare in only_accented else f"(?:{word}|{bare})"


def phrase(*wordings: str, only_accented: frozenset[str] = frozenset()) -> re.Pattern[str]:
    """Wordings, with blanks between their words, as one pattern over words with blanks between."""
    each = sorted({w for wording in wordings for w in wording.split(", ")}, key=len, reverse=True)
    either = "|".join(spelled(w, only_accented=only_accented) for w in each)
    return re.compile(rf"(?<!\S)(?:{either})(?!\S)")
