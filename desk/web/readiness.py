"""Whether this process can do its work, as codes: what a watchman and a proxy ask. Nothing here names a
unit, a file or an address.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from config.settings import SHIPPED_REGISTRY
from desk.errors import UNEXPECTED
from desk.web.office import Office, stamp_of
from models import db, schema

LATELY = 86_400
"""Seconds for which an error that nobody foresaw counts."""


def _database(office: Office) -> bool:
    with office.looking() as s:
        s.connection()
    return True


def _schema(office: Office) -> bool:
    db.check(office.engine)
    return not schema.lacking(office.engine)


def _registry(office: Office) -> bool:
    return bool(office.registry.units) and not office.registry_broken


def _home(office: Office) -> bool:
    return _writable(office.settings.home)


def _outbox(office: Office) -> bool:
    """The folder of mails, where they become files; made by the first one."""
    settings = office.settings
    return settings.mail_server is not None or _writable(settings.outbox) or not settings.outbox.exists()


def _writable(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


CHECKS: Mapping[str, Callable[[Office], bool]] = {
    "database": _database,
    "schema": _schema,
    "registry": _registry,
    "home": _home,
    "outbox": _outbox,
}
KEPT_SECONDS = 5.0
NEEDED = frozenset({"database", "schema", "home"})
"""Without these no page can be shown, or nothing that a unit answers can be recorded. What else fails,
mornings need: the pages go on."""


def ready(office: Office) -> dict[str, bool]:
    """Each check by its code. None raises: what cannot be looked at fails."""
    return {name: _tried(check, office) for name, check in CHECKS.items()}


def _tried(check: Callable[[Office], bool], office: Office) -> bool:
    try:
        return check(office)
    except Exception:  # whatever it is, it is not ready
        return False


class Readiness:
    """What `ready` said, kept for some seconds: on PostgreSQL looking costs a tenth of a second, and anybody
    may ask."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._until = 0.0
        self._found: dict[str, bool] = {}
        self._lock = threading.Lock()

    def of(self, office: Office) -> dict[str, bool]:
        """Each check by its code. Whoever asks meanwhile waits for the one who looks."""
        with self._lock:
            if not self._found or self._timer() >= self._until:
                self._found = ready(office)
                self._until = self._timer() + KEPT_SECONDS
            return self._found


class Templates:
    """Whether letters can be made of the office's own templates: tried again when one of them, or the
    registry, has changed."""

    def __init__(self) -> None:
        self._stamp: object = None
        self._good = True

    def good(self, office: Office) -> bool:
        """True, too, where the office has none of its own: those of the program have their tests."""
        config = office.settings.config
        files = sorted((config / "templates").glob("*.j2"))
        if config == SHIPPED_REGISTRY or not files:
            return True
        registry = office.registry
        stamp = (stamp_of(files), registry.fingerprint)
        if stamp != self._stamp:
            from engine.mail import render, trial

            render.forget_templates()
            self._good = trial.template_fault(registry, office.settings, office.today) is None
            self._stamp = stamp
        return self._good


def free_bytes(office: Office) -> int:
    """What is free where the home lies."""
    return shutil.disk_usage(office.settings.home).free


def unexpected_lately(office: Office) -> bool:
    """Whether a command met an error that nobody foresaw, within a day."""
    try:
        met = (office.settings.home / "logs" / UNEXPECTED).stat().st_mtime
    except OSError:
        return False
    return time.time() - met < LATELY
