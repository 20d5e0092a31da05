"""What a file really is, by its content; its name only chooses between kinds of plain text."""

from __future__ import annotations

import re

from config.intake.files.grids import IntakeError
from language import Message

SUFFIXES = {
    ".docx": "docx",
    ".xlsx": "xlsx",
    ".csv": "csv",
    ".tsv": "csv",
    ".html": "html",
    ".htm": "html",
    ".txt": "txt",
    ".text": "txt",
    ".md": "txt",
    ".doc": "doc",
    ".xls": "xls",
    ".odt": "odt",
    ".ods": "ods",
    ".pdf": "pdf",
    ".rtf": "rtf",
}
"""The format that a name promises."""

NAMES = {
    "docx": Message("intake.a-word-file"),
    "xlsx": Message("intake.an-excel-file"),
    "csv": Message("intake.a-csv-file"),
    "html": Message("intake.a-web-page"),
    "txt": Message("intake.a-text-file"),
    "doc": Message("intake.an-old-word-file"),
    "xls": Message("intake.an-old-excel-file"),
    "odt": Message("intake.an-opendocument-text"),
    "ods": Message("intake.an-opendocument-sheet"),
    "pdf": Message("intake.a-pdf"),
    "rtf": Message("intake.an-rtf-file"),
}
ENDINGS = {kind: f".{kind}" for kind in NAMES}

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
)
_OTHERS = (
    (b"Rar!\x1a", "intake.rar"),
    (b"7z\xbc\xaf", "intake.seven-zip"),
    (b"\x1f\x8b", "intake.gzip"),
    (b"\x7fELF", "intake.program"),
    (b"MZ", "intake.program"),
    (b"SQLite format 3\0", "intake.other-database"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRAY = 3
"""Control characters that a text may have by accident."""

_MARKUP = re.compile(r"<(!doctype\s+html|html|head|meta|body|table|div|p|h[1-6])\b", re.IGNORECASE)
_TAG = re.compile(r"<[a-z][a-z0-9]*[\s>/]", re.IGNORECASE)
_BEFORE = re.compile(r"\s*(<\?xml[^>]*>|<!--.*?-->)", re.DOTALL)


def old_office(data: bytes) -> str:
    """`doc` or `xls` for a file of Office's old kind; "" for any other. Refuses one that carries macros, has
    a password, or is of another program.
    """
    if not data.startswith(_OLE):
        return ""

    def stream(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if stream("EncryptedPackage") or stream("EncryptionInfo"):
        raise IntakeError("intake.password")
    if stream("_VBA_PROJECT") or stream("Macros\0"):
        raise IntakeError("intake.macros")
    kind = "doc" if stream("WordDocument") else "xls" if stream("Workbook") or stream("Book") else ""
    if not kind:
        raise IntakeError("intake.old-office")
    return kind


def is_pdf(data: bytes) -> bool:
    """Whether it is a PDF, which may have a few bytes before its head."""
    return b"%PDF-" in data[:1024]


def is_rtf(data: bytes) -> bool:
    """Whether it is rich text, which many programs also name .doc."""
    return data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def whole_rtf(data: bytes) -> bool:
    """Whether such a file has its end."""
    return data.rstrip(b"\0 \t\r\n").endswith(b"}")


def whole_old_office(data: bytes) -> bool:
    """Whether such a file has at least the head that its kind has."""
    return data[28:30] == b"\xfe\xff" and data[30:32] in (b"\x09\0", b"\x0c\0") and len(data) >= 1536


def refuse_foreign(data: bytes) -> None:
    """Refuse what is neither an Office file nor text, saying what it is."""
    if not data.strip(b"\0 \t\r\n"):
        raise IntakeError("intake.empty-file")
    for magic, what in _PICTURES:
        if data.startswith(magic):
            raise IntakeError("intake.picture", format_=what)
    if data[:4] == b"RIFF" or data[4:8] == b"ftyp" or (data[:2] == b"BM" and b"\0" in data[:14]):
        raise IntakeError("intake.recording")
    for magic, what in _OTHERS:
        if data.startswith(magic) and (magic != b"MZ" or b"\0" in data[:64]):
            raise IntakeError(Message(what))


def refuse_binary(data: bytes, text: str) -> None:
    """Refuse bytes that were decoded and are still no text."""
    controls = sum(1 for each in text[:20_000] if each < " " and each not in "\t\n\r\f\v\x1a")
    if controls > _STRAY and controls * 200 > min(len(text), 20_000):
        raise IntakeError("intake.no-text", bytes_=len(data))


def text_kind(text: str, suffix: str) -> str:
    """Which kind of text file this is: `html`, or what the suffix says of plain text."""
    start = text[:100_000].lstrip("\ufeff \t\r\n")
    if start.lower().startswith("mime-version:"):
        raise IntakeError("intake.web-archive")
    at = 0
    while before := _BEFORE.match(start, at):
        at = before.end()
    page = _MARKUP.match(start[at:].lstrip())
    if start.startswith("<?xml") and not page:
        raise IntakeError("intake.xml")
    promised = SUFFIXES.get(suffix.lower(), "")
    if page or (promised == "html" and _TAG.search(start)):
        return "html"
    return promised if promised in ("csv", "txt", "") else "txt"


def agree(kind: str, suffix: str) -> None:
    """Refuse a file whose name promises another kind: people and programs would take it for that."""
    promised = SUFFIXES.get(suffix.lower())
    if not kind:
        if not suffix:
            raise IntakeError("intake.plain-text-no-ending")
        raise IntakeError("intake.plain-text", suffix=suffix)
    if promised == kind:
        return
    if not suffix:
        raise IntakeError("intake.misnamed-no-ending", what=NAMES[kind], ending=ENDINGS[kind])
    raise IntakeError("intake.misnamed", what=NAMES[kind], suffix=suffix, ending=ENDINGS[kind])
