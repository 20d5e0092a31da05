"""The numbers of Excel cells as their formats show them: what the writer of a plan saw is what counts.

Dates come as Vietnamese offices write them (`15/12/2026`), and only as far as the format shows them: whoever
types `12/2026` into Excel gets the first of December with a format without a day, and no day was meant.
"""

from __future__ import annotations

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


def shown(raw: str, code: str, epoch: datetime) -> str:
    """The text of a number or a date as stored (`46371`, `0.5`, `2026-12-15`) under a format code of Excel;
    what is no number comes back as it stands. `epoch` is the workbook's day zero.
    """
    section = (code or "General").split(";")[0]
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
    if is_date_format(section) and not is_timedelta_format(section):
        try:
            return _moment(from_excel(float(number), epoch), section)
        except (ValueError, OverflowError):
            return _plain(number)
    return _number(number, section)


def _moment(value: datetime | date | time | timedelta | None, section: str) -> str:
    """A date to the parts that its format shows, in Vietnamese order; a time of day as `17:00`."""
    if isinstance(value, timedelta):
        value = (datetime(1900, 1, 1) + value).time()  # noqa: DTZ001 - a time of day, on no date
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if value is None:
        return ""
    letters = _letters(section)
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
    return " ".join(
        each for each in ("/".join(parts), clock if clock != "00:00" or not parts else "") if each
    )


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
