"""`dondoc verify`: whether a backup is whole, and what it holds."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from desk import options, passphrase
from desk.command import argument, command, option
from desk.output import answer, line, table
from desk.typed import Place
from language import Message


@command(help="help.verify")
@argument("file", "metavar.backup", type=Place(dir_okay=False))
@option("--passphrase-file", type=Place(dir_okay=False), help="help.verify.passphrase-file")
@options.reading
def verify(file: Path, passphrase_file: Path | None, as_of: datetime | date | None, as_json: bool) -> None:
    """Read the whole backup; exit code 1 when a part is not as it was written."""
    from engine.backup.verifying import verify as look

    found = look(file, passphrase.of(file, passphrase_file))
    if as_json:
        answer({"file": file, "manifest": found})
        return
    line(
        Message(
            "cli.verify.whole",
            file=str(file),
            office=found.office,
            taken=datetime.fromisoformat(found.taken_at),
            schema=found.schema,
            dondoc=found.dondoc,
        )
    )
    table(("head.table", "head.rows"), list(found.rows.items()))
