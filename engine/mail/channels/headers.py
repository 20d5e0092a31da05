"""Mail headers with Vietnamese in them, encoded as RFC 2047 asks.

The standard library's newer folding loses blanks where encoded and plain words meet at a line's end ("06
tháng" arrived as "06tháng"), so the whole text is encoded by the older one and put into the message as it
is.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from email.charset import BASE64, Charset
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import quote
from functools import lru_cache

from engine.texts import one_line

POLICY = SMTP.clone(refold_source="none")
"""CRLF, and headers that are encoded already stay as they are."""
_LONGEST_LINE = 76
# A charset of our own: libraries change the way of the registered one, and with it where words are cut.
_UTF8 = Charset("utf-8")
_UTF8.header_encoding = BASE64


def set_text(mail: EmailMessage, name: str, text: str) -> None:
    """Set a free-text header; whatever the text holds, it stays one header."""
    mail.set_raw(name, _encoded(one_line(text), name))


def set_addresses(mail: EmailMessage, name: str, parties: Iterable[tuple[str, str]]) -> None:
    """Set an address header from (display name, address) pairs. The addresses must be usable as they are."""
    mail.set_raw(name, ",\r\n ".join(_mailbox(display, address, name) for display, address in parties))


@lru_cache(maxsize=2048)
def _mailbox(display: str, address: str, header: str) -> str:
    text = one_line(display)
    if not text:
        return address
    phrase = f'"{quote(text)}"' if text.isascii() and "=?" not in text else _encoded(text, header)
    last = phrase.rpartition("\n")[2]
    joint = " " if len(last) + len(address) + 3 <= _LONGEST_LINE else "\r\n "
    return f"{phrase}{joint}<{address}>"


@lru_cache(maxsize=2048)
def _encoded(text: str, name: str) -> str:
    if text.isascii() and "=?" not in text and len(name) + 2 + len(text) <= _LONGEST_LINE:
        return text
    word = f"=?utf-8?b?{base64.b64encode(text.encode()).decode('ascii')}?="
    if len(name) + 2 + len(word) <= _LONGEST_LINE:  # nothing to fold, which is what takes time
        return word
    return Header(text, _UTF8, maxlinelen=_LONGEST_LINE, header_name=name).encode(linesep="\r\n")
