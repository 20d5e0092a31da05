"""Text of untrusted files: bytes to characters, characters to the one form in which all is compared."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence

from config.intake.files.grids import IntakeError
from language import Message

_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\ue000-\uf8ff"
    "\U0001bca0-\U0001bca3\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
"""Controls, direction overrides, soft hyphens, joiners, private use (bullets of symbol fonts), halves of
surrogate pairs: nothing that a Vietnamese document says with them, and much that could be hidden."""

_RUN = 200
_NO_WORD = re.compile(f"[^\\x00-\\x7f]{{{_RUN},}}")
"""No word has so many letters beyond ASCII in a row; thousands of accents on one letter would keep the
normalization busy for hours."""

_HYPHENS = str.maketrans("\u2010\u2011\u2012", "---")


def lines(text: str) -> list[str]:
    """The lines of a text, each tidied; empty ones are dropped. A tab counts as a blank."""
    tidied = (one_line(each) for each in _BREAKS.sub("\n", text).split("\n"))
    return [each for each in tidied if each]


def tidy(text: str) -> str:
    """The text in NFC, without what cannot be seen, with single blanks, its lines trimmed and none empty."""
    return "\n".join(lines(text))


def one_line(line: str) -> str:
    if line.isascii() and line.isalnum():
        return line
    seen = _UNSEEN.sub("", _BLANKS.sub(" ", line)).translate(_HYPHENS)
    if len(seen) > _RUN:
        seen = _NO_WORD.sub(_without_marks, seen)
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", seen)).strip()


def _without_marks(run: re.Match[str]) -> str:
    return "".join(each for each in run[0] if not unicodedata.combining(each))


def decoded(data: bytes) -> str:
    """The characters of a text file: UTF-8 or UTF-16, with or without a mark at its start, or windows-1258
    when what comes out reads as Vietnamese. Anything else is refused: a guess would import garbage.
    """
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strictly(data, encoding)
    wide = _wide(data)
    if wide:
        return _strictly(data, wide)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    refuse_old_font(data.decode("latin-1"))
    text = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    if _vietnamese(text):
        return text
    raise IntakeError("intake.not-unicode")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        name = encoding.removesuffix("-sig").upper()
        raise IntakeError("intake.not-encoding", encoding=name) from None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of its ASCII letters, digits and line ends is zero."""
    sample = data[:4000]
    if b"\0" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    least = len(sample) // 10
    if odd > least and even * 20 < odd:
        return "utf-16-le"
    return "utf-16-be" if even > least and odd * 20 < even else None


_LETTERS = "A-Za-zÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ"
_VIETNAMESE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
_NOT_VIETNAMESE = re.compile(f"[^{_LETTERS}\\s!-~–—‘’“”…°²³§«»€·•]")


def _vietnamese(text: str) -> bool:
    """True when composed text has the letters that only Vietnamese has, and hardly anything it has not."""
    own, foreign = len(_VIETNAMESE_ONLY.findall(text)), len(_NOT_VIETNAMESE.findall(text))
    return own >= 3 and foreign * 50 < own


_WORD = re.compile(r"[^\s.,;:()/\"'–-]+")
_TCVN3 = re.compile("[A-Za-z®§][µ¶·¸¹¨»¼½¾Æ©ÇË®Ì×ÐÏÑªÖÜÞß«¬­]|[µ¶·¸¹¨»¾¼½Æ©®ª«¬][A-Za-z]|[§®][A-Za-z]")
_VNI = re.compile("[AEIOUYaeiouy][åäûõïöëüñøÅÄÛÕÏÖËÜÑØ]|[ôö][øùûõï]|ñ[aeiouyöô]|[Ññ]")
_TWICE = re.compile("áº|á»|Ä‘|Æ°|Æ¡|Ã[¡¢£ª¨©\xad¬²³´µ¹º½]|Ä\x91")


def refuse_old_font(text: str) -> None:
    """Refuse text typed in an old Vietnamese font (TCVN3 and VNI show as Vietnamese only in their own fonts;
    in Unicode they are 'B¶o hiÓm', 'Baûo hieåm'), or decoded wrongly before it was saved ('Báº£o hiá»ƒm').
    """
    words = _WORD.findall(text[:400_000])
    for pattern, what in ((_TWICE, ""), (_TCVN3, "TCVN3 (.VnTime)"), (_VNI, "VNI")):
        found = sum(1 for word in words if pattern.search(word))
        if found < 3 or found * 8 < len(words):
            continue
        if not what:
            raise IntakeError("intake.spoilt-letters")
        raise IntakeError("intake.old-font", encoding=what)


def some(names: Sequence[str | Message], most: int) -> Message:
    """`a`, `a and b`, `a, b, c and others`."""
    if len(names) > most:
        return Message("intake.some-and-others", names=names[:most])
    return Message("intake.some", names=names)
