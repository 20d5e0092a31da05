"""`dondoc backup`: everything of the office in one file."""

from __future__ import annotations

from pathlib import Path

from desk import options, passphrase
from desk.command import argument, command, option
from desk.errors import Problem
from desk.office import Desk
from desk.output import answer, line
from desk.typed import Place
from desk.writing import refuse
from language import Message


@command(help="help.backup")
@argument("file", "metavar.backup", type=Place(dir_okay=False))
@option("--keys", is_flag=True, help="help.backup.keys")
@option("--encrypt", is_flag=True, help="help.backup.encrypt")
@option("--passphrase-file", type=Place(dir_okay=False), help="help.backup.passphrase-file")
@option("--force", is_flag=True, help="help.backup.force")
@options.writing
@options.as_json
def backup(
    file: Path,
    keys: bool,
    encrypt: bool,
    passphrase_file: Path | None,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write the backup, read it back, and say what it holds."""
    from engine.backup import parts
    from engine.backup.taking import take

    desk = Desk()
    refuse(file, force=force)
    if not desk.has_database:
        raise Problem("cli.no-tasks-yet")
    installation = desk.installation(desk.existing())
    if dry_run:
        names = [*parts.registry_files(desk.settings), *parts.evidence_files(desk.settings)]
        line(Message("cli.backup.would", file=str(file), n=len(names)))
        return
    secret = passphrase.new(passphrase_file, asked=encrypt)
    done = take(installation, file, desk.now, keys=keys, passphrase=secret, force=force)
    if as_json:
        answer({"file": file, "encrypted": secret is not None, "manifest": done})
        return
    line(Message("cli.backup.done", file=str(file), n=sum(done.rows.values()), files=len(done.parts)))
    if done.secrets:
        line(Message("cli.backup.without-secrets", names=done.secrets))
    if not keys:
        line(Message("cli.backup.without-keys"))
