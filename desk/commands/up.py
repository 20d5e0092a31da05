"""`dondoc up`: everything on one machine, until Ctrl-C."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from desk import options
from desk.home import make_home
from desk.office import Desk
from desk.output import line

ROOT = Path(__file__).resolve().parents[2]


@click.command()
@options.writing
def up(dry_run: bool) -> None:
    """Run everything: Prefect, its UI and the rounds, until Ctrl-C.

    The registry is checked and the database brought up to date first. A second start goes on with the same
    data.

    \b
    Example:
      dondoc up
      DONDOC_HOME=/srv/dondoc dondoc up
    """
    desk = Desk()
    registry = desk.registry  # a broken registry is told here, before anything starts
    command = [sys.executable, "-P", "-m", "flows.supervisor.up"]
    if dry_run:
        program = " ".join(command[1:])
        line(f"would run {program} for {registry.office.name}, with its data in {desk.settings.home}")
        return
    make_home(desk.settings.home)
    desk.ready().dispose()
    # The rooms are found where this one stands, whatever folder the operator types in.
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    sys.stdout.flush()
    # execve: the supervisor takes this process's place, so every signal reaches it without an intermediary.
    os.execve(command[0], command, {**os.environ, "PYTHONPATH": os.pathsep.join(paths)})  # noqa: S606
