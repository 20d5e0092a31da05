"""The passphrase of a backup: typed unseen, or the first line of a file. Never an argument, which everybody
on the machine could read in the list of programs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from desk.errors import WrongUsage
from desk.speaking import spoken
from language import Message


def new(file: Path | None, *, asked: bool) -> str | None:
    """The passphrase for a new backup; None when it is not to be encrypted."""
    if file is None and not asked:
        return None
    found = _typed(twice=True) if file is None else _first_line(file)
    if not found:
        raise WrongUsage("cli.backup.empty-passphrase")
    return found


def of(backup: Path, file: Path | None) -> str | None:
    """The passphrase of a backup that is there; asked for only where it needs one."""
    from engine.backup.container import sealed

    if file is not None:
        return _first_line(file)
    return _typed(twice=False) if sealed(backup) else None


def _first_line(file: Path) -> str:
    try:
        with file.open(encoding="utf-8") as lines:
            return lines.readline(10_000).rstrip("\r\n")
    except UnicodeDecodeError:
        raise WrongUsage("cli.backup.passphrase-no-text", file=str(file)) from None


def _typed(*, twice: bool) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = str(click.prompt(spoken(Message("cli.backup.type-passphrase")), hide_input=True))
    if twice and first != str(click.prompt(spoken(Message("cli.person.type-again")), hide_input=True)):
        raise WrongUsage("cli.backup.not-the-same")
    return first
