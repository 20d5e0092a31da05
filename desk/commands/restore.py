"""`dondoc restore`: a backup back into the home, all or nothing."""

from __future__ import annotations

from pathlib import Path

from desk import options, passphrase
from desk.command import argument, command, option
from desk.errors import Problem
from desk.home import is_up, make_home
from desk.office import Desk
from desk.output import answer, line
from desk.typed import Place
from language import Message


@command(help="help.restore")
@argument("file", "metavar.backup", type=Place(dir_okay=False))
@option("--replace", is_flag=True, help="help.restore.replace")
@option("--keys", is_flag=True, help="help.restore.keys")
@option("--passphrase-file", type=Place(dir_okay=False), help="help.verify.passphrase-file")
@options.writing
@options.as_json
def restore(
    file: Path, replace: bool, keys: bool, passphrase_file: Path | None, dry_run: bool, as_json: bool
) -> None:
    """Bring the backup back; the rounds wait until `dondoc round --after-restore`."""
    from engine.backup.restoring import restore as bring
    from engine.backup.verifying import refuse_newer, verify

    desk = Desk()
    settings = desk.settings
    secret = passphrase.of(file, passphrase_file)
    if dry_run:
        found = verify(file, secret)
        refuse_newer(found)
        line(Message("cli.restore.would", n=sum(found.rows.values()), home=str(settings.home)))
        return
    if is_up(settings.home):
        raise Problem("cli.restore.up", home=str(settings.home.absolute()))
    make_home(settings.home)
    done = bring(settings, file, desk.now, passphrase=secret, keys=keys, replace=replace)
    if as_json:
        answer(done)
        return
    n = sum(done.manifest.rows.values())
    line(Message("cli.restore.done", n=n, home=str(settings.home)))
    if done.kept:
        line(Message("cli.restore.kept", where=done.kept))
    took = "cli.restore.took-settings" if done.settings else "cli.restore.settings-lie"
    line(Message(took, folder=str(done.folder)))
    if done.manifest.secrets:
        line(Message("cli.restore.secrets", names=done.manifest.secrets))
    line(Message("cli.restore.next"))
