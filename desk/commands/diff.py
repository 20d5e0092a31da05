"""`dondoc diff`: what one registry folder says otherwise than another, in words and in dates."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desk import options
from desk.command import argument, command, option
from desk.errors import Problem, WrongUsage
from desk.office import Desk
from desk.output import answer, line, lines, table
from desk.speaking import spoken
from desk.typed import Place
from language import Message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from config.registry import Registry
    from config.registry.difference import Change, DayChange, Difference, KeyChange

FOLDER = Place()
# Longer values are shown by what came and went, or cut: the whole is in --json.
LONGEST = 120
SIGNS = {"added": "+", "removed": "-", "changed": "~"}


@command(help="help.diff")
@argument("old", "metavar.old", type=FOLDER)
@argument("new", "metavar.new", type=FOLDER, required=False)
@option("--until", type=options.DAY, help="help.diff.until")
@option("--exit-code", is_flag=True, help="help.diff.exit-code")
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
    """Tell what one folder says otherwise than the other, key by key and in last days."""
    from config.registry.difference import difference

    desk = Desk(as_of)
    before = _load(old)
    after = _load(new) if new is not None else desk.registry
    desk.registry = after  # its zone says what day it is; the one in use may be broken and is not asked
    start = desk.today
    end = until or start + timedelta(days=365)
    if end < start:
        raise WrongUsage("usage.backward", option="--until", day=end, start=start)
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
        told = [Message("cli.diff.in-folder", folder=str(folder), what=each.message) for each in error.errors]
        raise Problem("cli.lines", lines=told) from error


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
        line(Message("cli.diff.none"))
        return
    for section in dict.fromkeys(change.section for change in found.changes):
        line(Message("cli.diff.section", section=_section(section)))
        lines(text for change in found.changes if change.section == section for text in _lines(change))
    if found.days:
        line(Message("cli.diff.last-days", first=found.start, last=found.end))
        table(
            ("head.obligation", "head.period", "head.from", "head.to", "head.units"),
            [(each.obligation, each.period, *_moved(each), _units(each)) for each in found.days],
        )
    counts = [
        Message(f"cli.diff.n-{what}", n=sum(change.what.value == what for change in found.changes))
        for what in SIGNS
    ]
    line(Message("cli.diff.counts", counts=counts, n=len(found.days)))


def _section(code: str) -> Message:
    return Message(f"cli.diff.section-{code.replace(' ', '-')}")


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
    return f"{_cut(key.before)} -> {_cut(key.after) or spoken(Message('words.none'))}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _moved(each: DayChange) -> tuple[date | Message, date | Message]:
    before, after = (one or Message("cli.diff.not-owed") for one in (each.before, each.after))
    return before, after if after != before else Message("cli.diff.the-same")


def _units(each: DayChange) -> str:
    if each.units_before == each.units_after:
        return str(each.units_after)
    return f"{each.units_before} -> {each.units_after}"
