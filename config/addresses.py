"""Which text is a mail address that can be written to as it stands: one rule for loader, settings and mailer.

RFC 5321 without what no mail server of an office needs: no quoted local parts, no address literals, no
letters outside ASCII.
"""

from __future__ import annotations

import re
from email.utils import parseaddr

_DOT_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_USABLE = re.compile(rf"{_DOT_ATOM}@{_LABEL}(?:\.{_LABEL})*\Z")
_LONGEST = 254
_LONGEST_LOCAL = 64


def usable(address: str | None) -> bool:
    """Whether mail can be sent to it as it stands: an ASCII `local@domain` without spaces, quotes or line
    breaks.
    """
    text = address or ""
    return (
        len(text) <= _LONGEST
        and len(text.partition("@")[0]) <= _LONGEST_LOCAL
        and _USABLE.match(text) is not None
    )


def named(text: str | None) -> tuple[str, str]:
    """The name and the address of 'Văn phòng <vp@office.example>' or of an address alone; ('', '') when the
    address cannot be used.
    """
    name, address = parseaddr(text or "")
    return (name, address) if usable(address) else ("", "")
