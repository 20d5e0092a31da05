"""`dondoc deploy`: registers everything in a work pool, for workers on several machines."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from desk import options
from desk.command import command, option
from desk.home import make_home
from desk.office import Desk
from desk.output import line
from language import Either, Message

ROOT = Path(__file__).resolve().parents[2]


@command(help="help.deploy")
@option("--pool", required=True, metavar="metavar.name", help="help.deploy.pool")
@option("--api", default="", metavar="metavar.url", help="help.deploy.api")
@options.writing
def deploy(pool: str, api: str, dry_run: bool) -> None:
    """Become the program that registers, with the database in place."""
    desk = Desk()
    registry = desk.registry  # a broken registry is told here, before anything is registered
    if dry_run:
        office = Either(registry.office.name, registry.office.name_en)
        line(Message("cli.deploy.would", pool=pool, office=office))
        return
    make_home(desk.settings.home)
    desk.ready().dispose()
    words = [sys.executable, "-P", "-m", "flows.supervisor.parts", "deploy", "--pool", pool, "--api", api]
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    sys.stdout.flush()
    os.execve(words[0], words, {**os.environ, "PYTHONPATH": os.pathsep.join(paths)})  # noqa: S606
