"""How each child of the supervisor shows that it is at work: the server and the page answer, the runner,
which nobody can ask, touches a file.
"""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import partial
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from config.settings import Settings
from engine.in_time import in_time
from engine.links.addresses import base_of
from flows.supervisor import server
from flows.supervisor.asking import Asking

BEAT = 10.0
"""Seconds between two touches."""


def askings(settings: Settings, env: dict[str, str], beat: Path) -> dict[str, Asking]:
    """How to ask each child, by its name."""
    ways: dict[str, Callable[[float], bool]] = {
        "server": partial(server.answers, env),
        "runner": Touched(beat),
        "page": partial(page_answers, settings),
    }
    return {name: Asking(way) for name, way in ways.items()}


class Touched:
    """Whether a file was touched since the last question; `path` need not be there yet."""

    def __init__(self, path: Path) -> None:
        self._path, self._seen = path, self._when(path)

    def __call__(self, _: float) -> bool:
        before, self._seen = self._seen, self._when(self._path)
        return before != self._seen

    @staticmethod
    def _when(path: Path) -> int:
        try:
            return path.stat().st_mtime_ns
        except OSError:
            return 0


async def beating(path: Path, every: float = BEAT) -> None:
    """Touches the file as long as the loop of this process goes round. A disk that takes no touch is no hang:
    whoever works there says it.
    """
    while True:
        try:
            path.touch()
        except OSError:
            return
        await asyncio.sleep(every)


def page_answers(settings: Settings, seconds: float) -> bool:
    """Whether the units' pages say anything in that time, also that they are busy, or not ready."""
    near = settings.page_address
    if near in ("0.0.0.0", "::"):  # noqa: S104 - reached through loopback
        near = server.LOOPBACK if near == "0.0.0.0" else "::1"  # noqa: S104
    host = f"[{near}]" if ":" in near else near
    path = urlsplit(base_of(settings)).path.rstrip("/")
    request = urllib.request.Request(f"http://{host}:{settings.page_port}{path}/healthz/live")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def asked() -> None:
        with opener.open(request, timeout=seconds) as response:
            response.read(1000)

    try:
        in_time(seconds, asked)
    except urllib.error.HTTPError:
        return True
    except (OSError, ValueError, HTTPException):
        return False
    return True
