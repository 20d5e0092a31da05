"""Which files with a secret others on this machine may read."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from config.settings import PREFIX, SECRETS, Settings
from engine.links.keys import FOLDER

_ALL_BUT_OWNER, _OTHERS = 0o077, 0o007


def open_to_others(settings: Settings, variables: Mapping[str, str]) -> Iterator[Path]:
    """The home's keys that anybody but their owner reads, and secrets' own files that anybody may read: of
    these a group is how a service is handed them."""
    for path in sorted((settings.home / FOLDER).glob("*")):
        if _is_open(path, _ALL_BUT_OWNER) and path.suffix != ".lock":
            yield path
    named = [variables.get(f"{PREFIX}{name.upper()}_FILE") for name in sorted(SECRETS)]
    folder = variables.get(f"{PREFIX}SECRETS_DIR")
    beside = [str(Path(folder) / name) for name in sorted(SECRETS)] if folder else []
    for each in [*named, *beside]:
        if each and _is_open(Path(each), _OTHERS):
            yield Path(each)


def keeps_secret(file: Path) -> bool:
    """Whether a settings file holds a secret itself; also True where it cannot be read."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return True
    if any(key in text for key in ("password", "channel_secrets", "database_url", "heartbeat_url")):
        return True
    return bool(re.search(r"^\s*(smtp|replies)\s*=.*://[^/@\s]+:[^/@\s]+@", text, re.M))


def _is_open(path: Path, bits: int) -> bool:
    try:
        found = path.stat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and bool(stat.S_IMODE(found.st_mode) & bits & 0o444)
