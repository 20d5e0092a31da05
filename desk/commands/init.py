"""`dondoc init`: a folder for another office, to start from: a copy of the registry in use, or an example."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from desk import options
from desk.command import argument, command, option
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import line
from desk.speaking import SURFACE, language_of
from desk.typed import Place
from language import Message, say


@command(help="help.init")
@argument("directory", "metavar.folder", type=Place())
@option("--example", is_flag=True, help="help.init.with-example")
@options.writing
def init(directory: Path, example: bool, dry_run: bool) -> None:
    """Copy the registry in use, or the example's, into a new folder."""
    from config.settings import EXAMPLE_REGISTRY

    source = EXAMPLE_REGISTRY if example else Desk().settings.config
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise WrongUsage("cli.init.there-already", folder=str(directory))
    # The people of one office are nobody's to start from.
    duties = (file for file in source.glob("*.yaml") if file.name != "contacts.yaml")
    files = sorted([*duties, *source.glob("templates/*")])
    if not files:
        raise WrongUsage("cli.init.nothing-there", folder=str(source))
    if dry_run:
        for file in files:
            line(Message("cli.init.would-write", file=str(directory / file.relative_to(source))))
        return
    directory.parent.mkdir(parents=True, exist_ok=True)
    # Made aside and moved, so that a full disk leaves no half of a registry behind. A folder that is there
    # stays the same one: somebody may stand in it.
    there = directory.is_dir()
    draft = Path(tempfile.mkdtemp(prefix=".registry-", dir=directory if there else directory.parent))
    try:
        for file in files:
            target = draft / file.relative_to(source)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(file, target)
        draft.chmod(0o755)
        if there:
            for each in draft.iterdir():
                each.replace(directory / each.name)
            draft.rmdir()
        else:
            draft.replace(directory)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    done = "cli.init.example-done" if example else "cli.init.done"
    message = Message(done, n=len(files), folder=str(directory))
    # Whoever starts the example cannot be expected to read the language of the office that comes with dondoc.
    line(say(message, language_of(directory), SURFACE))
