"""The power goes with each process: what was not synced is lost, or not."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from chaos.disk import Disk
from chaos.life import Lived, live
from chaos.recording import read
from chaos.steps import Death


class Power(Protocol):
    """What a campaign asks of the power of the machine on which its office lives."""

    def home(self, folder: Path, number: int) -> Path:
        """Where the next office lives, from its first day."""

    def most(self, letters: int) -> int:
        """About how much a round of so many letters does to the disk."""

    def cut(
        self, home: Path, words: Sequence[str], environment: Mapping[str, str], death: Death, engine: Engine
    ) -> Lived:
        """One life that ends with the power; afterwards it is back, and the database can be asked."""

    def counted(self) -> Mapping[str, int]:
        """What happened to the disk, as far as it is counted."""


class Recorded:
    """SQLite's files and the outbox, whose writes the process itself notes (`chaos.recording`)."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self._folder, self._dice = folder, dice

    def home(self, folder: Path, number: int) -> Path:
        """See `Power`."""
        return folder / f"home-{number}"

    def most(self, letters: int) -> int:
        """See `Power`."""
        return 60 + 12 * letters

    def cut(
        self, home: Path, words: Sequence[str], environment: Mapping[str, str], death: Death, engine: Engine
    ) -> Lived:
        """See `Power`."""
        note, before = self._folder / "disk", _files(home)
        lived = live(words, environment, death, self._folder, record=str(note))
        disk = Disk(before)
        disk.do(read(note))
        engine.dispose()
        after = disk.after_power(self._dice)
        for path, content in _files(home).items():
            if path not in after:
                Path(path).unlink()
            elif content != after[path]:
                Path(path).write_bytes(after[path])
        for path in after.keys() - _files(home).keys():
            Path(path).write_bytes(after[path])
        # Shared memory is no file that outlives its machine.
        home.joinpath("dondoc.db-shm").unlink(missing_ok=True)
        return lived

    def counted(self) -> Mapping[str, int]:
        """See `Power`."""
        return {}


def _files(home: Path) -> dict[str, bytes]:
    """What of a home is looked after: the database with its journal, and the outbox."""
    found = [*home.glob("dondoc.db*"), *home.glob("outbox/*"), *home.glob("outbox/.*")]
    return {str(path): path.read_bytes() for path in found if path.suffix != ".db-shm"}
