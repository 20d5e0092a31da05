"""Bounces: a mail server says that a mail of ours did not arrive (RFC 3464).

Believed only when the report names a Message-ID that we sent and an address that it went to.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from email.message import EmailMessage, Message
from typing import Any

from engine.texts import one_line, shortened

_ID = re.compile(rb"^message-id:\s*(<[^<>\s]{1,250}>)", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Bounce:
    """What the report says: which of our mails, and the server's words for each address for good."""

    message_id: str
    failed: dict[str, str]


def bounce_in(mail: EmailMessage) -> Bounce | None:
    """The bounce that a mail is; None for any other mail. A delay is a bounce without failures."""
    if mail.get_content_type() != "multipart/report":
        return None
    failed: dict[str, str] = {}
    reported, original = False, ""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            reported = True
            for fields in _blocks(part):
                address, said = _failed(fields)
                if address:
                    failed[address] = said
        elif kind in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers") and not original:
            found = _ID.search(_bytes(part))
            original = found[1].decode("ascii", "replace") if found else ""
    return Bounce(original, failed) if reported else None


def _blocks(part: EmailMessage) -> list[Message[Any, Any]]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _failed(fields: Message[Any, Any]) -> tuple[str, str]:
    """The address that failed for good, small letters, and the server's words; ('', '') for another."""
    if str(fields.get("Action", "")).strip().lower() != "failed":
        return "", ""
    recipient = str(fields.get("Original-Recipient") or fields.get("Final-Recipient") or "")
    address = recipient.rpartition(";")[2].strip().strip("<>").lower()
    status = str(fields.get("Status", "")).strip()
    if "@" not in address or not status.startswith("5"):
        return "", ""
    words = str(fields.get("Diagnostic-Code", "")).partition(";")[2]
    return address, shortened(one_line(f"{status} {words}"), 300)


def _bytes(part: EmailMessage) -> bytes:
    with contextlib.suppress(Exception):  # a returned mail may be cut off anywhere
        if part.is_multipart():
            inner = part.get_payload(0)
            return inner.as_bytes() if isinstance(inner, Message) else b""
        content = part.get_payload(decode=True)
        return content if isinstance(content, bytes) else b""
    return b""
