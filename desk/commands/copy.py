"""`dondoc copy`: the office's database into another one, counted and compared."""

from __future__ import annotations

from desk import options
from desk.command import command, option
from desk.errors import Problem
from desk.home import is_up
from desk.office import Desk
from desk.output import answer, line, table
from language import Message


@command(help="help.copy")
@option("--to", required=True, metavar="metavar.url", help="help.copy.to")
@options.writing
@options.as_json
def copy(to: str, dry_run: bool, as_json: bool) -> None:
    """Copy every row, read it back, compare, and only then commit."""
    from models import db, portable

    desk = Desk()
    if is_up(desk.settings.home):
        raise Problem("cli.copy.up", home=str(desk.settings.home.absolute()))
    source, target = desk.existing(), db.parse_url(to)
    if dry_run:
        full = portable.holds_rows(db.engine_for(target))
        line(Message("cli.copy.full" if full else "cli.copy.would", where=db.shown(target)))
        return
    from engine.backup.carrying import carry

    rows = carry(source, to)
    if as_json:
        answer({"to": db.shown(target), "rows": rows})
        return
    line(Message("cli.copy.done", n=sum(rows.values()), where=db.shown(target)))
    table(("head.table", "head.rows"), list(rows.items()))
    line(Message("cli.copy.next"))
