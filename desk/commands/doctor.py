"""`dondoc doctor`: every check of the installation, with what to do for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from desk import options
from desk.office import Desk
from desk.output import answer, line, several, table

if TYPE_CHECKING:
    from datetime import date, datetime


@click.command()
@options.reading
@click.pass_context
def doctor(ctx: click.Context, as_of: datetime | date | None, as_json: bool) -> None:
    """Check the whole installation and say what to do.

    Settings, registry, calendar, home, disk, versions, ports, mail server, database, rounds and outbox.
    Exit code 1 when there is a problem; warnings alone leave it 0.

    \b
    Example:
      dondoc doctor
      dondoc doctor --json
    """
    from desk.health import Level, examine

    findings = list(examine(Desk(as_of)))
    problems = sum(finding.level is Level.PROBLEM for finding in findings)
    warnings = sum(finding.level is Level.WARNING for finding in findings)
    if as_json:
        answer({"ok": not problems, "problems": problems, "warnings": warnings, "checks": findings})
    else:
        colours = {Level.PROBLEM: "bold red", Level.WARNING: "yellow"}
        table(
            ("check", "", "found", "what to do"),
            [(each.check, each.level, each.found, each.advice) for each in findings],
            {place: colours[each.level] for place, each in enumerate(findings) if each.level in colours},
        )
        line(f"{several(problems, 'problem')}, {several(warnings, 'warning')}.")
    ctx.exit(1 if problems else 0)
