"""The home folder: making it, whether `dondoc up` runs in it, and the database that a command acts on."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

from desk.errors import Problem, WrongUsage
from desk.logs import acts_on
from desk.office import Desk
from language import system

if TYPE_CHECKING:
    from sqlalchemy import Engine


def is_up(home: Path) -> bool:
    """Whether a `dondoc up` runs in this home: it holds a lock there as long as it lives."""
    import fcntl

    try:
        with (home / "up.lock").open(encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False  # no such home, or nobody ever ran there
    return False


def make_home(home: Path) -> None:
    """Make the home folder, or say in one sentence why that cannot be."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not os.access(home, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(home))
    except OSError as error:
        raise Problem("cli.home-unwritable", home=str(home), why=system.why(error)) from error
    acts_on(home)


def acting_on(desk: Desk, dry_run: bool) -> Engine:
    """The database to act on; for a dry run without one, an empty database in memory."""
    from engine.tasks.turns import check_day

    check_day(desk.registry, desk.now)  # wrong usage and a broken registry are told before anything is made
    if dry_run:
        return desk.rehearsal()
    if desk.ahead and is_up(desk.settings.home):
        raise WrongUsage("cli.round-ahead", home=str(desk.settings.home.absolute()))
    make_home(desk.settings.home)
    if desk.settings.page_url and desk.settings.page_port:
        from engine.links import keys

        # Mails that leave before the pages are served for the first time carry links as well.
        keys.ensure(desk.settings.home)
    return desk.ready()
