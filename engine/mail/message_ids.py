"""Identifiers of mails: the Message-ID of a letter, the root of its thread, names for files."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from engine.mail.letter import Letter

_ATOM = re.compile("[A-Za-z0-9_-]+")


def thread_root(letter: Letter, domain: str) -> str:
    """The identifier all mails of one thread refer to; stable over the years, the same in every process."""
    refs = {item.ref for item in letter.items}
    duties = {f"{watch.duty.code}/{watch.duty.period.code}" for watch in letter.watches}
    if letter.summary is not None:
        topic = f"{letter.summary.kind}/{letter.recipient.name}/{letter.summary.last:%Y}"
    elif len(refs) + len(duties) == 1:
        topic = next(iter(refs | duties))
    else:
        topic = f"{letter.recipient.name}/{letter.today:%Y-%m}"
    return f"<{atom(topic)[:28]}.{_digest(topic)}@{domain}>"


def message_id(round_key: str, recipient: str, kind: str, domain: str) -> str:
    """The Message-ID of a message, which a person can read: it follows from what makes the message the only
    one in the database, so that a database that was restored makes the same one again.

    Short enough for one header line.
    """
    # What is shortened, or has lost its marks, may be the same for two of them; the digest is of all.
    token = hashlib.sha256("\n".join((round_key, recipient, kind)).encode()).hexdigest()[:16]
    return f"<{atom(round_key)[:24]}.{atom(recipient)[:20]}.{token}@{domain}>"


def atom(text: str) -> str:
    """Text as a piece of an identifier or a file name: ASCII letters, digits, '-', '_' and '.'; never
    empty.
    """
    if _ATOM.fullmatch(text):
        return text[:80]
    plain = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    plain = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", ".", plain).strip(".")[:80].rstrip(".") or "x"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
