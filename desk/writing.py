"""Writing a file that a command makes: whole or not at all, and never over another by accident."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from desk.errors import Problem, WrongUsage


def refuse(output: Path, *, force: bool) -> None:
    """Refuse a place to which no file can or should be written, before anything is made for it."""
    try:
        target = output.resolve()
        is_folder = target.is_dir() or (output.exists() and not output.is_file())
    except (OSError, RuntimeError):
        raise WrongUsage("cli.write.no-place", file=str(output)) from None
    if not target.parent.is_dir():
        raise WrongUsage("cli.write.no-folder", file=str(output), folder=str(output.parent))
    if is_folder:
        raise WrongUsage("cli.write.no-file", file=str(output))
    if (output.exists() or output.is_symlink()) and not force:
        raise Problem("cli.write.exists", file=str(output))


def write(output: Path, content: bytes, *, force: bool) -> None:
    """Write the whole file or nothing of it."""
    with making(output, force=force) as file:
        file.write(content)


@contextlib.contextmanager
def making(output: Path, *, force: bool) -> Iterator[BinaryIO]:
    """The file to be written, which takes its place when all of it is; nothing of it after an error."""
    handle, name = tempfile.mkstemp(prefix=f".{output.name}.", suffix=".part", dir=output.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o666 & ~_umask())
        if force:
            part.replace(output)
        else:
            os.link(part, output)  # unlike a rename, it never replaces a file that came meanwhile
    except FileExistsError:
        raise Problem("cli.write.exists", file=str(output)) from None
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o027)
    os.umask(mask)
    return mask
