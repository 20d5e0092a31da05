"""What stands in a link: a unit, what may be done there, until when; signed, so that nobody makes one.

A token says nothing that is secret; whoever has it is the unit. It holds no instant, only its last day: the
same mail made twice on one day has the same link.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from itsdangerous import BadData, URLSafeSerializer

from engine.errors import BadLink

VALID_DAYS = 45
"""How long the link of a mail opens the page, in days after the mail's own. Each mail brings a new one."""
LONGEST = 300
"""Characters of a token; ours have about a hundred."""
_SALT, _FEED = "dondoc.unit-page", "dondoc.calendar"
_ACTS, _READS = "a", "r"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens: the unit's page, to act on it or to read it, until the end of an office day."""

    unit: str
    acts: bool
    until: date


def token(keys: Sequence[str], unit: str, *, acts: bool, generation: int, today: date) -> str:
    """A token for the unit's page that opens until `VALID_DAYS` after `today`, signed with the newest key.

    `generation`: how often the unit's links were revoked; see `engine.links.revoking`.
    """
    until = today + timedelta(days=VALID_DAYS)
    said = [unit, _ACTS if acts else _READS, generation, until.toordinal()]
    return str(_serializer(keys).dumps(said))


def opened(keys: Sequence[str], text: str, *, today: date, generation: Callable[[str], int]) -> Opened:
    """What the token opens on that day. BadLink, the same for whatever is wrong with it: forged, cut off,
    expired, revoked."""
    if not keys or len(text) > LONGEST:
        raise BadLink("link.bad")
    try:
        said = _serializer(keys).loads(text)
        unit, may, signed_in, last = said
        until = date.fromordinal(last)
    except (BadData, ValueError, TypeError, OverflowError):
        raise BadLink("link.bad") from None
    if not isinstance(unit, str) or may not in (_ACTS, _READS) or until < today:
        raise BadLink("link.bad")
    if signed_in != generation(unit):
        raise BadLink("link.bad")
    return Opened(unit, may == _ACTS, until)


def feed_token(keys: Sequence[str], unit: str, *, generation: int) -> str:
    """A token for the calendar of a unit, which only shows days. A calendar program cannot get a new one with
    each mail, so it opens until the unit's links are revoked, or its key is forgotten."""
    return str(_serializer(keys, _FEED).dumps([unit, generation]))


def feed_opened(keys: Sequence[str], text: str, *, generation: Callable[[str], int]) -> str:
    """The unit whose calendar a token opens; BadLink for one that opens none."""
    if not keys or len(text) > LONGEST:
        raise BadLink("link.bad")
    try:
        unit, signed_in = _serializer(keys, _FEED).loads(text)
    except (BadData, ValueError, TypeError):
        raise BadLink("link.bad") from None
    if not isinstance(unit, str) or signed_in != generation(unit):
        raise BadLink("link.bad")
    return unit


def _serializer(keys: Sequence[str], salt: str = _SALT) -> URLSafeSerializer:
    # The library signs with the last key of its list and knows all.
    return URLSafeSerializer(
        list(reversed(keys)),
        salt=salt,
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
