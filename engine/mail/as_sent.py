"""A mail as it was sent, to be read again later: its headers, its text, its attachments' names.

What is told in a mail is written from the tasks as they are when it leaves; afterwards they change, and
addresses with them. The links to a unit's page are left out: they open it, and are the recipient's alone.
"""

from __future__ import annotations

import base64
import logging
import zlib
from email import message_from_bytes, policy
from email.message import EmailMessage

from engine.links.addresses import struck

log = logging.getLogger(__name__)


def packed(mail: EmailMessage) -> str | None:
    """The mail as it is kept; None where that fails: it has left, and that is to be recorded."""
    try:
        return base64.b64encode(zlib.compress(_small(mail).as_bytes())).decode("ascii")
    except Exception as error:
        log.warning("a sent mail could not be kept: %r", error, extra={"action": "not-kept"})
        return None


def unpacked(kept: str) -> EmailMessage:
    """The mail that was packed; its attachments are empty."""
    return message_from_bytes(zlib.decompress(base64.b64decode(kept)), policy=policy.default)


def _small(mail: EmailMessage) -> EmailMessage:
    body = mail.get_body(("plain",))
    small = EmailMessage(policy=policy.default)
    for name, value in mail.items():
        if not name.lower().startswith(("content-", "mime-")):
            small[name] = str(value)
    small.set_content(struck(str(body.get_content()) if body is not None else "", "[…]"))
    for part in mail.iter_attachments():
        main, _, kind = part.get_content_type().partition("/")
        small.add_attachment(b"", maintype=main, subtype=kind, filename=part.get_filename())
    return small
