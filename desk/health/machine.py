"""The checks of `dondoc doctor` that look at the machine: the home, the disk, what is installed, the port."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from importlib import metadata
from pathlib import Path

from desk.findings import Level, advice
from desk.health.looking import Seen, needs
from desk.office import Desk
from language import Message

GIB = 1024**3
PATIENCE = 5.0
"""Seconds that a server may take to answer."""


def home(desk: Desk) -> Iterator[Seen]:
    needs(desk, "settings")
    home = desk.settings.home
    nearest = _nearest(home)
    if not nearest.is_dir():
        yield Level.PROBLEM, Message("doctor.home-is-file", file=str(nearest)), advice("home")
    elif not os.access(nearest, os.W_OK | os.X_OK):
        yield Level.PROBLEM, Message("doctor.home-unwritable", folder=str(nearest)), advice("home")
    elif nearest != home:
        yield Level.OK, Message("doctor.home-not-yet", folder=str(home)), None
    else:
        yield Level.OK, Message("doctor.home-fine", folder=str(home)), None


def disk(desk: Desk) -> Iterator[Seen]:
    needs(desk, "settings")
    free = shutil.disk_usage(_nearest(desk.settings.home)).free
    level = Level.PROBLEM if free < GIB // 10 else Level.WARNING if free < GIB else Level.OK
    said = Message("doctor.disk-free", free=round(Decimal(free) / GIB, 1))
    yield level, said, None if level is Level.OK else advice("disk")


def versions(desk: Desk) -> Iterator[Seen]:
    from packaging.requirements import Requirement

    # Prefect's own bounds too: some stand between a server that looks well and one that works.
    asked = list(metadata.requires("dondoc") or ())
    with suppress(metadata.PackageNotFoundError):
        asked += metadata.requires("prefect") or ()
    needs = [need for need in map(Requirement, asked) if need.marker is None or need.marker.evaluate()]
    wrong = 0
    for need in needs:
        try:
            have = metadata.version(need.name)
        except metadata.PackageNotFoundError:
            wrong += 1
            yield Level.PROBLEM, Message("doctor.not-installed", package=need.name), advice("versions")
            continue
        if not need.specifier.contains(have, prereleases=True):
            wrong += 1
            said = Message("doctor.other-version", package=need.name, have=have, wanted=str(need.specifier))
            yield Level.PROBLEM, said, advice("versions")
    if not wrong:
        prefect, n = metadata.version("prefect"), len({need.name for need in needs})
        yield Level.OK, Message("doctor.versions", prefect=prefect, n=n), None


def ports(desk: Desk) -> Iterator[Seen]:
    needs(desk, "settings")
    port = desk.settings.prefect_port
    with socket.socket() as probe:
        probe.settimeout(PATIENCE)
        if probe.connect_ex(("127.0.0.1", port)) != 0:
            yield Level.OK, Message("doctor.port-free", port=str(port)), None
            return
    if _is_prefect(port):
        yield Level.OK, Message("doctor.port-prefect", port=str(port)), None
    else:
        yield Level.PROBLEM, Message("doctor.port-taken", port=str(port)), advice("ports")


def _nearest(path: Path) -> Path:
    """The path, or the nearest of its parents that exists."""
    return next(each for each in [path, *path.absolute().parents] if each.exists())


def _is_prefect(port: int) -> bool:
    """Whoever sits there may do anything: he is waited for so long, whatever he says."""
    from http.client import HTTPConnection, HTTPException

    from engine.in_time import in_time

    def asked() -> bool:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", "/api/health")
            return connection.getresponse().read(16).strip() == b"true"
        finally:
            connection.close()

    try:
        return in_time(PATIENCE, asked)
    except (OSError, HTTPException):
        return False
