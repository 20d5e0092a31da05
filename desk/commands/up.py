"""`dondoc up`: everything on one machine, until Ctrl-C."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from desk import options
from desk.command import command
from desk.home import make_home
from desk.office import Desk
from desk.output import line
from language import Either, Message

ROOT = Path(__file__).resolve().parents[2]


@command(help="help.up")
@options.writing
def up(dry_run: bool) -> None:
    """Become the supervisor of everything, with the database in place."""
    desk = Desk()
    registry = desk.registry  # a broken registry is told here, before anything starts
    command = [sys.executable, "-P", "-m", "flows.supervisor.up"]
    if dry_run:
        program = " ".join(command[1:])
        office = Either(registry.office.name, registry.office.name_en)
        line(Message("cli.up.would", program=program, office=office, home=str(desk.settings.home)))
        return
    make_home(desk.settings.home)
    desk.ready().dispose()
    if desk.settings.page_port:
        from engine.links import keys

        # Before the page that will be served: the first round's mails leave earlier, and carry links as well.
        keys.ensure(desk.settings.home)
    # The rooms are found where this one stands, whatever folder the operator types in.
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    sys.stdout.flush()
    # execve: the supervisor takes this process's place, so every signal reaches it without an intermediary.
    os.execve(command[0], command, {**os.environ, "PYTHONPATH": os.pathsep.join(paths)})  # noqa: S606
