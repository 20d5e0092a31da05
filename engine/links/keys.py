"""The keys that sign links: a file of the home, made at the first start, that nobody else may read.

One key on each line, the newest first. The newest signs; all of them are known, so that the links in mails
that have left go on opening after a new key was put in front.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from engine.errors import LinkKeysError
from language import system

FOLDER, NAME = "keys", "links"
KEPT = 4
"""So many keys are known at once: older ones have signed no link that could still be valid."""
_SHORTEST = 32


def path_in(home: Path) -> Path:
    """Where the keys lie."""
    return home / FOLDER / NAME


def read(home: Path) -> tuple[str, ...]:
    """The keys, newest first; () where there are none yet. LinkKeysError for a file that cannot be used."""
    path = path_in(home)
    try:
        keys = tuple(path.read_text(encoding="ascii").split())
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise LinkKeysError("link.keys-unreadable", file=str(path), why=system.why(error)) from error
    if not keys or any(len(key) < _SHORTEST for key in keys):
        raise LinkKeysError("link.keys-damaged", file=str(path))
    return keys


def ensure(home: Path) -> tuple[str, ...]:
    """The keys, with a first one made where there was none; two processes that start at once agree on it."""
    found = read(home)
    if found:
        return found
    # A file that is there is never replaced here: whoever comes second reads what the first one wrote.
    with suppress(FileExistsError):
        _write(home, (_new(),), replace=False)
    return read(home)


def rotate(home: Path, *, at_once: bool = False) -> tuple[str, ...]:
    """Puts a new key in front. `at_once` forgets the older ones: every link that has left stops opening."""
    kept = () if at_once else read(home)[: KEPT - 1]
    keys = (_new(), *kept)
    _write(home, keys, replace=True)
    return keys


def _new() -> str:
    return secrets.token_urlsafe(32)


def _write(home: Path, keys: tuple[str, ...], *, replace: bool) -> None:
    path = path_in(home)
    part = path.with_name(f"{NAME}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write("".join(f"{key}\n" for key in keys))
            file.flush()
            os.fsync(file.fileno())
        if replace:
            part.replace(path)
        else:
            os.link(part, path)
    except FileExistsError:
        raise
    except OSError as error:
        raise LinkKeysError("link.keys-unwritable", file=str(path), why=system.why(error)) from error
    finally:
        part.unlink(missing_ok=True)
