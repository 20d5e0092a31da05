"""What a disk holds after the power went: what was synced, and of the rest whatever chance has left.

Contents that were not synced are kept or lost write by write, each in part (512 bytes) or as a whole, in any
order. Names (created, deleted, renamed) that were not synced are kept up to some point, in their order, as
journaling file systems keep them.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chaos.recording import Op

SECTOR = 512


@dataclass
class _Content:
    """One file's bytes, whatever it is called."""

    synced: bytes = b""
    waiting: list[Op] = field(default_factory=list)

    def sync(self) -> None:
        for op in self.waiting:
            self.synced = _applied(self.synced, op)
        self.waiting.clear()

    def after_power(self, keep: float, dice: random.Random) -> bytes:
        content = self.synced
        for op in self.waiting:
            for part in _parts(op, dice) if 0 < keep < 1 else [op]:
                if dice.random() < keep:
                    content = _applied(content, part)
        return content


class Disk:
    """A disk as of some instant, and what is done to it afterwards."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._names = {path: _Content(content) for path, content in files.items()}
        self._synced = dict(self._names)
        self._renaming: list[tuple[str, str, _Content | None]] = []
        """Changes of names that no sync has covered: (old, new, what it then names)."""

    def do(self, ops: Iterable[Op]) -> None:
        """What was noted, in order."""
        for op in ops:
            self._one(op)

    def _one(self, op: Op) -> None:
        content = self._names.get(op.path)
        if op.what == "names":
            left = []
            for change in self._renaming:
                if (change[1] or change[0]).rpartition("/")[0] == op.path.rstrip("/"):
                    _rename(self._synced, change)
                else:
                    left.append(change)
            self._renaming = left
        elif op.what == "whole":
            content = content or self._created(op.path)
            content.synced, content.waiting = op.data, []
        elif op.what == "create":
            self._created(op.path)
        elif op.what == "delete":
            self._names.pop(op.path, None)
            self._renaming.append((op.path, "", None))
        elif op.what == "rename":
            moved = self._names.pop(op.path, None)
            if moved is None:  # never synced: its bytes may be anything
                moved = _Content(b"", [Op("write", op.path, 0, op.data)])
            self._names[op.more] = moved
            self._renaming.append((op.path, op.more, moved))
        elif op.what == "sync":
            if content:
                content.sync()
        elif content:
            content.waiting.append(op)

    def _created(self, path: str) -> _Content:
        made = self._names[path] = _Content()
        self._renaming.append(("", path, made))
        return made

    def synced(self) -> dict[str, bytes]:
        """The files after the power went now, and nothing was kept that need not be."""
        return {path: content.synced for path, content in sorted(self._synced.items())}

    def after_power(self, dice: random.Random) -> dict[str, bytes]:
        """The files after the power went now."""
        names = dict(self._synced)
        kept = dice.choice((0, dice.randint(0, len(self._renaming)), len(self._renaming)))
        for change in self._renaming[:kept]:
            _rename(names, change)
        keep = dice.choice((0.0, 0.5, 0.9, 1.0))
        return {path: content.after_power(keep, dice) for path, content in sorted(names.items())}


def _rename(names: dict[str, _Content], change: tuple[str, str, _Content | None]) -> None:
    old, new, content = change
    if old:
        names.pop(old, None)
    if new and content is not None:
        names[new] = content


def _applied(content: bytes, op: Op) -> bytes:
    if op.what == "truncate":
        return content[: op.offset].ljust(op.offset, b"\0")
    begins = content[: op.offset].ljust(op.offset, b"\0")
    return begins + op.data + content[op.offset + len(op.data) :]


def _parts(op: Op, dice: random.Random) -> list[Op]:
    """A write as the sectors that may each be lost; mostly as one."""
    if op.what != "write" or len(op.data) <= SECTOR or dice.random() < 0.7:
        return [op]
    return [
        op._replace(offset=op.offset + at, data=op.data[at : at + SECTOR])
        for at in range(0, len(op.data), SECTOR)
    ]
