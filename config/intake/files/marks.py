"""What formatting takes away from a text: footnote marks set high are no digits, struck-out text is none.

Readers put `RAISED` and `LEVEL` around what their format sets high, and letters exist that are high by
themselves (`¹`); what it means is settled here, for all alike, where texts are gathered. What may be either a
footnote's mark or a part of a number stays, set high (`1¹`): a text that no date is read from.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from language import Message

RAISED, LEVEL = "\x0e", "\x0f"
"""Around a text that is set high. No XML may hold them, and `bare` takes them out of other files."""
MARKS = Message("intake.left-marks")
STRUCK = Message("intake.left-struck")
TICKED, UNTICKED = "☑", "☐"
_HIGH = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LEVEL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SET_HIGH = re.compile(f"{RAISED}([^{RAISED}{LEVEL}]*){LEVEL}")
_NEXT_HIGH = re.compile(f"{LEVEL}{RAISED}")
_MARK = re.compile(r"[\W_]*(?:\d{1,3}|[a-h]|[ivx]{1,4})?(?:[\W_]+(?:\d{1,3}|[a-h]))*[\W_]*")
_IN_BRACKETS = re.compile(r"\s*[(\[]\s*[\w*]{1,3}\s*[)\]]\s*")
_MEASURE = re.compile(r"(?:^|[\W\d_])[kcdmμ]?m$")
_OPEN = re.compile(r"(?:^|[\s(\[/–-]|\d[.,:;])$")
_YEAR = re.compile(r"(?:^|\D)(?:19|20)\d\d[.,:;]?$")
_ONE_HIGH = re.compile("[⁰¹²³⁴-⁹]+")


def bare(text: str) -> str:
    """A text without the two signs, as it comes from a file that could hold them."""
    return text.replace(RAISED, "").replace(LEVEL, "")


def settled(text: str, note: Callable[[Message], None]) -> str:
    """The text with what was set high in it left out, kept as it is (`1st`), or kept set high."""
    if text.isascii() and RAISED not in text and LEVEL not in text:
        return text
    text = _NEXT_HIGH.sub(
        "", _ONE_HIGH.sub(lambda match: f"{RAISED}{match[0].translate(_LEVEL)}{LEVEL}", text)
    )
    said: list[str] = []
    place = 0
    for match in _SET_HIGH.finditer(text):
        said.append(text[place : match.start()])
        kept = _kept("".join(said)[-12:], match[1])
        if match[1].strip() and not kept.strip():
            note(MARKS)
        said.append(kept)
        place = match.end()
    return bare("".join([*said, text[place:]]))


def _kept(before: str, high: str) -> str:
    """What stays of a text set high behind another one."""
    if not _MARK.fullmatch(high):
        return high
    if not any(map(str.isdecimal, high)) or _IN_BRACKETS.fullmatch(high):
        return " " if high.isspace() else ""
    if _MEASURE.search(before):
        return high.translate(_HIGH)
    if _YEAR.search(before) or not (before[-1:].isdecimal() or _OPEN.search(before)):
        return ""
    return high.translate(_HIGH)
