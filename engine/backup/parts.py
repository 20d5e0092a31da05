"""What of an office goes into its backup beside the rows: registry, settings, evidence, keys."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from config.settings import SECRETS, Settings
from engine.backup import container
from engine.errors import BackupError
from engine.links import keys

REGISTRY, EVIDENCE, TABLES, SETTINGS = "registry", "replies", container.TABLES, container.SETTINGS
ARCHIVES = "archives"
KEYS = keys.FOLDER
_CHUNK = 1 << 20
_MOST_REGISTRY_BYTES = 64 * 1024 * 1024
_NOT_SETTINGS = ("home", "config", "unknown_variables")


def registry_files(settings: Settings) -> dict[str, Path]:
    """The files of the registry in use, by their name in the backup."""
    found = _files(settings.config, REGISTRY)
    if sum(path.stat().st_size for path in found.values()) > _MOST_REGISTRY_BYTES:
        raise BackupError("backup.registry-large", folder=str(settings.config))
    return found


def evidence_files(settings: Settings) -> dict[str, Path]:
    """The files that came with replies."""
    return _files(settings.evidence, EVIDENCE)


def key_files(settings: Settings) -> dict[str, Path]:
    """What signs links and lets persons in."""
    return _files(settings.home / KEYS, KEYS)


def settings_text(settings: Settings) -> tuple[str, tuple[str, ...]]:
    """The settings that are no secret and not the default, as a TOML file; and which secrets are set."""
    lines, left = [], []
    for each in dataclasses.fields(settings):
        value = getattr(settings, each.name)
        default = each.default_factory() if callable(each.default_factory) else each.default
        if each.name in _NOT_SETTINGS or value == default:
            continue
        if each.name in SECRETS:
            left.append(each.name)
        else:
            lines.append(f"{each.name} = {_toml(value)}\n")
    return "".join(lines), tuple(left)


def pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a file, little by little."""
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield piece


def _files(folder: Path, name: str) -> dict[str, Path]:
    """Every regular file below the folder, hidden ones apart."""
    if not folder.is_dir():
        return {}
    found = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith((".", "__pycache__")) for part in inside.parts)
        if not hidden and path.is_file() and not path.name.endswith(".part"):
            found[f"{name}/{inside.as_posix()}"] = path
    return found


def _toml(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    # A JSON string is one of TOML's basic strings, but for U+007F, which JSON leaves as it is.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007F")
