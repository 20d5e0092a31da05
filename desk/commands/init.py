"""`dondoc init`: a registry folder for another office, to start from."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import click

from desk import options
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import line


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
