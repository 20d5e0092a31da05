"""A mail as it was sent, to be read again later: its headers, its text, its attachments' names.

What is told in a mail is written from the tasks as they are when it leaves; afterwards they change, and
addresses with them. The links to a unit's page are left out: they open it, and are the recipient's alone.
"""

from __future__ import annotations

import base64
import logging
import zlib
from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from engine.links.addresses import struck
from engine.mail.mime import Mail

log = logging.getLogger(__name__)

_BETWEEN = "=_dondoc-kept"


def packed(mail: EmailMessage) -> str | None:
    """The mail as it is kept; None where that fails: it has left, and that is to be recorded."""
    try:
        return base64.b64encode(zlib.compress(_small(mail))).decode("ascii")
    except Exception as error:
        log.warning("a sent mail could not be kept: %r", error, extra={"action": "not-kept"})
        return None


def unpacked(kept: str) -> EmailMessage:
    """The mail that was packed; its attachments are empty."""
    return message_from_bytes(zlib.decompress(base64.b64decode(kept)), policy=policy.default)


def _small(mail: EmailMessage) -> bytes:
    """Put together by hand: the package would parse each header twice, which took as long as sending."""
    text = struck(_text(mail), "[…]").replace("\r\n", "\n")
    own = [each for each in mail.raw_items() if not each[0].lower().startswith(("content-", "mime-"))]
    between = _BETWEEN
    while between in text:
        between += "-"
    parts = [
        f'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="{between}"\n\n--{between}\n'
        f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n".encode()
    ]
    for part in mail.iter_attachments():
        parts += [f"--{between}\n".encode(), *_lines(mail, part.raw_items()), b"\n\n"]
    return b"".join((*_lines(mail, own), *parts, f"--{between}--\n".encode()))


def _text(mail: EmailMessage) -> str:
    if isinstance(mail, Mail) and mail.text is not None:
        return mail.text
    body = mail.get_body(("plain",))
    return "" if body is None else str(body.get_content())


def _lines(mail: EmailMessage, headers: Iterable[tuple[str, Any]]) -> Iterator[bytes]:
    return (mail.policy.fold_binary(name, value) for name, value in headers)
