"""An untrusted file to its `Content`: what it is by its bytes, whether it may be read, and its reader."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from config.intake.files import kinds, limits
from config.intake.files.grids import Content, Grid, IntakeError
from config.intake.files.layout import Gathering, Progress
from config.intake.files.texts import decoded, refuse_old_font
from language import Message, system

if TYPE_CHECKING:
    from config.intake.files.archive import Archive


def read(path: Path, progress: Progress | None = None) -> Content:
    """The tables and texts of a .docx, .xlsx, .csv, .tsv, .html, .txt or .pdf file; of a .doc, .xls, .odt,
    .ods or .rtf one where LibreOffice is installed.

    Nothing is fetched, evaluated or left behind. `progress(done, total)` is called now and then, in rows,
    lines or, for Excel, bytes. Raises IntakeError, with the file's name, for a file that is no such document,
    is damaged, exceeds `config.intake.files.limits`, or carries macros, formulas, entities or a password.
    """
    name = "".join(each if each.isprintable() else "?" for each in path.name)
    return _read(name, str(path), path.suffix, lambda: _bytes(path), progress)


def read_pasted(name: str, data: bytes, progress: Progress | None = None) -> Content:
    """A table that was pasted or piped in, its columns parted by tabs, commas or semicolons; see `read`."""
    if len(data) > limits.TEXT_BYTES:
        raise IntakeError("intake.much-text-file", megabytes=limits.TEXT_BYTES // 10**6)
    suffix = ".tsv" if b"\t" in data else ".csv"
    return _read(name, name, suffix, lambda: data, progress)


def _read(name: str, path: str, suffix: str, data: Callable[[], bytes], progress: Progress | None) -> Content:
    try:
        return _content(name, suffix, data(), progress)
    except IntakeError as error:
        raise IntakeError("intake.of-file", file=name or path, why=error.message) from None
    except (RecursionError, MemoryError):
        raise IntakeError("intake.too-deep", file=name) from None


def _content(name: str, suffix: str, data: bytes, progress: Progress | None) -> Content:
    gathering = Gathering(progress)
    if data.startswith(b"PK"):
        from config.intake.files import archive

        opened = archive.opened(data)
        kind = opened.kind
        kinds.agree(kind, suffix)
        _office(opened, gathering)
    elif kind := kinds.old_office(data):
        kinds.agree(kind, suffix)
        _converted(kind, data if kinds.whole_old_office(data) else b"", gathering)
    elif kinds.is_pdf(data):
        from config.intake.files import pdf

        if suffix.lower() != ".pdf" and not pdf.whole(data):
            raise IntakeError("intake.pdf-spoilt")
        kind = "pdf"
        kinds.agree(kind, suffix)
        pdf.read(data, gathering)
    elif kinds.is_rtf(data):
        kind = "rtf"
        kinds.agree(kind, suffix)
        _converted(kind, data if kinds.whole_rtf(data) else b"", gathering)
    else:
        kinds.refuse_foreign(data)
        kind = _text(suffix, data, gathering)
    _refuse_garbage(gathering)
    return Content(name, kind, tuple(gathering.parts), tuple(gathering.notes))


def _office(opened: Archive, gathering: Gathering) -> None:
    """Read a zip that was looked through; one of another program is converted first."""
    for note in opened.notes:
        gathering.note(note)
    if opened.kind == "docx":
        from config.intake.files import word

        word.read(opened, gathering)
    elif opened.kind == "xlsx":
        from config.intake.files import excel

        excel.read(opened, gathering)
    else:
        _converted(opened.kind, opened.data, gathering)


def _converted(kind: str, data: bytes, gathering: Gathering) -> None:
    from config.intake.files import archive, converted

    if not data:
        raise IntakeError(converted.refusal(kind))
    opened = archive.opened(converted.modern(kind, data))
    gathering.note(Message("intake.converted", ending=f".{kind}", becomes=f".{opened.kind}"))
    if opened.kind != converted.KINDS[kind]:
        raise IntakeError(converted.refusal(kind))
    _office(opened, gathering)


def _text(suffix: str, data: bytes, gathering: Gathering) -> str:
    if len(data) > limits.TEXT_BYTES:
        raise IntakeError("intake.much-text-file", megabytes=limits.TEXT_BYTES // 10**6)
    if suffix.lower() in (".html", ".htm"):
        from config.intake.files import web

        data = web.in_unicode(data)
    text = decoded(data)
    kinds.refuse_binary(data, text)
    kind = kinds.text_kind(text, suffix)
    kinds.agree(kind, suffix)
    if kind == "html":
        from config.intake.files import web

        web.read(text, gathering)
    elif kind == "csv":
        from config.intake.files import delimited

        delimited.read(text, suffix.lower() == ".tsv", gathering)
    else:
        from config.intake.files import plain

        plain.read(text, gathering)
    return kind


def _bytes(path: Path) -> bytes:
    """The file's bytes. What is no ordinary file is refused unopened or without waiting: a pipe would hang, a
    device would never end, and a link may lead where the person did not look.
    """
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    try:
        if path.is_symlink():
            raise IntakeError("intake.link")
        handle = os.open(path, flags)
    except (OSError, ValueError) as error:
        unusable = isinstance(error, ValueError)  # a NUL in it
        reason = Message("intake.unusable-name") if unusable else system.why(error)
        raise IntakeError("intake.unopened", why=reason) from None
    try:
        state = os.fstat(handle)
        if stat.S_ISDIR(state.st_mode):
            raise IntakeError("intake.folder")
        if not stat.S_ISREG(state.st_mode):
            raise IntakeError("intake.device")
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = b"" if state.st_size > limits.FILE_BYTES else file.read(limits.FILE_BYTES + 1)
    except OSError as error:
        raise IntakeError("intake.unread", why=system.why(error)) from None
    finally:
        os.close(handle)
    if state.st_size > limits.FILE_BYTES or len(data) > limits.FILE_BYTES:
        raise IntakeError("intake.large", megabytes=limits.FILE_BYTES // 10**6)
    return data


def _refuse_garbage(gathering: Gathering) -> None:
    if not gathering.parts:
        raise IntakeError("intake.only-pictures")
    sample: list[str] = []
    size = 0
    for part in gathering.parts:
        said = (
            [cell.text for row in part.rows for cell in row if cell]
            if isinstance(part, Grid)
            else [part.text]
        )
        sample += said
        size += sum(map(len, said))
        if size > 200_000:
            break
    refuse_old_font(" ".join(sample))
