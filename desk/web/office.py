"""What every request stands on: settings, the registry as it stands now, the database, the keys of the links.

A page is served for weeks. The registry is read again when one of its files changed; while it is broken, the
last good one is served, and `dondoc check` says what is wrong with it.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from config.loading import loader
from config.registry import Registry, RegistryErrors
from config.settings import Settings
from engine.installation import Installation
from engine.links import keys
from engine.noted import noted
from engine.tasks.acts import Act, By, acting
from engine.tasks.days import local_day
from models import db

log = logging.getLogger(__name__)
ORIGIN = "web"
Stamp = tuple[tuple[str, int, int], ...]


class Office:
    """One office as its pages see it. Safe to share between threads."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        *,
        clock: Callable[[], datetime] | None = None,
        load: Callable[[Path], Registry] = loader.load,
    ) -> None:
        self.settings, self.engine, self._load = settings, engine, load
        self.keys = keys.ensure(settings.home)
        self._keys_stamp = stamp_of([keys.path_in(settings.home)])
        self._clock = clock or _now
        self._lock = threading.Lock()
        self._stamp = _registry_stamp(settings)
        self._registry = load(settings.config)
        self.registry_broken = False
        """Whether the registry as its files stand cannot be read, so that the last good one is served."""
        self.answered: Counter[str] = Counter()
        """Requests of this process, by the first digit of their status (`2xx`)."""

    @property
    def now(self) -> datetime:
        """The instant of the request, aware UTC."""
        return self._clock()

    @property
    def today(self) -> date:
        """The office's date."""
        return local_day(self.registry, self.now)

    @property
    def registry(self) -> Registry:
        """The registry as its files stand, or the last one that could be read."""
        stamp = _registry_stamp(self.settings)
        with self._lock:
            if stamp != self._stamp:
                self._stamp = stamp
                try:
                    self._registry = self._load(self.settings.config)
                    self.registry_broken = False
                except (RegistryErrors, OSError) as error:
                    self.registry_broken = True
                    noted(
                        log,
                        logging.WARNING,
                        "registry-broken",
                        "the registry cannot be read, the last good one is served: %s",
                        error,
                    )
            return self._registry

    @property
    def link_keys(self) -> tuple[str, ...]:
        """The keys as they stand in the home: one that was rotated counts at once."""
        stamp = stamp_of([keys.path_in(self.settings.home)])
        with self._lock:
            if stamp != self._keys_stamp:
                self.keys, self._keys_stamp = keys.ensure(self.settings.home), stamp
            return self.keys

    @property
    def languages(self) -> tuple[str, str]:
        """The office's first language, and the other."""
        first = self.registry.office.language.partition("+")[0]
        return (first, "en" if first == "vi" else "vi")

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """A session that sees one moment and cannot write."""
        with db.reading(self.engine) as s:
            yield s

    @contextmanager
    def acting(self, actor: str, *, dry_run: bool = False, in_turn: bool = False) -> Iterator[Act]:
        """One act of a person at the page, in a transaction of its own, undone with `dry_run`; `in_turn` as
        `acting` has it."""
        installation = Installation(self.settings, self.registry, self.engine)
        with acting(installation, self.now, By(actor, ORIGIN), dry_run=dry_run, in_turn=in_turn) as act:
            yield act


def _now() -> datetime:
    return datetime.now(UTC)


def _registry_stamp(settings: Settings) -> Stamp:
    return stamp_of(sorted(settings.config.glob("*.yaml")))


def stamp_of(files: list[Path]) -> Stamp:
    """What tells whether one of these files has changed."""
    found = []
    for path in files:
        try:
            status = path.stat()
        except OSError:
            continue
        found.append((path.name, status.st_mtime_ns, status.st_size))
    return tuple(found)
