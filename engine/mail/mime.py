"""A mail put together from its parts, as the `email` package would, without parsing what is the same in all.

The package parses a header as it is set, and again as it is read, copies headers from part to part as parts
are added, and looks through the whole text for a line that it may put between parts. A morning writes
thousands of mails whose parts have the same few headers: these are made once by the package itself and kept
as they leave. What stands between the parts is the same in every mail: it holds `=_`, which neither
quoted-printable nor base64 can.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from email import quoprimime
from email.message import EmailMessage
from functools import lru_cache
from typing import Any

from engine.mail.channels.headers import POLICY

_OF_THE_WHOLE = "=_dondoc-parts"
_OF_THE_TEXT = "=_dondoc-text"


class _Kept(str):
    """A header's value, read and written without parsing it again; all else it answers as the value does."""

    name: str
    _value: Any
    _written: str

    def __new__(cls, value: Any) -> _Kept:
        kept = super().__new__(cls, value)
        kept.name, kept._value, kept._written = value.name, value, value.fold(policy=POLICY)
        return kept

    def fold(self, *, policy: object) -> str:
        """The header's lines: every mail of ours is written by the same policy."""
        return self._written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._value, name)


def set_always(mail: EmailMessage, name: str, value: str) -> None:
    """Sets a header that is the same in very many mails."""
    mail.set_raw(name, _header(name, value))


def plain(text: str) -> EmailMessage:
    """The text of a mail."""
    return _part(_headers("text", "plain", "quoted-printable"), _quoted(text))


def html(text: str) -> EmailMessage:
    """The same as HTML."""
    return _part(_headers("text", "html", "quoted-printable", named=True), _quoted(text))


def file(
    content: bytes, maintype: str, subtype: str, filename: str, params: Sequence[tuple[str, str]] = ()
) -> EmailMessage:
    """An attached file, base64."""
    return _part(_headers(maintype, subtype, "base64", filename, tuple(params), named=True), _base64(content))


def fill(mail: EmailMessage, texts: Sequence[EmailMessage], files: Iterable[EmailMessage]) -> None:
    """Puts the parts into a mail that has its other headers: one text said in several ways, and files."""
    attached = list(files)
    mail.set_raw("MIME-Version", _header("MIME-Version", "1.0"))
    if not attached:
        mail.set_raw("Content-Type", _between("alternative", _OF_THE_TEXT))
        mail.set_payload(list(texts))
        return
    text = EmailMessage(policy=POLICY)
    text.set_raw("Content-Type", _between("alternative", _OF_THE_TEXT))
    text.set_payload(list(texts))
    mail.set_raw("Content-Type", _between("mixed", _OF_THE_WHOLE))
    mail.set_payload([text, *attached])


def _part(headers: Iterable[tuple[str, _Kept]], payload: str) -> EmailMessage:
    part = EmailMessage(policy=POLICY)
    for name, value in headers:
        part.set_raw(name, value)
    part.set_payload(payload)
    return part


@lru_cache(maxsize=1024)
def _headers(
    maintype: str,
    subtype: str,
    encoding: str,
    filename: str | None = None,
    params: tuple[tuple[str, str], ...] = (),
    *,
    named: bool = False,
) -> tuple[tuple[str, _Kept], ...]:
    """What the package sets for such a part. `named`: with the version of MIME, as it adds further parts."""
    sample = EmailMessage(policy=POLICY)
    if maintype == "text" and filename is None:
        sample.set_content("", subtype=subtype, cte=encoding)
    else:
        said: dict[str, Any] = {"params": dict(params)} if params else {}
        sample.set_content(
            b"",
            maintype=maintype,
            subtype=subtype,
            cte=encoding,
            disposition="attachment",
            filename=filename,
            **said,
        )
    if not named:
        del sample["MIME-Version"]
    return tuple((name, _Kept(value)) for name, value in sample.items())


@lru_cache(maxsize=1024)
def _header(name: str, value: str) -> _Kept:
    sample = EmailMessage(policy=POLICY)
    sample[name] = value
    return _Kept(sample[name])


@lru_cache(maxsize=2)
def _between(kind: str, boundary: str) -> _Kept:
    sample = EmailMessage(policy=POLICY)
    sample["Content-Type"] = f"multipart/{kind}"
    sample.set_boundary(boundary)
    return _Kept(sample["Content-Type"])


def _quoted(text: str) -> str:
    lines = b"\n".join(text.encode().splitlines()) + b"\n"
    return quoprimime.body_encode(lines.decode("latin-1"), POLICY.max_line_length or 78)


def _base64(content: bytes) -> str:
    return base64.encodebytes(content).decode("ascii")
