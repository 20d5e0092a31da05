"""What the envelope of a mail says: from whom, answering what. Everything in it is somebody's word.

No header may be wrong enough to raise: a mail that cannot be parsed is read as far as it goes.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any

from config.addresses import usable
from engine.errors import EngineError
from engine.texts import one_line, shortened

LONGEST_HEADER = 4000
"""Characters of a header that are looked at: the standard library takes time by the square of their number,
or worse. Of a list of Message-IDs it is the end, where the nearest stand."""
_LONGEST_KIND = 2000
"""Of a header that says what a part is; each is read several times."""
MOST_PARTS = 300
MOST_HEADERS = 5000
MOST_LINES = 600_000
"""More than a mail of `mailbox.WHOLE` bytes has whose files are in base64."""
_LISTS = frozenset(["references", "in-reply-to"])
_ID = re.compile(r"<[!-;=?-~]{1,250}>")
_MOST_IDS = 60
_LONGEST_NAME = 80
_LONGEST_FROM = 1000
_FROM_SPACED = re.compile(r"From[ \t]+:")
_NAMED = re.compile(r"([^<>@]*)<([^<>\s]+)>\s*\Z")
"""'Nguyễn Lan, TST <tst@office.example>': no grammar allows it, and nobody reads it in two ways."""
_COMMENT = r"(?:\([^()\\]*\)\s*)?"
_COMMENTED = re.compile(rf"\s*([^<>()\s\",;:]+)\s*{_COMMENT}\Z")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes, and what is answered. `answers`: Message-IDs, the nearest first."""

    sender: str
    """The bare address in small letters; '' when it cannot be used."""
    name: str
    subject: str
    message_id: str
    answers: tuple[str, ...]


class OddMail(EngineError):
    """A mail that no program writes who wants it to be read."""


def parsed(raw: bytes) -> EmailMessage:
    """The mail, however broken; its long headers are cut at `LONGEST_HEADER`. OddMail for one that is made to
    take its reader's time."""
    if raw.count(b"\n") > MOST_LINES:
        raise OddMail("replies.odd-lines", most=MOST_LINES)
    count = _Count()
    bounds: dict[str, Any] = {"count": count, "message_factory": count.made}
    mail = message_from_bytes(raw, policy=_Bounded(**bounds))
    assert isinstance(mail, EmailMessage)
    return mail


class _Count:
    """What a mail has had of parts and headers."""

    def __init__(self) -> None:
        self.parts = self.headers = 0

    def made(self, policy: Any = None) -> EmailMessage:
        """A part of the mail, not read yet."""
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise OddMail("replies.odd-parts", most=MOST_PARTS)
        return EmailMessage(policy)

    def header(self) -> None:
        """One more."""
        self.headers += 1
        if self.headers > MOST_HEADERS:
            raise OddMail("replies.odd-headers", most=MOST_HEADERS)


class _Bounded(EmailPolicy):
    """The standard library's policy, with headers of a size that it reads at once."""

    count: Any = None

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """The name and what is looked at of the value."""
        self.count.header()
        name, value = super().header_source_parse(sourcelines)
        value, kind = str(value), name.lower()
        if kind in _LISTS:
            return name, value[-LONGEST_HEADER:]
        return name, value[: _LONGEST_KIND if kind.startswith("content-") else LONGEST_HEADER]


def letterhead(mail: EmailMessage) -> Letterhead:
    """What the headers say; '' for what they do not."""
    name, address = _sender(mail)
    nearest = _ids(header(mail, "In-Reply-To"))
    others = _ids(header(mail, "References"))[::-1]
    return Letterhead(
        sender=address.lower() if usable(address) else "",
        name=shortened(one_line(name), _LONGEST_NAME),
        subject=shortened(one_line(header(mail, "Subject")), 200),
        message_id=next(iter(_ids(header(mail, "Message-ID"))), ""),
        answers=tuple(dict.fromkeys((*nearest, *others)))[:_MOST_IDS],
    )


def header(mail: EmailMessage, name: str) -> str:
    """A header's text; '' where there is none, or one that cannot be parsed."""
    with contextlib.suppress(Exception):  # the standard library's parser of headers raises whatever it likes
        return str(mail.get(name, ""))
    return ""


def _sender(mail: EmailMessage) -> tuple[str, str]:
    """The name and the address of the one sender; ('', '') for what can be read in two ways: two lines From,
    two addresses, one that is encoded or broken up. What stands beside an address is only its name."""
    lines = [str(value) for name, value in mail.raw_items() if name.strip().lower() == "from"]
    if len(lines) != 1 or len(lines[0]) > _LONGEST_FROM or _spaced(mail):
        return "", ""
    line = " ".join(lines[0].encode("utf-8", "surrogateescape").decode("utf-8", "replace").split())
    with contextlib.suppress(Exception):  # the standard library's parser of headers raises whatever it likes
        groups = mail["From"].groups
        if len(groups) == 1 and groups[0].display_name is None and len(groups[0].addresses) == 1:
            (found,) = groups[0].addresses
            if _stands(found.addr_spec, line):
                return _name(line, found.display_name), found.addr_spec
    named = _NAMED.match(line)
    return (_decoded(named[1]), named[2]) if named else ("", "")


def _spaced(mail: EmailMessage) -> bool:
    """Whether there is a line `From :`, which some programs read as a sender's; to the library the headers
    end there."""
    body = "" if mail.is_multipart() else str(mail.get_payload())[:40]
    return any(_FROM_SPACED.match(each) for each in (mail.get_unixfrom() or "", body))


def _stands(address: str, line: str) -> bool:
    """Whether the address is written out in the line, as the only one that is none of a name or a comment."""
    if re.search(rf"<{re.escape(address)}>\s*{_COMMENT}\Z", line):
        return True
    alone = _COMMENTED.match(line)
    return alone is not None and alone[1] == address


def _name(line: str, parsed_name: str) -> str:
    """The name; as it was written where its letters were never encoded."""
    named = None if line.isascii() else _NAMED.match(line)
    return named[1].strip(' "') if named else parsed_name


def _decoded(text: str) -> str:
    with contextlib.suppress(Exception):
        text = str(make_header(decode_header(text)))
    return text.strip(' "')


def _ids(text: str) -> list[str]:
    return _ID.findall("".join(text.split("\n")))
