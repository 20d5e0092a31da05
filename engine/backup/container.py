"""The file of a backup: a ZIP whose last member, `manifest.json`, names every other with size and SHA-256.

Encrypted, it is a ZIP of two members in the form of age (age-encryption.org): `sealed.age` is the ZIP
above for a key that was made for it, `key.age` that key for the passphrase. So `age -d key.age > key` and
`age -d -i key sealed.age` open it without us.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Annotated, Any, ClassVar

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter

from config.settings import TOML_NAME
from engine.errors import BackupError

FORMAT = 1
MANIFEST, TABLES, SETTINGS = "manifest.json", "tables", TOML_NAME
_SEALED, _KEY = "sealed.age", "key.age"
_CHUNK = 1 << 20
_LONGEST_MANIFEST = 16 * 1024 * 1024
_LONGEST_LINE = 64 * 1024 * 1024
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What a ZIP raises that is cut, changed, or none."""
_AS_WRITTEN = ConfigDict(strict=True, extra="forbid")


def _instant(text: str) -> str:
    if datetime.fromisoformat(text).utcoffset() is None:
        raise ValueError("no instant")
    datetime.fromisoformat(text).astimezone(UTC)
    return text


Count = Annotated[int, Field(ge=0, lt=2**63)]


@dataclass(frozen=True, slots=True)
class Part:
    """One member: its name, how many bytes it has, and their SHA-256 in hexadecimal."""

    __pydantic_config__: ClassVar[ConfigDict] = _AS_WRITTEN
    name: str
    bytes: Count
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `taken_at` is an ISO instant in UTC, `rows` the number of rows of each table."""

    __pydantic_config__: ClassVar[ConfigDict] = _AS_WRITTEN
    dondoc: str
    taken_at: Annotated[str, AfterValidator(_instant)]
    schema: str
    database: str
    """`sqlite` or `postgresql`: what it came from; it goes back into either."""
    office: str
    registry: str
    """The registry's fingerprint."""
    rows: dict[str, Count]
    keys: bool
    secrets: tuple[str, ...] = ()
    """The settings that were left out and have to be set again."""
    parts: tuple[Part, ...] = ()
    format: int = FORMAT


@dataclass(slots=True)
class Writing:
    """A backup that is being written, part by part."""

    archive: zipfile.ZipFile
    parts: list[Part] = field(default_factory=list)

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """One part; its bytes come piece by piece."""
        digest, size = hashlib.sha256(), 0
        with self.archive.open(name, "w", force_zip64=True) as member:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                member.write(piece)
        self.parts.append(Part(name, size, digest.hexdigest()))

    def finish(self, manifest: Manifest) -> None:
        """The manifest, which names all parts, as the last member."""
        told = {**asdict(manifest), "parts": [asdict(part) for part in self.parts]}
        self.archive.writestr(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1).encode())


@contextmanager
def writing(file: IO[bytes], passphrase: str | None) -> Iterator[Writing]:
    """A backup into the open, empty file; encrypted when there is a passphrase."""
    if passphrase is None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            yield Writing(archive)
        return
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as outer:
        outer.writestr(_KEY, pyrage.passphrase.encrypt(str(identity).encode(), passphrase))
        with outer.open(_SEALED, "w", force_zip64=True) as member:
            # The encryption reads what the archive writes, so that nothing of it lies in clear on the disk.
            out, into = os.pipe()
            failed: list[BaseException] = []

            def seal() -> None:
                try:
                    with os.fdopen(out, "rb") as source:
                        pyrage.encrypt_io(source, member, [identity.to_public()])
                except BaseException as error:  # told by the thread that waits
                    failed.append(error)

            sealing = threading.Thread(target=seal)
            sealing.start()
            try:
                with (
                    os.fdopen(into, "wb") as pipe,
                    zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive,
                ):
                    yield Writing(archive)
            except BrokenPipeError:
                pass  # the encryption has failed, and says why
            finally:
                sealing.join()
            if failed:
                raise failed[0]


