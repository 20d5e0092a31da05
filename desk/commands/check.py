"""`dondoc check`: the registry, whole, with all its errors at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from desk import options
from desk.office import Desk
from desk.output import answer, clean, in_json, line, several
from desk.speaking import spoken

if TYPE_CHECKING:
    from datetime import date, datetime


@click.command()
@options.reading
@click.pass_context
def check(ctx: click.Context, as_of: datetime | date | None, as_json: bool) -> None:
    """Check the registry: every file, every error at once.

    Exit code 1 and `file:line: key: what was expected` for each error; 0 with a summary when all is well.

    \b
    Example:
      dondoc check
      DONDOC_CONFIG=/srv/office dondoc check --json
    """
    from config.registry import RegistryErrors

    desk = Desk(as_of)
    try:
        summary = _summary(desk)
    except RegistryErrors as broken:
        errors = broken.errors
        if as_json:
            answer({"ok": False, "config": str(desk.settings.config), "errors": list(map(str, errors))})
        else:
            for error in errors:
                click.echo(clean(spoken(error.message)), err=True)
            click.echo(f"{several(len(errors), 'error')} in {desk.settings.config}", err=True)
        ctx.exit(1)
    if as_json:
        answer({**summary, "notes": list(map(in_json, summary["notes"]))})
        return
    counts = summary["counts"]
    line(f"{summary['office']}: {summary['config']} is in order.")
    line(
        f"{several(counts['documents'], 'document')}, {several(counts['obligations'], 'obligation')} "
        f"({counts['live_obligations']} live on {desk.today}), {several(counts['units'], 'unit')} "
        f"({counts['live_units']} live), {several(counts['groups'], 'group')}, "
        f"{several(counts['ladders'], 'ladder')}."
    )
    for note in summary["notes"]:
        line(f"Note: {spoken(note)}")


def _summary(desk: Desk) -> dict[str, Any]:
    from config.registry.objects import within
    from config.registry.remarks import remarks

    registry = desk.registry
    today = desk.today
    duties = registry.obligations.values()
    return {
        "ok": True,
        "config": str(desk.settings.config),
        "errors": [],
        "office": registry.office.name,
        "fingerprint": registry.fingerprint,
        "as_of": today,
        "counts": {
            "documents": len(registry.documents),
            "obligations": len(duties),
            "live_obligations": sum(within(today, duty.from_, duty.to) for duty in duties),
            "units": len(registry.units),
            "live_units": sum(unit.alive(today) for unit in registry.units.values()),
            "groups": len(registry.groups),
            "ladders": len(registry.ladders),
        },
        "calendar_verified_until": registry.calendar.verified_until,
        "notes": [*desk.settings.unknown_variables, *remarks(registry)],
    }
