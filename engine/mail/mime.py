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
from email.policy import Policy
from functools import lru_cache
from typing import Any

from engine.mail.channels.headers import POLICY, set_text
from engine.texts import one_line

_OF_THE_WHOLE = "=_dondoc-parts"
_OF_THE_TEXT = "=_dondoc-text"
_LONGEST_KEPT = 600
"""Bytes of a line that is kept as it is written: 8,192 of them take some 10 MB at most."""


class _Kept(str):
    """A header's value, read and written without parsing it again; all else it answers as the value does."""

    name: str
    _value: Any
    _written: str
    line: bytes
    """As it leaves, with its name."""

    def __new__(cls, value: Any) -> _Kept:
        kept = super().__new__(cls, value)
        kept.name, kept._value, kept._written = value.name, value, value.fold(policy=POLICY)
        kept.line = POLICY.fold_binary(value.name, kept)
        return kept

    def fold(self, *, policy: object) -> str:
        """The header's lines: every mail of ours is written by the same policy."""
        return self._written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._value, name)


class Mail(EmailMessage):
    """A mail, or a part of one, that this module fills: it is written out without being looked through."""

    boundary = ""
    """What stands between its parts; '' of one without."""
    text: str | None = None
    """What it says, as it is read; None of one that is not this module's text."""
    subject = ""
    """The same of its subject, where `set_subject` has set it."""

    def __init__(self) -> None:
        super().__init__(policy=POLICY)

    def as_bytes(self, unixfrom: bool = False, policy: Policy[Any] | None = None) -> bytes:
        """As the package writes it; all of it is ASCII, so that policies differ in their line ends."""
        if unixfrom or (policy is not None and policy.linesep != POLICY.linesep):
            return super().as_bytes(unixfrom, policy)
        head = b"".join(
            [
                value.line if type(value) is _Kept else POLICY.fold_binary(name, value)
                for name, value in self.raw_items()
            ]
        )
        held: Any = self.get_payload()
        if not self.boundary:
            return head + b"\r\n" + (held or "").replace("\n", "\r\n").encode("ascii")
        between = f"--{self.boundary}".encode("ascii")
        parts = (between + b"\r\n" + part.as_bytes() + b"\r\n" for part in held)
        return b"".join((head, b"\r\n", *parts, between, b"--\r\n"))


def set_always(mail: EmailMessage, name: str, value: str) -> None:
    """Sets a header that is the same in very many mails."""
    mail.set_raw(name, _header(name, value))


def set_subject(mail: Mail, text: str) -> None:
    """Sets the subject, which is not to be read out of its header again."""
    mail.subject = one_line(text)
    set_text(mail, "Subject", mail.subject)


def plain(text: str) -> Mail:
    """The text of a mail."""
    part = _part(_headers("text", "plain", "quoted-printable"), _quoted(text))
    part.text = text
    return part


def html(text: str) -> Mail:
    """The same as HTML."""
    return _part(_headers("text", "html", "quoted-printable", named=True), _quoted(text))


def file(
    content: bytes, maintype: str, subtype: str, filename: str, params: Sequence[tuple[str, str]] = ()
) -> Mail:
    """An attached file, base64."""
    headers = dict(_headers(maintype, subtype, "base64", filename, named=True))
    if params:
        # The name of a form is its unit's own, all else is not. The package sets it after the others.
        del headers["Content-Type"]
        version = headers.pop("MIME-Version")
        headers |= {"Content-Type": _typed(maintype, subtype, tuple(params)), "MIME-Version": version}
    return _part(headers.items(), _base64(content))


def fill(mail: Mail, texts: Sequence[Mail], files: Iterable[Mail]) -> None:
    """Puts the parts into a mail that has its other headers: one text said in several ways, and files."""
    attached = list(files)
    mail.text = texts[0].text
    mail.set_raw("MIME-Version", _header("MIME-Version", "1.0"))
    if not attached:
        _hold(mail, "alternative", _OF_THE_TEXT, texts)
        return
    text = Mail()
    _hold(text, "alternative", _OF_THE_TEXT, texts)
    _hold(mail, "mixed", _OF_THE_WHOLE, [text, *attached])


def _hold(mail: Mail, kind: str, boundary: str, parts: Sequence[Mail]) -> None:
    mail.set_raw("Content-Type", _between(kind, boundary))
    mail.set_payload(list[Any](parts))
    mail.boundary = boundary


def _part(headers: Iterable[tuple[str, _Kept]], payload: str) -> Mail:
    part = Mail()
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
    *,
    named: bool = False,
) -> tuple[tuple[str, _Kept], ...]:
    """What the package sets for such a part. `named`: with the version of MIME, as it adds further parts."""
    sample = EmailMessage(policy=POLICY)
    if maintype == "text" and filename is None:
        sample.set_content("", subtype=subtype, cte=encoding)
    else:
        sample.set_content(
            b"",
            maintype=maintype,
            subtype=subtype,
            cte=encoding,
            disposition="attachment",
            filename=filename,
        )
    if not named:
        del sample["MIME-Version"]
    return tuple((name, _Kept(value)) for name, value in sample.items())


@lru_cache(maxsize=1024)
def _typed(maintype: str, subtype: str, params: tuple[tuple[str, str], ...]) -> _Kept:
    sample = EmailMessage(policy=POLICY)
    sample.set_content(b"", maintype=maintype, subtype=subtype, cte="base64", params=dict(params))
    return _Kept(sample["Content-Type"])


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
    """Line by line: each is encoded by itself, and most are the same in all mails of a morning."""
    lines = text.encode().splitlines() or [b""]
    return "".join([_kept_line(line) if len(line) <= _LONGEST_KEPT else _encoded(line) for line in lines])


@lru_cache(maxsize=8192)
def _kept_line(line: bytes) -> str:
    return _encoded(line)


def _encoded(line: bytes) -> str:
    return quoprimime.body_encode(line.decode("latin-1") + "\n", POLICY.max_line_length or 78)


def _base64(content: bytes) -> str:
    return base64.encodebytes(content).decode("ascii")
