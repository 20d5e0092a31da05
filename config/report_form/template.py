"""Reading a report form: a `.docx` whose text has placeholders, looked through before anything is made of it.

Word cuts text into runs wherever it likes, `{{un` and `it}}`; here each placeholder is put into one, so that
filling a form is no more than replacing texts. An office's file is not trusted: what it unpacks to is
bounded, and no entity of its XML is resolved.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from config.report_form.placeholders import MARK, ROW, SECTION, Mark, TemplateError, marks
from language import system

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT, PROPERTIES = "word/document.xml", "docProps/core.xml"
FILE_BYTES = 1_000_000
"""A form goes out with hundreds of mails; one with a coat of arms in it has some 50 kB."""
EXPANDED_BYTES = 16_000_000
_MAIN = b"wordprocessingml.document.main+xml"
_STEMS = ("word/header", "word/footer", PROPERTIES)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError)


@dataclass(frozen=True, slots=True)
class Template:
    """A form to fill: the parts that never change, zipped, and the trees of those with placeholders."""

    constant: bytes
    trees: tuple[tuple[str, Any], ...]

    @property
    def document(self) -> Any:
        """The tree of the document itself."""
        return dict(self.trees)[DOCUMENT]


def read_file(path: Path) -> Template:
    """The form of a file. TemplateError says what is wrong with it."""
    try:
        if path.stat().st_size > FILE_BYTES:
            raise TemplateError("template.too-large", kilobytes=FILE_BYTES // 1000)
        data = path.read_bytes()
    except FileNotFoundError:
        raise TemplateError("template.missing", file=f"templates/{path.name}") from None
    except OSError as error:
        raise TemplateError("template.unreadable", why=system.why(error)) from None
    return read(data)


def read(data: bytes) -> Template:
    """The form of a file's bytes. TemplateError says what is wrong with it."""
    parts = _unpacked(data)
    trees = [(name, _tree(content)) for name, content in parts.items() if _may_have_marks(name, content)]
    for name, tree in trees:
        if name != PROPERTIES:
            _join_runs(tree)
        _check(name, tree)
    living = {name for name, _ in trees}
    constant = {name: content for name, content in parts.items() if name not in living}
    return Template(zipped(constant), tuple(trees))


def zipped(parts: dict[str, bytes], into: bytes = b"") -> bytes:
    """A zip of the parts, behind those that `into` holds already; the same parts make the same bytes."""
    file = io.BytesIO(into)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as whole:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.compress_type = 0, zipfile.ZIP_DEFLATED
            whole.writestr(entry, content)
    return file.getvalue()


def texts(tree: Any) -> Iterator[Any]:
    """The elements of a part that hold text."""
    return (each for each in tree.iter(f"{W}t")) if tree.tag.startswith(W) else iter(list(tree))


def told(paragraph: Any) -> str:
    """The text of a paragraph."""
    return "".join(each.text or "" for each in _own_texts(paragraph))


def region_of(element: Any) -> Mark | None:
    """Where a region begins or ends, if that is all that a paragraph says."""
    if element.tag != f"{W}p":
        return None
    text = told(element).strip()
    found = marks(text) if MARK.fullmatch(text) else []
    return found[0] if found and found[0].turn else None


def _unpacked(data: bytes) -> dict[str, bytes]:
    """The parts by name, in a fixed order: the list of their types first, as some programs want it."""
    parts: dict[str, bytes] = {}
    left = EXPANDED_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            for name in sorted(whole.namelist()):
                with whole.open(name) as file:
                    parts[name] = file.read(left + 1)
                left -= len(parts[name])
                if left < 0:
                    raise TemplateError("template.too-large", kilobytes=EXPANDED_BYTES // 1000)
    except _BROKEN:
        raise TemplateError("template.no-docx") from None
    if DOCUMENT not in parts or _MAIN not in parts.get("[Content_Types].xml", b""):
        raise TemplateError("template.no-docx")
    return parts


def _may_have_marks(name: str, content: bytes) -> bool:
    return name == DOCUMENT or (name.startswith(_STEMS) and name.endswith(".xml") and b"{" in content)


def _tree(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        tree = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise TemplateError("template.no-docx") from None
    if tree.getroottree().docinfo.doctype:  # no program writes one; its entities would break what is filled
        raise TemplateError("template.no-docx")
    return tree


def _own_texts(paragraph: Any) -> list[Any]:
    """The texts of a paragraph, without those of a text box in it."""
    return [each for each in paragraph.iter(f"{W}t") if next(each.iterancestors(f"{W}p")) is paragraph]


def _join_runs(tree: Any) -> None:
    """Put each placeholder wholly into the run where it begins."""
    for paragraph in list(tree.iter(f"{W}p")):
        held = _own_texts(paragraph)
        whole = "".join(each.text or "" for each in held)
        if "{{" not in whole:
            continue
        if "{{" in MARK.sub("", whole) or "}}" in MARK.sub("", whole):
            raise TemplateError("template.unclosed", text=whole.strip()[:60])
        owner = [each for each in held for _ in each.text or ""]
        for found in MARK.finditer(whole):
            owner[found.start() : found.end()] = [owner[found.start()]] * (found.end() - found.start())
        for each in held:
            each.text = "".join(c for c, whose in zip(whole, owner, strict=True) if whose is each)
            each.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _check(name: str, tree: Any) -> None:
    """Whether every placeholder is known and stands where it can be filled."""
    body = tree.find(f"{W}body") if name == DOCUMENT else None
    for element in texts(tree):
        for mark in marks(element.text or ""):
            if mark.turn and not _opens_or_closes(element, body):
                raise TemplateError("template.region-alone", region=f"{{{{{mark.turn}{mark.name}}}}}")
    regions = _regions(body) if body is not None else {}
    for element in texts(tree):
        for mark in marks(element.text or ""):
            where = regions.get(_child(body, element)) if body is not None else None
            if mark.name in SECTION and where != "sections":
                raise TemplateError("template.section-outside")
            if mark.name in ROW and not any(True for _ in element.iterancestors(f"{W}tr")):
                raise TemplateError("template.row-outside", field=f"{{{{{mark.name}}}}}")
            if body is None and (mark.name in ROW or mark.name in SECTION):
                raise TemplateError("template.row-outside", field=f"{{{{{mark.name}}}}}")


def _opens_or_closes(element: Any, body: Any) -> bool:
    """Whether the text is all that a paragraph of the body itself says."""
    paragraph = next(element.iterancestors(f"{W}p"), None)
    return paragraph is not None and paragraph.getparent() is body and region_of(paragraph) is not None


def _child(body: Any, element: Any) -> Any:
    """The child of the body that holds the element."""
    while element is not None and element.getparent() is not body:
        element = element.getparent()
    return element


def _regions(body: Any) -> dict[Any, str]:
    """For each child of the body within a region, which one."""
    inside, found = "", {}
    for child in body:
        mark = region_of(child)
        if mark is None:
            if inside:
                found[child] = inside
            continue
        if (mark.turn == "#") == bool(inside) or (mark.turn == "/" and mark.name != inside):
            raise TemplateError("template.region-order", region=f"{{{{{mark.turn}{mark.name}}}}}")
        inside = mark.name if mark.turn == "#" else ""
    if inside:
        raise TemplateError("template.region-open", region=f"{{{{/{inside}}}}}")
    return found