class Reading:
    """An opened backup."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path, self._archive = path, archive
        self.manifest = _manifest(path, archive)

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a part. BackupError when they are not those that were written."""
        part = next(each for each in self.manifest.parts if each.name == name)
        digest, size = hashlib.sha256(), 0
        try:
            with self._archive.open(name) as member:
                while piece := member.read(_CHUNK):
                    digest.update(piece)
                    size += len(piece)
                    if size > part.bytes:
                        break
                    yield piece
        except (KeyError, *_UNREADABLE) as error:
            _not_the_disks(error)
            raise BackupError("backup.damaged", file=str(self._path), part=name) from error
        if (size, digest.hexdigest()) != (part.bytes, part.sha256):
            raise BackupError("backup.damaged", file=str(self._path), part=name)

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a part, each with its end."""
        rest = b""
        for piece in self.pieces(name):
            *whole, rest = (rest + piece).split(b"\n")
            for line in whole:
                yield line + b"\n"
            if len(rest) > _LONGEST_LINE:
                raise BackupError("backup.damaged", file=str(self._path), part=name)
        if rest:
            yield rest

    def named(self, folder: str) -> list[str]:
        """The parts of a folder, in order."""
        return sorted(_below(folder, (part.name for part in self.manifest.parts)))


@contextmanager
def reading(path: Path, passphrase: str | None) -> Iterator[Reading]:
    """The backup at `path`. BackupError for what is none, is cut or changed, for a wrong passphrase, and for
    one of a later form. The parts are looked at as they are read."""
    with _opened(path) as file, _archive(path, file) as archive:
        if _KEY not in archive.namelist():
            yield Reading(path, archive)
            return
        if passphrase is None:
            raise BackupError("backup.needs-passphrase", file=str(path))
        with tempfile.TemporaryFile() as clear:
            _unseal(path, archive, passphrase, clear)
            with _archive(path, clear) as inner:
                yield Reading(path, inner)


def sealed(path: Path) -> bool:
    """Whether a passphrase opens it."""
    with _opened(path) as file, _archive(path, file) as archive:
        return _KEY in archive.namelist()


def _unseal(path: Path, archive: zipfile.ZipFile, passphrase: str, into: IO[bytes]) -> None:
    import pyrage

    try:
        key = archive.read(_KEY)
    except _UNREADABLE as error:
        raise BackupError("backup.damaged", file=str(path), part=_KEY) from error
    try:
        identity = pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(key, passphrase).decode())
    except (pyrage.DecryptError, pyrage.IdentityError, ValueError) as error:
        raise BackupError("backup.wrong-passphrase", file=str(path)) from error
    try:
        with archive.open(_SEALED) as member:
            pyrage.decrypt_io(member, into, [identity])
    except (KeyError, pyrage.DecryptError, *_UNREADABLE) as error:
        _not_the_disks(error)
        raise BackupError("backup.damaged", file=str(path), part=_SEALED) from error
    into.seek(0)


def _not_the_disks(error: BaseException) -> None:
    """What the system says of itself (a full disk, one that fails) is told as that, not as a damaged file."""
    if isinstance(error, OSError) and error.errno:
        raise error


def _opened(path: Path) -> IO[bytes]:
    if path.exists() and not path.is_file():  # to open a pipe waits for whoever writes into it
        raise BackupError("backup.none", file=str(path))
    return path.open("rb")


@contextmanager
def _archive(path: Path, file: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(file)
    except _UNREADABLE as error:
        _not_the_disks(error)
        raise BackupError("backup.none", file=str(path)) from error
    with archive:
        yield archive


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    """What the backup says of itself, looked at whole: who reads it may trust every field."""
    try:
        with archive.open(MANIFEST) as member:
            said = member.read(_LONGEST_MANIFEST)
        told: Any = json.loads(said)
        if type(told["format"]) is int and told["format"] != FORMAT:
            raise BackupError("backup.newer-form", file=str(path), dondoc=str(told.get("dondoc", ""))[:100])
        manifest = TypeAdapter(Manifest).validate_json(said)
        names = {part.name for part in manifest.parts}
        whole = names | {MANIFEST} == set(archive.namelist()) and len(names) == len(archive.namelist()) - 1
        if not whole or any(not _plain(name) for name in names):
            raise ValueError("the members are not those of the manifest")
        if {f"{TABLES}/{name}.jsonl" for name in manifest.rows} != _below(TABLES, names):
            raise ValueError("the tables are not those of the manifest")
        if SETTINGS not in names:
            raise ValueError("there are no settings")
    except (KeyError, TypeError, AttributeError, RecursionError, OverflowError, *_UNREADABLE) as error:
        raise BackupError("backup.damaged", file=str(path), part=MANIFEST) from error
    return manifest


def _below(folder: str, names: Iterable[str]) -> set[str]:
    return {name for name in names if name.startswith(f"{folder}/")}


def _plain(name: str) -> bool:
    """A path that stays where it is put."""
    return not name.startswith("/") and "\\" not in name and not {"", ".", ".."} & set(name.split("/"))
