"""A real PostgreSQL server of one's own: in a folder that goes away, on a free loopback port, stopped by its
process."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

USER = "dondoc"
START_SECONDS = 60
INITDB = ("-E", "UTF8", "--locale=C", "--no-sync")


def programs() -> Path | None:
    """The newest installed server's folder of programs, or None."""
    on_path = shutil.which("postgres")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    if found:
        return found[-1].parent
    return Path(on_path).resolve().parent if on_path else None


@dataclass
class Server:
    """A running server. Every test takes a database of its own."""

    port: int
    password: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, name: str, *, password: str | None = None, port: int | None = None) -> str:
        """How to reach the database `name`."""
        return f"postgresql://{USER}:{password or self.password}@127.0.0.1:{port or self.port}/{name}"

    def new_database(self, template: str | None = None) -> str:
        """The URL of a new database, empty or a copy of `template` (a name)."""
        name = f"test_{next(self._numbers)}"
        made_from = f' TEMPLATE "{template}"' if template else ""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"{made_from}')
        return self.url(name)

    def drop(self, url: str) -> None:
        """Removes a database and whoever is still connected to it."""
        name = url.rsplit("/", 1)[1]
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextlib.contextmanager
def running(binaries: Path) -> Iterator[Server]:
    """Starts a server and stops it at the end. It refuses to run as root, so root lends it a lesser user."""
    folder = Path(tempfile.mkdtemp(prefix="dondoc-pg-"))
    server = Server(port=free_port(), password=secrets.token_hex(8))
    process: subprocess.Popen[bytes] | None = None
    try:
        word = folder / "password"
        word.write_text(server.password)
        give_away(folder, word)
        data = folder / "data"
        _run(
            [binaries / "initdb", "-D", data, "-U", USER, "-A", "scram-sha-256", "--pwfile", word, *INITDB],
            folder,
        )
        log = folder / "log"
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(server.port),
            "unix_socket_directories": "",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "timezone": "Asia/Ho_Chi_Minh",  # not UTC: our instants must not depend on it
            "max_connections": "50",
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        with log.open("wb") as sink:
            process = subprocess.Popen(
                [binaries / "postgres", "-D", data, *options],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                **_as_lesser_user(),
            )
        _wait(server, process, log)
        yield server
    finally:
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def lesser_user() -> pwd.struct_passwd | None:
    """Whom to run as when we are root; None otherwise."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("running as root, and neither postgres nor nobody is a user here")


def _as_lesser_user() -> dict[str, Any]:
    """For subprocess: the user to run as when we are root; nothing otherwise."""
    lesser = lesser_user()
    return {"user": lesser.pw_uid, "group": lesser.pw_gid, "extra_groups": []} if lesser else {}


def give_away(*paths: Path) -> None:
    """Makes the lesser user the owner of `paths`, when we are root."""
    if lesser := lesser_user():
        for path in paths:
            os.chown(path, lesser.pw_uid, lesser.pw_gid)


def _run(command: list[str | Path], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, **_as_lesser_user())
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def free_port() -> int:
    """A loopback port on which nobody listens just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            psycopg.connect(server.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")
