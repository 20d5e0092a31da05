"""Files that are not what they say, or are made to do harm: one clear sentence, nothing fetched."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from config.intake.files.grids import IntakeError
from config.intake.files.open_file import read
from tests.support.files import (
    DOCUMENT,
    SHEET,
    R,
    S,
    W,
    notes,
    p,
    part,
    plain_excel,
    plain_word,
    shape,
    taken,
    with_parts,
)


def _ole(stream: str) -> bytes:
    """The head of an OLE file with the name of one stream in its directory, as Office writes it."""
    return bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504 + stream.encode("utf-16-le").ljust(64, b"\0")


def _zip(**parts: str) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as new:
        for name, text in parts.items():
            new.writestr(name.replace("__", "/"), text)
    return into.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        (
            "a.docx",
            b"%PDF-1.7\n%\xe2\xe3\n1 0 obj << /Type /Page >>",
            "the PDF is damaged or was not downloaded whole",
        ),
        ("a.docx", _ole("EncryptedPackage"), "it is protected with a password; open it, remove the password"),
        ("a.xlsx", _ole("EncryptedPackage"), "it is protected with a password"),
        (
            "a.doc",
            _ole("WordDocument"),
            "a Word file of the old kind (.doc); open it in Word and save it as .docx",
        ),
        ("a.xlsx", _ole("Workbook"), "an Excel file of the old kind (.xls)"),
        ("a.doc", _ole("PowerPoint Document"), "it is an old Office file"),
        ("a.docx", b"\x89PNG\r\n\x1a\n\0\0", "it is a picture (PNG)"),
        ("a.docx", b"\xff\xd8\xff\xe0\0\x10JFIF", "it is a picture (JPEG)"),
        ("a.doc", b"{\\rtf1\\ansi x}", "it is an RTF file, though its name ends in '.doc'"),
        ("a.rtf", b"{\\rtf1\\ansi x", "it is an RTF document; open it in Word and save it as .docx"),
        ("a.docx", b"Rar!\x1a\x07\0", "it is a RAR archive"),
        ("a.txt", b"MZ\x90\0\x03\0\0\0", "it is a program, not a document"),
        ("a.docx", b"", "it is empty"),
        ("a.csv", b"\0" * 5000, "it is empty"),
        ("a.csv", bytes(range(256)) * 20, "not"),
        ("a.zip", _zip(a="x"), "it is a zip, not a Word or Excel file; unpack it"),
        ("a.docx", b"PK\x05\x06" + b"\0" * 18, "it is an empty zip"),
        ("a.docx", b"PK\x03\x04 but no zip", "it is damaged or was not copied whole"),
        (
            "a.odt",
            _zip(mimetype="application/vnd.oasis.opendocument.text"),
            "OpenDocument file; open it in its program",
        ),
        ("a.docx", "Kế hoạch".encode(), "it is a text file, though its name ends in '.docx'"),
        ("a.docx", b"<html><table><tr><td>x</table>", "it is a web page, though its name ends in '.docx'"),
        ("a.xls", b"<table><tr><td>x</table>", "it is a web page, though its name ends in '.xls'"),
        ("a.xml", b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><w/>", "it is XML"),
        ("a.html", b"no tags at all", "it is a text file, though its name ends in '.html'"),
        ("a.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "it is a web archive"),
        ("a.dat", b"1\t2\n", "it is plain text, and '.dat' does not say of which kind"),
        ("a", b"1\t2\n", "it is plain text, and its name has no ending that says"),
    ],
)
def test_a_file_that_is_something_else(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    with pytest.raises(IntakeError) as caught:
        taken(tmp_path, name, data)
    assert str(caught.value).startswith(f"{name}: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_office_files_under_each_others_names(tmp_path: Path) -> None:
    with pytest.raises(
        IntakeError, match=r"it is a Word file, though its name ends in '\.xlsx'; .*name it \.docx"
    ):
        taken(tmp_path, "a.xlsx", plain_word())
    with pytest.raises(IntakeError, match=r"it is an Excel file, though its name ends in '\.csv'"):
        taken(tmp_path, "a.csv", plain_excel())
    assert shape(taken(tmp_path, "A.DOCX", plain_word())) == ["Kế hoạch"]


@pytest.mark.parametrize("mark", ["wordprocessingml.template", "presentationml.presentation", "sheet.binary"])
def test_other_office_files(tmp_path: Path, mark: str) -> None:
    types = f'<Types><Override PartName="/x.xml" ContentType="application/vnd.{mark}.main+xml"/></Types>'
    with pytest.raises(IntakeError, match=r"it is a (Word template|PowerPoint file|binary Excel file)"):
        taken(tmp_path, "a.docx", _zip(**{"[Content_Types].xml": types}))


def test_what_is_no_ordinary_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    for path, says in (
        (tmp_path / "link.txt", "it is a link"),
        (tmp_path / "pipe.txt", "it is a device or a pipe"),
        (Path("/dev/zero"), "it is a device or a pipe"),
        (tmp_path, "it is a folder"),
        (tmp_path / "none.txt", "it cannot be opened (No such file or directory)"),
        (tmp_path / ("x" * 300), "it cannot be opened (File name too long)"),
        (tmp_path / "a\0b", "it cannot be opened"),
    ):
        with pytest.raises(IntakeError) as caught:
            read(path)
        assert says in str(caught.value)


def test_a_name_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        taken(tmp_path, "a\x1b[31m\n.txt", b"")
    assert str(caught.value).startswith("a?[31m?.txt: it is empty")


# Archives


@pytest.mark.parametrize(
    "name", ["word/vbaProject.bin", "word/vbaData.xml", "xl/macrosheets/sheet1.xml", "word/VBAPROJECT.BIN"]
)
def test_macros_are_refused_under_any_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(IntakeError, match="it carries macros"):
        taken(tmp_path, "a.docx", with_parts(plain_word(), {name: b"\0"}))


@pytest.mark.parametrize("name", ["a.docm", "a.docx"])
def test_a_macro_document_is_refused_without_its_macros(tmp_path: Path, name: str) -> None:
    whole = plain_word()
    types = part(whole, "[Content_Types].xml").replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    with pytest.raises(IntakeError, match="it carries macros"):
        taken(tmp_path, name, with_parts(whole, {"[Content_Types].xml": types}))


XXE = (
    '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    f'<w:document xmlns:w="{W}"><w:body>{p("&x;")}'
)
LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + at)} '{f'&{chr(97 + at)};' * 10}'>" for at in range(9)
)


@pytest.mark.parametrize(
    "name", [DOCUMENT, "word/styles.xml", "word/_rels/document.xml.rels", "docProps/core.xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize(
    "bomb", [XXE + "</w:body></w:document>", LAUGHS + "]><l>&j;</l>", "<!DOCTYPE x SYSTEM 'y'><x/>"]
)
def test_entities_are_refused_in_every_part(tmp_path: Path, name: str, encoding: str, bomb: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding[:6].rstrip("-")}"?>{bomb}'.encode(encoding)
    with pytest.raises(IntakeError, match="it defines entities of its own"):
        taken(tmp_path, "a.docx", with_parts(plain_word(), {name: data}))


def test_entities_are_refused_in_sheets_and_in_other_encodings(tmp_path: Path) -> None:
    sheet = f'<!DOCTYPE x [<!ENTITY a "1">]><worksheet xmlns="{S}"><sheetData/></worksheet>'
    with pytest.raises(IntakeError, match="it defines entities of its own"):
        taken(tmp_path, "a.xlsx", with_parts(plain_excel(), {SHEET: sheet}))
    hidden = f'<?xml version="1.0" encoding="UTF-7"?>{XXE}'.replace("<!", "+ADwAIQ-")
    with pytest.raises(IntakeError, match="encoded as Office does not"):
        taken(tmp_path, "a.docx", with_parts(plain_word(), {DOCUMENT: hidden}))


def _related(kind: str, target: str, name: str = "word/_rels/settings.xml.rels") -> bytes:
    xml = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" '
        f'Type="{R}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )
    return with_parts(plain_word(), {name: xml})


@pytest.mark.parametrize(
    "target",
    [
        "http://x.example/t.dotm",
        "HTTPS://x.example/t",
        "\\\\x.example\\s\\t.dotm",
        "file://x.example/t",
        "file:///\\\\x\\t",
    ],
)
def test_a_template_from_another_machine_is_refused(tmp_path: Path, target: str) -> None:
    with pytest.raises(IntakeError, match="it loads a template from another machine"):
        taken(tmp_path, "a.docx", _related("attachedTemplate", target))


@pytest.mark.slow
def test_other_links_are_noted_and_never_followed(tmp_path: Path) -> None:
    local = taken(tmp_path, "a.docx", _related("attachedTemplate", "file:///C:\\Users\\vp\\Normal.dotm"))
    assert (shape(local), local.notes) == (["Kế hoạch"], ())
    note = ("Pictures, objects or data that it links to outside were not fetched.",)
    assert notes(taken(tmp_path, "a.docx", _related("image", "http://x.example/a.png"))) == note
    assert notes(taken(tmp_path, "a.docx", _related("oleObject", "http://x.example/a.xlsx"))) == note
    assert taken(tmp_path, "a.docx", _related("hyperlink", "http://x.example/")).notes == ()


@pytest.mark.parametrize("name", ["../evil.xml", "word/../../evil.xml", "/etc/evil", "C:/evil", "..\\evil"])
def test_names_that_lead_out_of_the_archive(tmp_path: Path, name: str) -> None:
    with pytest.raises(IntakeError, match="named so as to be unpacked outside"):
        taken(tmp_path, "a.docx", with_parts(plain_word(), {name: "x"}))
    assert [each.name for each in tmp_path.iterdir()] == ["a.docx"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_and_unusual_packing(tmp_path: Path) -> None:
    twice = io.BytesIO(plain_word())
    with zipfile.ZipFile(twice, "a") as archive:
        archive.writestr(DOCUMENT, "x")
    with pytest.raises(IntakeError, match="two parts of the same name"):
        taken(tmp_path, "a.docx", twice.getvalue())
    packed = io.BytesIO(plain_word())
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("x.xml", "x" * 1000)
    with pytest.raises(IntakeError, match="packed in a way that Office does not use"):
        taken(tmp_path, "a.docx", packed.getvalue())


def test_a_zip_with_a_password(tmp_path: Path) -> None:
    data = bytearray(_zip(a="x"))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + at] |= 1
    with pytest.raises(IntakeError, match="it is a zip with a password"):
        taken(tmp_path, "a.docx", bytes(data))


def test_strict_open_xml_says_so(tmp_path: Path) -> None:
    whole = plain_word()
    strict = part(whole, "_rels/.rels").replace(R, "http://purl.oclc.org/ooxml/officeDocument/relationships")
    with pytest.raises(IntakeError, match="saved as 'Strict Open XML'"):
        taken(tmp_path, "a.docx", with_parts(whole, {"_rels/.rels": strict}))


@pytest.mark.parametrize("leave", [DOCUMENT, "_rels/.rels", "[Content_Types].xml"])
def test_a_part_that_is_missing(tmp_path: Path, leave: str) -> None:
    with pytest.raises(IntakeError, match=r"it is damaged|it is a zip, not"):
        taken(tmp_path, "a.docx", with_parts(plain_word(), {}, leave))
