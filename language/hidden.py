"""What no text may tell, whoever says it: names and passwords in addresses."""

from __future__ import annotations

import re

_CREDENTIALS = re.compile(r"(?<=://)[^\s\"<>]+@")
"""Up to the last at-sign: a password may have signs that an address should have spelt otherwise."""


def without_credentials(text: str) -> str:
    """The text with user names and passwords in addresses (`smtp://user:password@host`) replaced by `***`."""
    return _CREDENTIALS.sub("***@", text)
