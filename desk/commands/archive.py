"""`dondoc archive`: the history of old years moved into files beside the database, and back."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from desk import options
from desk.command import command, option
from desk.errors import WrongUsage
from desk.home import is_up, make_home
from desk.office import Desk
from desk.output import answer, line, table
from desk.typed import Whole
from language import Message

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy import Engine

    from engine.archive.moving import Yearly


@command(help="help.archive")
@option("--before", type=Whole(1900, 2200), metavar="metavar.year", help="help.archive.before")
@option("--restore", "again", type=Whole(1900, 2200), metavar="metavar.year", help="help.archive.restore")
@option("--apply", "execute", is_flag=True, help="help.archive.apply")
@options.as_of
@options.writing
@options.as_json
def archive(
    before: int | None,
    again: int | None,
    execute: bool,
    as_of: datetime | date | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """What lies in archives; or move, or bring back, or say what that would do."""
    if (before is not None and again is not None) or (execute and dry_run):
        raise WrongUsage("cli.archive.choose-one")
    if execute and before is None and again is None:
        raise WrongUsage("cli.archive.which")
    desk = Desk(as_of)
    if before is not None and before > desk.today.year:
        raise WrongUsage("cli.archive.year-runs", year=str(desk.today.year))
    engine = desk.existing()
    if not execute:
        _show(desk, before, again, as_json=as_json)
        return
    make_home(desk.settings.home)
    moved = _moved(desk, engine, before, again)
    freed = _freed(desk, engine) if moved and before is not None else None
    if as_json:
        answer({"applied": True, "years": moved, **_places(desk)})
        return
    name = "cli.archive.moved" if before is not None else "cli.archive.brought"
    for year, n in moved.items():
        line(Message(name, year=str(year), n=n, folder=str(desk.settings.archives)))
    if not moved:
        line(Message("cli.archive.nothing"))
    elif before is None:
        return
    elif freed is not None:
        line(Message("cli.archive.freed", mb=freed))
    else:
        line(Message("cli.archive.kept-room"))


def _moved(desk: Desk, engine: Engine, before: int | None, again: int | None) -> dict[int, int]:
    from engine.archive import moving

    folder, found = desk.settings.archives, defaultdict[int, int](int)
    done: Iterable[Yearly]
    if before is not None:
        done = moving.archive(engine, folder, before, desk.now)
    else:
        assert again is not None
        done = moving.restore(engine, folder, again)
    for each in done:
        found[each.year] += each.tasks
    return dict(found)


def _freed(desk: Desk, engine: Engine) -> int | None:
    """The megabytes that the database's file is smaller; None where others use it, or that is the server's
    affair."""
    if engine.dialect.name != "sqlite" or is_up(desk.settings.home):
        return None
    from models.archives import shrink

    return shrink(engine) // 1_000_000


def _show(desk: Desk, before: int | None, again: int | None, *, as_json: bool) -> None:
    from engine.archive import moving
    from engine.archive.places import files_told
    from engine.tasks import archived

    with desk.looking() as session:
        lying = archived.years(session)
        planned = moving.plan(session, before, desk.now) if before is not None else []
    if as_json:
        answer({"applied": False, "would": planned, **_places(desk)})
        return
    if again is not None:
        n = lying[again].tasks if again in lying else 0
        line(Message("cli.archive.would-bring" if n else "cli.archive.no-such-year", year=str(again), n=n))
    elif before is None:
        folder = str(desk.settings.archives)
        line(Message("cli.archive.lying" if lying else "cli.archive.none", folder=folder))
        table(("head.year", "head.tasks"), [(str(year), each.tasks) for year, each in lying.items()])
    elif not any(each.tasks for each in planned):
        line(Message("cli.archive.nothing"))
    else:
        line(Message("cli.archive.would", n=sum(each.tasks for each in planned)))
    if planned:
        heads = ("head.year", "head.to-archive", "head.still-open", "head.still-waiting")
        table(heads, [(str(each.year), each.tasks, each.open, each.waiting) for each in planned])
    with desk.looking() as session:
        files_told(session, desk.settings.archives)  # one that is not there is told after what should be


def _places(desk: Desk) -> dict[str, Any]:
    from engine.tasks import archived

    with desk.looking() as session:
        lying = archived.years(session)
    return {
        "folder": desk.settings.archives,
        "archives": [{"year": year, "tasks": each.tasks} for year, each in lying.items()],
    }
