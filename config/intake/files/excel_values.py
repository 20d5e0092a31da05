"""The numbers of Excel cells as their formats show them: what the writer of a plan saw is what counts.

Dates come as Vietnamese offices write them (`15/12/2026`), and only as far as the format shows them: whoever
types `12/2026` into Excel gets the first of December with a format without a day, and no day was meant.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import from_excel, from_ISO8601

_TOKENS = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.|([#0?.,%]+)|([^"\\\[_*#0?.,%]+)')
_MINUTES = re.compile(r"(h+[^a-z]*)m+|m+([^a-z]*s)")
_from_iso: Callable[[str], datetime | date | time | timedelta | None] = from_ISO8601
_ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_SECTIONS = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])*')
_IF = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)\s*\]")
_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_GENERAL = re.compile(r"general", re.IGNORECASE)
_DATE_PIECES = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.|(am/pm|a/p)|([dmyhs])\4*|(.)', re.IGNORECASE)


def shown(raw: str, code: str, epoch: datetime) -> str:
    """The text of a number or a date as stored (`46371`, `0.5`, `2026-12-15`) under a format code of Excel;
    what is no number comes back as it stands. `epoch` is the workbook's day zero.
    """
    sections = _sections(code)
    section = sections[0]
    if "T" in raw or raw.count("-") == 2:
        try:
            return _moment(_from_iso(raw), section)
        except (ValueError, OverflowError):
            return raw
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw
    if not number.is_finite() or abs(number) >= Decimal("1e20"):
        return raw
    section, bare = _section(sections, number)
    if is_date_format(_without_words(section)) and not is_timedelta_format(_without_words(section)):
        try:
            return _moment(from_excel(float(number), epoch), section)
        except (ValueError, OverflowError):
            return _plain(number)
    return _number(number.copy_abs() if bare else number, section)


def worded(text: str, code: str) -> str:
    """A text under a format code that says something around texts (`"trước ngày "@`)."""
    if "@" not in code:
        return text
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else sections[-1]
    if "@" not in _ASIDE.sub("", section):
        return text
    pieces = (
        text if figures == "@" else quoted or escaped or figures
        for quoted, escaped, figures in re.findall(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.|(.)', section)
    )
    return "".join(pieces)


def _sections(code: str) -> list[str]:
    """The parts of a code: for what is above zero, below it, zero itself, and texts."""
    found: list[str] = []
    at = 0
    code = code or "General"
    while at <= len(code) and len(found) < 4:
        match = _SECTIONS.match(code, at)
        found.append(match[0] if match else "")
        at += len(found[-1]) + 1
    return found


def _section(sections: list[str], number: Decimal) -> tuple[str, bool]:
    """The part that shows a number, and whether it shows it without its sign."""
    asked = [(each, _IF.search(_without_words(each))) for each in sections[:2]]
    if any(condition for _, condition in asked):
        for section, condition in asked:
            if condition and _HOLDS[condition[1]](number, Decimal(condition[2])):
                return section, False
        rest = next((each for each, condition in asked if condition is None), sections[-1])
        return (sections[2] if len(sections) > 2 else rest), False
    if number < 0 and len(sections) > 1:
        return sections[1], True
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _without_words(section: str) -> str:
    return re.sub(r'"[^"]*"|\\.', "", section)


def _moment(value: datetime | date | time | timedelta | None, section: str) -> str:
    """A date to the parts that its format shows, in Vietnamese order; a time of day as `17:00`."""
    if isinstance(value, timedelta):
        value = (datetime(1900, 1, 1) + value).time()  # noqa: DTZ001 - a time of day, on no date
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if value is None:
        return ""
    before, between, after = _around(section)
    letters = _letters(section)
    if between and isinstance(value, date):
        return _piecewise(value, section, letters)
    parts = []
    if "d" in letters:
        parts.append(f"{value.day:02d}")
    if "m" in letters:
        parts.append(f"{value.month:02d}")
    if "y" in letters:
        parts.append(f"{value.year:04d}")
    clock = f"{value:%H:%M}" if isinstance(value, datetime) and letters & {"h", "s"} else ""
    if not parts and not clock:
        parts = [f"{value.day:02d}", f"{value.month:02d}", f"{value.year:04d}"]
    said = " ".join(
        each for each in ("/".join(parts), clock if clock != "00:00" or not parts else "") if each
    )
    return f"{before}{said}{after}".strip()


@cache
def _around(section: str) -> tuple[str, bool, str]:
    """The words before the first letter of a date and after the last, and whether there are any between."""
    texts, told = [""], 0
    for match in _DATE_PIECES.finditer(section):
        quoted, letter = match[1] or match[2] or "", match[3] or match[4]
        if letter:
            told += 1
            texts.append("")
        else:
            texts[-1] += quoted or (match[5] or "").strip("@")
    between = any(any(map(str.isalpha, each)) for each in texts[1:-1])
    before, after = (each if any(map(str.isalnum, each)) else "" for each in (texts[0], texts[-1]))
    return (before, between, after) if told else ("", False, "")


def _piecewise(value: date, section: str, letters: frozenset[str]) -> str:
    """A date with words between its parts, in its format's own order, months as numbers."""
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    said: list[str] = []
    clock = False
    for match in _DATE_PIECES.finditer(section):
        letter = (match[4] or "").lower()
        clock = letter in ("h", "s") or (clock and letter in ("", "m"))
        if letter == "m" and (clock or "m" not in letters):
            said.append(f"{moment:%M}")
        elif letter == "d" and len(match[0]) > 2:
            said.append("")  # the weekday's name, which the day of the month tells too
        elif letter:
            said.append(f"{moment:{_SHOWS[letter]}}")
        elif not match[3]:
            said.append(match[1] or match[2] or match[5] or "")
    return "".join(said).strip(" ,")


