"""How Word sets a run of text, by its own properties and those of its styles: hidden, struck out, high.

And what Word keeps outside the text: boxes to tick, lists to choose from, letters of symbol fonts.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml.etree import _Element as Element

from config.intake.files.marks import TICKED, UNTICKED
from config.intake.files.word_numbers import W, number, value

_OFF = ("0", "false", "off", "none")
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TURNS = 8
"""Styles that stand on one another."""
_RAISED = 4
"""Half-points above the line from which on a text is set high, not merely moved."""
_BOXES = dict.fromkeys("\xfe\xfd\xfc\xfb\x52\x54\x53\x51\x50\x4f", TICKED) | dict.fromkeys(
    "\xa8\x6f\x71\xa3\x30", UNTICKED
)
"""Letters that the fonts Wingdings and Wingdings 2 show as boxes, ticks and crosses."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is set."""

    hidden: bool
    struck: bool
    high: bool


class Looks:
    """The runs of one document."""

    def __init__(self, styles: Element | None) -> None:
        found = () if styles is None else styles.iterchildren(W + "style")
        self._styles = {each.get(W + "styleId", ""): each for each in found}

    def of(self, run: Element) -> Look:
        """How a run is set: what it says itself goes before its style, and that before its paragraph's."""
        own = run.find(W + "rPr")
        if own is None and not self._styles:
            return Look(hidden=False, struck=False, high=False)
        paragraph = next(run.iterancestors(W + "p"), None)
        shape = paragraph.find(W + "pPr") if paragraph is not None else None
        sets = [
            own,
            *self._behind(value(own, "rStyle")),
            *self._behind(value(shape, "pStyle")),
        ]
        high = _first(sets, "vertAlign")
        raised = number(_first(sets, "position"), 0) >= _RAISED
        return Look(
            hidden=_on(sets, "vanish"),
            struck=_on(sets, "strike") or _on(sets, "dstrike"),
            high=high == "superscript" or (high is None and raised),
        )

    def _behind(self, name: str | None) -> list[Element | None]:
        found: list[Element | None] = []
        while name and name in self._styles and len(found) < _TURNS:
            style = self._styles[name]
            found.append(style.find(W + "rPr"))
            name = value(style, "basedOn")
        return found


def _first(sets: list[Element | None], name: str) -> str | None:
    return next((said for each in sets if (said := value(each, name)) is not None), None)


def _on(sets: list[Element | None], name: str) -> bool:
    said = _first(sets, name)
    return said is not None and said not in _OFF


def symbol(sign: Element) -> str | None:
    """The box that a `w:sym` shows; None for any other sign."""
    code = sign.get(W + "char", "").lower().removeprefix("f0")
    if not sign.get(W + "font", "").startswith("Wingdings") or len(code) != 2:
        return None
    try:
        return _BOXES.get(chr(int(code, 16)))
    except ValueError:
        return None


def in_wingdings(run: Element) -> bool:
    """Whether the run's letters are signs of a symbol font."""
    fonts = run.find(f"{W}rPr/{W}rFonts")
    return fonts is not None and any(said.startswith("Wingdings") for said in map(str, fonts.attrib.values()))


def boxes(text: str) -> tuple[str, bool]:
    """The boxes among letters in such a font, and whether there was anything else."""
    signs = [_BOXES.get(chr(ord(each) & 0xFF)) for each in text if not each.isspace()]
    return "".join(filter(None, signs)), None in signs


def field_said(mark: Element) -> str:
    """What a form field of the old kind shows beside its text: its box, the entry chosen of its list."""
    data = mark.find(W + "ffData")
    if data is None:
        return ""
    box, listed = data.find(W + "checkBox"), data.find(W + "ddList")
    if box is not None:
        said = value(box, "checked")
        said = value(box, "default") if said is None else said
        return UNTICKED if said is None or said in _OFF else TICKED
    if listed is not None:
        entries = [each.get(W + "val", "") for each in listed.iterchildren(W + "listEntry")]
        said = value(listed, "result")
        at = number(value(listed, "default") if said is None else said, 0)
        return entries[at] if 0 <= at < len(entries) else ""
    return ""


def control_said(control: Element) -> str | None:
    """What a content control says beyond its text: a box is ticked or not; nothing is in one not filled in.
    None where its text is what counts.
    """
    shape = control.find(W + "sdtPr")
    if shape is None:
        return None
    box = shape.find(_W14 + "checkbox")
    if box is not None:
        checked = box.find(_W14 + "checked")
        return TICKED if checked is not None and checked.get(_W14 + "val", "1") not in _OFF else UNTICKED
    placeholder = value(shape, "showingPlcHdr")
    return "" if placeholder is not None and placeholder not in _OFF else None
