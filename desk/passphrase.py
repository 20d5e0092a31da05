"""The passphrase of a backup: typed unseen, or the first line of a file."""

from __future__ import annotations

from pathlib import Path

from desk.errors import WrongUsage
from desk.unseen import typed

_QUESTION = "cli.backup.type-passphrase"


def new(file: Path | None, *, asked: bool) -> str | None:
    """The passphrase for a new backup; None when it is not to be encrypted."""
    if file is None and not asked:
        return None
    found = typed(_QUESTION, differs="cli.backup.not-the-same") if file is None else _first_line(file)
    if not found:
        raise WrongUsage("cli.backup.empty-passphrase")
    return found


def of(backup: Path, file: Path | None) -> str | None:
    """The passphrase of a backup that is there; asked for only where it needs one."""
    from engine.backup.container import sealed

    if file is not None:
        return _first_line(file)
    return typed(_QUESTION) if sealed(backup) else None


def _first_line(file: Path) -> str:
    try:
        with file.open(encoding="utf-8") as lines:
            return lines.readline(10_000).rstrip("\r\n")
    except UnicodeDecodeError:
        raise WrongUsage("cli.backup.passphrase-no-text", file=str(file)) from None
