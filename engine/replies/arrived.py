"""What the envelope of a mail says: from whom, answering what. Everything in it is somebody's word.

No header may be wrong enough to raise: a mail that cannot be parsed is read as far as it goes.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from config.addresses import usable
from engine.texts import one_line, shortened

_ID = re.compile(r"<[^<>\s]{1,250}>")
_MOST_IDS = 60
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes, and what is answered. `answers`: Message-IDs, the nearest first."""

    sender: str
    """The bare address in small letters; '' when it cannot be used."""
    name: str
    subject: str
    message_id: str
    answers: tuple[str, ...]


def parsed(raw: bytes) -> EmailMessage:
    """The mail, however broken."""
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


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
    """More than one From, or more than one address in it, names nobody."""
    with contextlib.suppress(Exception):
        lines = mail.get_all("From", [])
        if len(lines) != 1:
            return "", ""
        addresses = lines[0].addresses
        if len(addresses) == 1:
            return addresses[0].display_name, addresses[0].addr_spec
        return ("", "") if addresses else parseaddr(str(lines[0]))
    return "", ""


def _ids(text: str) -> list[str]:
    return _ID.findall("".join(text.split("\n")))
