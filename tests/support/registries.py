"""Registries loaded once for the same files: they never change, and to load the shipped one takes a while."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from config.loading import loader
from config.registry import Registry

_load = loader.load


def load(folder: Path) -> Registry:
    """What `loader.load` makes of the folder; one with an error is read anew each time."""
    if not folder.is_dir():
        return _load(folder)
    files = sorted(folder.iterdir())
    return _loaded(folder, tuple((each.name, each.read_bytes() if each.is_file() else b"") for each in files))


@lru_cache(maxsize=4)
def _loaded(folder: Path, _files: tuple[tuple[str, bytes], ...]) -> Registry:
    return _load(folder)
