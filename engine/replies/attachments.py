"""Files that come with a reply, kept as evidence beside it: never opened, never run, under names of our
making.

A file is kept when its kind is one that reports come in and it is not too large; what is not kept is told.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path, PurePosixPath
from typing import Any

from engine.mail.message_ids import atom
from engine.texts import one_line, shortened
from language import Message

_KINDS = (
    "pdf doc docx docm odt rtf xls xlsx xlsm ods csv ppt pptx odp txt xml"
    " jpg jpeg png tif tiff heic zip rar 7z p7m p7s eml msg"
)
KINDS = frozenset(_KINDS.split(" "))
"""Endings of names of files that are kept: office documents, pictures of signed ones, packed and signed
ones."""
MOST_BYTES = 15 * 1024 * 1024
MOST_FILES = 20
_SIGNATURE = 12 * 1024
"""A picture within the text, up to this size, is a signature's logo."""


def keep(mail: EmailMessage, folder: Path, *, cut: bool) -> tuple[list[dict[str, Any]], list[Message]]:
    """Writes what may be kept into `folder`; answers `name`, `file`, `bytes`, `sha256` of each, and what was
    not kept and why. With `cut`, the mail was too large to be read whole, and none of its files is.

    Writing the same mail again writes the same files. OSError when the folder cannot be written.
    """
    kept: list[dict[str, Any]] = []
    left: list[Message] = []
    for name, part in _files(mail):
        if cut:
            left.append(Message("replies.file-mail-too-large", name=name))
            continue
        content = _content(part)
        ending = PurePosixPath(name).suffix.lstrip(".").lower()
        if ending not in KINDS:
            left.append(Message("replies.file-kind", name=name))
        elif not content:
            left.append(Message("replies.file-empty", name=name))
        elif len(content) > MOST_BYTES:
            left.append(Message("replies.file-too-large", name=name, most=MOST_BYTES // 1024 // 1024))
        elif len(kept) >= MOST_FILES:
            left.append(Message("replies.file-too-many", name=name, most=MOST_FILES))
        else:
            stem = atom(PurePosixPath(name).stem)[:60]
            file = folder / f"{len(kept) + 1:02d}-{stem}.{ending}"
            _write(file, content)
            digest = hashlib.sha256(content).hexdigest()
            kept.append({"name": name, "file": file.name, "bytes": len(content), "sha256": digest})
    return kept, left


def _files(mail: EmailMessage) -> Iterator[tuple[str, EmailMessage]]:
    """The parts that are files, each with the name that its sender gave it."""
    for part in mail.walk():
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            continue
        name = ""
        with contextlib.suppress(Exception):  # a broken header names nothing
            name = part.get_filename() or ""
        name = shortened(one_line(name.replace("\\", "/").rpartition("/")[2]), 120)
        if not name or _is_logo(part):
            continue
        yield name, part


def _is_logo(part: EmailMessage) -> bool:
    inline = part.get_content_disposition() == "inline" or part["Content-ID"] is not None
    return inline and part.get_content_maintype() == "image" and len(_content(part)) <= _SIGNATURE


def _content(part: EmailMessage) -> bytes:
    with contextlib.suppress(Exception):  # whatever an encoding is called, the file is not what was sent
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            return inner.as_bytes() if hasattr(inner, "as_bytes") else b""
        content = part.get_payload(decode=True)
        return content if isinstance(content, bytes) else b""
    return b""


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all, readable to the owner alone."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f".{file.name}.tmp")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    draft.replace(file)
