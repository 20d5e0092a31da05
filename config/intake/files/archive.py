"""Office files are zip archives of XML: looked through here, with every byte counted, before any library
opens one.

Nothing is ever written to disk, and nothing that a part points to is fetched.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

from config.intake.files import limits
from config.intake.files.grids import IntakeError
from language import Message

DAMAGED = Message("intake.damaged")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    OSError,
)
"""What zipfile raises for a spoilt archive."""

_CHUNK = 1 << 16
_STORED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
STREAMED = re.compile(
    r"xl/((worksheets|pivotCache|drawings|charts)/[^/]+|sharedStrings|comments[0-9]*)\.(xml|vml)",
    re.IGNORECASE,
)
"""Parts of a workbook that never become trees: read as a stream, or not at all."""
_MEDIA = re.compile(r"\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp|wdp|ico|bin|ole|odttf|ttf)$", re.IGNORECASE)
_DECLARED = re.compile(rb"^[^<]{0,8}<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
_ENCODINGS = {b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii"}
_OFFICE = (
    ("wordprocessingml.document.main+xml", "docx"),
    ("spreadsheetml.sheet.main+xml", "xlsx"),
)
_NO_OFFICE = (
    ("wordprocessingml.template", Message("intake.word-template")),
    ("spreadsheetml.template", Message("intake.excel-template")),
    ("sheet.binary", Message("intake.binary-excel")),
    ("presentationml", Message("intake.powerpoint")),
)
_OPEN_DOCUMENTS = {"text": "odt", "spreadsheet": "ods"}
_LEFT_OUT = (
    ("/embeddings/", Message("intake.left-embedded")),
    ("/activex/", Message("intake.left-activex")),
    ("/ctrlprops/", Message("intake.left-controls")),
    ("/charts/", Message("intake.left-charts")),
    ("/diagrams/", Message("intake.left-diagrams")),
    ("/comments", Message("intake.left-comments")),
    ("/externallinks/", Message("intake.left-links")),
    ("/media/", Message("intake.left-pictures")),
)


@dataclass(slots=True)
class Archive:
    """A zip looked through: safe to be opened by a library. `kind` is "docx", "xlsx", "odt" or "ods"."""

    kind: str
    data: bytes
    parts: zipfile.ZipFile
    notes: list[Message] = field(default_factory=list)

    def stream(self) -> io.BytesIO:
        """The whole file anew, for a library."""
        return io.BytesIO(self.data)


def opened(data: bytes) -> Archive:
    """The archive, looked through; IntakeError for anything that is neither Word nor Excel or could harm."""
    if data.count(b"PK\x01\x02") > limits.MEMBERS:
        raise IntakeError("intake.many-parts", most=limits.MEMBERS)
    try:
        parts = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, OverflowError):
        raise IntakeError(DAMAGED) from None
    members = parts.infolist()
    names = [each.filename for each in members]
    _refuse_names(members, names)
    kind = _kind(parts, names)
    for name in names:
        _refuse_macros(name)
    _count(kind, parts, members)
    archive = Archive(kind, data, parts)
    lowered = [f"/{name.lower()}" for name in names]
    for mark, note in _LEFT_OUT:
        if any(mark in name for name in lowered):
            archive.notes.append(note)
    for name in names:
        if name.lower().endswith(".rels"):
            _relationships(archive, name)
    return archive


def tree(data: bytes) -> etree._Element:
    """The XML of a small part as a tree: no entity is expanded and nothing is loaded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise IntakeError(DAMAGED) from None


def _refuse_names(members: list[zipfile.ZipInfo], names: list[str]) -> None:
    if not members:
        raise IntakeError("intake.empty-zip")
    if any(each.flag_bits & 1 for each in members):
        raise IntakeError("intake.locked-zip")
    if len(set(names)) != len(names):
        raise IntakeError("intake.parts-alike")
    if any(each.compress_type not in _STORED for each in members):
        raise IntakeError("intake.packed-oddly")
    for name in names:
        steps = name.replace("\\", "/").split("/")
        if ".." in steps or name.startswith(("/", "\\")) or ":" in steps[0]:
            raise IntakeError("intake.outside-folder")


