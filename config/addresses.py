"""Which text is a mail address that can be written to as it stands."""

from __future__ import annotations

import re

_DOT_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"


_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"


_USABLE = re.compile(rf"{_DOT_ATOM}@{_LABEL}(?:\.{_LABEL})*\Z")


def usable(address: str | None) -> bool:
    """Whether mail can be sent to it as it stands: an ASCII `local@domain` without spaces, quotes or line
    breaks.
    """
    return bool(address) and len(address or "") <= 254 and _USABLE.match(address or "") is not None
