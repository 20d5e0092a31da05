"""Following the registry: what is served becomes what the files say, without a restart.

A run reads the files anew in any case; what must be told to Prefect are the deployments, the lists of the
forms and the coming runs. A look compares names, sizes and times of the files, which costs nothing; only
when one of these differs is the registry loaded, and only another fingerprint is served. A registry that
cannot be read is told once and changes nothing: what was served goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.logging import get_logger

from config.loading import loader
from flows import names
from flows.installation import FORESEEN, Installation, clock
from flows.speaking import spoken

LOOK_EVERY = 20.0  # seconds
PLANNER = "planner"
Register = Callable[[PrefectClient, Installation, datetime], Coroutine[Any, Any, dict[str, UUID]]]
"""Brings the server's deployments to what an installation says; answers their ids by name."""
log = get_logger("dondoc.following")


class Follower:
    """Looks at one installation's registry; `register` serves another one."""

    def __init__(self, installation: Installation, register: Register) -> None:
        self.installation = installation
        self.register = register
        self._seen = signature(installation.settings.config)

    async def run(self, every: float) -> None:
        """Look for ever, every so many seconds."""
        while True:
            await asyncio.sleep(every)
            try:
                async with get_client() as client:
                    await self.look(client)
            except Exception:  # the server may be restarting: the next look does it
                log.warning("the registry could not be served anew; another look follows", exc_info=True)
                self._seen = ()

    async def look(self, client: PrefectClient) -> bool:
        """One look; whether another registry is served now."""
        now_there = await asyncio.to_thread(signature, self.installation.settings.config)
        if now_there == self._seen:
            return False
        self._seen = now_there
        try:
            registry = await asyncio.to_thread(loader.load, self.installation.settings.config)
        except FORESEEN as error:
            log.warning("the registry has changed and cannot be read; what was served goes on: %s", error)
            return False
        if registry.fingerprint == self.installation.registry.fingerprint:
            return False
        installation = replace(self.installation, registry=registry)
        ids = await self.register(client, installation, clock())
        await client.create_flow_run_from_deployment(ids[PLANNER], tags=[spoken(registry, names.CHANGED)])
        self.installation = installation
        log.info("the registry has changed: %d deployments are served", len(ids))
        return True


def signature(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, size and time of every file of the folder; empty when it cannot be read."""
    try:
        found = [(path.name, path.stat()) for path in folder.iterdir() if path.suffix == ".yaml"]
    except OSError:
        return ()
    return tuple(sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in found))
