"""`dondoc diff`: what one registry folder says otherwise than another, in words and in dates."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desk import options
from desk.errors import Problem, WrongUsage
from desk.office import Desk
from desk.output import answer, day, line, lines, several, table
from desk.speaking import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from config.registry import Registry
    from config.registry.difference import Change, DayChange, Difference, KeyChange

FOLDER = click.Path(path_type=Path)
# Longer values are shown by what came and went, or cut: the whole is in --json.
LONGEST = 120
SIGNS = {"added": "+", "removed": "-", "changed": "~"}


@click.command()
@click.argument("old", metavar="OLD", type=FOLDER)
@click.argument("new", metavar="[NEW]", type=FOLDER, required=False)
@click.option("--until", type=options.DAY, help="Compare dates up to this day (default: a year ahead).")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when they differ.")
@options.reading
@click.pass_context
def diff(
    ctx: click.Context,
    old: Path,
    new: Path | None,
    until: date | None,
    exit_code: bool,
    as_of: datetime | date | None,
    as_json: bool,
) -> None:
    """Compare two registry folders: duties, units, dates.

    Says what was added, taken out and changed, key by key in the words of the files, and for the coming
    twelve months which last days become others. Without NEW, the registry in use is compared with OLD.

    \b
    Example:
      dondoc diff /backup/registry-2026-10
      dondoc diff /srv/office /srv/office-2027 --as-of 2027-01-01 --json
    """
    from config.registry.difference import difference

    desk = Desk(as_of)
    before = _load(old)
    after = _load(new) if new is not None else desk.registry
    desk.registry = after  # its zone says what day it is; the one in use may be broken and is not asked
    start = desk.today
    end = until or start + timedelta(days=365)
    if end < start:
        raise WrongUsage(f"--until {end} lies before {start}.")
    found = difference(before, after, start, end)
    if as_json:
        answer(_document(found, old, new or desk.settings.config))
    else:
        _tell(found)
    ctx.exit(1 if exit_code and not found.none else 0)


def _load(folder: Path) -> Registry:
    from config.loading import loader
    from config.registry import RegistryErrors

    try:
        return loader.load(folder)
    except RegistryErrors as error:
        raise Problem("\n".join(f"{folder}: {spoken(each.message)}" for each in error.errors)) from error


def _document(found: Difference, old: Path, new: Path) -> dict[str, Any]:
    return {
        "old": str(old),
        "new": str(new),
        "same": found.none,
        "from": found.start,
        "to": found.end,
        "changes": found.changes,
        "days": found.days,
    }


def _tell(found: Difference) -> None:
    if found.none:
        line("no difference.")
        return
    for section in dict.fromkeys(change.section for change in found.changes):
        line(f"{section}:")
        lines(text for change in found.changes if change.section == section for text in _lines(change))
    if found.days:
        line(f"last days from {day(found.start)} to {day(found.end)}:")
        table(
            ("obligation", "period", "from", "to", "units"),
            [(each.obligation, each.period, *_moved(each), _units(each)) for each in found.days],
        )
    counts = [
        f"{sum(change.what.value == what for change in found.changes)} {what}"
        for what in ("added", "removed", "changed")
    ]
    line(f"{', '.join(counts)}; {several(len(found.days), 'period')} with another day or other units.")


def _lines(change: Change) -> Iterator[str]:
    yield f"  {SIGNS[change.what.value]} {change.code}" + (f": {change.title}" if change.title else "")
    shown = change.keys if change.what.value == "changed" else _gist(change.keys)
    for key in shown:
        yield f"      {key.key}: {_said(key)}"


def _gist(keys: tuple[KeyChange, ...]) -> tuple[KeyChange, ...]:
    """Of something new, what tells what it is; the rest is in its file."""
    telling = {"owed_by", "owner", "cycle", "period", "in", "due", "from", "to", "successor", "leads"}
    return tuple(key for key in keys if key.key in telling)


def _said(key: KeyChange) -> str:
    if key.came or key.went:
        return ", ".join([*(f"+ {each}" for each in key.came), *(f"- {each}" for each in key.went)])
    if not key.before:
        return _cut(key.after)
    return f"{_cut(key.before)} -> {_cut(key.after) or 'none'}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _moved(each: DayChange) -> tuple[str, str]:
    before, after = (day(one) if one else "not owed" for one in (each.before, each.after))
    return before, after if after != before else "the same"


def _units(each: DayChange) -> str:
    if each.units_before == each.units_after:
        return str(each.units_after)
    return f"{each.units_before} -> {each.units_after}"
