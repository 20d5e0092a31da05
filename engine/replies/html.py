"""HTML of a mail as text: what is quoted begins with `> `, what is hidden falls away."""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as markup

from engine.replies.spelling import words

LARGEST = 600_000
"""Characters of HTML that are looked at."""
_DEEPEST = 200
_BLOCKS = frozenset(
    words(
        """
    p div br tr li ul ol table h1 h2 h3 h4 h5 h6 hr pre section article header footer center dl dt dd
    """
    )
)
_DROPPED = frozenset(words("script style head title meta link template noscript object iframe svg"))
_STRUCK = frozenset(["s", "strike", "del"])
_QUOTES = re.compile(
    r"(?:gmail_quote(?!_attribution)|yahoo_quoted|moz-cite|protonmail_quote|zmail_extra)", re.I
)
_ATTRIBUTION = re.compile(r"gmail_attr|moz-cite-prefix|gmail_quote_attribution", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_BLANKS = re.compile(r"\s+")
_PARSER = {"no_network": True, "remove_comments": True, "remove_pis": True, "huge_tree": False}


def text_of(source: str) -> str:
    """The text of an HTML body, a line for each paragraph, row and break. Never raises; linear."""
    cut = source[:LARGEST]
    try:
        parser = markup.HTMLParser(encoding="utf-8", **_PARSER)
        tree = markup.document_fromstring(cut.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    writer = _Writer()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            writer.begin(element)
        else:
            writer.end(element)
    text = writer.text()
    return text if source.rstrip().endswith(">") and len(source) <= LARGEST else text.rstrip() + "…"


class _Writer:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.depth = self.quoted = self.dropped = 0

    def begin(self, element: etree._Element) -> None:
        self.depth += 1
        if self.dropped or _is_dropped(element) or self.depth > _DEEPEST:
            self.dropped += 1
            return
        tag = _tag(element)
        if tag in _BLOCKS:
            self._break()
        if _quotes(element):
            self._break()
            self.quoted += 1
        if tag in _STRUCK:
            self.line.append("~~")
        self._add(element.text)

    def end(self, element: etree._Element) -> None:
        self.depth -= 1
        if self.dropped:
            self.dropped -= 1
        else:
            tag = _tag(element)
            if tag in _STRUCK:
                self.line.append("~~")
            if _quotes(element):
                self._break()
                self.quoted -= 1
            if tag in ("td", "th"):
                self._add(" ")
            if tag in _BLOCKS:
                self._break(empty=tag == "p")
        if not self.dropped:
            self._add(element.tail)

    def text(self) -> str:
        self._break()
        return "\n".join(self.lines) + "\n"

    def _add(self, text: str | None) -> None:
        if text:
            self.line.append(_BLANKS.sub(" ", text))

    def _break(self, *, empty: bool = False) -> None:
        said = _BLANKS.sub(" ", "".join(self.line)).strip()
        self.line = []
        before = "> " * min(self.quoted, 3)
        if said:
            self.lines.append(before + said)
        if (empty or not said) and self.lines and self.lines[-1].strip("> "):
            self.lines.append(before.rstrip())


def _tag(element: etree._Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _is_dropped(element: etree._Element) -> bool:
    tag = _tag(element)
    if not tag or tag in _DROPPED:
        return True
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _quotes(element: etree._Element) -> bool:
    if _tag(element) == "blockquote":
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_QUOTES.search(named)) and not _ATTRIBUTION.search(named)
