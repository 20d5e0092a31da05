"""Replies out of a Maildir on this machine, as Postfix, Dovecot or getmail deliver into one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.replies.mailbox import BEGINNING, WHOLE, Arrived, MailboxError
from language import system


class Maildir:
    """A folder with `new` and `cur`. A file's name without its flags is its place: flags may change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"maildir:{folder}"
        self._files: dict[str, Path] = {}

    def __enter__(self) -> Self:
        """MailboxError when there is no such folder."""
        if not (self.folder / "new").is_dir() or not (self.folder / "cur").is_dir():
            raise MailboxError("replies.no-maildir", folder=str(self.folder))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is kept open."""

    def places(self, since: date, known: Collection[str]) -> list[str]:
        """By the time of the file; a mail that somebody deletes meanwhile is passed over."""
        found: list[tuple[float, str]] = []
        try:
            for part in ("new", "cur"):
                for file in (self.folder / part).iterdir():
                    place = file.name.partition(":")[0]
                    if place.startswith(".") or place in known:
                        continue
                    at = _changed(file)
                    if at is not None and datetime.fromtimestamp(at, UTC).date() >= since:
                        self._files[place] = file
                        found.append((at, place))
        except OSError as error:
            raise self._unreadable(error) from error
        return [place for _, place in sorted(found)]

    def fetch(self, place: str) -> Arrived | None:
        """Reads the file, wherever it lies now."""
        file = self._files[place]
        if not file.exists():  # another program moved it from `new` to `cur`, or changed its flags
            moved = [*(self.folder / "cur").glob(f"{_literal(place)}*"), self.folder / "new" / place]
            file = next(
                (each for each in moved if each.name.partition(":")[0] == place and each.exists()), file
            )
        try:
            size = file.stat().st_size
            with file.open("rb") as opened:
                raw = opened.read(WHOLE if size <= WHOLE else BEGINNING)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unreadable(error) from error
        return Arrived(place, raw, size, cut=size > WHOLE)

    def _unreadable(self, error: OSError) -> MailboxError:
        return MailboxError("replies.maildir-unreadable", folder=str(self.folder), why=system.why(error))


def _changed(file: Path) -> float | None:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return None


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)
