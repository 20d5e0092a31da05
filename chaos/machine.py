"""A machine whose power can be cut: a real PostgreSQL on a real file system, on a disk that loses what was
not flushed (`chaos.losing`).

It needs what a computer's administrator may do: mounting (also /dev/fuse), loop devices, `mkfs.ext4`.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import Engine

from chaos.life import ROOT, Lived, live
from chaos.steps import Death, Way
from models import db
from tests.support import postgres

MEGABYTES = 320
SYNCED = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
"""PostgreSQL's own defaults, said aloud."""
SMALL = {
    "max_wal_size": "64MB",
    "min_wal_size": "16MB",
    "shared_buffers": "32MB",
    "max_connections": "20",
    "recovery_init_sync_method": "syncfs",  # one sync of the file system, not of each of a thousand files
}
PATIENCE = 20
NEEDED = ("mkfs.ext4", "mount", "umount", "losetup")


_MAY_MOUNT = 1 << 21
"""CAP_SYS_ADMIN."""


def missing() -> str:
    """Why there can be no such machine here; nothing when there can."""
    absent = not_installed()
    return f"not installed: {', '.join(absent)}" if absent else forbidden()


def not_installed() -> list[str]:
    """The programs that anybody could install."""
    return [each for each in NEEDED if shutil.which(each) is None]


def forbidden() -> str:
    """What this machine, or whoever runs this, may not do."""
    status = Path("/proc/self/status").read_text() if Path("/proc/self/status").exists() else ""
    rights = [int(line.split()[1], 16) for line in status.splitlines() if line.startswith("CapEff:")]
    if os.geteuid() != 0 or not all(each & _MAY_MOUNT for each in rights):
        return "only an administrator may mount"
    absent = [each for each in ("/dev/fuse", "/dev/loop-control") if not os.access(each, os.W_OK)]
    return f"not there: {', '.join(absent)}" if absent else ""


class Disk:
    """A file system on an image, mounted at `at` while it is on."""

    def __init__(self, folder: Path) -> None:
        self.image, self.at, self._file = folder / "image", folder / "mounted", folder / "device"
        self.at.mkdir(parents=True)
        folder.chmod(0o711)  # a database server runs as another user
        self.at.chmod(0o711)
        self._file.touch()
        with self.image.open("wb") as image:
            image.truncate(MEGABYTES << 20)
        plain = "nodiscard,lazy_itable_init=0,lazy_journal_init=0"
        _run("mkfs.ext4", "-q", "-F", "-b", "4096", "-J", "size=8", "-E", plain, self.image)

    def on(self) -> None:
        """It is served and mounted."""
        self._served = subprocess.Popen(
            [sys.executable, "-m", "chaos.losing", self.image, self._file],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        assert self._served.stdout is not None
        if self._served.stdout.readline() != "ready\n":
            raise RuntimeError("no file system can be served here (see above)")
        _run("mount", "-o", "loop,noatime", self._file, self.at)

    def ask(self, line: str) -> str:
        """See `chaos.losing`."""
        assert self._served.stdin is not None
        assert self._served.stdout is not None
        self._served.stdin.write(f"{line}\n")
        self._served.stdin.flush()
        return self._served.stdout.readline().strip()

    def off(self, seed: str) -> tuple[int, int, int]:
        """Nobody works on it any more: it is unmounted, and the image is what the disk held when the power
        went. How many writes, flushes and lost sectors."""
        until = time.monotonic() + PATIENCE
        while subprocess.run(["umount", self.at], capture_output=True).returncode:
            if time.monotonic() > until:
                _run("umount", self.at)
            time.sleep(0.02)
        writes, flushes, lost = map(int, self.ask(f"end {seed}").split())
        self._served.wait(PATIENCE)
        return writes, flushes, lost

    def close(self) -> None:
        """Whatever is left of it goes."""
        with contextlib.suppress(AttributeError):
            subprocess.run(["umount", "--lazy", self.at], capture_output=True)
            if self._served.stdin is not None:
                self._served.stdin.close()
            self._served.wait(PATIENCE)


class Machine:
    """The disk with a PostgreSQL server and a dondoc home on it."""

    def __init__(self, folder: Path, dice: random.Random, settings: Mapping[str, str] = SYNCED) -> None:
        programs = postgres.programs()
        if programs is None:
            raise RuntimeError("PostgreSQL's server programs are not installed (initdb, postgres)")
        self._programs, self.settings, self._dice, self._folder = programs, settings, dice, folder
        self.disk = Disk(folder)
        self._data, self._new = self.disk.at / "postgres", folder / "new"
        self._server_process: subprocess.Popen[bytes] | None = None
        self.writes = self.flushes = self.lost = 0
        """What happened on the disk up to the power cuts, and the sectors that were lost in them."""
        self._usual = 40
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        """A new disk with an empty database, kept for every office."""
        self.disk.on()
        self._data.mkdir()
        self._server = postgres.prepared(self._programs, self._data, "--wal-segsize=4")
        self._start()
        self.url = self._server.new_database()
        db.upgrade(self.url)
        self._stop(signal.SIGINT)
        self.disk.off("new")
        shutil.copyfile(self.disk.image, self._new)

    def home(self, folder: Path, number: int) -> Path:
        """See `chaos.power.Power`: the disk is new as well."""
        if self._server_process:
            self.off()
        shutil.copyfile(self._new, self.disk.image)
        self.on()
        return self.disk.at / "home"

    def most(self, letters: int) -> int:
        """See `chaos.power.Power`."""
        return self._usual

    def cut(
        self, home: Path, words: Sequence[str], environment: Mapping[str, str], death: Death, engine: Engine
    ) -> Lived:
        """See `chaos.power.Power`."""

        never, before = 1 << 40, 0

        def begun(process: int) -> None:
            nonlocal before
            before = int(self.disk.ask(f"arm {process} {death.at if death.way is Way.DISK else never}"))

        lived = live(words, environment, death, self._folder, begun=begun)
        did = int(self.disk.ask("mark")) - before
        if not lived.killed and words[0] == "round":
            self._usual = max(40, did)
        engine.dispose()
        self.off()
        self.on()
        return lived

    def on(self) -> None:
        """The power is back: the file system repairs itself, and so does PostgreSQL."""
        self.disk.on()
        self._start()

    def off(self) -> None:
        """The power goes, unless it has gone."""
        self.disk.ask("mark")
        self._stop(signal.SIGKILL)
        writes, flushes, lost = self.disk.off(str(self._dice.random()))
        self.writes, self.flushes, self.lost = self.writes + writes, self.flushes + flushes, self.lost + lost

    def counted(self) -> Mapping[str, int]:
        """See `chaos.power.Power`."""
        return {"writes": self.writes, "flushes": self.flushes, "sectors_lost": self.lost}

    def close(self) -> None:
        """The end of it."""
        if self._server_process:
            self._stop(signal.SIGKILL)
        self.disk.close()

    def _start(self) -> None:
        settings = {**SMALL, **self.settings}
        self._server_process = postgres.started(self._programs, self._server, self._data, settings)

    def _stop(self, how: signal.Signals) -> None:
        process, self._server_process = self._server_process, None
        assert process is not None
        with contextlib.suppress(ProcessLookupError):
            if how is signal.SIGKILL:
                process.send_signal(signal.SIGSTOP)
                for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(int(child), how)
            process.send_signal(how)
        process.wait(PATIENCE)


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr.strip()}")
