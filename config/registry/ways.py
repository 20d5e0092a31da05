"""By which ways beside mail a recipient is reached, and which of them a rung uses."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date

from calendars.ladders import MAIL
from config.registry.registry import Registry
from language import Message

_SECRET = re.compile(r"\{secret\.([A-Za-z0-9_]{1,60})\}")
HEAD = ":head"


def secrets_in(url: str) -> tuple[str, ...]:
    """The names of the secrets that a channel's URL needs, in its order."""
    return tuple(dict.fromkeys(_SECRET.findall(url)))


def filled(url: str, secrets: Mapping[str, str]) -> str:
    """The URL with its secrets, as they are to stand in a URL. KeyError names one that is missing."""
    from urllib.parse import quote

    return _SECRET.sub(lambda hole: quote(secrets[hole[1]], safe=""), url)


def as_shown(channels: Mapping[str, str]) -> dict[str, str]:
    """What may be shown of them: the kind of service, and a mark that changes with the rest of the URL."""
    return {
        name: f"{url.partition('://')[0]}://... ({hashlib.sha256(url.encode()).hexdigest()[:6]})"
        for name, url in channels.items()
    }


def channels_of(registry: Registry, recipient: str, today: date) -> Mapping[str, str]:
    """The channels of a recipient code ('TST', 'TST:head', 'leadership') on that day, by name: those of the
    unit that has taken its place, when it is no more.
    """
    unit, _, role = recipient.partition(":")
    if unit in registry.units:
        standing = registry.standing(unit, today)
        if standing is None:
            return {}
        recipient = f"{standing.code}:{role}" if role else standing.code
    return registry.channels.get(recipient, {})


def unknown_ways(registry: Registry) -> Iterator[Message]:
    """Channels that a rung names and nobody has: what is told by them goes by mail."""
    known = {MAIL, *(name for each in registry.channels.values() for name in each)}
    for ladder in registry.ladders.values():
        named = dict.fromkeys(way for rung in ladder.rungs for way in rung.ways if way not in known)
        for way in named:
            yield Message("remark.channel-of-nobody", ladder=ladder.code, channel=way)
