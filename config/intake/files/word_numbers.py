"""The numbers that Word makes itself: "1.", "II.", "a)" before a paragraph stand in no text of the file, and
the first column of a task table is often nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_STYLES_DEEP = 16
"""Styles based on styles: Word stops at eleven."""

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    goes_on: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """A list of the document: whose counters it shares, its levels, and those that start anew at its first
    use.
    """

    counters: str
    levels: tuple[_Level, ...]
    anew: frozenset[int]


def value(element: Element | None, name: str) -> str | None:
    """The `w:val` of a child element; None without one."""
    child = element.find(W + name) if element is not None else None
    return None if child is None else child.get(W + "val", "")


def number(text: str | None, otherwise: int) -> int:
    """A whole number of the file, which may hold anything."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,7}", text) else otherwise


class Numbers:
    """Labels of numbered paragraphs, asked for once for each paragraph and in document order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._styles: dict[str, Element] = {}
        self._default = ""
        for style in styles.iter(W + "style") if styles is not None else ():
            name = style.get(W + "styleId", "")
            self._styles[name] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                self._default = name
        self._lists: dict[str, _List | None] = {}
        self._abstract, self._nums = (
            {each.get(W + key, ""): each for each in numbering.iterchildren(W + tag)}
            if numbering is not None
            else {}
            for tag, key in (("abstractNum", "abstractNumId"), ("num", "numId"))
        )

    def label(self, paragraph: Element) -> str:
        """What Word writes before the paragraph, without the blank after it: `1.2.`, `a)`, `-`; often
        nothing.
        """
        found = self._where(paragraph)
        if found is None:
            return ""
        name, at, the_list = found
        counts = self._counts.setdefault(the_list.counters, [None] * _LEVELS)
        if at in the_list.anew and (name, at) not in self._begun:
            counts[at] = None
        self._begun.add((name, at))
        level = the_list.levels[at]
        before = counts[at]
        counts[at] = level.start if before is None else before + 1
        for deeper in range(at + 1, _LEVELS):
            if not the_list.levels[deeper].goes_on:
                counts[deeper] = None
        if level.form == "bullet":
            return "+" if level.text.strip() == "+" else "-"
        if level.form == "none":
            return re.sub(r"%[1-9]", "", level.text).strip()

        def counted(match: re.Match[str]) -> str:
            which = int(match[1]) - 1
            other = the_list.levels[which]
            count = counts[which]
            if count is None:
                count = other.start
            return _formed(count, "decimal" if level.legal else other.form)

        return re.sub(r"%([1-9])", counted, level.text).strip()

    def numbered(self, paragraph: Element) -> bool:
        """Whether the paragraph has a number of a list at all, without counting it."""
        return self._where(paragraph) is not None

    def _where(self, paragraph: Element) -> tuple[str, int, _List] | None:
        """The list and the level of a paragraph: its own, or those of its style and the styles below that."""
        properties = paragraph.find(W + "pPr")
        own = properties.find(W + "numPr") if properties is not None else None
        name, depth = value(own, "numId"), value(own, "ilvl")
        style = value(properties, "pStyle") or self._default
        if name is None:
            name, from_style, style = self._of_style(style)
            if name is None:
                return None
            depth = depth or self._linked(name, style) or from_style
        level, the_list = number(depth, 0), self._list(name)
        return (name, level, the_list) if the_list and 0 <= level < _LEVELS else None

    def _of_style(self, style: str) -> tuple[str | None, str | None, str]:
        for _ in range(_STYLES_DEEP):
            if style not in self._styles:
                break
            properties = self._styles[style].find(W + "pPr")
            own = properties.find(W + "numPr") if properties is not None else None
            if own is not None and value(own, "numId") is not None:
                return value(own, "numId"), value(own, "ilvl"), style
            style = value(self._styles[style], "basedOn") or ""
        return None, None, ""

    def _linked(self, name: str, style: str) -> str | None:
        """The level of a list that is tied to a style."""
        the_list = self._list(name)
        levels = the_list.levels if the_list else ()
        return next((str(at) for at, level in enumerate(levels) if level.style == style), None)

    def _list(self, name: str) -> _List | None:
        """The list of that number, made when it is first asked for: a file may define more than it uses."""
        if name not in self._lists:
            self._lists[name] = self._made(name)
        return self._lists[name]

    def _made(self, name: str) -> _List | None:
        num = self._nums.get(name)
        key = self._behind_style(value(num, "abstractNumId") or "")
        if num is None or key not in self._abstract or name == "0":
            return None
        levels = _levels(self._abstract[key], [_Level() for _ in range(_LEVELS)])
        anew: set[int] = set()
        for override in num.iterchildren(W + "lvlOverride"):
            at = number(override.get(W + "ilvl"), -1)
            if not 0 <= at < _LEVELS:
                continue
            levels = _levels(override, levels)
            start = value(override, "startOverride")
            if start is not None:
                levels[at] = replace(levels[at], start=number(start, 1))
                anew.add(at)
        return _List(key, tuple(levels), frozenset(anew))

    def _behind_style(self, key: str) -> str:
        """A list may only name a list style; what that one says counts."""
        for _ in range(_LEVELS):
            link = value(self._abstract.get(key), "numStyleLink")
            if not link or link not in self._styles:
                break
            properties = self._styles[link].find(W + "pPr")
            own = properties.find(W + "numPr") if properties is not None else None
            key = value(self._nums.get(value(own, "numId") or ""), "abstractNumId") or ""
        return key


def _levels(parent: Element, levels: list[_Level]) -> list[_Level]:
    found = list(levels)
    for each in parent.iterchildren(W + "lvl"):
        at = number(each.get(W + "ilvl"), -1)
        if 0 <= at < _LEVELS:
            legal = value(each, "isLgl")
            found[at] = _Level(
                start=number(value(each, "start"), 0 if value(each, "start") == "0" else 1),
                form=value(each, "numFmt") or "decimal",
                text=value(each, "lvlText") or "",
                legal=legal is not None and legal not in ("0", "false", "off"),
                goes_on=value(each, "lvlRestart") == "0",
                style=value(each, "pStyle") or "",
            )
    return found


def _formed(count: int, form: str) -> str:
    """A counter in a number format of Word; formats that are not known here count in figures."""
    if form == "decimalZero":
        return f"{count:02d}"
    if form in ("upperRoman", "lowerRoman") and 0 < count < 4000:
        return roman(count).upper() if form == "upperRoman" else roman(count)
    if form in ("upperLetter", "lowerLetter") and count > 0:
        text = letters(count)
        return text.upper() if form == "upperLetter" else text
    return "" if form in ("none", "bullet") else str(count)


def roman(count: int) -> str:
    """1 to 3999 in small Roman numerals."""
    text = ""
    for size, sign in _ROMAN:
        text += sign * (count // size)
        count %= size
    return text


def letters(count: int) -> str:
    """1 is a, 26 z, 27 aa, 28 bb, as Word counts; never more than five of a letter."""
    return chr(97 + (count - 1) % 26) * min(5, (count - 1) // 26 + 1)
