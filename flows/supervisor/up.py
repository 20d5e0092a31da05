"""`python -m flows.supervisor.up`: runs everything on one machine until it is told to stop.

It starts the Prefect server, waits until it is healthy, starts `flows.serve`, has the planner and a first
round run at once, serves the units' pages, and says where to look. It restarts a child that dies or hangs,
survives a closed terminal, and on Ctrl-C or SIGTERM ends all it started. One supervisor per home: a lock file
says who holds it.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from config import settings as settings_room
from config.settings import Settings
from engine.errors import EngineError
from engine.links.addresses import base_of
from engine.persons.stored import read as persons
from engine.worklist.board_links import links_of
from flows import names
from flows.installation import FORESEEN, ready_installation
from flows.speaking import in_every_language, office_language, terminal_language
from flows.supervisor import gate, server
from flows.supervisor.asking import Asking
from flows.supervisor.children import Child
from flows.supervisor.hanging import askings
from flows.supervisor.server import ServerError
from language import Message, MessageError, message_of, say

START_TIMEOUT = 180.0  # seconds: a new database on a slow machine under load
FIRST_ROUND_TIMEOUT = 300.0
PATIENCE = (1.0, 5.0, 15.0, 60.0)  # waits before a dead child is started again
SETTLED = 300.0  # seconds after which a child counts as healthy and its next end as a first one
TERMINAL = "cli"
_HANGS = {"server": "up.server-hangs", "runner": "up.runner-hangs", "page": "up.page-hangs"}
_AGAIN = {"server": "up.server-again", "runner": "up.runner-again", "page": "up.page-again"}
_FIRST_RUNS = {"round": names.FIRST_ROUND, "plan": names.FIRST_PLAN}


class UpError(MessageError):
    """Cannot start; one sentence that says what to do."""


class Stopped(Exception):
    """Somebody asked us to stop."""


def tell(message: Message, *, after: str = "") -> None:
    """A line for the person at the terminal; a terminal that was closed is no reason to stop."""
    with suppress(OSError, ValueError):
        sys.stdout.write(f"{after}{say(message, terminal_language(), TERMINAL)}\n")
        sys.stdout.flush()


class Lock:
    """One supervisor per home. Held by the kernel, so that a crash leaves nothing to clean up."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    def take(self, url: str) -> None:
        """Take it, or UpError naming the process that has it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder, _, there = file.read().strip().partition(" ")
            file.close()
            raise UpError(
                "up.already-running",
                home=str(self.path.parent.absolute()),
                process=holder or "?",
                url=there or url,
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()} {url}")
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give it back."""
        if self._file is not None:
            self._file.truncate(0)
            self._file.close()
            self._file = None


