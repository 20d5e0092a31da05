"""dondoc on several machines, all of them this one: each part a process of its own on loopback.

PostgreSQL (a database for us, one for Prefect), Redis, two Prefect servers without services behind nginx,
the background services, workers of one pool, and the page on two hosts, also behind nginx. Each host has a
home of its own; what must be the same on all (the keys) is carried over, as docs/growing.md says.
Everything is started by us and ended by its process; nothing else is touched.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from engine.links import keys
from flows.supervisor import gate, parts, server
from flows.supervisor.children import Child
from models import db
from tests.support import postgres

POOL = "office"
HOSTS = 2
NGINX = """
daemon off; pid nginx.pid; error_log stderr warn; worker_processes 1;
events {{ worker_connections 512; }}
http {{
    access_log off; client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp;
    uwsgi_temp_path tmp; scgi_temp_path tmp; proxy_connect_timeout 2s; proxy_http_version 1.1;
    map $http_upgrade $connection_upgrade {{ default upgrade; '' ''; }}
    proxy_set_header Host $http_host; proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade; proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Remote-User "";
    upstream prefect {{ {servers} }}
    upstream page {{ {pages} }}
    server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://prefect; }} }}
    server {{ listen 127.0.0.1:{page_port}; location / {{ proxy_pass http://page; }} }}
}}
"""


class NotThere(Exception):
    """A program that the stand needs is not installed."""


def programs() -> dict[str, str]:
    """Where the programs are that the stand is made of; NotThere names those that are missing."""
    found = {
        "redis-server": shutil.which("redis-server"),
        "nginx": shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin"),
        "postgres": str(folder / "postgres") if (folder := postgres.programs()) else None,
    }
    if missing := [name for name, path in found.items() if path is None]:
        raise NotThere(", ".join(missing))
    return {name: path for name, path in found.items() if path}


@dataclass
class Stand:
    """The parts by name; `office` is the registry's folder, `smtp` where mails go."""

    folder: Path
    office: Path
    smtp: str
    workers: int = 2
    limit: int = 2
    more: Mapping[str, str] = field(default_factory=dict)
    parts: dict[str, Child] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)

    def start(self, *, whole: bool = True) -> None:
        """Everything, in the order in which one part needs the other; `stop` ends what was started. Not
        `whole`: without services and pages."""
        where = programs()
        names = ["postgres", "redis", "balancer", "page", *(f"api-{n}" for n in self.hosts)]
        for name in [*names, *(f"page-{n}" for n in self.hosts)]:
            self.ports[name] = postgres.free_port()
        self._postgres(Path(where["postgres"]).parent)
        self._redis(where["redis-server"])
        self._homes()
        self._once("database")
        for number in self.hosts:
            self._part(f"api-{number}", number, "api")
        if whole:
            self._part("services", 1, "services")
        self._nginx(where["nginx"])
        self.wait(self.healthy, 180, "the Prefect servers")
        self._once("deploy", "--pool", POOL)
        if not whole:  # nobody looks at the runs of a year here
            for run in self.call("/flow_runs/filter", {}):
                self.call(
                    f"/flow_runs/{run['id']}/set_state", {"state": {"type": "CANCELLED"}, "force": True}
                )
        for number in range(1, self.workers + 1):
            self.add_worker(number)
        if whole:
            for number in self.hosts:
                words = [sys.executable, "-P", "-m", "flows.supervisor.guard", "desk.cli", "web"]
                self._begin(f"page-{number}", words, self.env(number))
            self.wait(lambda: answers(self.page), 60, "the page")

    @property
    def hosts(self) -> range:
        """The hosts' numbers."""
        return range(1, HOSTS + 1)

    @property
    def api(self) -> str:
        """Where all parts reach the Prefect servers: the balancer."""
        return f"http://127.0.0.1:{self.ports['balancer']}/api"

    @property
    def page(self) -> str:
        """Where a watchman asks whether the page is well: through the balancer."""
        return f"http://127.0.0.1:{self.ports['page']}/healthz/live"

    @property
    def url(self) -> str:
        """Our database."""
        return self.url_of("dondoc")

    def url_of(self, name: str) -> str:
        """How to reach a database."""
        return f"postgresql://{postgres.USER}@127.0.0.1:{self.ports['postgres']}/{name}"

    def env(self, host: int) -> dict[str, str]:
        """What the unit files of a host are given."""
        prefects = self.url_of("prefect").replace("postgresql://", "postgresql+asyncpg://")
        drop = ("DONDOC_", "PREFECT_", "PYTHONDONTWRITEBYTECODE")
        mine = {name: value for name, value in os.environ.items() if not name.startswith(drop)}
        return {
            **mine,
            "PYTHONPATH": str(server.ROOT),
            "DONDOC_HOME": str(self.home(host)),
            "DONDOC_CONFIG": str(self.office),
            "DONDOC_DATABASE_URL": self.url,
            "DONDOC_SMTP": self.smtp,
            "DONDOC_PREFECT_PORT": str(self.ports[f"api-{host}"]),
            "DONDOC_WEB_BASE_URL": self.api.removesuffix("/api"),
            "DONDOC_PAGE_PORT": str(self.ports[f"page-{host}"]),
            "DONDOC_PAGE_URL": f"http://127.0.0.1:{self.ports['page']}",
            parts.DATABASE: prefects,
            parts.REDIS: f"redis://127.0.0.1:{self.ports['redis']}/0",
            **self.more,
        }

    def home(self, host: int) -> Path:
        """The home of a host."""
        return self.folder / f"host-{host}"

    def add_worker(self, number: int) -> None:
        """One more worker, on one of the hosts."""
        host = (number - 1) % HOSTS + 1
        self._part(f"worker-{number}", host, "worker", "--pool", POOL, "--limit", str(self.limit))

    def kill(self, name: str) -> None:
        """SIGKILL to a part and all that it started, as when its machine goes."""
        child = self.parts[name]
        assert child.process is not None
        slay([child.process.pid, *below(child.process.pid)])
        child.end()

    def again(self, name: str) -> None:
        """Starts a part again, as its unit file would."""
        if name == "postgres":
            (self.folder / "postgres" / "data" / "postmaster.pid").unlink(missing_ok=True)
        self.parts[name].start()

    def stop(self) -> None:
        """Ends every part, the last one first, and what they started."""
        started = [pid for each in self.parts.values() if each.process for pid in below(each.process.pid)]
        for child in reversed(self.parts.values()):
            child.ask_to_end()
        for child in reversed(self.parts.values()):
            child.end(10)
        slay(started)

    def call(self, path: str, body: object = None) -> Any:
        """Asks Prefect, as a part of ours does, through the balancer."""
        return server.call(self._ours(), path, body, timeout=10)

    def run(self, deployment: str, **parameters: Any) -> str:
        """Asks for a run of a deployment; answers its id."""
        found = self.call("/deployments/filter", {"deployments": {"name": {"any_": [deployment]}}})
        body = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
        made = self.call(f"/deployments/{found[0]['id']}/create_flow_run", body)
        return str(made["id"])

    def healthy(self) -> bool:
        """Whether every Prefect server answers, and through the balancer."""
        names = ["balancer", *(f"api-{n}" for n in self.hosts)]
        return all(answers(f"http://127.0.0.1:{self.ports[name]}/api/health") for name in names)

    def wait(self, true: Callable[[], bool], seconds: float, what: str) -> None:
        """Until it is true; AssertionError with the parts' last words after so many seconds."""
        limit = time.monotonic() + seconds
        while not true():
            ended = {
                name: each.log.read_text()[-1500:] for name, each in self.parts.items() if not each.running
            }
            assert time.monotonic() < limit, f"{what}: not after {seconds} s; ended: {ended}"
            time.sleep(0.2)

    def _ours(self) -> dict[str, str]:
        return gate.with_key({"PREFECT_API_URL": self.api}, self.home(1))

    def _postgres(self, binaries: Path) -> None:
        folder = self.folder / "postgres"
        folder.mkdir()
        postgres.give_away(folder)
        lesser = postgres.lesser_user()
        drop = (
            ["setpriv", f"--reuid={lesser.pw_uid}", f"--regid={lesser.pw_gid}", "--clear-groups"]
            if lesser
            else []
        )
        data = folder / "data"
        made = [*drop, binaries / "initdb", "-D", data, "-U", postgres.USER, "-A", "trust", *postgres.INITDB]
        subprocess.run([str(each) for each in made], cwd=folder, check=True, capture_output=True)
        words = [*drop, binaries / "postgres", "-D", data, "-p", self.ports["postgres"], "-k", ""]
        options = {"listen_addresses": "127.0.0.1", "max_connections": 200, "shared_buffers": "256MB"}
        words += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self._begin("postgres", [str(each) for each in words], dict(os.environ))
        self.wait(self.takes, 60, "postgres")
        for name in ("empty", "prefect"):
            self.database(name)
        db.upgrade(self.url_of("empty"))
        self.database("dondoc", "empty")

    def database(self, name: str, template: str = "template1") -> None:
        """A database in the place of the one of that name, if there was one."""
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def takes(self) -> bool:
        """Whether PostgreSQL lets somebody in."""
        try:
            psycopg.connect(self.url_of("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _redis(self, program: str) -> None:
        (folder := self.folder / "redis").mkdir()
        words = [program, "--port", str(self.ports["redis"]), "--bind", "127.0.0.1", "--dir", str(folder)]
        self._begin("redis", [*words, "--appendonly", "yes", "--save", ""], dict(os.environ))

    def _nginx(self, program: str) -> None:
        folder = self.folder / "nginx"
        (folder / "tmp").mkdir(parents=True)
        each = "server 127.0.0.1:{} max_fails=1 fail_timeout=5s;"
        text = NGINX.format(
            servers=" ".join(each.format(self.ports[f"api-{n}"]) for n in self.hosts),
            pages=" ".join(each.format(self.ports[f"page-{n}"]) for n in self.hosts),
            port=self.ports["balancer"],
            page_port=self.ports["page"],
        )
        (folder / "nginx.conf").write_text(text)
        self._begin(
            "balancer", [program, "-e", "stderr", "-p", str(folder), "-c", "nginx.conf"], dict(os.environ)
        )

    def _homes(self) -> None:
        """Keys are made on one host, and the same on all."""
        first = self.home(1)
        first.mkdir(mode=0o700)
        keys.ensure(first)
        gate.key_of(first)
        for number in self.hosts[1:]:
            self.home(number).mkdir(mode=0o700)
            shutil.copytree(first / keys.FOLDER, self.home(number) / keys.FOLDER)

    def _once(self, part: str, *more: str) -> None:
        words = [sys.executable, "-P", "-m", "flows.supervisor.parts", part, "--api", self.api, *more]
        done = subprocess.run(
            words, env=self.env(1), capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        assert done.returncode == 0, f"{part}: {done.stdout[-2000:]}{done.stderr[-2000:]}"

    def _part(self, name: str, host: int, *words: str) -> None:
        module = [sys.executable, "-P", "-m", "flows.supervisor.parts"]
        self._begin(name, [*module, *words, "--api", self.api, "--guarded"], self.env(host))

    def _begin(self, name: str, words: list[str], env: Mapping[str, str]) -> None:
        self.parts[name] = Child(name, words, env, self.folder / f"{name}.log")
        self.parts[name].start()


def below(process: int) -> list[int]:
    """All that a process has started, and what those have: runs and PostgreSQL's own begin sessions."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents.setdefault(int(entry.read_text().rpartition(")")[2].split()[1]), []).append(
                int(entry.parent.name)
            )
    found: list[int] = []
    todo = [process]
    while todo:
        children = parents.get(todo.pop(), [])
        found += children
        todo += children
    return found


def slay(processes: Iterable[int]) -> None:
    """SIGKILL to each that is there."""
    for each in processes:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)


def answers(url: str) -> bool:
    """Whether something answers there that all is well."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=3) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
