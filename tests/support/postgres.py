"""A real PostgreSQL server of the tests' own: one for all workers of a run, in the run's folder, on a free
loopback port, stopped by its process.
"""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from models import db
from tests.support import one_run
from tests.support.ports import free_port as free_port

USER = "dondoc"
START_SECONDS = 60
STOP_SECONDS = 20
INITDB = ("-E", "UTF8", "--locale=C", "--no-sync")
_NOTED = "postgres.json"
_numbers = count(1)
_processes: list[subprocess.Popen[bytes]] = []
"""What this worker started; kept, so that nobody asks after a process that is meant to go on."""


def programs() -> Path | None:
    """The newest installed server's folder of programs, or None."""
    on_path = shutil.which("postgres")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    if found:
        return found[-1].parent
    return Path(on_path).resolve().parent if on_path else None


@dataclass(frozen=True)
class Server:
    """A running server. Every test takes a database of its own."""

    port: int
    password: str

    def url(self, name: str, *, password: str | None = None, port: int | None = None) -> str:
        """How to reach the database `name`."""
        return f"postgresql://{USER}:{password or self.password}@127.0.0.1:{port or self.port}/{name}"

    def new_database(self, template: str | None = None) -> str:
        """The URL of a new database, empty or a copy of `template` (a name)."""
        name = f"test_{os.getpid()}_{next(_numbers)}"
        made_from = f' TEMPLATE "{template}"' if template else ""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"{made_from}')
        return self.url(name)

    def drop(self, url: str) -> None:
        """Removes a database and whoever is still connected to it."""
        name = url.rsplit("/", 1)[1]
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def of_this_run(binaries: Path) -> Server:
    """The run's server, started by the first worker that asks; `stop_that_of_this_run` ends it."""
    noted = one_run.once(_NOTED, lambda note: note.write_text(json.dumps(asdict(_started(binaries)))))
    return Server(**json.loads(noted.read_text()))


def template_of_this_run(server: Server) -> str:
    """The name of a migrated, empty database of the run's server, to be copied."""

    def make(note: Path) -> None:
        url = server.new_database()
        db.upgrade(url)
        note.write_text(url.rsplit("/", 1)[1])

    return one_run.once("postgres-template", make).read_text()


def stop_that_of_this_run() -> None:
    """Stops the run's server, if one was started: PostgreSQL's "fast" shutdown, a hard one after that."""
    running = _data() / "postmaster.pid"
    for how in (signal.SIGINT, signal.SIGQUIT):
        until = time.monotonic() + STOP_SECONDS
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            os.kill(int(running.read_text().split("\n", 1)[0]), how)
        while running.exists():
            if time.monotonic() > until:
                break
            time.sleep(0.05)


def _data() -> Path:
    return one_run.folder() / "postgres" / "data"


def _started(binaries: Path) -> Server:
    folder = _data().parent
    folder.mkdir()
    server = prepared(binaries, folder)
    fast = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    _processes.append(started(binaries, server, folder, fast))
    return server


def prepared(binaries: Path, folder: Path, *options: str) -> Server:
    """The data of a new server in a folder. It refuses to run as root, so root lends it a lesser user."""
    server = Server(port=free_port(), password=secrets.token_hex(8))
    word = folder / "password"
    word.write_text(server.password)
    give_away(folder, word)
    command = [binaries / "initdb", "-D", folder / "data", "-U", USER, "-A", "scram-sha-256"]
    _run([*command, "--pwfile", word, *INITDB, *options], folder)
    return server


def started(binaries: Path, server: Server, folder: Path, more: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Its process, once it answers."""
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(server.port),
        "unix_socket_directories": "",
        "timezone": "Asia/Ho_Chi_Minh",  # not UTC: our instants must not depend on it
        "max_connections": "100",
        **more,
    }
    options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
    log = folder / "log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", *options],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # it outlives the worker that starts it, and a Ctrl-C
            **_as_lesser_user(),
        )
    _wait(server, process, log)
    return process


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
