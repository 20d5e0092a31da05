"""Registries loaded once for the same files, in whatever folder: they never change, and the shipped one takes
a while to load.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from config.loading import loader
from config.registry import Registry
from config.settings import SHIPPED_REGISTRY

MOST = 16
"""So many are kept, the first one asked for always: it is nearly always the shipped one."""
_load = loader.load
_kept: dict[bytes, Registry] = {}


def load(folder: Path) -> Registry:
    """What `loader.load` makes of the folder; one with an error is read anew each time."""
    if not folder.is_dir():
        return _load(folder)
    key = _key(folder)
    if key not in _kept:
        made = _load(folder)
        if len(_kept) == MOST:
            del _kept[list(_kept)[1]]
        _kept[key] = made
    return _kept[key]


def shipped() -> Registry:
    """The registry that comes with the program, not to be changed."""
    return load(SHIPPED_REGISTRY)


def _key(folder: Path) -> bytes:
    digest = sha256()
    for each in sorted(folder.iterdir()):
        content = each.read_bytes() if each.is_file() else b""
        digest.update(repr((each.name, len(content))).encode() + content)
    return digest.digest()