def _kind(parts: zipfile.ZipFile, names: list[str]) -> str:
    if "mimetype" in names:
        says = _start(parts, "mimetype")
        if "opendocument" in says:
            return _open_document(says.strip(), parts, names)
    if "[Content_Types].xml" not in names:
        raise IntakeError("intake.plain-zip")
    types = _start(parts, "[Content_Types].xml")
    if "macroenabled" in types.lower():
        _refuse_macros("vbaproject")
    relationships = _start(parts, "_rels/.rels") if "_rels/.rels" in names else ""
    if "purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" in relationships:
        raise IntakeError("intake.strict-xml")
    for mark, kind in _OFFICE:
        if mark in types:
            return kind
    for mark, sentence in _NO_OFFICE:
        if mark in types:
            raise IntakeError(sentence)
    raise IntakeError("intake.no-office-zip")


def _open_document(says: str, parts: zipfile.ZipFile, names: list[str]) -> str:
    kind = _OPEN_DOCUMENTS.get(says.removeprefix("application/vnd.oasis.opendocument."))
    if kind is None or "content.xml" not in names:
        raise IntakeError("intake.open-document", ending=".xlsx" if "spreadsheet" in says else ".docx")
    manifest = "META-INF/manifest.xml"
    if manifest in names and "encryption-data" in _start(parts, manifest):
        raise IntakeError("intake.password")
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise IntakeError("intake.macros")
    return kind


def _start(parts: zipfile.ZipFile, name: str) -> str:
    """The first million bytes of a small part as text, whichever way it is encoded."""
    try:
        with parts.open(name) as file:
            return file.read(1_000_000).replace(b"\0", b"").decode("utf-8", errors="replace")
    except BROKEN:
        raise IntakeError(DAMAGED) from None


def _refuse_macros(name: str) -> None:
    lowered = name.lower()
    if any(each in lowered for each in ("vbaproject", "vbadata", "macrosheets/", "dialogsheets/")):
        raise IntakeError("intake.macros")


def _count(kind: str, parts: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Unpack every part into nothing, counting: what a part claims about its size is not believed."""
    whole = held = tags = attributes = 0
    most = limits.BOOK_MARKS if kind == "xlsx" else limits.MARKS
    for member in members:
        size, previous, first = 0, b"", True
        streamed, media = (
            kind == "xlsx" and STREAMED.fullmatch(member.filename),
            _MEDIA.search(member.filename),
        )
        try:
            with parts.open(member) as file:
                while chunk := file.read(_CHUNK):
                    size += len(chunk)
                    whole += len(chunk)
                    if whole > limits.EXPANDED_BYTES:
                        raise IntakeError("intake.expands-to", megabytes=limits.EXPANDED_BYTES // 10**6)
                    if size > limits.RATIO_FROM_BYTES and size > limits.RATIO * max(member.compress_size, 1):
                        raise IntakeError("intake.expands-times", times=limits.RATIO)
                    if media:
                        continue
                    plain = chunk.replace(b"\0", b"")
                    if first:
                        _refuse_encoding(plain)
                        first = False
                    if b"<!DOCTYPE" in previous + plain:
                        raise IntakeError("intake.doctype")
                    previous = plain[-16:]
                    if not streamed:
                        held += len(chunk)
                        tags += chunk.count(b"<")
                        attributes += chunk.count(b"=")
        except BROKEN:
            raise IntakeError(DAMAGED) from None
        if held > limits.MARKUP_BYTES or max(tags, attributes) > most:
            raise IntakeError("intake.much-markup")


def _refuse_encoding(start: bytes) -> None:
    """Only encodings in which `<!DOCTYPE` is looked for above; an XML parser would know many more."""
    declared = _DECLARED.match(start)
    if declared and declared[1].lower() not in _ENCODINGS:
        raise IntakeError("intake.encoded-oddly")


_REMOTE = re.compile(
    r"(https?|ftp|smb|dav)s?:|\\\\|//|file:(//)?[/\\]{2,}[^/\\]|file://[^/\\]", re.IGNORECASE
)
_LOCAL = re.compile(r"file:///[a-z]:", re.IGNORECASE)


def _relationships(archive: Archive, name: str) -> None:
    """Note what a part takes from outside; refuse a template that Word would fetch from another machine."""
    for each in tree(_whole(archive, name)).iter("{*}Relationship"):
        if each.get("TargetMode", "").lower() != "external":
            continue
        what, target = each.get("Type", "").rpartition("/")[2], each.get("Target", "")
        if what == "hyperlink":
            continue
        if what == "attachedTemplate":
            if _REMOTE.match(target) and not _LOCAL.match(target):
                raise IntakeError("intake.remote-template")
            continue
        note = Message("intake.left-outside")
        if note not in archive.notes:
            archive.notes.append(note)


def _whole(archive: Archive, name: str) -> bytes:
    try:
        return archive.parts.read(name)
    except BROKEN:
        raise IntakeError(DAMAGED) from None
