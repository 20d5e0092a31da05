"""The text of a mail: which part is read, in which letters, up to which size."""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from typing import Any

from engine.replies import html
from engine.replies.spelling import words

LARGEST = 300_000
"""Characters of text that are looked at."""
CUT = "…"
"""Stands at the end of a text that may go on: nothing beside it is sure."""
_MOST_PARTS = 50
_ENCODINGS = frozenset(
    words(
        """
    utf-8 ascii iso8859-1 iso8859-15 cp1252 cp1258 cp1250 cp1251 utf-16 utf-16-le utf-16-be gb2312 gbk
    gb18030 big5 euc_jp shift_jis iso2022_jp euc_kr koi8-r
    """
    )
)
_BASE64_LINE = 76
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no database takes, and what turns the order of letters around on a screen."""
_SINGLE = frozenset(["ascii", "iso8859-1", "iso8859-15", "cp1252"])


def bodies(mail: EmailMessage) -> tuple[str, str]:
    """(text, text of the HTML) of what the mail itself says; '' for what it has not. Never raises.

    Attachments and mails within the mail are not read. A text that may be cut off ends in `CUT`.
    """
    said: dict[str, list[str]] = {"plain": [], "html": []}
    broken = _broken(mail)
    for n, part in enumerate(_parts(mail)):
        if n >= _MOST_PARTS:
            break
        with contextlib.suppress(Exception):  # the standard library's parser raises whatever it likes
            kind = part.get_content_subtype()
            if kind not in said:
                continue
            content = _decoded(part)
            inside = (part is not mail and not broken) or _whole(part)
            said[kind].append(_ended(content, inside) if kind == "plain" else html.text_of(content))
    return _UNSEEN.sub(" ", "\n".join(said["plain"])), _UNSEEN.sub(" ", "\n".join(said["html"]))


def _parts(mail: Message[Any, Any]) -> Iterator[Message[Any, Any]]:
    """The parts that are the mail's own text, in order."""
    waiting: list[Message[Any, Any]] = [mail]
    while waiting:
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart":
            inner = part.get_payload()
            if isinstance(inner, list):
                waiting[:0] = [each for each in inner[:_MOST_PARTS] if isinstance(each, Message)]
        elif part.get_content_maintype() == "text" and not _attached(part):
            yield part


def _attached(part: Message[Any, Any]) -> bool:
    with contextlib.suppress(Exception):
        return part.get_content_disposition() == "attachment" or part.get_filename() is not None
    return True


def _broken(mail: Message[Any, Any]) -> bool:
    """Whether the mail's own frame is not whole: it was cut off somewhere."""
    names = {type(defect).__name__ for defect in mail.defects}
    return any("Boundary" in name or "Multipart" in name for name in names)


def _whole(part: Message[Any, Any]) -> bool:
    """Whether a part in base64 ends as one does that came whole: with its filling, or a line shorter than the
    others and its line break. Such a text need not end in a line break of its own.
    """
    encoded = part.get_payload()
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() != "base64":
        return False
    if not isinstance(encoded, str):
        return False
    lines = encoded.split()
    if not lines or len("".join(lines)) % 4:
        return False
    if lines[-1].endswith("="):  # the filling stands nowhere but at the end
        return True
    full = len(lines[0]) if len(lines) > 1 else _BASE64_LINE
    return encoded.endswith("\n") and len(lines[-1]) < full


def _ended(text: str, inside: bool) -> str:
    """The text, with a sign when it stops in the middle of a line that nothing closes."""
    if len(text) > LARGEST:
        return text[:LARGEST] + CUT
    if inside or not text or text[-1] in "\n!?)" or (text[-1] == "." and not text[-2:-1].isdigit()):
        return text if text.endswith("\n") else text + "\n"
    return text + CUT


def _decoded(part: Message[Any, Any]) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return str(part.get_payload() or "")
    payload = payload[: html.LARGEST * 4]
    declared = str(part.get_content_charset("utf-8") or "utf-8")
    try:
        named = codecs.lookup(declared).name
    except (LookupError, ValueError):
        named = "utf-8"
    if named not in _ENCODINGS:
        named = "utf-8"
    if named in _SINGLE | {"utf-8", "cp1258"}:
        # Many a program names a charset and writes UTF-8.
        with contextlib.suppress(UnicodeDecodeError):
            return _mended(payload.decode("utf-8"))
    return payload.decode("cp1252" if named == "iso8859-1" else named, "replace")


def _mended(text: str) -> str:
    """Vietnamese that was read as Windows letters and written so: `Ä‘Ã£ gá»­i`."""
    if "á»" in text or "Ä‘" in text or "Ã£" in text:
        with contextlib.suppress(UnicodeError):
            return text.encode("cp1252").decode("utf-8")
    return text