class Supervisor:
    """The server and the runner of one home."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.env = server.environment(settings)
        self.url = self.env["DONDOC_WEB_BASE_URL"]
        self.logs = settings.home.absolute() / "logs"
        self.beat = settings.home.absolute() / "runner.alive"
        self.began = datetime.now(UTC)
        self.server = Child("server", server.command(self.env), self.env, self.logs / "server.log")
        self.env = gate.with_key(self.env, settings.home.absolute())
        self.runner = Child("runner", self._serve_command(), self.env, self.logs / "serve.log")
        page = [sys.executable, "-P", "-m", "flows.supervisor.guard", "desk.cli", "web"]
        self.page = Child("page", page, self.env, self.logs / "page.log")
        self.stopping = threading.Event()
        self._told: set[str] = set()
        self._failures = {each.name: 0 for each in (self.server, self.runner, self.page)}
        self._pages = False

    def _serve_command(self) -> list[str]:
        beat = ["--beat", str(self.beat)]
        return [sys.executable, "-P", "-m", "flows.serve", "--guarded", "--first-runs", *beat]

    def start(self) -> None:
        """Bring everything up, or raise; what was started so far is for `stop` to end."""
        host, port = self.env["PREFECT_SERVER_API_HOST"], int(self.env["PREFECT_SERVER_API_PORT"])
        if not server.is_free(host, port):
            what = "server" if server.is_healthy(self.env) else "program"
            raise UpError("up.port-taken", port=str(port), what=Message(f"up.another-{what}"))
        # Prefect makes its own folder, but not the one that is to hold it.
        Path(self.env["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        tell(Message("up.server-starting"))
        self._start_server()
        tell(Message("up.server-ready", seconds=f"{time.monotonic() - began:.0f}"))
        self._start_runner()
        self._first_round()
        board = names.overall_key(office_language(self.settings))
        self._start_pages()
        tell(Message("up.ui", url=self.url))
        links = links_of(self.settings) if self._pages else ""
        tell(Message("up.board", url=f"{links or f'{self.url}/v2/artifacts/key/'}{board}"))
        if self.settings.smtp:
            tell(Message("up.mail-leaves"))
        else:
            tell(Message("up.mail-into-files", folder=str(self.settings.outbox.absolute())))
        tell(Message("up.logs", folder=str(self.logs)))
        tell(Message("up.how-to-stop"))

    def watch(self, asking: Mapping[str, Asking] | None = None) -> None:
        """Stay until told to stop, starting again what dies meanwhile, and what lives and does not answer by
        the `asking` of its name."""
        ways = {**askings(self.settings, self.env, self.beat), **(asking or {})}
        while not self.stopping.wait(1.0):
            self._look(self.server, self._start_server, ways)
            self._look(self.runner, self._start_runner, ways)
            if self._pages:
                self._look(self.page, self.page.start, ways)
            if "plan" not in self._told:
                self._tell_first_runs()

    def stop(self) -> None:
        """End the pages and the runner, then the server it talks to."""
        for child in (self.page, self.runner, self.server):
            if child.running:
                child.ask_to_end()
            child.end()

    def _start_server(self) -> None:
        self.server.start()
        limit = time.monotonic() + START_TIMEOUT
        while not server.is_healthy(self.env):
            if not self.server.running:
                raise UpError("up.server-ended", why=self.server.last_words(), log=str(self.server.log))
            if time.monotonic() > limit:
                raise UpError("up.server-not-ready", seconds=f"{START_TIMEOUT:.0f}", log=str(self.server.log))
            self._pause(0.3)

    def _start_runner(self) -> None:
        self.began = datetime.now(UTC)  # its first runs are those asked for from now on
        self.runner.start()

    def _start_pages(self) -> None:
        """The units' pages are served beside the rest; a port that is taken stops nothing else."""
        address, port = self.settings.page_address, self.settings.page_port
        if not port:
            return
        if not server.is_free(address, port):
            tell(Message("up.page-taken", port=str(port)))
            return
        self.page.start()
        self._pages = True
        tell(Message("up.home", url=f"{base_of(self.settings)}/"))
        with suppress(EngineError):
            if not persons(self.settings.home):
                tell(Message("up.home-nobody"))

    def _first_round(self) -> None:
        """Wait for the round that `flows.serve` asks for at its start. The planner may take longer: told
        later.
        """
        limit = time.monotonic() + FIRST_ROUND_TIMEOUT
        while "round" not in self._told:
            if self.runner.killed:
                self._again(self.runner, self._start_runner)  # what it was to run, the next one runs
            elif not self.runner.running:
                raise UpError("up.runner-ended", why=self.runner.last_words(), log=str(self.runner.log))
            if time.monotonic() > limit:
                tell(Message("up.first-round-goes-on", seconds=f"{FIRST_ROUND_TIMEOUT:.0f}"))
                return
            self._tell_first_runs()
            self._pause(0.5)

    def _tell_first_runs(self) -> None:
        body = {
            "flow_runs": {
                "tags": {"any_": in_every_language(names.AT_START)},
                "expected_start_time": {"after_": self.began.isoformat()},
            }
        }
        with suppress(ServerError):  # busy for a moment: asked again
            for run in server.call(self.env, "/flow_runs/filter", body):
                kind = _kind(run["tags"])
                if kind not in self._told and _ended(run):
                    self._told.add(kind)
                    tell(Message(f"up.first-{kind}", said=_message(run)))

    def _look(self, child: Child, start: Callable[[], None], ways: Mapping[str, Asking]) -> None:
        asking = ways[child.name]
        if not child.running:
            self._again(child, start)
        elif asking.hangs():
            self._again(child, start, told=_HANGS[child.name])
        else:
            return
        for each in ways.values():  # who waited for it could not answer either
            each.forget()

    def _again(self, child: Child, start: Callable[[], None], told: str = "") -> None:
        if time.monotonic() - child.started > SETTLED:
            self._failures[child.name] = 0
        wait = PATIENCE[min(self._failures[child.name], len(PATIENCE) - 1)]
        self._failures[child.name] += 1
        tell(Message(told or _AGAIN[child.name], why=child.last_words(), seconds=f"{wait:.0f}"))
        child.end(0)
        self._pause(wait)
        try:
            start()
        except UpError as error:
            tell(error.message)
            child.end(0)

    def _pause(self, seconds: float) -> None:
        if self.stopping.wait(seconds):
            raise Stopped


def _kind(tags: Sequence[str]) -> str:
    """Which of the first runs has these tags, whatever language they are in."""
    return next(kind for kind, tag in _FIRST_RUNS.items() if set(in_every_language(tag)) & set(tags))


def _ended(run: dict[str, Any]) -> bool:
    return run.get("state_type") in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


def _message(run: dict[str, Any]) -> Message | str:
    text = (run.get("state") or {}).get("message") or run.get("state_name") or ""
    first = str(text).splitlines()[0] if text else ""
    return first if run.get("state_type") == "COMPLETED" else Message("up.run-failed", why=first)


def main() -> int:
    """Exit code: 0 when stopped on request, 1 when it could not start."""
    supervisor = lock = None
    try:
        settings = settings_room.load()
        supervisor = Supervisor(settings)
        lock = Lock(settings.home / "up.lock")
        lock.take(supervisor.url)
        _listen(supervisor)
        ready_installation().engine.dispose()  # a broken registry or database is told before anything starts
        supervisor.start()
        supervisor.watch()
    except Stopped:
        pass
    except (*FORESEEN, ServerError, UpError, OSError) as error:
        with suppress(OSError):
            sys.stderr.write(f"dondoc: {say(message_of(error), terminal_language(), TERMINAL)}\n")
        return 1
    finally:
        if supervisor is not None:
            supervisor.stop()
        if lock is not None:
            lock.release()
    tell(Message("up.stopped"))
    return 0


def _listen(supervisor: Supervisor) -> None:
    def asked(_number: int, _frame: object) -> None:
        if supervisor.stopping.is_set():
            return
        supervisor.stopping.set()
        tell(Message("up.stopping"), after="\n")  # the terminal shows ^C on a line of its own

    signal.signal(signal.SIGINT, asked)
    signal.signal(signal.SIGTERM, asked)
    # The office's reminders do not end because somebody closed a window.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


if __name__ == "__main__":
    raise SystemExit(main())
