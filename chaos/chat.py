"""The office with a chat: every unit has one beside its mailbox, and all that is told to units goes by it.

The chat is a real HTTP server on loopback that Apprise posts to, as to any service of an office's own.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml

from chaos import sinks
from chaos.sinks import Arrival
from config.loading import loader
from config.settings import SHIPPED_REGISTRY
from engine.mail.message_ids import message_id

WAY = "chat"


class Server:
    """Takes every message, and knows whether somebody is still connected."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []
        """For whom, and what."""
        self._open = 0
        self._lock = threading.Lock()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                body = self.rfile.read(length)
                if len(body) == length:  # who dies half-way has said nothing
                    owner.taken.append((self.path.rpartition("/")[2], json.loads(body)["message"]))
                    self.send_response(200)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Silent."""

        class Counting(ThreadingHTTPServer):
            daemon_threads = True

            def process_request(self, request: Any, client_address: Any) -> None:
                owner.count(1)
                super().process_request(request, client_address)

            def shutdown_request(self, request: Any) -> None:
                super().shutdown_request(request)
                owner.count(-1)

            def handle_error(self, request: Any, client_address: Any) -> None:
                """Whoever was connected has died."""

        self._server = Counting(("127.0.0.1", 0), Handler)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def count(self, more: int) -> None:
        """A connection begins, or has ended."""
        with self._lock:
            self._open += more

    def all(self) -> list[tuple[str, str]]:
        """What has been taken since it was last asked, once all is quiet."""
        time.sleep(0.05)  # a connection that waits to be accepted is not counted yet
        until = time.monotonic() + 20
        while self._open and time.monotonic() < until:
            time.sleep(0.005)
        taken, self.taken = self.taken, []
        return taken

    def close(self) -> None:
        """Nobody listens any more."""
        self._server.shutdown()
        self._server.server_close()


def office(folder: Path, port: int) -> Path:
    """The shipped office, in a folder of its own, with a chat for each unit on that port."""
    shutil.copytree(SHIPPED_REGISTRY, folder)
    _edit(folder / "units.yaml", "units", lambda each: each.update(channels={WAY: _url(port, each["code"])}))

    def by_chat(ladder: dict[str, Any]) -> None:
        for rung in ladder["rungs"]:
            rung["channels"] = [WAY]

    _edit(folder / "ladders.yaml", "ladders", by_chat)
    return folder


def _url(port: int, unit: str) -> str:
    return f"json://127.0.0.1:{port}/of/{unit}"


def _edit(file: Path, what: str, change: Any) -> None:
    content = yaml.safe_load(file.read_text())
    for each in content[what]:
        change(each)
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))


class Both:
    """Chat messages and files: a `chaos.sinks.Sink`. A short message has no name of its own: it is its unit's
    of that morning, since it gets one."""

    def __init__(self, server: Server, registry: Path) -> None:
        self._server, self._registry = server, registry
        self._list_id = loader.load(registry).office.list_id
        self._files = sinks.Folder()
        self._day = ""
        self._texts: dict[str, str] = {}
        self.short = 0
        """Short messages that arrived for the first time."""

    def settings(self) -> dict[str, str]:
        """See `Sink`."""
        return {"DONDOC_CONFIG": str(self._registry), "DONDOC_CHANNELS": "on", **self._files.settings()}

    def begin(self, home: Path) -> None:
        """See `Sink`."""
        self._files.begin(home)
        self._server.all()
        self._texts = {}

    def morning(self, day: date) -> None:
        """See `Sink`."""
        self._day = day.isoformat()

    def gone(self) -> list[str]:
        """See `Sink`."""
        return self._files.gone()

    def arrived(self) -> list[Arrival]:
        """See `Sink`. One that says something else than before has no name."""
        return [*self._files.arrived(), *(self._named(unit, said) for unit, said in self._server.all())]

    def _named(self, unit: str, said: str) -> Arrival:
        name = message_id(self._day, unit, f"digest/{WAY}", self._list_id)
        self.short += name not in self._texts
        whole = said and self._texts.setdefault(name, said) == said
        return Arrival(name if whole else "", (unit,))
