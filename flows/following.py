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

from config import loader
from flows import names
from flows.house import FORESEEN, House, clock

LOOK_EVERY = 20.0  # seconds
PLANNER = "planner"
Register = Callable[[PrefectClient, House, datetime], Coroutine[Any, Any, dict[str, UUID]]]
"""Brings the server's deployments to what a house says; answers their ids by name."""
log = get_logger("dondoc.following")


class Follower:
    """Looks at one house's registry; `register` serves another one."""

    def __init__(self, house: House, register: Register) -> None:
        self.house = house
        self.register = register
        self._seen = signature(house.settings.config)

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
        now_there = await asyncio.to_thread(signature, self.house.settings.config)
        if now_there == self._seen:
            return False
        self._seen = now_there
        try:
            registry = await asyncio.to_thread(loader.load, self.house.settings.config)
        except FORESEEN as error:
            log.warning("the registry has changed and cannot be read; what was served goes on: %s", error)
            return False
        if registry.fingerprint == self.house.registry.fingerprint:
            return False
        house = replace(self.house, registry=registry)
        ids = await self.register(client, house, clock())
        await client.create_flow_run_from_deployment(ids[PLANNER], tags=[names.CHANGED])
        self.house = house
        log.info("the registry has changed: %d deployments are served", len(ids))
        return True


def signature(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, size and time of every file of the folder; empty when it cannot be read."""
    try:
        found = [(path.name, path.stat()) for path in folder.iterdir() if path.suffix == ".yaml"]
    except OSError:
        return ()
    return tuple(sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in found))
