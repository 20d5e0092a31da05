"""Notes every write, sync and deletion of a process, so that what a power cut loses can be told afterwards.

SQLite's own calls are noted beneath it, in its VFS: the functions by which the system's SQLite opens, writes,
syncs and deletes are wrapped in this process by ctypes, in the very library that Python's `sqlite3` uses. Of
the program's own files the outbox is noted (`os.fsync`, `Path.replace`).
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import pickle
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

_CREATE, _DELETE_ON_CLOSE = 0x4, 0x8
_JOURNALS = 0x0800 | 0x4000 | 0x80000  # of a main database, of several, and a WAL
_CLOSE, _READ, _WRITE, _TRUNCATE, _SYNC = range(1, 6)
_METHODS = 19
"""Words of `sqlite3_io_methods`, the version first."""
_OPEN, _DELETE = 5, 6
"""Words of `sqlite3_vfs` on 64 bits: three integers in two words, then pointers."""
_FILE = ctypes.c_void_p
_Open = ctypes.CFUNCTYPE(
    ctypes.c_int, _FILE, ctypes.c_void_p, _FILE, ctypes.c_int, ctypes.POINTER(ctypes.c_int)
)
_Delete = ctypes.CFUNCTYPE(ctypes.c_int, _FILE, ctypes.c_void_p, ctypes.c_int)
_Write = ctypes.CFUNCTYPE(ctypes.c_int, _FILE, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_Truncate = ctypes.CFUNCTYPE(ctypes.c_int, _FILE, ctypes.c_int64)
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, _FILE, ctypes.c_int)


class Op(NamedTuple):
    """What was done to a file: create, write, truncate, sync, delete, rename, whole or names (its folder's
    names are synced)."""

    what: str
    path: str
    offset: int = 0
    data: bytes = b""
    more: str = ""


class _Log:
    def __init__(self, file: str, dies_at: int, die: Callable[[], None]) -> None:
        self._to = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._left, self._die = dies_at, die

    def note(self, op: Op) -> None:
        frame = pickle.dumps(tuple(op))
        os.write(self._to, len(frame).to_bytes(8, "little") + frame)
        self._left -= 1
        if self._left == 0:
            self._die()


def read(file: Path) -> list[Op]:
    """What was noted, in order; a note that was cut off is left out."""
    found, content, at = [], file.read_bytes() if file.exists() else b"", 0
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 8], "little")
        if at + 8 + size > len(content):
            break
        found.append(Op(*pickle.loads(content[at + 8 : at + 8 + size])))
        at += 8 + size
    return found


def begin(file: str, dies_at: int, die: Callable[[], None]) -> None:
    """Notes into `file` all that this process does from now on; it dies after its `dies_at`-th (0: never)."""
    log = _Log(file, dies_at, die)
    _Vfs(log).wrap()
    _wrap_outbox(log)


def begin_outbox(file: str) -> None:
    """The same of the outbox alone."""
    _wrap_outbox(_Log(file, 0, lambda: None))


class _Vfs:
    """SQLite's default VFS, wrapped in place. Kept alive for as long as the process."""

    kept: list[Any] = []  # noqa: RUF012

    def __init__(self, log: _Log) -> None:
        self._log = log
        self._names: dict[int, str] = {}
        self._new: set[int] = set()
        """Files that were created and not synced: a journal's first sync syncs its folder's names."""
        self._tables: dict[int, Any] = {}
        self.kept.append(self)

    def wrap(self) -> None:
        """From now on every file of SQLite's is opened with noting functions."""
        library = ctypes.CDLL(ctypes.util.find_library("sqlite3") or "libsqlite3.so.0")
        library.sqlite3_initialize()
        library.sqlite3_vfs_find.restype = ctypes.c_void_p
        words = (ctypes.c_void_p * 12).from_address(library.sqlite3_vfs_find(None))
        self._first_open, self._first_delete = _Open(words[_OPEN] or 0), _Delete(words[_DELETE] or 0)
        self._open, self._delete = _Open(self._opened), _Delete(self._deleted)
        words[_OPEN] = ctypes.cast(self._open, ctypes.c_void_p).value
        words[_DELETE] = ctypes.cast(self._delete, ctypes.c_void_p).value

    def _opened(self, vfs: int, name: int | None, file: int, flags: int, out: Any) -> int:
        # The pointer itself is handed on: SQLite keeps it for as long as the file is open.
        path = os.fsdecode(ctypes.string_at(name)) if name else ""
        there = bool(path) and Path(path).exists()
        code = int(self._first_open(vfs, name, file, flags, out))
        word = ctypes.c_void_p.from_address(file)
        if code or not path or flags & _DELETE_ON_CLOSE or not word.value:
            return code
        self._names[file] = path
        if not there and flags & _CREATE:
            self._log.note(Op("create", path))
            if flags & _JOURNALS:
                self._new.add(file)
        word.value = self._noting(word.value)
        return code

    def _noting(self, table: int) -> int:
        """A copy of a table of functions, of which those that change a file note it."""
        if table not in self._tables:
            words = (ctypes.c_void_p * _METHODS)()
            ctypes.memmove(words, table, ctypes.sizeof(words))
            write, truncate = _Write(words[_WRITE] or 0), _Truncate(words[_TRUNCATE] or 0)
            sync = _Sync(words[_SYNC] or 0)

            def on_write(file: int, data: int, amount: int, offset: int) -> int:
                self._log.note(Op("write", self._names[file], offset, ctypes.string_at(data, amount)))
                return int(write(file, data, amount, offset))

            def on_truncate(file: int, size: int) -> int:
                self._log.note(Op("truncate", self._names[file], size))
                return int(truncate(file, size))

            def on_sync(file: int, flags: int) -> int:
                code = int(sync(file, flags))
                self._log.note(Op("sync", self._names[file]))
                if file in self._new:
                    self._new.discard(file)
                    self._log.note(Op("names", str(Path(self._names[file]).parent)))
                return code

            wrapped = (_Write(on_write), _Truncate(on_truncate), _Sync(on_sync))
            for place, function in zip((_WRITE, _TRUNCATE, _SYNC), wrapped, strict=True):
                words[place] = ctypes.cast(function, ctypes.c_void_p).value
            self._tables[table] = (words, wrapped)
        return ctypes.addressof(self._tables[table][0])

    def _deleted(self, vfs: int, name: int, sync_names: int) -> int:
        code = int(self._first_delete(vfs, name, sync_names))
        if code == 0:
            path = os.fsdecode(ctypes.string_at(name))
            self._log.note(Op("delete", path))
            if sync_names:
                self._log.note(Op("names", str(Path(path).parent)))
        return code


def _wrap_outbox(log: _Log) -> None:
    first_sync, first_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        first_sync(descriptor)
        path = str(Path(f"/proc/self/fd/{descriptor}").readlink())
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            log.note(Op("names", path))
        else:
            log.note(Op("whole", path, 0, Path(path).read_bytes()))

    def replace(self: Path, target: Any) -> Path:
        answer = first_replace(self, target)
        log.note(Op("rename", str(self), 0, Path(target).read_bytes(), str(target)))
        return answer

    os.fsync = fsync  # type: ignore[assignment]
    Path.replace = replace  # type: ignore[method-assign, assignment]
