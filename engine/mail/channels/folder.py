"""The file channel: letters as `.eml` files in a folder, for as long as no mail server is configured.

A file wakes nobody, so it is written at once, outside office hours too. Any mail program opens it. The
same letter always has the same file name: writing it again after a crash replaces it and leaves one file,
not two.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.mail.channels import ChannelDown, Envelope
from language import system


class FolderChannel:
    """Writes into `folder`, at most `max_files` files; a file appears whole or not at all."""

    disturbs = False

    def __init__(self, folder: Path, max_files: int) -> None:
        self.folder = folder
        self.max_files = max_files
        self._files = 0

    def __enter__(self) -> Self:
        """Make the folder if needed and count what is in it. Raises ChannelDown when it cannot be used."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            names = os.listdir(self.folder)  # noqa: PTH208
            self._files = sum(name.endswith(".eml") for name in names)
            for name in names:
                if name.endswith(".tmp") and _abandoned(name):
                    (self.folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise self._unusable(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is kept open."""

    def send(self, envelope: Envelope) -> str:
        """Write one letter; answers the file's name. Raises ChannelDown (full, unwritable, no space)."""
        target = self.folder / f"{envelope.name}.eml"
        is_new = not target.exists()
        if is_new and self._files >= self.max_files:
            raise ChannelDown(
                "channel.folder-full", folder=str(self.folder), n=self._files, limit=self.max_files
            )
        draft = self.folder / f".{envelope.name}.{os.getpid()}.tmp"
        try:
            with draft.open("wb") as file:
                file.write(envelope.wire)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
            self._keep_names()
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise self._unusable(error) from error
        self._files += is_new
        return target.name

    def _keep_names(self) -> None:
        """Without this a power cut may take the file's name back, and a letter that is recorded with it."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _unusable(self, error: OSError) -> ChannelDown:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return ChannelDown("channel.no-space", folder=str(self.folder))
        return ChannelDown("channel.folder-unwritable", folder=str(self.folder), why=system.why(error))


def _abandoned(draft: str) -> bool:
    """Whether a draft, `.NAME.PID.tmp`, is of a process that is gone: one that was killed while it wrote."""
    _, _, pid = draft.removesuffix(".tmp").rpartition(".")
    if not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False  # somebody else's, and alive
    return False
