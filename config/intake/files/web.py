"""Web pages: the text and the tables of their HTML; nothing is run, nothing is loaded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import lxml.html
from lxml import etree
from lxml.etree import _Element as Element

from config.intake.files import limits
from config.intake.files.grids import IntakeError
from config.intake.files.layout import Gathering, Layout
from config.intake.files.marks import LEVEL, RAISED, STRUCK, bare
from config.intake.files.web_looks import FIELDS, Looks, field_said
from config.intake.files.word_numbers import letters, roman
from language import Message

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_KNOWN = {"utf-8": "utf-8", "utf8": "utf-8", "utf-16": "utf-8", "windows-1258": "cp1258"}
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "svg",
        "math",
        "object",
        "applet",
        "iframe",
        "button",
        "audio",
        "video",
        "canvas",
        "map",
        "title",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "center",
        "blockquote",
        "pre",
        "form",
        "fieldset",
        "address",
        "hr",
        "figure",
        "caption",
        "body",
        "html",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "details",
        "summary",
    ]
)
_HIDDEN = Message("intake.left-hidden")
_MARKERS: dict[str, Callable[[int], str]] = {
    "a": letters,
    "A": lambda at: letters(at).upper(),
    "i": roman,
    "I": lambda at: roman(at).upper(),
}


def in_unicode(data: bytes) -> bytes:
    """The page in UTF-8, when it says at its start that it is in windows-1258; other encodings are left to be
    found out or refused as those of any text.
    """
    declared = _CHARSET.search(data[:4096])
    if declared and _KNOWN.get(declared[1].decode("ascii").lower()) == "cp1258":
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode("cp1258", errors="replace").encode()
    return data


def read(text: str, gathering: Gathering) -> None:
    """The blocks and tables of a page in their order."""
    if "<!entity" in text.lower():
        raise IntakeError("intake.entities")
    if max(text.count("<"), text.count("=")) > limits.MARKS:
        raise IntakeError("intake.much-formatting")
    parser = lxml.html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        page = lxml.html.document_fromstring(bare(text).encode(errors="replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise IntakeError("intake.unread-page") from None
    if any("depth" in each.message.lower() for each in parser.error_log):
        raise IntakeError("intake.page-too-deep")
    walk = _Walk(gathering, Looks(page), sum(1 for _ in page.iter("tr")))
    walk.blocks(page)
    walk.flush()
    if page.find(".//iframe") is not None or page.find(".//frame") is not None:
        gathering.note(Message("intake.left-frames"))
    if page.find(".//img") is not None:
        gathering.note(Message("intake.left-pictures"))


class _Walk:
    """One pass through a page. Its depth is bounded by the parser."""

    def __init__(self, gathering: Gathering, looks: Looks, rows: int) -> None:
        self._gathering = gathering
        self._looks = looks
        self._total = rows
        self._done = 0
        self._pieces: list[str] = []
        self._counts: dict[Element, int] = {}

    def blocks(self, parent: Element) -> None:
        """Gather the blocks below an element; a table that only frames another is seen through."""
        self._pieces.append(parent.text or "")
        for child in parent:
            if self._seen(child):
                if child.tag == "table":
                    self.flush()
                    frame = _framed(child)
                    if frame is None:
                        self._gathering.table(self._table(child, 1))
                    else:
                        self.blocks(frame)
                        self.flush()
                elif child.tag == "br":
                    self._pieces.append("\v")
                elif child.tag in FIELDS:
                    self._pieces.append(field_said(child))
                elif self._looks.high(child):
                    self._pieces.append("".join((RAISED, *self._inline(child, 1), LEVEL)))
                elif child.tag in _BLOCKS:
                    self.flush()
                    self._pieces.append(self._marker(child))
                    self.blocks(child)
                    self.flush()
                else:
                    self.blocks(child)
            self._pieces.append(child.tail or "")

    def flush(self) -> None:
        """End a block: what was said since the last one is a text."""
        text = _flowing("".join(self._pieces))
        self._pieces.clear()
        self._gathering.text(text)

    def _seen(self, element: Element) -> bool:
        if not isinstance(element.tag, str) or element.tag in _SKIPPED:
            return False
        hidden = self._looks.hidden(element)
        # A cell struck out keeps its place among the columns.
        if hidden or (element.tag not in ("td", "th") and self._looks.struck(element)):
            if "".join(element.itertext()).strip():
                self._gathering.note(_HIDDEN if hidden else STRUCK)
            return False
        return True

    def _marker(self, item: Element) -> str:
        """What a browser shows before an item of a list: `1. `, `a. `, `- `. Asked for once, in order."""
        if item.tag != "li":
            return ""
        listed = item.getparent()
        if listed is None or listed.tag != "ol":
            bare = "list-style-type:none" in item.get("style", "").replace(" ", "")
            return "" if bare else "- "
        at = _number(item.get("value"), self._counts.get(listed, _number(listed.get("start"), 1) - 1) + 1)
        self._counts[listed] = at
        shown = _MARKERS.get(listed.get("type", ""), str)(at) if 0 < at < 4000 else str(at)
        return f"{shown}. "

    def _table(self, table: Element, deep: int) -> Layout:
        layout = Layout(self._gathering)
        rows = list(self._rows(table))
        for at, row in enumerate(rows):
            layout.row()
            column = 0
            for cell in row:
                if cell.get("x:fmla") is not None:
                    raise IntakeError("intake.page-formulas")
                down = _span(cell, "rowspan", limits.ROWS) or len(rows) - at
                across = _span(cell, "colspan", limits.COLUMNS) or 1
                column = layout.put(column, self._cell(cell, deep), down, across)
            self._done += 1
            self._gathering.told(self._done, self._total)
        return layout

    def _rows(self, table: Element) -> Iterator[list[Element]]:
        """The rows of a table itself, through its groups, each as its cells; hidden ones are left out."""
        for child in table:
            if not self._seen(child):
                continue
            if child.tag == "tr":
                yield [each for each in child if each.tag in ("td", "th") and self._seen(each)]
            elif child.tag in ("tbody", "thead", "tfoot", "form"):
                yield from self._rows(child)

    def _cell(self, cell: Element, deep: int) -> str:
        """The text of a cell; a table in it is told cell by cell, a line each."""
        if deep > limits.TABLES_DEEP:
            raise IntakeError("intake.tables-deep", most=limits.TABLES_DEEP)
        if self._looks.struck(cell):
            self._gathering.note(STRUCK)
            return ""
        said = "".join(self._inline(cell, deep))
        return "\n".join(_flowing(each) for each in said.split("\0"))

    def _inline(self, parent: Element, deep: int) -> Iterator[str]:
        """The text below an element; `\0`, which no page can hold, where a block begins or ends."""
        yield parent.text or ""
        for child in parent:
            if self._seen(child):
                if child.tag == "table":
                    for row in self._rows(child):
                        for cell in row:
                            yield f"\0{self._cell(cell, deep + 1)}\0".replace("\n", "\v")
                elif child.tag == "br":
                    yield "\v"
                elif child.tag in FIELDS:
                    yield field_said(child)
                elif self._looks.high(child):
                    yield from (RAISED, *self._inline(child, deep), LEVEL)
                elif child.tag in _BLOCKS:
                    yield f"\0{self._marker(child)}"
                    yield from self._inline(child, deep)
                    yield "\0"
                else:
                    yield from self._inline(child, deep)
            yield child.tail or ""


def _flowing(text: str) -> str:
    """Line ends in the source of a page are blanks; `\v` stands for those that are meant."""
    return re.sub(r"[ \t\r\n\f]+", " ", text).replace("\v", "\n")


def _framed(table: Element) -> Element | None:
    """The only cell of a table that frames another table; None for a table that says something itself."""
    cells = [each for each in table.iter("td", "th") if next(each.iterancestors("table"), None) is table]
    if len(cells) == 1 and next(cells[0].iter("table"), None) is not None:
        return cells[0]
    return None


def _span(cell: Element, name: str, most: int) -> int:
    return min(_number(cell.get(name), 1), most)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*[0-9]{1,8}\s*", text) else otherwise
