"""A disk that loses what was not flushed: `python -m chaos.losing IMAGE FILE` serves an image as that file.

The file is a FUSE file system of one file (the kernel's protocol, spoken here without a library), so that a
loop device with a real file system can lie on it. Every write and flush of that device is noted in order.
When the power goes, what was flushed is there; of the writes since, each sector was kept or lost, whatever
their order: as a disk with a cache of its own may do.

Lines on standard input: `arm PID N` (before the N-th write or flush from now that process dies, and the power
goes), `mark` (the power goes now, unless it has gone), `end SEED` (after all is unmounted: the image becomes
what the disk then held). The first two are answered by how much has been written and flushed so far.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import mmap
import os
import random
import select
import signal
import stat
import struct
import sys
import time
from pathlib import Path
from typing import NamedTuple

SECTOR = 512
CHUNK = 1 << 17
"""Bytes that one request writes at most."""
_HEADER = struct.Struct("<IIQQIIIHH")
_ANSWER = struct.Struct("<IiQ")
_ATTR = struct.Struct("<QQQQQQIIIIIIIIII")
_FORGET, _GETATTR, _SETATTR, _OPEN, _READ, _WRITE, _STATFS, _RELEASE = 2, 3, 4, 14, 15, 16, 17, 18
_FSYNC, _FLUSH, _INIT, _INTERRUPT, _DESTROY, _FORGETS = 20, 25, 26, 36, 38, 42
_NOT_KNOWN = 38  # ENOSYS
_NOSUID, _NODEV, _DETACH = 2, 4, 2


class Write(NamedTuple):
    """What was written where; no bytes: a flush."""

    at: int
    data: bytes


class Disk:
    """One life of the disk."""

    def __init__(self, image: Path) -> None:
        self.image = image
        with image.open("r+b") as file:
            self.content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        self.noted: list[Write] = []
        self.marked: int | None = None
        self.dies = 0
        self.dies_at = 0

    def note(self, op: Write) -> None:
        """Something is written or flushed."""
        if self.dies_at and len(self.noted) + 1 >= self.dies_at:
            self.dies_at = 0
            if self.marked is None:
                _kill(self.dies)
                self.mark()
        self.noted.append(op)
        self.content[op.at : op.at + len(op.data)] = op.data

    def arm(self, process: int, after: int) -> None:
        """See the module."""
        self.dies, self.dies_at = process, len(self.noted) + after

    def mark(self) -> None:
        """The power goes."""
        if self.marked is None:
            self.marked = len(self.noted)

    def end(self, dice: random.Random) -> tuple[int, int, int]:
        """Makes the image what the disk held; answers how many writes and flushes there were, and how many
        sectors were lost."""
        held = self.noted[: len(self.noted) if self.marked is None else self.marked]
        flushed = max((number for number, op in enumerate(held) if not op.data), default=-1)
        keep, lost = dice.choice((0.0, 0.5, 0.9, 1.0)), 0
        with self.image.open("r+b") as file:
            for number, op in enumerate(held):
                size = SECTOR if number > flushed else len(op.data) or SECTOR
                for at in range(0, len(op.data), size):
                    if number > flushed and dice.random() >= keep:
                        lost += 1
                    else:
                        os.pwrite(file.fileno(), op.data[at : at + size], op.at + at)
        return sum(bool(op.data) for op in held), sum(not op.data for op in held), lost


def serve(disk: Disk, file: Path) -> None:
    """Until its end is asked for."""
    device = os.open("/dev/fuse", os.O_RDWR)
    libc = ctypes.CDLL(ctypes.util.find_library("c"), use_errno=True)
    options = f"fd={device},rootmode={stat.S_IFREG:o},user_id={os.getuid()},group_id={os.getgid()}"
    if libc.mount(b"losing", os.fsencode(file), b"fuse", _NOSUID | _NODEV, options.encode()):
        raise OSError(ctypes.get_errno(), f"{file} cannot be mounted")
    try:
        os.write(1, b"ready\n")
        commands = b""
        while True:
            for ready, _ in _polled(device):
                if ready == device:
                    _answer(disk, device)
                    continue
                more = os.read(0, 4096)
                if not more:
                    return
                *lines, commands = (commands + more).split(b"\n")
                for line in lines:
                    if _obey(disk, line.decode().split()):
                        return
    finally:
        libc.umount2(os.fsencode(file), _DETACH)
        os.close(device)


def _polled(device: int) -> list[tuple[int, int]]:
    asked = select.poll()
    for each in (device, 0):
        asked.register(each, select.POLLIN)
    return asked.poll()


def _obey(disk: Disk, words: list[str]) -> bool:
    """A line on standard input; whether it was the last."""
    said = str(len(disk.noted))
    if words[0] == "arm":
        disk.arm(int(words[1]), int(words[2]))
    elif words[0] == "mark":
        disk.mark()
    elif words[0] == "end":
        said = " ".join(map(str, disk.end(random.Random(words[1]))))
    os.write(1, f"{said}\n".encode())
    return words[0] == "end"


def _kill(process: int) -> None:
    """It does nothing more: it is dead, or waits for a disk that will not answer."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
        until = time.monotonic() + 1
        while time.monotonic() < until:
            try:
                state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
            except (FileNotFoundError, ProcessLookupError):
                return
            if state in "ZXD":
                return
            time.sleep(0.001)


def _answer(disk: Disk, device: int) -> None:
    """One request of the kernel's."""
    try:
        request = os.read(device, CHUNK + 4096)
    except OSError:  # it was withdrawn
        return
    _, what, unique, *_ = _HEADER.unpack_from(request)
    body = request[_HEADER.size :]
    error, answer = 0, b""
    if what in (_FORGET, _FORGETS, _INTERRUPT):
        return
    if what == _INIT:
        readahead, _ = struct.unpack_from("<II", body, 8)
        big_writes, many_pages = 1 << 5, 1 << 22
        answer = struct.pack(
            "<IIIIHHIIHHI28x", 7, 31, readahead, big_writes | many_pages, 12, 9, CHUNK, 1, CHUNK >> 12, 0, 0
        )
    elif what in (_GETATTR, _SETATTR):
        size = len(disk.content)
        mode = stat.S_IFREG | 0o600
        attr = _ATTR.pack(1, size, size >> 9, 0, 0, 0, 0, 0, 0, mode, 1, os.getuid(), os.getgid(), 0, 4096, 0)
        answer = struct.pack("<QII", 3600, 0, 0) + attr
    elif what == _OPEN:
        answer = bytes(16)
    elif what == _READ:
        _, at, amount = struct.unpack_from("<QQI", body)
        answer = disk.content[at : at + amount]
    elif what == _WRITE:
        _, at, amount = struct.unpack_from("<QQI", body)
        disk.note(Write(at, body[40 : 40 + amount]))
        answer = struct.pack("<II", amount, 0)
    elif what == _FSYNC:
        disk.note(Write(0, b""))
    elif what == _STATFS:
        answer = struct.pack("<QQQQQIIII24x", 1 << 20, 1 << 20, 1 << 20, 1, 1, 4096, 255, 4096, 0)
    elif what not in (_RELEASE, _FLUSH, _DESTROY):
        error = -_NOT_KNOWN
    with contextlib.suppress(FileNotFoundError):  # nobody waits for it any more
        os.write(device, _ANSWER.pack(_ANSWER.size + len(answer), error, unique) + answer)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(Disk(Path(sys.argv[1])), Path(sys.argv[2]))
