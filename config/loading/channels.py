"""`channels:` of a unit, a head or the leadership: by which ways beside mail they are reached.

Each has a name, which the rungs of ladders use, and an Apprise URL. What is secret in it stands in the
settings and is named here: `json://chat.vp.example/hook/{secret.chat_vp}`. What is found is never shown: what
was written by mistake may be a secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from calendars.ladders import MAIL
from config.loading.fields import CODE, Table
from config.registry.errors import Place
from config.registry.ways import secrets_in
from language import Message

MOST = 10
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://\S+")
_HOLE = re.compile(r"\{[^{}]*\}|[{}]")
_SECRET = re.compile(r"\{secret\.[A-Za-z0-9_]{1,60}\}")
_PASSWORD = re.compile(r"://[^/@\s]*?:(?P<password>[^/@\s]*)@")
_HIDDEN = Message("file.not-shown")
_EXAMPLE = "{secret.chat_vp}"


def read_channels(table: Table, key: str = "channels") -> dict[str, str]:
    """The channels under that key, by their names; {} when there are none."""
    entries = table.table(key)
    if entries is None:
        return {}
    found = {}
    for name in entries.data_keys():
        url = entries.text(name, required=True)
        if name == MAIL or not CODE.fullmatch(name):
            entries.wrong(name, Message("file.channel-name"), _HIDDEN)
        elif url is None:
            continue
        elif wrong := _wrong(url):
            entries.wrong(name, wrong, _HIDDEN)
        else:
            found[name] = url
    if len(found) > MOST:
        table.wrong(key, Message("file.most-channels", most=MOST), str(len(found)))
    return found


def _wrong(url: str) -> Message | None:
    if not _URL.fullmatch(url):
        return Message("file.channel-url", hole=_EXAMPLE)
    if any(not _SECRET.fullmatch(hole) for hole in _HOLE.findall(url)):
        return Message("file.channel-secret", hole=_EXAMPLE)
    password = _PASSWORD.search(url)
    if password and password["password"] and not secrets_in(password["password"]):
        return Message("file.channel-password", hole=_EXAMPLE)
    return None


def read_ways(table: Table) -> tuple[str, ...]:
    """By which ways a rung is told: `channels: [mail, chat]`; mail where it says nothing."""
    if not table.has("channels"):
        return (MAIL,)
    named = table.texts("channels", required=True, expected=Message("file.list-of-channels"))
    for name, place in _unfit(named):
        table.problems.add(place, Message("file.list-of-channels"), f"'{name[:40]}'")
    return tuple(name for name, _ in named) or (MAIL,)


def _unfit(named: list[tuple[str, Place]]) -> Iterator[tuple[str, Place]]:
    return ((name, place) for name, place in named if not CODE.fullmatch(name))