_SHOWS = {"d": "%d", "m": "%m", "y": "%Y", "h": "%H", "s": "%S"}


@cache
def _letters(section: str) -> frozenset[str]:
    """Of d, m, y, h and s, those that a date format shows; an m beside hours or seconds is minutes."""
    bare = _ASIDE.sub("", section).lower().replace("am/pm", "")
    return frozenset(_MINUTES.sub(r"\1\2", bare)) & set("dmyhs")


def _plain(number: Decimal) -> str:
    """As the General format: at most 15 digits, no zeros at the end, never with an exponent."""
    rounded = Decimal(format(number, ".15g"))
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(number: Decimal, section: str) -> str:
    """Fixed decimals, leading zeros, percents and quoted words are shown; other formats count as General."""
    before, digits, after = "", "", ""
    plain = _GENERAL.search(_ASIDE.sub("", section))
    if plain or "@" in _ASIDE.sub("", section):
        return worded(_plain(number), _GENERAL.sub("@", section))
    for quoted, escaped, figures, other in _TOKENS.findall(section):
        literal = quoted or escaped or other
        if figures and not digits:
            digits = figures
        elif figures == "%" and "%" not in digits:
            digits += "%"
        elif figures or (other and other.strip(" -+()$/:")):
            return _plain(number)
        elif digits:
            after += literal
        else:
            before += literal
    if not digits and any(map(str.isalnum, before)):
        return before.strip()
    match = re.fullmatch(r"[#,?]*(0*)(?:\.([0#?]+))?(%?)", digits)
    if not digits or not match:
        return _plain(number)
    zeros, decimals, percent = match[1], match[2] or "", match[3]
    if percent:
        number *= 100
    least = decimals.count("0")
    text = format(number.copy_abs(), f".{len(decimals)}f")
    if len(decimals) > least:
        whole, _, fraction = text.partition(".")
        kept = fraction[:least] + fraction[least:].rstrip("0")
        text = f"{whole}.{kept}" if kept else whole
    whole, dot, fraction = text.partition(".")
    sign = "-" if number < 0 else ""
    return f"{before}{sign}{whole.zfill(len(zeros))}{dot}{fraction}{percent}{after}".strip()
