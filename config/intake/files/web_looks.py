"""How a page sets a piece of text: hidden, struck out, high; and what its form fields hold."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from config.intake.files.marks import TICKED, UNTICKED

FIELDS = frozenset(("input", "select", "textarea"))
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_LINE_THROUGH = re.compile(
    r"text-decoration(?:-line)?\s*:[^;]*line-through|text-line-through\s*:", re.IGNORECASE
)
_SET_HIGH = re.compile(r"vertical-align\s*:\s*super|mso-footnote-id", re.IGNORECASE)
_CLASS = re.compile(r"([^{}]{1,400})\{([^{}]{0,4000})\}")
_NAMED = re.compile(r"^(?:[a-z][a-z0-9]*)?\.([\w-]+)$", re.IGNORECASE)
_MOST = 5_000
"""Classes of a page that are looked at: Excel writes one for each format, some hundreds."""


class Looks:
    """The styles of one page, as far as they change what it says."""

    def __init__(self, page: Element) -> None:
        self._classes: dict[str, str] = {}
        for sheet in page.iter("style"):
            for match in _CLASS.finditer(
                re.sub(r"<!--|-->|/\*.*?\*/", " ", sheet.text or "", flags=re.DOTALL)
            ):
                for selector in match[1].split(","):
                    named = _NAMED.fullmatch(selector.strip())
                    if named and len(self._classes) < _MOST:
                        self._classes[named[1]] = f"{self._classes.get(named[1], '')};{match[2]}"

    def _style(self, element: Element) -> str:
        classes = (self._classes.get(each, "") for each in element.get("class", "").split()[:20])
        return ";".join((*classes, element.get("style", "")))

    def hidden(self, element: Element) -> bool:
        """Whether nobody sees it."""
        return "hidden" in element.attrib or bool(_UNSEEN.search(self._style(element)))

    def struck(self, element: Element) -> bool:
        """Whether it is crossed out, or marked as deleted."""
        return element.tag in ("s", "strike", "del") or bool(_LINE_THROUGH.search(self._style(element)))

    def high(self, element: Element) -> bool:
        """Whether it is set high, as marks of footnotes are."""
        return element.tag == "sup" or (
            element.tag in ("span", "a", "font", "small", "b", "i")
            and bool(
                _SET_HIGH.search(self._style(element)) or "MsoFootnoteReference" in element.get("class", "")
            )
        )


def field_said(field: Element) -> str:
    """What a form field holds: its text, its box, what is chosen of its list."""
    if field.tag == "textarea":
        return field.text or ""
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [each for each in options if "selected" in each.attrib] or options[:1]
        return ", ".join("".join(each.itertext()).strip() for each in chosen)
    kind = field.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        return TICKED if "checked" in field.attrib else UNTICKED
    return field.get("value", "") if kind in ("text", "date", "number", "month", "datetime-local") else ""
