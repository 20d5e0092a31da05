"""`dondoc up` and `dondoc init`: the first commands of an operator."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import click

from desk import options
from desk.errors import Problem, WrongUsage
from desk.office import Desk
from desk.output import line

ROOT = Path(__file__).resolve().parent.parent


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
    command = [sys.executable, "-P", "-m", "flows.up"]
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


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@options.writing
def init(directory: Path, dry_run: bool) -> None:
    """Make a registry folder for another office, to start from.

    Copies the registry that DONDOC_CONFIG names (the default office's) into DIR; edit the files, then run
    `DONDOC_CONFIG=DIR dondoc check`.

    \b
    Example:
      dondoc init /srv/office
    """
    source = Desk().settings.config
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise WrongUsage(f"{directory} is there already and not an empty folder: choose another one.")
    files = sorted([*source.glob("*.yaml"), *source.glob("templates/*")])
    if dry_run:
        for file in files:
            line(f"would write {directory / file.relative_to(source)}")
        return
    directory.parent.mkdir(parents=True, exist_ok=True)
    # Made beside it and moved, so that a full disk leaves no half of a registry behind.
    draft = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        for file in files:
            target = draft / file.relative_to(source)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(file, target)
        draft.chmod(0o755)
        draft.replace(directory)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    line(f"{directory}: {len(files)} files. Edit them, then: DONDOC_CONFIG={directory} dondoc check")


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
            raise PermissionError(13, "Permission denied", str(home))
    except OSError as error:
        raise Problem(
            f"{home} cannot be written ({error.strerror}): set DONDOC_HOME to a folder that you may write to."
        ) from error
