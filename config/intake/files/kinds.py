"""What a file really is, by its content; its name only chooses between kinds of plain text."""

from __future__ import annotations

import re

from config.intake.files.grids import IntakeError

ASK = "ask for the plan as Word (.docx) or Excel (.xlsx)"
"""What a person does about a file that holds no text to read."""

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
}
"""The format that a name promises."""

NAMES = {
    "docx": "a Word file",
    "xlsx": "an Excel file",
    "csv": "a csv file",
    "html": "a web page",
    "txt": "a text file",
}
ENDINGS = {"docx": ".docx", "xlsx": ".xlsx", "csv": ".csv", "html": ".html", "txt": ".txt"}

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
)
_OTHERS = (
    (b"Rar!\x1a", "a RAR archive; unpack it and import the Word or Excel file inside"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it and import the Word or Excel file inside"),
    (b"\x1f\x8b", "a gzip archive; unpack it and import the Word or Excel file inside"),
    (b"\x7fELF", f"a program, not a document; {ASK}"),
    (b"MZ", f"a program, not a document; {ASK}"),
    (b"SQLite format 3\0", f"a database, not a document; {ASK}"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRAY = 3
"""Control characters that a text may have by accident."""

_MARKUP = re.compile(r"<(!doctype\s+html|html|head|meta|body|table|div|p|h[1-6])\b", re.IGNORECASE)
_TAG = re.compile(r"<[a-z][a-z0-9]*[\s>/]", re.IGNORECASE)
_BEFORE = re.compile(r"\s*(<\?xml[^>]*>|<!--.*?-->)", re.DOTALL)


def refuse_foreign(data: bytes) -> None:
    """Refuse what is neither an Office file nor text, saying what it is."""
    if not data.strip(b"\0 \t\r\n"):
        raise IntakeError("it is empty; check that it was copied or downloaded whole")
    if b"%PDF-" in data[:1024]:
        raise IntakeError(
            f"it is a PDF, whose tables cannot be read reliably (a scan holds only pictures); {ASK}"
        )
    if data.startswith(_OLE):
        _refuse_ole(data)
    if data.startswith(b"{\\rtf"):
        raise IntakeError("it is an RTF document; open it in Word and save it as .docx")
    for magic, what in _PICTURES:
        if data.startswith(magic):
            raise IntakeError(f"it is a picture ({what}), which holds no text; {ASK}")
    if data[:4] == b"RIFF" or data[4:8] == b"ftyp" or (data[:2] == b"BM" and b"\0" in data[:14]):
        raise IntakeError(f"it is a picture or a recording, which holds no text; {ASK}")
    for magic, what in _OTHERS:
        if data.startswith(magic) and (magic != b"MZ" or b"\0" in data[:64]):
            raise IntakeError(f"it is {what}")


def _refuse_ole(data: bytes) -> None:
    def stream(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if stream("EncryptedPackage") or stream("EncryptionInfo"):
        raise IntakeError(
            "it is protected with a password; open it, remove the password (File, Info, Protect) and save it "
            "again"
        )
    if stream("WordDocument"):
        raise IntakeError("it is a Word file of the old kind (.doc); open it in Word and save it as .docx")
    if stream("Workbook") or stream("Book"):
        raise IntakeError("it is an Excel file of the old kind (.xls); open it in Excel and save it as .xlsx")
    raise IntakeError(
        "it is an old Office file; open it in the program it comes from and save it as .docx or .xlsx"
    )


def refuse_binary(data: bytes, text: str) -> None:
    """Refuse bytes that were decoded and are still no text."""
    controls = sum(1 for each in text[:20_000] if each < " " and each not in "\t\n\r\f\v\x1a")
    if controls > _STRAY and controls * 200 > min(len(text), 20_000):
        raise IntakeError(
            f"it is neither text nor an Office file, or it is damaged ({len(data):,} bytes); {ASK}"
        )


def text_kind(text: str, suffix: str) -> str:
    """Which kind of text file this is: `html`, or what the suffix says of plain text."""
    start = text[:100_000].lstrip("\ufeff \t\r\n")
    if start.lower().startswith("mime-version:"):
        raise IntakeError("it is a web archive (.mht); open it in Word and save it as .docx")
    at = 0
    while before := _BEFORE.match(start, at):
        at = before.end()
    page = _MARKUP.match(start[at:].lstrip())
    if start.startswith("<?xml") and not page:
        raise IntakeError(
            "it is XML (perhaps an Office file of 2003); open it in its program and save it as .docx or .xlsx"
        )
    promised = SUFFIXES.get(suffix.lower(), "")
    if page or (promised == "html" and _TAG.search(start)):
        return "html"
    return promised if promised in ("csv", "txt", "") else "txt"


def agree(kind: str, suffix: str) -> None:
    """Refuse a file whose name promises another kind: people and programs would take it for that."""
    promised = SUFFIXES.get(suffix.lower())
    if not kind:
        raise IntakeError(
            f"it is plain text, and '{suffix or 'no ending'}' does not say of which kind; name it .csv, .txt "
            f"or .html"
        )
    if promised == kind:
        return
    raise IntakeError(
        f"it is {NAMES[kind]}, though its name ends in '{suffix or 'nothing'}'; check where it comes from, "
        f"then name "
        f"it {ENDINGS[kind]}"
    )
